"""Mend a log long after its drill: name, void, restore and remark on any entry.

An act is what it is on the console, a command that adds entries and deletes none; it is written
in a session of the entry's own source, by who does it now, in one transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.texts import _
from drillplanner.run.clock.machine_clock import Clock, SystemClock
from drillplanner.run.codec import as_fact
from drillplanner.run.fact_kinds import DRILL
from drillplanner.services.plan.scripts import parsed
from drillplanner.services.review.decisions import person_named
from drillplanner.services.review.review_session import read_drill
from drillplanner.services.run.board import Board
from drillplanner.services.run.commands import Command, Rename, Toggle
from drillplanner.services.run.recorder import Collected, Recorder, Station

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


def correct(
    workspace: Workspace,
    drill: DrillId,
    entry: str,
    command: Command,
    *,
    by: str,
    clock: Clock | None = None,
) -> tuple[str, ...]:
    """Do something to an entry of a recorded drill; give the ids of the entries that made it.

    Raises:
        UserError: no name is given, the entry is not there, or the act makes no sense.
        StoreFault: nothing was saved.
    """
    match command:
        case Toggle(why=why) | Rename(why=why) if not why.strip():
            raise UserError(_("Write why this is decided so, then enter it again."))
    author = PersonId(person_named(workspace, by))
    recorded = read_drill(workspace, drill)
    found = next((one.entry for one in recorded.entries if one.entry.id == entry), None)
    if found is None:
        raise UserError(_("This entry is not in the log any more; open the drill again."))
    root = next((fact.hash for fact in recorded.facts if fact.kind == DRILL), None)
    script = parsed(recorded.document)
    collected = Collected()
    recorder = Recorder.started(
        collected,
        Station(DrillId(recorded.drill.id), found.source, author, found.round),
        clock or SystemClock(),
        log=recorded.entries,
        root=root,
        script=script,
    )
    noted = len(collected.sealed)
    board = Board(
        script,
        recorder.clock_id,
        recorder.stamp().base_ns,
        log=recorder.log,
        source=found.source,
    )
    command.carry_out(recorder, board)
    workspace.add([as_fact(one) for one in collected.sealed])
    # What the program noted of the clock first is nobody's act.
    return tuple(one.entry.id for one in collected.sealed[noted:])
