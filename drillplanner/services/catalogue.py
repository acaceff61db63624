"""Which drills are here and how they stand, read from the index and never from their logs.

A drill stands where its last round does that is not void, in the words of `run.rounds.Standing`.
What is begun and not ended is told beside it, for an earlier round may have been left so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.texts import _
from drillplanner.run.drill import Drill
from drillplanner.run.drill_index_row import DrillSessions, DrillSummary
from drillplanner.services.plan.scripts import OpenScript, published_as, script_of, zones
from drillplanner.services.run.free_play import known_scripts
from drillplanner.services.run.live_session import Again, Unfinished
from drillplanner.services.run.recorder import Station
from drillplanner.services.workspace_home import WorkspaceHome

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: Drills that a list of recent ones shows.
RECENT = 8

#: Drills whose next round is offered, the latest first.
OFFERED = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """A round that could be armed: the next of a drill, or one that others have begun.

    `when_utc_ns` is when the drill began, else when it was entered.
    """

    drill: Drill
    round: int
    is_under_way: bool
    when_utc_ns: int
    #: The script's time zone.
    zone: str = ""

    @property
    def again(self) -> Again:
        """What a start needs to know of it."""
        return Again(self.drill.id, self.round)


class Catalogue:
    """The room of `Services` that answers for all drills; ask it on the work lane."""

    def __init__(self, home: WorkspaceHome) -> None:
        self._home = home

    def drills(self) -> tuple[DrillSummary, ...]:
        """List all drills, the one entered last first."""
        return self._home.read(list_drills)

    def shelf(self, most: int = RECENT) -> tuple[DrillSessions, ...]:
        """List the drills that were entered last, the last one first."""
        return self._home.read(shelf, most)

    def unfinished(self) -> tuple[Unfinished, ...]:
        """List what was begun and not ended, the latest entry first."""
        return self._home.read(find_unfinished)

    def name_of(self, person: str) -> str:
        """Give the name of a person; empty where none is known here."""
        return self._home.read(_name_of, person)

    def offers(self, document: str, source: str, most: int = OFFERED) -> tuple[Offer, ...]:
        """List rounds of drills that are held with a script; see the function of this name."""
        return self._home.read(offers, document, source, most)

    def latest(self) -> DrillId:
        """Return the drill that was entered last; UserError where there is none."""
        return self._home.read(_latest)

    def script(self, drill: str) -> OpenScript:
        """Open the version of the script that a drill is held with."""
        return self._home.read(script_of, drill)

    def scripts(self) -> tuple[OpenScript, ...]:
        """List the scripts a free play can be mapped to: published ones, then samples."""
        return self._home.read(known_scripts)


def _name_of(workspace: Workspace, person: str) -> str:
    return workspace.names().get(person, "")


def list_drills(workspace: Workspace) -> tuple[DrillSummary, ...]:
    """List the drills of a workspace, the one entered last first."""
    known = zones(workspace)
    return tuple(
        replace(one, zone=known.get(one.drill.script, "")) for one in workspace.drills()[::-1]
    )


def shelf(workspace: Workspace, most: int = RECENT) -> tuple[DrillSessions, ...]:
    """List the newest drills of a workspace, the newest first."""
    known = zones(workspace)
    return tuple(
        replace(one, summary=replace(one.summary, zone=known.get(one.drill.script, "")))
        for one in workspace.newest_drills(most)
    )


def find_unfinished(workspace: Workspace) -> tuple[Unfinished, ...]:
    """List what was begun and not ended on this workspace, the latest entry first."""
    known = zones(workspace)
    found = [
        Unfinished(
            held.drill,
            Station(held.drill.id, one.source, PersonId(one.author), one.round),
            one.phase,
            one.count,
            one.last_utc_ns,
            known.get(held.drill.script, ""),
        )
        for held in workspace.begun_drills()
        for one in held.unfinished()
    ]
    return tuple(sorted(found, key=lambda one: -one.last_wall_utc_ns))


def offers(
    workspace: Workspace, document: str, source: str, most: int = OFFERED
) -> tuple[Offer, ...]:
    """List rounds of the drills that were to be held with this very text of a script.

    Args:
        workspace: open in any way.
        document: the whole script as text; another version is another script.
        source: who would arm: a round under way that this source is in is gone on with, and
            not offered here.
        most: how many drills to look at.
    """
    held = workspace.drills_of_scripts(published_as(workspace, document))[-most:]
    latest_first = sorted(held, key=lambda one: -one.last_utc_ns)
    known = zones(workspace) if latest_first else {}
    return tuple(
        replace(offer, zone=known.get(offer.drill.script, ""))
        for one in latest_first
        for offer in _offers(one, source)
    )


def _offers(held: DrillSessions, source: str) -> tuple[Offer, ...]:
    drill, rounds, when = held.drill, held.rounds, held.began_utc_ns
    if held.standing == "ended" and not rounds:
        # Held with pen and paper: no console goes on with it.
        return ()
    if not rounds:
        return (Offer(drill, 1, False, when),)
    last = rounds[-1]
    following = Offer(drill, last.number + 1, False, when)
    if last.standing == "under_way" and source not in last.sources:
        return Offer(drill, last.number, True, when), following
    return (following,)


def _latest(workspace: Workspace) -> DrillId:
    found = workspace.newest_drills(1)
    if not found:
        raise UserError(_("No drill was recorded here yet; there is none to type times into."))
    return found[0].drill.id
