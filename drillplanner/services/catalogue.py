"""Which drills are here and how they stand, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from drillplanner.run.drill import Drill
from drillplanner.run.fact_kinds import SCRIPT
from drillplanner.run.log_state import Phase, fold
from drillplanner.run.rounds import Round, read_rounds
from drillplanner.services.fact_factory import drills, script_document
from drillplanner.services.run.live_session import Again

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


if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: Drills whose next round is offered, the latest first.
OFFERED = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """A round that could be armed: the next of a drill, or one that others have begun.

    `when_utc_ns` is when the drill was last logged in, else when it was entered.
    """

    drill: Drill
    round: int
    is_under_way: bool
    when_utc_ns: int

    @property
    def again(self) -> Again:
        """Give what a start needs to know of it."""
        return Again(self.drill.id, self.round)


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
    same = {fact.hash for fact in workspace.facts(kind=SCRIPT) if script_document(fact) == document}
    held: list[tuple[int, Drill, tuple[Round, ...]]] = []
    for drill in [one for one in drills(workspace) if one.script in same][-most:]:
        rounds = read_rounds(one.entry for one in workspace.entries(drill.id))
        when = max((one.last_utc_ns for one in rounds), default=drill.made_utc_ns)
        held.append((when, drill, rounds))
    held.sort(key=lambda one: -one[0])
    return tuple(
        offer for when, drill, rounds in held for offer in _offers(when, drill, rounds, source)
    )


def _offers(when: int, drill: Drill, rounds: tuple[Round, ...], source: str) -> tuple[Offer, ...]:
    if not rounds:
        return (Offer(drill, 1, False, when),)
    last = rounds[-1]
    following = Offer(drill, last.number + 1, False, when)
    if last.standing == "under_way" and source not in last.sources:
        return Offer(drill, last.number, True, when), following
    return (following,)
