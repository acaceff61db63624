"""Open a workspace, start a session on a source, and find what was begun and not ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.plan.model import Script
from drillplanner.run import log_state as drills
from drillplanner.run.chain import in_order
from drillplanner.run.clock.machine_clock import Clock, SystemClock
from drillplanner.run.fact_kinds import DRILL
from drillplanner.run.log_state import Phase
from drillplanner.run.rounds import read_rounds
from drillplanner.services.run.recorder import Recorder, Station

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


def create_workspace(path: Path) -> Workspace:
    """Make a new workspace file and open it for writing."""
    from drillplanner.store.workspace import Workspace

    return Workspace.create(path)


def open_workspace(
    path: Path, *, read_only: bool = False, accept_incomplete: bool = False
) -> Workspace:
    """Open an existing workspace file; see Workspace.open for what is refused and why."""
    from drillplanner.store.workspace import Workspace

    return Workspace.open(path, read_only=read_only, accept_incomplete=accept_incomplete)


def start_session(
    workspace: Workspace,
    station: Station,
    *,
    clock: Clock | None = None,
    script: Script | None = None,
) -> Recorder:
    """Start a session on a source, the first one or after an end, a crash, a restart.

    The chain goes on from the last hash found. The clock is the one before if wall minus
    elapsed moved less than half a second since the source's last entry; else it is a new
    one, and a note in the log ties it to the old one with its uncertainty.

    Args:
        workspace: open for writing.
        station: the drill, source, author and round.
        clock: the machine's clocks unless given.
        script: steps, units and options are checked against it, and its `press_u_s` and
            `radio_u_s` are used; without it nothing is checked and the defaults are used.
    """
    return Recorder.started(
        workspace,
        station,
        clock or SystemClock(),
        log=workspace.entries(station.drill),
        root=_root(workspace, station.drill),
        script=script,
    )


def unfinished(workspace: Workspace, drill: str) -> tuple[tuple[int, str, Phase], ...]:
    """List the rounds and sources of a drill that were begun and neither ended nor aborted.

    Rounds that were made void are left out.
    """
    log = in_order(workspace.entries(drill))
    found: list[tuple[int, str, Phase]] = []
    for number in (one.number for one in read_rounds(s.entry for s in log) if not one.is_void):
        state = drills.fold(one.entry for one in log if one.entry.round == number)
        found.extend(
            (number, source, phase)
            for source, phase in state.phases.items()
            if phase in ("armed", "running", "held")
        )
    return tuple(found)


def _root(workspace: Workspace, drill: str) -> str | None:
    """Give the hash that a drill's first session goes on from: that of the drill's own fact."""
    facts = workspace.facts(drill, DRILL)
    return facts[0].hash if facts else None
