"""Read and write the day's schedule and the cast as lines, so that they are pasted from a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drillplanner.base.texts import _
from drillplanner.plan.editing.draft import CellRefused
from drillplanner.plan.editing.times import day_text, read_day_time
from drillplanner.plan.particulars import Appointment, CastMember

_CELLS = re.compile(r"\t|\s*[,，;；]\s*")
#: What a line of the schedule begins with, where it has a time.
_TIME = re.compile(r"(\S*\d[:：点时]\S*)\s*(.*)", re.DOTALL)
_CAST = ("name", "unit", "role", "call_sign", "vehicle", "phone")


def schedule_lines(schedule: Sequence[Appointment]) -> str:
    """Write the schedule, a line an appointment: 8:30 muster, east gate."""
    lines = []
    for one in schedule:
        time = f"{day_text(one.clock_s)} " if one.clock_s is not None else ""
        lines.append(f"{time}{one.what}" + (f", {one.place}" if one.place else ""))
    return "\n".join(lines)


def read_schedule(text: str) -> tuple[Appointment, ...]:
    """Read a schedule as it is typed or pasted.

    Raises:
        CellRefused: a line begins with a time that is none.
    """
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        clock, rest = None, line
        if timed := _TIME.fullmatch(line):
            try:
                clock, rest = read_day_time(timed[1].rstrip(",，")), timed[2]
            except CellRefused as fault:
                raise CellRefused(
                    _("Line {number}: {why}", number=str(number), why=fault.text)
                ) from fault
        what, *place = _CELLS.split(rest.strip(" \t,，"), maxsplit=1)
        found.append(Appointment(f"a{number}", what, clock, place[0].strip() if place else ""))
    return tuple(found)


def cast_lines(cast: Sequence[CastMember]) -> str:
    """Write the cast, a line a person: name, unit, role, call sign, vehicle, phone."""
    lines = []
    for one in cast:
        cells = [getattr(one, name) for name in _CAST]
        while cells and not cells[-1]:
            cells.pop()
        lines.append(", ".join(cells))
    return "\n".join(lines)


def read_cast(text: str) -> tuple[CastMember, ...]:
    """Read the cast as it is typed or pasted from a table; what is beyond six columns is left."""
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        cells = [cell.strip() for cell in _CELLS.split(line)][: len(_CAST)]
        cells += [""] * (len(_CAST) - len(cells))
        found.append(CastMember(f"c{number}", *cells))
    return tuple(found)
