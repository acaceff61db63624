"""Say what each rating means, for evaluators to have at hand on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from drillplanner.base.texts import Text, _
from drillplanner.plan.model import Criterion, FullMarks, Levels, NamedScale
from drillplanner.plan.scales import NO_OCCASION
from drillplanner.terms.document import Phrase

#: P, S, M, U as the exercise evaluation guides of HSEEP (2020) define them, in short; the grades
#: of grade4 are house words, class D.
_DEFINED: Final[Mapping[tuple[NamedScale, str], Text]] = {
    ("psmu", "P"): _(
        "The objective was reached; nothing else was disturbed, nobody was put at risk, all "
        "went by plan and rule."
    ),
    ("psmu", "S"): _(
        "As P, but some of it could have been done more effectively or with less effort."
    ),
    ("psmu", "M"): _(
        "The objective was reached, but other acts were disturbed, somebody was put at risk, or "
        "it did not go by plan and rule."
    ),
    ("psmu", "U"): _("The objective was not reached."),
    ("grade4", "excellent"): _("In full, quickly, and without help."),
    ("grade4", "good"): _("In full, with small flaws that changed nothing."),
    ("grade4", "fair"): _("Done in the main; flaws cost time or needed help."),
    ("grade4", "poor"): _("Not done, or so that it had no effect."),
    ("yes_no", "yes"): _("It was seen to be so."),
    ("yes_no", "no"): _("It was seen not to be so."),
}
_NO_OCCASION: Final = _("It did not come up, or could not be seen from here; it counts as none.")


def definition(criterion: Criterion, rating: str) -> Phrase:
    """Say what a rating means on a criterion's scale."""
    if rating == NO_OCCASION:
        return _NO_OCCASION
    match criterion.scale:
        case FullMarks(full):
            return _("From 0 to {full}, decimals too.", full=f"{full:.10g}")
        case Levels(levels):
            points = next((one.points for one in levels if one.id == rating), 0.0)
            return _("{points} of 100 points", points=f"{points:.10g}")
        case named:
            return _DEFINED[named, rating]
