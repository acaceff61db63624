"""Tell of each unit of a step when it was done, and what share was done at chosen seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drillplanner.plan.model import Unit
from drillplanner.run.entry import Entry
from drillplanner.services.run.board import Board


@dataclass(frozen=True, slots=True)
class UnitTime:
    """One unit of a step, and the first entry that says anything of it; None where none does."""

    unit: Unit
    entry: Entry | None


def unit_times(board: Board, step: str) -> tuple[UnitTime, ...]:
    """List the units of a step in the script's order; what was said of all is of each."""
    first: dict[str | None, Entry] = {}
    for entry in board.said_of(step):
        unit = board.labelled(entry).unit
        known = first.get(unit)
        # A time beats what was said without one.
        if known is None or (known.kind != "mark" and entry.kind == "mark"):
            first[unit] = entry
    return tuple(
        UnitTime(unit, first.get(unit.id) or first.get(None)) for unit in board.steps[step].units
    )


def shares(
    board: Board, units: Sequence[UnitTime], seconds: Sequence[int], now_ns: int
) -> tuple[tuple[int, int], ...]:
    """Give the share in whole per cent that was done so many seconds after T0, once they are over.

    What is still to come is not told; `now_ns` is on the session's elapsed clock.
    """
    zero_ns = board.zero_ns
    if zero_ns is None or not units:
        return ()
    done = [
        board.axis_ns(one.entry) - zero_ns
        for one in units
        if one.entry is not None and one.entry.kind == "mark"
    ]
    return tuple(
        (second, 100 * sum(at_ns <= second * 10**9 for at_ns in done) // len(units))
        for second in seconds
        if second * 10**9 <= now_ns - zero_ns
    )


def seconds_in(text: str) -> tuple[int, ...]:
    """Read the chosen seconds; what is no number of seconds is left out."""
    found = {
        int(part) for part in text.replace(",", " ").replace("，", " ").split() if part.isdigit()
    }
    return tuple(sorted(one for one in found if one > 0))[:6]
