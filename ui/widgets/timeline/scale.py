"""Find which seconds a time line spans, where its ticks stand, and what is said of a row."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

from drillplanner.base.durations import duration
from drillplanner.base.texts import Text, pgettext
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import itemised
from drillplanner.terms.timeline import Seconds, Timeline, TimelineRow
from drillplanner.terms.vocabulary import VERDICTS

Say = Callable[[Phrase], str]

#: Seconds between ticks that people count in.
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
#: The share of all marks that is seen at first, where the others lie far out.
_BULK = 0.9
#: How many times as long as the bulk the whole must be for its tail to be left out at first.
_LONG_TAIL = 2.0
#: Room left and right of the marks, as shares of what they span; notes stand at the right.
_LEFT, _RIGHT = 0.04, 0.14


def row_seconds(row: TimelineRow) -> Iterator[float]:
    """Give every second that a row draws something at."""
    spread = row.uncertainty_s or 0.0
    for start, stop in filter(None, (row.planned, row.actual)):
        yield from (start, stop)
        if row.limit_s is not None:
            yield start + row.limit_s
    if row.actual is not None and spread:
        yield from (row.actual[0] - spread, row.actual[1] + spread)


def extent(timeline: Timeline) -> Seconds:
    """Give the seconds that hold everything, never less than ten, with the zero among them."""
    known = [second for row in timeline.rows for second in row_seconds(row)]
    low, high = min(known, default=0.0), max(known, default=0.0)
    return min(low, 0.0), max(high, low + 10.0, 10.0)


def whole_view(timeline: Timeline) -> Seconds:
    """Give the range that shows everything, with room for what is written beside."""
    return _with_room(*extent(timeline))


def first_view(timeline: Timeline) -> Seconds:
    """Give the range to begin with: everything, but for a tail that would crush the rest."""
    low, high = extent(timeline)
    ends = sorted(max(row_seconds(row), default=low) for row in timeline.rows if row.id)
    bulk = ends[math.ceil(_BULK * len(ends)) - 1] if ends else high
    if bulk > low and high - low > _LONG_TAIL * (bulk - low):
        return _with_room(low, max(bulk, low + 10.0))
    return _with_room(low, high)


def _with_room(low: float, high: float) -> Seconds:
    return low - (high - low) * _LEFT, high + (high - low) * _RIGHT


def snap_step(second_px: float, least_px: float) -> float:
    """Give the round seconds that a drag goes by, where a second is so many pixels wide."""
    return next((float(one) for one in STEPS if one * second_px >= least_px), float(STEPS[-1]))


def beyond(timeline: Timeline, second: float) -> int:
    """Count the rows that have something to the right of a second."""
    return sum(max(row_seconds(row), default=second) > second for row in timeline.rows)


def ticks(low: float, high: float, most: int) -> list[float]:
    """List the round seconds in a range, at most `most` and one."""
    wide = (high - low) / max(1, most)
    step = next((one for one in STEPS if one >= wide), 86400 * math.ceil(wide / 86400))
    return [float(n * step) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def tick_said(second: float, say: Say, *, is_from_t0: bool = True) -> str:
    """Say a tick of the axis."""
    is_t0 = second == 0 and is_from_t0
    return say(pgettext("axis of a chart", "T0") if is_t0 else duration(second))


def tick_text(second: float) -> Text:
    """Say a second that a step is carried to."""
    return pgettext("axis of a chart", "T0") if second == 0 else duration(second)


def described(row: TimelineRow, say: Say) -> str:
    """Say all that a row shows, for tips and screen readers."""
    return say(itemised([part for part in _parts(row) if part]))


def _parts(row: TimelineRow) -> Iterable[Phrase]:
    yield row.label
    if row.planned is not None:
        start, stop = row.planned
        yield pgettext(
            "tip of a chart",
            "planned {time}",
            time=_took(stop - start) if row.is_span else _at(start),
        )
    if row.limit_s is not None:
        yield pgettext("tip of a chart", "limit {time}", time=_at(row.limit_s))
    if row.actual is not None:
        yield from _seen(row, *row.actual)
    if row.uncertainty_s:
        yield pgettext("tip of a chart", "± {time}", time=_took(row.uncertainty_s))
    if row.verdict is not None:
        yield VERDICTS[row.verdict][1]
    if row.is_critical:
        yield (
            pgettext("mark of a target", "critical")
            if row.is_span
            else pgettext("tip of a chart", "on the critical path")
        )
    if row.slack_s:
        yield pgettext("tip of a chart", "slack {time}", time=_took(row.slack_s))
    if row.planned is None and row.actual is None:
        yield row.note


def _seen(row: TimelineRow, start: float, stop: float) -> Iterator[Phrase]:
    if row.is_span:
        yield pgettext("tip of a chart", "measured {time}", time=_took(stop - start))
    elif start == stop:
        yield pgettext("tip of a chart", "recorded {time}", time=_took(start))
    else:
        yield pgettext(
            "tip of a chart", "recorded {first} to {last}", first=_took(start), last=_took(stop)
        )


def _at(second: float) -> Text:
    return duration(second)


def _took(second: float) -> Text:
    return duration(round(second, 1))
