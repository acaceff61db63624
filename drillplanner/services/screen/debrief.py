"""Say what a drill came to for the debrief on the spot (现场点评): times, never a grade.

It is preliminary: the conclusion belongs to the evaluation group.
"""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.plan.model import Target
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.papers.remarks import speech
from drillplanner.report.sections.findings import findings
from drillplanner.report.sections.overview import drill_name
from drillplanner.report.sections.targets import bars
from drillplanner.report.subject import Subject
from drillplanner.review.scorecard import TargetResult
from drillplanner.review.verdicts import Verdict
from drillplanner.terms.document import Bar, Phrase

#: Bars that a screen has room for, and how many of the slowest and of the doubtful are named.
MOST_BARS, SLOWEST, DOUBTFUL = 8, 3, 5

#: Verdicts that say that a time is not to be relied on yet.
_DOUBTFUL: frozenset[Verdict] = frozenset(
    {
        "too_close",
        "disputed",
        "interrupted",
        "out_of_order",
        "no_time_passed",
        "untied",
        "not_recorded",
    }
)


@dataclass(frozen=True, slots=True)
class Debrief:
    """Bars of the main targets, `more` that are not shown, the slowest, and what is uncertain.

    `speech` is read aloud: in Chinese 200 characters at most.
    """

    name: Phrase
    bars: tuple[Bar, ...]
    more: int
    slowest: tuple[Bar, ...]
    doubtful: tuple[Bar, ...]
    speech: Phrase = ""


def debrief(inputs: ReportInputs) -> Debrief:
    """Choose what is shown: critical targets and those of most weight, in the script's order."""
    subject = Subject(inputs)
    lines = list(zip(subject.lines, bars(subject), strict=True))
    limited = [(target, bar) for (target, result), bar in lines if _counts(target, result)]
    main = sorted(limited, key=lambda one: (not one[0].critical, -one[0].weight))[:MOST_BARS]
    kept = {target.id for target, _bar in main}
    shown = tuple(bar for target, bar in limited if target.id in kept)
    timed = [bar for _target, bar in limited if bar.value is not None]
    slowest = sorted(timed, key=lambda bar: -(bar.value or 0))[:SLOWEST]
    doubtful = [bar for (_target, result), bar in lines if result.verdict in _DOUBTFUL]
    return Debrief(
        drill_name(subject),
        shown,
        len(limited) - len(shown),
        tuple(slowest),
        tuple(doubtful[:DOUBTFUL]),
        speech(subject, findings(subject)),
    )


def _counts(target: Target, result: TargetResult) -> bool:
    return target.limit_s is not None and result.verdict != "not_applicable"
