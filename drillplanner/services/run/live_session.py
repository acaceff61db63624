"""Start a drill on this machine, take up an unfinished one, and log it without ever waiting."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import DrillId, PersonId, new_id
from drillplanner.base.texts import _
from drillplanner.plan.model import Script
from drillplanner.run.chain import in_order
from drillplanner.run.clock.machine_clock import Clock, SystemClock
from drillplanner.run.codec import Sealed
from drillplanner.run.drill import Drill
from drillplanner.run.fact import Fact
from drillplanner.run.fact_kinds import DRILL, ENTRY
from drillplanner.run.journal import read_journal
from drillplanner.run.live_log import AMENDING, Phase
from drillplanner.run.rounds import NATURES, Arming, read_arming
from drillplanner.services.fact_factory import (
    open_drill,
    publish_script,
    script_document,
    script_of_drill,
)
from drillplanner.services.organisation.schools import name_school, refuse_unclear
from drillplanner.services.plan.scripts import OpenScript
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.safety_gate import SafetyGate
from drillplanner.services.run.save_queue import Listener, SaveQueue, Submit
from drillplanner.services.run.session import LiveSession, Outbox

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

__all__ = [
    "NATURES",
    "Again",
    "Lane",
    "LiveSession",
    "Start",
    "Unfinished",
    "begin",
    "recover",
    "resume",
    "script_of",
]


@dataclass(frozen=True, slots=True)
class Again:
    """A round of a drill that is in the workspace already."""

    drill: DrillId
    round: int


@dataclass(frozen=True, slots=True)
class Start:
    """What is decided before a drill is armed. `keeper_name` is kept out of every fact.

    `posts` are the observation posts (观察岗位) of the script that this laptop keeps, none
    for all of them; `is_control` says that its holds count for all. `again` is another round
    of a drill that was held here, or its round under way; without it this is a new drill.
    `school` is the school that a new drill is held at, by its label in the register or a name
    it has or had; another round is held where its drill is. Empty: nobody said it. `gate` is
    what was confirmed of the script's safety items.
    """

    script: OpenScript
    title: str
    nature: str
    source: str
    keeper: PersonId
    keeper_name: str = ""
    posts: tuple[str, ...] = ()
    is_control: bool = False
    again: Again | None = None
    school: str = ""
    gate: SafetyGate = field(default_factory=SafetyGate)

    @property
    def arming(self) -> Arming:
        """Give what the arm entry is to say of the run."""
        return Arming(self.nature, self.is_control, self.posts)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A round of a drill on one source that was begun and neither ended nor aborted."""

    drill: Drill
    station: Station
    phase: Phase
    count: int
    last_wall_utc_ns: int
    #: The script's time zone.
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """How a session saves: the writer's lane, who listens, and the second place."""

    submit: Submit
    listener: Listener
    second_place: Path | None = None
    make_clock: Callable[[], Clock] = SystemClock
    #: How what goes to the second place is made unreadable for others.
    seal: Callable[[bytes], bytes] = bytes


def begin(workspace: Workspace, start: Start, lane: Lane) -> LiveSession:
    """Publish the script, enter the drill, and open a session; call it on the data lane.

    Raises:
        UserError: another round was asked for that this source cannot begin, safety items are
            open that bar it, or several schools are called as was written.
    """
    barred = start.gate.refusal(start.script.script, start.nature, is_control=start.is_control)
    if barred is not None:
        raise UserError(barred)
    if start.again is not None:
        drill = _drill_again(workspace, start.again)
        _require_new_source(workspace, start.again, start.source)
    else:
        script = start.script.script
        refuse_unclear(workspace, start.school)
        fact = publish_script(workspace, script.id, start.script.document, start.keeper)
        drill = open_drill(workspace, fact, start.title, start.keeper, nature=start.nature)
        name_school(workspace, drill.id, start.school)
    if start.keeper_name:
        workspace.name_person(start.keeper, start.keeper_name)
    number = start.again.round if start.again is not None else 1
    station = Station(drill.id, start.source, start.keeper, number)
    session = _session(workspace, drill, station, lane, start.arming)
    session.arm_notes = tuple(
        start.gate.notes(workspace, session.script, start.nature, is_control=start.is_control)
    )
    return session


def resume(workspace: Workspace, found: Unfinished, lane: Lane) -> LiveSession:
    """Take an unfinished drill up again; call it on the data lane."""
    keeper = _keeper(workspace.entries(found.drill.id), found.station)
    return _session(workspace, found.drill, replace(found.station, author=keeper), lane)


class _Forgetful:
    """The store of a practice: it keeps nothing, so nothing of it can ever count."""

    def append(self, sealed: Sealed) -> None:
        """Let an entry go."""


def practise(start: Start, lane: Lane) -> LiveSession:
    """Open a session on the script that is chosen, of which nothing is written anywhere."""
    clock = lane.make_clock()
    drill = Drill(
        DrillId(new_id()), start.title, "", start.nature, clock.wall_utc_ns(), "", start.keeper
    )
    queue = SaveQueue(_Forgetful(), lane.submit, lane.listener)
    outbox = Outbox(queue)
    script = start.script.script
    station = Station(drill.id, start.source, start.keeper)
    recorder = Recorder.started(outbox, station, clock, script=script)
    return LiveSession(recorder, outbox, queue, script, drill, (), start.arming)


def recover(workspace: Workspace, path: Path) -> int:
    """Join a journal that was saved elsewhere; give how many entries were new here.

    Raises:
        FileRefused: it cannot be read.
        StoreFault: the workspace could not be written.
    """
    try:
        found = read_journal(path.read_bytes())
    except OSError as error:
        raise FileRefused(_("{file} cannot be read.", file=str(path))) from error
    entries = [fact for fact in found.facts if fact.kind == ENTRY]
    new = sum(workspace.fact(fact.id) is None for fact in entries)
    workspace.add(found.facts)
    return new


def script_of(workspace: Workspace, drill: Drill) -> Script:
    """Read the very version of the script that a drill is held with.

    Raises:
        FileRefused: that version is not in this workspace.
    """
    from drillplanner.services.plan.scripts import parsed

    return parsed(script_document(_script_fact(workspace, drill)))


def _drill_again(workspace: Workspace, again: Again) -> Drill:
    found = workspace.drill(again.drill)
    if found is None:
        raise UserError(_("This drill is not in the workspace any more; choose another."))
    return found.drill


def _require_new_source(workspace: Workspace, again: Again, source: str) -> None:
    name = unicodedata.normalize("NFC", source)
    log = [one.entry for one in workspace.entries(again.drill)]
    if any(one.source == name and one.round == again.round for one in log):
        raise UserError(
            _(
                "{source} was armed in round {number} already; continue with it, choose the "
                "next round, or give this post another name.",
                source=name,
                number=again.round,
            )
        )


def _session(
    workspace: Workspace,
    drill: Drill,
    station: Station,
    lane: Lane,
    arming: Arming | None = None,
) -> LiveSession:
    script = script_of(workspace, drill)
    entries = workspace.entries(drill.id)
    drill_facts = workspace.facts(drill.id, DRILL)
    queue = SaveQueue(
        workspace,
        lane.submit,
        lane.listener,
        context=(_script_fact(workspace, drill), *drill_facts),
        second_place=lane.second_place,
        seal=lane.seal,
    )
    outbox = Outbox(queue)
    recorder = Recorder.started(
        outbox,
        station,
        lane.make_clock(),
        log=entries,
        root=drill_facts[0].hash if drill_facts else None,
        script=script,
    )
    round_log = tuple(one for one in in_order(entries) if one.entry.round == station.round)
    said = _armed_as(round_log, recorder.station.source)
    return LiveSession(
        recorder, outbox, queue, script, drill, round_log, said or arming or Arming()
    )


def _keeper(log: Iterable[Sealed], station: Station) -> PersonId:
    """Tell who keeps a post: who said or saw something there last, not who corrected it since."""
    keepers = [
        one.entry.author
        for one in in_order(log)
        if (one.entry.round, one.entry.source) == (station.round, station.source)
        and one.entry.kind not in (*AMENDING, "note")
    ]
    return PersonId(keepers[-1]) if keepers else station.author


def _armed_as(log: Iterable[Sealed], source: str) -> Arming | None:
    """Read back what a source said of the run when it armed."""
    arms = [one.entry for one in log if (one.entry.kind, one.entry.source) == ("arm", source)]
    return next((said for one in arms if (said := read_arming(one.text)) is not None), None)


def _script_fact(workspace: Workspace, drill: Drill) -> Fact:
    found = script_of_drill(workspace, drill)
    if found is None:
        raise FileRefused(_("The script of the drill {title} is not here.", title=drill.title))
    return found
