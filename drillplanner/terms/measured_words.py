"""Say what a target was measured as, so that the printed digits give its verdict.

Rules: docs/scoring.md, section 6. One way of printing for report, screen and terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from drillplanner.base.durations import Shown, measured, measured_between, rounded, shown
from drillplanner.base.exact import exact
from drillplanner.base.heads import HeadNumbers
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.model import Target
from drillplanner.review.observation import HeadCount
from drillplanner.review.scorecard import TargetResult
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import listed

#: Decimals beyond which readings of a dispute are printed as they are.
_MOST_PLACES = 4


def measured_said(target: Target, result: TargetResult) -> Phrase:
    """Say a target's measured length with its uncertainty, a dash where there is none.

    Where observers are in dispute, the least and the greatest reading stand instead of ±.
    """
    if result.elapsed_s is None:
        return "—"
    expanded = result.expanded_uncertainty_s

    def agrees(low: Fraction, high: Fraction, spread: Fraction) -> bool:
        return _gives_verdict(target, result, low, high, spread)

    least, greatest = result.least_s, result.greatest_s
    if least is not None and greatest is not None and least < greatest:
        return _between_readings(least, greatest, agrees)

    if result.bound == "between" and result.elapsed_low_s is not None:
        return measured_between(result.elapsed_low_s, result.elapsed_s, expanded or 0, agrees)
    return measured(
        result.elapsed_s,
        expanded,
        result.bound,
        lambda value, spread: agrees(value, value, spread),
    )


def measured_shown(target: Target, result: TargetResult) -> Shown | None:
    """Give the pair that is printed for a target; None where no ± is printed for it."""
    if result.elapsed_s is None or result.expanded_uncertainty_s is None:
        return None
    least, greatest = result.least_s, result.greatest_s
    if least is not None and greatest is not None and least < greatest:
        return None
    low_s = result.elapsed_low_s if result.bound == "between" else None

    def agrees(value: Fraction, spread: Fraction) -> bool:
        return _gives_verdict(target, result, value if low_s is None else low_s, value, spread)

    return shown(result.elapsed_s, result.expanded_uncertainty_s, agrees)


def counted_said(heads: HeadNumbers) -> Text:
    """Say a head count: those there, those known to be elsewhere, those missing."""
    said = _("{present} of {expected} present", present=heads.present, expected=heads.expected)
    if heads.elsewhere:
        said = _("{said}, {count} known to be elsewhere", said=said, count=heads.elsewhere)
    if heads.missing:
        said = _("{said}, {count} missing", said=said, count=heads.missing)
    return said


def missing_said(place: Phrase, counts: Sequence[HeadCount]) -> Text:
    """Say that heads were missing at a step or unit, and what each source counted if not the same.

    Args:
        place: the step or unit in words.
        counts: one a source, the one that missed most first.
    """
    said = _("“{step}”: {counted}.", step=place, counted=counted_said(counts[0].heads))
    if len({one.heads for one in counts}) == 1:
        return said
    others = listed(
        [_("{source} {heads}", source=one.source, heads=str(one.heads)) for one in counts]
    )
    differ = _("Counts differ: {counts}.", counts=others)
    return pgettext("sentences", "{first} {rest}", first=said, rest=differ)


def _between_readings(
    least: Fraction, greatest: Fraction, agrees: Callable[[Fraction, Fraction, Fraction], bool]
) -> Phrase:
    """Say the least and the greatest reading of a dispute, to as few digits as give the verdict."""
    for places in range(1, _MOST_PLACES):
        ends = rounded(least, places), rounded(greatest, places)
        if agrees(*ends, Fraction(0)):
            return measured_between(*ends, 0)
    return measured_between(least, greatest, 0)


def _gives_verdict(
    target: Target, result: TargetResult, low: Fraction, high: Fraction, spread: Fraction
) -> bool:
    """Tell whether printed lengths and their U decide as the exact ones did."""
    if result.verdict == "out_of_order":
        return high + spread < 0
    if target.limit_s is None:
        return True
    limit = exact(target.limit_s)
    is_met = result.bound != "at_least" and high + spread <= limit
    is_missed = result.bound != "at_most" and low - spread > limit
    match result.verdict:
        case "met":
            return is_met
        case "missed":
            return is_missed
        case "too_close":
            return is_met == is_missed
        case _:
            return True
