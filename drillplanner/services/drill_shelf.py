"""List the drills of a workspace with where each stands, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from drillplanner.run.drill import Phase, fold
from drillplanner.run.rounds import read_rounds
from drillplanner.services.publishing import Drill, drills

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: Where a drill stands: nothing logged, begun and not ended, over, stopped before its end, or
#: every round of it made void.
Standing: TypeAlias = Literal["ready", "unfinished", "ended", "aborted", "void"]

#: Drills that a list of recent ones shows.
RECENT = 8

_OPEN: frozenset[Phase] = frozenset({"armed", "running", "held"})


@dataclass(frozen=True, slots=True)
class ShelvedDrill:
    """A drill and where it stands.

    `unfinished` lists the rounds and sources that were begun and neither ended nor aborted,
    as `services.recording.unfinished` does; `entries` counts what was logged, and
    `last_utc_ns` is the wall time of the newest entry, else of the drill's making.
    """

    drill: Drill
    standing: Standing
    unfinished: tuple[tuple[int, str, Phase], ...]
    entries: int
    last_utc_ns: int


def shelf(workspace: Workspace, most: int = RECENT) -> tuple[ShelvedDrill, ...]:
    """List the newest drills of a workspace, the newest first."""
    newest = drills(workspace)[::-1][:most]
    return tuple(_shelved(workspace, drill) for drill in newest)


def _shelved(workspace: Workspace, drill: Drill) -> ShelvedDrill:
    from drillplanner.run.chain import in_order

    log = [sealed.entry for sealed in in_order(workspace.entries(drill.id))]
    phases: list[tuple[int, str, Phase]] = []
    rounds = read_rounds(log)
    for number in (one.number for one in rounds if not one.is_void):
        state = fold(entry for entry in log if entry.round == number)
        phases.extend((number, source, phase) for source, phase in state.phases.items())
    begun = tuple(phase for phase in phases if phase[2] in _OPEN)
    last = max((entry.wall_utc_ns for entry in log), default=drill.made_utc_ns)
    is_void = bool(rounds) and all(one.is_void for one in rounds)
    standing = "void" if is_void else _standing(phases, begun)
    return ShelvedDrill(drill, standing, begun, len(log), last)


def _standing(
    phases: list[tuple[int, str, Phase]], begun: tuple[tuple[int, str, Phase], ...]
) -> Standing:
    said = {phase for _round, _source, phase in phases if phase != "ready"}
    if begun:
        return "unfinished"
    if not said:
        return "ready"
    return "ended" if "ended" in said else "aborted"
