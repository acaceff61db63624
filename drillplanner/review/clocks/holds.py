"""Decide which of the holds that were logged count: one drill is held by one command.

Rules: docs/scoring.md, section 4. A hold that does not count stays in the log and is shown.
"""

from __future__ import annotations

from fractions import Fraction

from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.observation import Hold, Log


def counted_holds(log: Log, alignment: Alignment) -> tuple[Hold, ...]:
    """List the holds that count, in the log's order.

    Where a control post (指挥岗) held the drill, its holds alone count, on every clock that is
    tied to it. Otherwise holds of several laptops that overlap on tied clocks are one incident,
    of which the one that began first counts alone. Holds of a table, which has no control post,
    all count.
    """
    commanded = [hold for hold in log.holds if log.commands.get(hold.source)]
    # Where nothing says when the command was, what was seen of it must not go unsaid.
    ruled = {alignment.group(hold.source) for hold in commanded}
    left = [hold for hold in log.holds if alignment.group(hold.source) not in ruled]
    live = _first_each([hold for hold in left if hold.source in log.commands], alignment)
    counting = {id(hold) for hold in (*commanded, *live)}
    counting |= {id(hold) for hold in left if hold.source not in log.commands}
    return tuple(hold for hold in log.holds if id(hold) in counting)


def _first_each(live: list[Hold], alignment: Alignment) -> list[Hold]:
    """Choose of holds that overlap on tied clocks the one that began first."""
    clocks = _clocks(live, alignment)
    kept: list[tuple[Hold, _Interval]] = []
    for interval, hold in sorted(
        ((_on(clocks[alignment.group(hold.source)], hold, alignment), hold) for hold in live),
        key=lambda pair: (pair[0][0], pair[1].source),
    ):
        group = alignment.group(hold.source)
        others = (
            other
            for one, other in kept
            if one.source != hold.source and alignment.group(one.source) == group
        )
        if not any(_overlap(interval, other) for other in others):
            kept.append((hold, interval))
    return [hold for hold, _interval in kept]


#: Start and stop on one clock; a hold that was never resumed has no stop.
_Interval = tuple[Fraction, Fraction | None]


def _clocks(holds: list[Hold], alignment: Alignment) -> dict[int, str]:
    """Choose one clock in each tied group, the same whatever the order of the sources."""
    clocks: dict[int, str] = {}
    for source in sorted({hold.source for hold in holds}):
        clocks.setdefault(alignment.group(source), source)
    return clocks


def _on(clock: str, hold: Hold, alignment: Alignment) -> _Interval:
    start_s = alignment.carry(hold.start_s, hold.source, clock).at_s
    if hold.stop_s is None:
        return start_s, None
    return start_s, alignment.carry(hold.stop_s, hold.source, clock).at_s


def _overlap(one: _Interval, other: _Interval) -> bool:
    """Tell whether two intervals share more than an instant."""
    later = max(one[0], other[0])
    return all(stop is None or later < stop for _start, stop in (one, other))
