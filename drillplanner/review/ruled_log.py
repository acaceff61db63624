"""Work into a log what named persons decided of it, as rows of a table would say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.plan.model import split_ref
from drillplanner.review.observation import Log, Observation, SyncMark, Use

#: use: of observers who contradict each other, this source's time stands.
#: not_applicable: the step or unit was not there that day.
#: tie: the sync marks of two sources are of one moment where their clocks are nearest.
LogRulingKind: TypeAlias = Literal["use", "not_applicable", "tie"]

#: Marks of two clocks further apart than this are of two moments. House value, class D: wall
#: clocks of laptops are set to within a minute, and marks are taken minutes apart.
_SAME_MOMENT_S = 60


@dataclass(frozen=True, slots=True)
class LogRuling:
    """What a named person decided of the log.

    `subject` is a step, "STEP/UNIT", or the source whose marks are paired; `source` the one
    whose time stands, or with whose marks they are paired. `place` names the ruling.
    """

    kind: LogRulingKind
    subject: str
    source: str
    by: str
    reason: str
    place: str


def with_rulings(log: Log, rulings: Sequence[LogRuling]) -> Log:
    """Give the log as it counts after these rulings; what was recorded stays as it is.

    A ruling stands over a row of a table that says the same of the same step and unit. Steps
    with a time keep it: that somebody says they were not there is then a disagreement.
    """
    number = _last(log)
    for ruling in rulings:
        number += 1
        step, unit = split_ref(ruling.subject)
        match ruling.kind:
            case "use":
                use = Use(ruling.source, step, unit, _note(ruling), number, ruling.place)
                kept = [one for one in log.uses if (one.step, one.unit) != (step, unit)]
                log = replace(log, uses=(*kept, use))
            case "not_applicable":
                row = Observation(
                    source=ruling.by,
                    step=step,
                    unit=unit,
                    option=None,
                    outcome="not_applicable",
                    number=number,
                    note=ruling.reason,
                    place=ruling.place,
                )
                scales = {**log.scales, ruling.by: log.scales.get(ruling.by, "none")}
                log = replace(log, observations=(*log.observations, row), scales=scales)
            case "tie":
                log = _paired(log, ruling)
    return log


def paired_by_time(marks: Sequence[SyncMark], source: str, other: str) -> tuple[SyncMark, ...]:
    """Name the marks of a source by those of another that are nearest in time.

    One that is near none ties nothing any more and is left out; of two that are near one mark
    of the other, the nearer has its name.
    """
    theirs = [mark for mark in marks if mark.source == other]
    nearest: dict[str, tuple[Fraction, SyncMark]] = {}
    for mark in marks:
        if mark.source != source or not theirs:
            continue
        apart, _name, best = min((abs(one.at_s - mark.at_s), one.name, one) for one in theirs)
        known = nearest.get(best.name)
        if apart <= _SAME_MOMENT_S and (known is None or apart < known[0]):
            nearest[best.name] = (apart, replace(mark, name=best.name))
    return tuple(mark for _apart, mark in nearest.values())


def _paired(log: Log, ruling: LogRuling) -> Log:
    new = {
        mark.number: mark for mark in paired_by_time(log.sync_marks, ruling.subject, ruling.source)
    }
    marks = [
        new.get(mark.number) if mark.source == ruling.subject else mark for mark in log.sync_marks
    ]
    return replace(log, sync_marks=tuple(mark for mark in marks if mark is not None))


def _note(ruling: LogRuling) -> str:
    return f"{ruling.by}: {ruling.reason}"


def _last(log: Log) -> int:
    rows: Iterable[int] = (
        row.number
        for table in (
            *(log.observations, log.sync_marks, log.offsets),
            *(log.uses, log.confirmations, log.heads),
        )
        for row in table
    )
    return max(rows, default=-1)
