"""Carry out what a keeper asks, and say what came of it: one running session on one source.

Each act may be taken back and done again, whatever it was. Both add entries and delete none, so
that a drill that was undone and redone can be read like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.plan.model import Script
from drillplanner.run.chain import check_code
from drillplanner.run.clock.machine_clock import read_clock_note
from drillplanner.run.codec import Sealed
from drillplanner.run.drill import Drill
from drillplanner.run.entry import Entry
from drillplanner.run.rounds import Arming
from drillplanner.services.run.board import Board
from drillplanner.services.run.commands import NO_ACTS, Command, FailedAnew, take_back
from drillplanner.services.run.recorder import Recorder
from drillplanner.services.run.save_queue import SaveQueue

#: The entries of one act, in the order they were made.
Act: TypeAlias = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command.

    `entries` were made, in order, what the program noted of the clocks among them; `reread`
    are earlier ones that stand otherwise now, and `touched` the steps and words to be seen
    anew. `act` is what an undo or redo was about. A refusal says why nothing, or not all, was
    done.
    """

    entries: tuple[Entry, ...] = ()
    touched: frozenset[str] = frozenset()
    reread: tuple[str, ...] = ()
    refusal: Text | None = None
    act: Act = ()

    @property
    def first(self) -> Entry | None:
        """Give the first entry that somebody made."""
        return next(iter(_acts(self.entries)), None)


class Outbox:
    """Hands each entry to the save queue, and keeps it for who shows what was made."""

    def __init__(self, queue: SaveQueue) -> None:
        self._queue = queue
        self.fresh: list[Entry] = []

    def append(self, sealed: Sealed) -> None:
        """Start to save an entry; only then is it shown."""
        self._queue.append(sealed)
        self.fresh.append(sealed.entry)


class LiveSession:
    """One running session: the recorder says, the queue saves, the board shows how steps stand.

    It is used on one thread, the window's. `before` holds the entries of this round found on
    the disk when the session started; `arming` is what this source says of the run as it arms,
    or said when it armed.
    """

    def __init__(
        self,
        recorder: Recorder,
        outbox: Outbox,
        queue: SaveQueue,
        script: Script,
        drill: Drill,
        before: tuple[Sealed, ...],
        arming: Arming,
    ) -> None:
        self.recorder = recorder
        self.queue = queue
        self.script = script
        self.drill = drill
        self.before = before
        self.arming = arming
        #: What is to be noted just before this source arms: its safety items.
        self.arm_notes: tuple[str, ...] = ()
        self._outbox = outbox
        present = recorder.stamp()
        self.board = Board(
            script,
            recorder.clock_id,
            present.base_ns,
            arming.posts,
            log=recorder.log,
            source=recorder.station.source,
        )
        self._done: list[Act] = []
        self._undone: list[tuple[Act, Act]] = []

    @property
    def check_code(self) -> str:
        """Give the eight characters of the last hash (校验码), for the signed sheet."""
        last = self.recorder.last_hash
        return check_code(last) if last else ""

    # -- doing -------------------------------------------------------------------------

    def do(self, command: Command) -> Outcome:
        """Carry a command out."""
        refusal = None
        try:
            command.carry_out(self.recorder, self.board)
        except UserError as error:
            refusal = error.text
        outcome = self._outcome(refusal)
        act = _acts(outcome.entries)
        if isinstance(command, FailedAnew):
            # The failure and what was said of it later are one: they are undone together.
            act = tuple(one for one in act if one.kind != "void")
        if act and not isinstance(command, NO_ACTS):
            self._done.append(act)
            self._undone.clear()
        return outcome

    def watch(self) -> Outcome:
        """Note what befell the clocks; give what was logged since the last look."""
        self.recorder.watch()
        return self._outcome(None)

    @property
    def last_act(self) -> Act:
        """Give what an undo would take back; empty if there is nothing."""
        while self._done and not self._standing(self._done[-1]):
            self._done.pop()
        return self._done[-1] if self._done else ()

    def undo(self) -> Outcome:
        """Take the last act back, whatever it was."""
        act = self.last_act
        if not act:
            return Outcome(refusal=_("Nothing of this session is left to be undone."))
        self._done.pop()
        outcome = self._reverse(act)
        self._undone.append((act, _acts(outcome.entries)))
        return outcome

    def redo(self) -> Outcome:
        """Do again what was undone last."""
        if not self._undone:
            return Outcome(refusal=_("Nothing was undone that could be done again."))
        act, undoing = self._undone.pop()
        outcome = self._reverse(undoing, act)
        self._done.append(act)
        return outcome

    # -- inside ------------------------------------------------------------------------

    def _reverse(self, act: Act, about: Act = ()) -> Outcome:
        refusal = None
        try:
            for entry in reversed(self._standing(act)):
                take_back(self.recorder, entry)
        except UserError as error:
            refusal = error.text
        return self._outcome(refusal, about or act)

    def _standing(self, act: Act) -> Act:
        return tuple(one for one in act if self.recorder.log.is_live(one.id))

    def _outcome(self, refusal: Text | None, act: Act = ()) -> Outcome:
        made, self._outbox.fresh = tuple(self._outbox.fresh), []
        if not made:
            return Outcome(refusal=refusal, act=act)
        entries = self.recorder.log.entries
        changed = [one.id for one in made]
        reread: dict[str, None] = {}
        for entry in made:
            at = entry
            while (target := entries.get(at.amends or "")) is not None and target.id not in reread:
                reread[target.id] = None
                at = target
        touched = self.board.follow([*changed, *reread])
        return Outcome(made, touched, tuple(reread), refusal, act)


def _acts(entries: Iterable[Entry]) -> Act:
    """Leave out what the program noted of the clocks: nobody did it."""
    return tuple(one for one in entries if one.kind != "note" or read_clock_note(one.text) is None)
