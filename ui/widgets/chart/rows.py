"""Lay out a schedule chart: which row holds what, which seconds it spans, where ticks stand."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from drillplanner.review.scorecard import Verdict


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: when it was planned, when it was seen; either may be unknown.

    Times are seconds from the zero of the chart, `uncertainty_s` is the half-width drawn
    about the actual time, `note` is written beside. `is_critical` puts it on the chain that
    makes the plan as long as it is.
    """

    label: str
    planned_s: float | None = None
    actual_s: float | None = None
    uncertainty_s: float | None = None
    verdict: Verdict | None = None
    id: str = ""
    note: str = ""
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """One target: its planned and actual ends, and its limit counted from each start."""

    label: str
    start_s: float | None = None
    stop_s: float | None = None
    limit_s: float | None = None
    actual_start_s: float | None = None
    actual_stop_s: float | None = None
    uncertainty_s: float | None = None
    verdict: Verdict | None = None
    id: str = ""
    note: str = ""
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that names the rows below it."""

    label: str
    id: str = ""


Line: TypeAlias = Bar | Span | Heading

#: Seconds between ticks that people count in.
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of a chart from top to bottom; `chain` are the critical steps, by row and time."""

    lines: tuple[Line, ...] = ()
    chain: tuple[tuple[int, float], ...] = ()
    places: dict[str, int] = field(default_factory=dict)

    def extent(self) -> tuple[float, float]:
        """Give the seconds that hold everything, never less than ten."""
        known = [second for line in self.lines for second in seconds_of(line)]
        low, high = min(known, default=0.0), max(known, default=0.0)
        return (min(low, 0.0), max(high, low + 10.0, 10.0))

    def chain_in(self, first: int, last: int) -> Sequence[tuple[int, float]]:
        """Give the part of the chain that crosses some rows, one link beyond at each side."""
        rows = [row for row, _second in self.chain]
        begin = max(0, bisect_left(rows, first) - 1)
        return self.chain[begin : bisect_right(rows, last) + 1]


def lay_out(
    spans: Sequence[Span], bars: Sequence[Bar], spans_title: str = "", bars_title: str = ""
) -> Layout:
    """Put targets above steps, steps in the order of their planned, else actual, times."""
    order = sorted(range(len(bars)), key=lambda n: (_time(bars[n]), n))
    lines: list[Line] = []
    if spans:
        lines += [Heading(spans_title), *spans]
    if bars:
        lines += [Heading(bars_title), *(bars[n] for n in order)]
    chain = tuple(
        (row, line.planned_s)
        for row, line in enumerate(lines)
        if isinstance(line, Bar) and line.is_critical and line.planned_s is not None
    )
    places = {line.id: row for row, line in enumerate(lines) if line.id}
    return Layout(tuple(lines), chain, places)


def _time(bar: Bar) -> float:
    known = bar.planned_s if bar.planned_s is not None else bar.actual_s
    return math.inf if known is None else known


def seconds_of(line: Line) -> Iterator[float]:
    """Give every second that a row draws something at."""
    match line:
        case Bar():
            times = [line.planned_s, line.actual_s]
        case Span():
            times = [line.start_s, line.stop_s, line.actual_start_s, line.actual_stop_s]
            for start in (line.start_s, line.actual_start_s):
                if start is not None and line.limit_s is not None:
                    times.append(start + line.limit_s)
        case _:
            times = []
    spread = getattr(line, "uncertainty_s", None) or 0.0
    for second in times:
        if second is not None:
            yield second
            if spread:
                yield second + spread


def tick_step(low_s: float, high_s: float, most: int) -> int:
    """Choose the seconds between ticks so that at most `most` of them stand in a range."""
    for step in STEPS:
        if (high_s - low_s) / step <= most:
            return step
    return STEPS[-1] * math.ceil((high_s - low_s) / STEPS[-1] / most)


def ticks(low_s: float, high_s: float, most: int) -> list[float]:
    """List the round seconds in a range."""
    step = tick_step(low_s, high_s, max(1, most))
    return [float(n * step) for n in range(math.ceil(low_s / step), math.floor(high_s / step) + 1)]
