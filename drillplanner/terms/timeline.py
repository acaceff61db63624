"""Rows of a time line: when steps and targets were planned, and when they were seen.

The planning room and the review draw the same rows; only the review's have actual times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from drillplanner.review.verdicts import Verdict
from drillplanner.terms.document import Phrase

#: First and last second, counted from the zero of the time line; equal for an instant.
Seconds: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Link:
    """The row that comes before one, by its id, and whether that link is on the critical path."""

    earlier: str
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One step or, where `is_span`, one target; a row without `id` heads those below it.

    `limit_s` counts from each start. `uncertainty_s` is the half-width about what was seen,
    `note` is written beside. `is_critical` puts a step on the chain that makes the plan as long
    as it is; `slack_s` is how much later it may come before the plan is longer. `after` are the
    rows it comes after, drawn as lines.
    """

    label: Phrase
    id: str = ""
    planned: Seconds | None = None
    actual: Seconds | None = None
    limit_s: float | None = None
    uncertainty_s: float | None = None
    verdict: Verdict | None = None
    note: Phrase = ""
    is_span: bool = False
    is_critical: bool = False
    slack_s: float | None = None
    after: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry of the log where it lies on the axis; `row` is the id of the row it is of."""

    id: str
    at_s: float
    source: str
    words: Phrase
    row: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows from top to bottom, on one axis; `holds` are when the drill was paused.

    `entries` are those that lie on the axis, in the order of time. `zero` says from when seconds
    are counted, which is T0 unless nobody knows that.
    """

    rows: tuple[TimelineRow, ...] = ()
    holds: tuple[Seconds, ...] = ()
    zero: Phrase = ""
    is_from_t0: bool = True
    entries: tuple[TimelineEntry, ...] = ()

    def said(self, say: Callable[[Phrase], str]) -> Timeline:
        """Put all words into one language."""
        rows = tuple(replace(row, label=say(row.label), note=say(row.note)) for row in self.rows)
        entries = tuple(replace(one, words=say(one.words)) for one in self.entries)
        return replace(self, rows=rows, zero=say(self.zero), entries=entries)


def arranged(
    spans: tuple[TimelineRow, ...],
    steps: tuple[TimelineRow, ...],
    spans_title: Phrase,
    steps_title: Phrase,
) -> tuple[TimelineRow, ...]:
    """Put targets above steps, and steps in the order of their planned, else actual, times."""
    ordered = sorted(steps, key=_time)
    return (
        *((TimelineRow(spans_title), *spans) if spans else ()),
        *((TimelineRow(steps_title), *ordered) if steps else ()),
    )


def _time(row: TimelineRow) -> float:
    known = row.planned or row.actual
    return known[0] if known else float("inf")
