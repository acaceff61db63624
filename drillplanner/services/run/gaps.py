"""Tell what a station's log lacks at its end, while the people who saw it are still there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from drillplanner.run.entry import Entry
from drillplanner.run.live_log import LiveLog
from drillplanner.services.run.board import Board

#: nothing: a step, or units of it, without any entry. unnamed: a mark of which nobody said what
#: it was. twice: a step without units that was marked again; the first mark counts. heard: a
#: step that is known by radio alone, so that its time is an upper bound.
GapKind: TypeAlias = Literal["nothing", "unnamed", "twice", "heard"]


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to settle: of a step, some of its units, or an entry."""

    kind: GapKind
    step: str = ""
    units: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


def find_gaps(board: Board, log: LiveLog, source: str) -> tuple[Gap, ...]:
    """List what one station might still say, in order of the script; what waits for a name first.

    Steps of a branch that was not taken, and what was not there that day, are left out.
    """
    marks: dict[str, list[Entry]] = {}
    for entry in log:
        if entry.source == source and entry.kind == "mark" and log.is_live(entry.id):
            marks.setdefault(log.says(entry).step or "", []).append(entry)
    found = [Gap("unnamed", entries=(one,)) for one in board.unlabelled]
    for step in board.order:
        view = board.view(step)
        if view.state in ("waiting", "partial"):
            units = board.open_units(step)
            open_units = tuple(one.id for one in units if not board.is_absent(step, one.id))
            if open_units or not (units or board.is_absent(step)):
                found.append(Gap("nothing", step, open_units))
            continue
        made = marks.get(step, [])
        if len(made) > 1 and not view.step.units:
            found.append(Gap("twice", step, entries=tuple(made)))
        elif made and all(one.observed == "radio" for one in made):
            found.append(Gap("heard", step, entries=tuple(made)))
    return tuple(found)
