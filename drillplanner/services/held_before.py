"""Find the drills of a script that are here already, so that another round of one can be armed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillplanner.run.rounds import Round, read_rounds
from drillplanner.services.publishing import SCRIPT, Drill, drills, script_document
from drillplanner.services.running import Again

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
