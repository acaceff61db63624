"""Say in words what a target's points are and why points were lost (扣分原因)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from drillplanner.base.durations import duration, number
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _
from drillplanner.plan.scenario import Scoring, Target
from drillplanner.report.document import Phrase
from drillplanner.report.phrases import Names, listed, sentences
from drillplanner.review.scorecard import EndResult, TargetResult, Verdict

#: Verdicts that a critical target caps a total with (docs/scoring.md, section 5).
FAILED = frozenset({"missed", "not_performed", "not_achieved"})


def points(value: Fraction) -> str:
    """Write points as people read them, to a tenth."""
    return number(value, 1)


def loss(target: Target, result: TargetResult, scoring: Scoring, names: Names) -> Phrase:
    """Say why a target lost points, or why it is not scored; a met one lost none."""
    why = _why(target, result, scoring, names)
    if target.critical and result.verdict in FAILED:
        cap = _("Critical: the total is limited to {cap}.", cap=_plain(scoring.cap))
        return sentences([why, cap])
    return why


#: What is said of verdicts whose reason is the same for every target.
_SAID: Mapping[Verdict, Text] = {
    "met": _("None lost."),
    "recorded": _("The limit is open: recorded, not scored."),
    "not_applicable": _("Does not apply to this drill; not scored."),
    "untied": _("Start and stop stand on clocks that were not tied: not judged, not scored."),
    "interrupted": _("The drill was held inside this span: not scored unless a person admits it."),
    "out_of_order": _("The stop lies before the start: not scored until a person confirms it."),
}


def _why(target: Target, result: TargetResult, scoring: Scoring, names: Names) -> Phrase:
    match result.verdict:
        case "not_performed":
            return _with_named(_("Not performed: 0 points."), result.stop, names)
        case "not_achieved":
            return _with_named(_("Tried without effect: 0 points."), result.stop, names)
        case "not_recorded":
            return _unrecorded(result, names)
        case "too_close":
            return _close(target, result, scoring)
        case verdict if verdict == "met" or (verdict in _SAID and result.score is None):
            return _SAID[verdict]
    return _over(target, result, scoring)


def _close(target: Target, result: TargetResult, scoring: Scoring) -> Phrase:
    if result.score is None:
        return _("The time is only known within bounds that hold the limit: not scored.")
    if result.score == 100:  # noqa: PLR2004 - full points
        return _("Too close to the limit to call; scored as measured, none lost.")
    return sentences(
        [_("Too close to the limit to call; scored as measured."), _over(target, result, scoring)]
    )


def _over(target: Target, result: TargetResult, scoring: Scoring) -> Phrase:
    """Say how far over the limit a measured time lies and which part of the rule applied."""
    if target.limit_s is None or result.elapsed_s is None or result.score is None:
        return ""
    limit = exact(target.limit_s)
    over = result.elapsed_s - limit
    if over <= 0:
        return _("None lost.")
    excess = duration(over, max(1, _places(over)))
    got = points(result.score)
    if result.elapsed_s <= limit * exact(scoring.half_ratio):
        return _(
            "{excess} over the limit: 100 to {half} points in a line up to {ratio} times the "
            "limit, {points} left.",
            excess=excess,
            half=_plain(scoring.half_score),
            ratio=_plain(scoring.half_ratio),
            points=got,
        )
    if result.elapsed_s < limit * exact(scoring.zero_ratio):
        return _(
            "{excess} over the limit: {half} to 0 points in a line from {ratio} to {zero} times "
            "the limit, {points} left.",
            excess=excess,
            half=_plain(scoring.half_score),
            ratio=_plain(scoring.half_ratio),
            zero=_plain(scoring.zero_ratio),
            points=got,
        )
    return _(
        "{excess} over the limit, {zero} times the limit or more: 0 points.",
        excess=excess,
        zero=_plain(scoring.zero_ratio),
    )


def _places(over: Fraction) -> int:
    """Show a very small excess with the decimals it needs: 0.03 s over is not 0.0 s."""
    for places in range(1, 3):
        if over * 10**places >= 1:
            return places
    return 3


def _unrecorded(result: TargetResult, names: Names) -> Phrase:
    absent: list[Phrase] = []
    if result.start.at_s is None or result.start.named:
        absent.append(_named_or(result.start, _("the start"), names))
    if result.stop.at_s is None or result.stop.named:
        absent.append(_named_or(result.stop, _("the stop"), names))
    if not absent:
        return _("Not recorded: not scored, and the record is the less complete.")
    return _(
        "Not recorded: {absent}. Not scored, and the record is the less complete.",
        absent=listed(absent),
    )


def _named_or(end: EndResult, otherwise: Text, names: Names) -> Phrase:
    if not end.named:
        return otherwise
    return _(
        "{end} ({members})", end=otherwise, members=listed([names.reference(r) for r in end.named])
    )


def _with_named(said: Text, end: EndResult, names: Names) -> Phrase:
    if not end.named:
        return said
    members = listed([names.reference(ref) for ref in end.named])
    return sentences([said, _("Concerns: {members}.", members=members)])


def _plain(value: float) -> str:
    return f"{value:g}"
