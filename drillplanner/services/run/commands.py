"""What a keeper can ask of a running session, one class a verb.

A command says what is meant and logs it with the recorder; which press means it is the
console's business, and what was refused comes back as a UserError.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from drillplanner.base.errors import UserError
from drillplanner.base.heads import HeadNumbers
from drillplanner.base.ids import StepId
from drillplanner.base.texts import _
from drillplanner.run.clock.machine_clock import Stamp
from drillplanner.run.entry import Bound, Entry, Made, Observed
from drillplanner.run.entry_markers import (
    FALSE_START,
    HeadsNote,
    NotThereNote,
    hold_reason_text,
    remark_text,
    same_text,
)
from drillplanner.run.live_log import AMENDING, DEEDS, LiveLog
from drillplanner.services.run.board import Board, is_taken_back
from drillplanner.services.run.recorder import Recorder

#: What sound takes a metre: 0.3 s per 100 m. A distance that was paced or guessed, and the air's
#: temperature, leave a tenth of it uncertain. House values, class D.
_WHISTLE_S_PER_M = Decimal("0.003")


class Command(Protocol):
    """Something to be logged."""

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log it; UserError where it makes no sense now."""
        ...


@dataclass(frozen=True, slots=True)
class Arm:
    """The post is ready; `text` is what it says of the run, after `notes` on the safety gate."""

    text: str = ""
    notes: tuple[str, ...] = ()

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        for note in self.notes:
            recorder.note(note)
        recorder.arm(self.text)


@dataclass(frozen=True, slots=True)
class ProgramNote:
    """What the program itself remarks, such as the outcome of the readiness check."""

    text: str

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        recorder.note(self.text)


#: What nobody at the console did, so that no undo takes it back.
NO_ACTS = (Arm, ProgramNote)


@dataclass(frozen=True, slots=True)
class Mark:
    """A step happened at `stamp`; without a step it is named later, or by `words` at once.

    A step with units is marked for its next open one unless `unit` is given.
    """

    step: str | None
    stamp: Stamp
    unit: str | None = None
    observed: Observed = "seen"
    bound: Bound | None = None
    u_s: Decimal | None = None
    made: Made = "key"
    text: str = ""
    words: str = ""

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log it."""
        entry = recorder.mark(
            self.step,
            unit=self.unit or next_unit(board, self.step),
            stamp=self.stamp,
            observed=self.observed,
            bound=self.bound,
            u_s=self.u_s,
            made=self.made,
            text=self.text,
        )
        if self.words:
            recorder.label_free(entry.id, self.words)

    @classmethod
    def at(cls, first: Entry, step: str | None, made: Made, words: str = "") -> Mark:
        """Mark another step at the instant of an entry."""
        return cls(
            step,
            Stamp(first.elapsed_ns, first.wall_utc_ns, first.u_s),
            observed=first.observed,
            bound=first.bound,
            u_s=first.u_s,
            made=made,
            text=same_text(first.id),
            words=words,
        )


@dataclass(frozen=True, slots=True)
class Name:
    """What a mark was of: a step, its unit or option; or words of one's own."""

    entry: str
    step: str | None = None
    unit: str | None = None
    option: str | None = None
    words: str = ""

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log it."""
        if self.step is None:
            recorder.label_free(self.entry, self.words)
            return
        unit = self.unit or (None if self.option else next_unit(board, self.step))
        recorder.label(self.entry, self.step, unit=unit, option=self.option)


@dataclass(frozen=True, slots=True)
class MarkInstead:
    """A press that answered a question was a mark of its own: the answer is taken back."""

    answer: str
    mark: Mark

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log both."""
        recorder.void(self.answer)
        said = board.log.entries[self.answer]
        board.follow([said.id] if said.amends is None else [said.id, said.amends])
        self.mark.carry_out(recorder, board)


@dataclass(frozen=True, slots=True)
class NotPerformed:
    """A step, or its next open unit, was not performed (未执行); `is_whole`: none of its units."""

    step: str
    unit: str | None = None
    is_whole: bool = False

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log it."""
        unit = None if self.is_whole else self.unit or next_unit(board, self.step)
        recorder.not_performed(self.step, unit=unit)


@dataclass(frozen=True, slots=True)
class NotThere:
    """A step, or a unit of it, was not there that day (当日不在): nothing is asked of it."""

    step: str
    unit: str | None = None
    why: str = ""

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        recorder.note(NotThereNote(StepId(self.step), self.unit, self.why).text())


@dataclass(frozen=True, slots=True)
class Failed:
    """A step, or its next open unit, was tried without effect (未奏效)."""

    step: str
    reason: str
    stamp: Stamp
    unit: str | None = None
    observed: Observed = "seen"
    made: Made = "key"

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log it."""
        recorder.failed(
            self.step,
            self.reason,
            unit=self.unit or next_unit(board, self.step),
            stamp=self.stamp,
            observed=self.observed,
            made=self.made,
        )


@dataclass(frozen=True, slots=True)
class FailedAnew:
    """A failure that is in the log was another step's, or its reason is known now.

    The entry is taken back, and what is said of it now is logged at its instant.
    """

    failed: str
    step: str | None = None
    reason: str = ""

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log both."""
        said = board.log.entries[self.failed]
        recorder.void(said.id)
        board.follow([said.id])
        unit = said.unit if self.step is None else next_unit(board, self.step)
        recorder.failed(
            self.step or said.step or "",
            self.reason or said.text,
            unit=unit,
            stamp=Stamp(said.elapsed_ns, said.wall_utc_ns, said.u_s),
            observed=said.observed,
            bound=said.bound,
            made=said.made,
        )


@dataclass(frozen=True, slots=True)
class Note:
    """A remark."""

    text: str

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        recorder.note(self.text)


@dataclass(frozen=True, slots=True)
class CountHeads:
    """How many were there at a step or unit (人数清点); a later count stands in its place."""

    step: str
    unit: str | None
    numbers: HeadNumbers
    words: str = ""

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        note = HeadsNote(StepId(self.step), self.unit, self.numbers, self.words)
        recorder.note(note.text())


@dataclass(frozen=True, slots=True)
class Sync:
    """A moment that all stations mark (对时标记), under the next number.

    It was a whistle `whistle_m` metres away, whose sound came later than it was blown.
    """

    stamp: Stamp
    whistle_m: int = 0

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log it at the moment the whistle was blown, and beside it what was taken off."""
        name, late_s = board.next_sync, _WHISTLE_S_PER_M * self.whistle_m
        if not late_s:
            recorder.sync(name, stamp=self.stamp)
            return
        press_u_s = max(recorder.press_u_s, self.stamp.u_s)
        u_s = (press_u_s**2 + (late_s / 10) ** 2).sqrt().quantize(Decimal("0.001"))
        made = recorder.sync(name, stamp=self.stamp.earlier(int(late_s * 10**9), u_s), u_s=u_s)
        recorder.note(remark_text(made.id, f"{self.whistle_m} m, −{late_s:.2f} s"))


@dataclass(frozen=True, slots=True)
class Begin:
    """The start was heard by radio."""

    stamp: Stamp

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        recorder.begin(stamp=self.stamp)


@dataclass(frozen=True, slots=True)
class HoldOrResume:
    """Hold the drill, or take it up again where it is held."""

    stamp: Stamp
    reason: str = ""

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        verb = recorder.resume if recorder.phase == "held" else recorder.hold
        verb(self.reason, stamp=self.stamp)


@dataclass(frozen=True, slots=True)
class HoldReason:
    """Why the drill is held: `reason` is one of HOLD_REASONS, `other` with words if any."""

    hold: str
    reason: str

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        recorder.note(hold_reason_text(self.hold, self.reason))


@dataclass(frozen=True, slots=True)
class End:
    """The drill is over here; while it is held, it is broken off."""

    text: str = ""

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        verb = recorder.abort if recorder.phase == "held" else recorder.end
        verb(self.text)


@dataclass(frozen=True, slots=True)
class VoidRound:
    """The whole round is void (作废本轮)."""

    reason: str = ""

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log it; a round that has not begun is left as it is."""
        if recorder.phase == "armed" and board.start is None:
            raise UserError(_("Nothing has begun yet, so there is nothing to make void."))
        recorder.void_round(self.reason)


@dataclass(frozen=True, slots=True)
class FalseStart:
    """The start is taken back (误启动), with all that was logged of steps and holds since."""

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log it."""
        for entry in board.withdrawing():
            recorder.void(entry, FALSE_START)


@dataclass(frozen=True, slots=True)
class Toggle:
    """Take an entry of the log back, or bring it back where it was taken back, and say why.

    A mark that was given a name loses the name first, unless `is_whole`: then both go, and come
    back, together.
    """

    entry: str
    why: str = ""
    is_whole: bool = False

    def carry_out(self, recorder: Recorder, board: Board) -> None:
        """Log it."""
        log = recorder.log
        entry = log.entries[self.entry]
        if not log.is_live(entry.id):
            names = self._names_gone_with(log, entry) if self.is_whole else ()
            while (by := log.taken_back_by(entry.id)) is not None:
                take_back(recorder, by, self.why)
            for void in names:
                recorder.restore(void.id, self.why)
            return
        if entry.kind not in AMENDING and not is_taken_back(entry):
            raise UserError(_("The program noted this itself; it cannot be taken back."))
        label = log.label(entry.id)
        take_back(recorder, entry if self.is_whole else label or entry, self.why)

    def _names_gone_with(self, log: LiveLog, entry: Entry) -> tuple[Entry, ...]:
        """List the voids of the names that went together with an entry."""
        gone = log.taken_back_by(entry.id)
        voids = (
            log.taken_back_by(one.id)
            for one in log
            if one.kind == "label" and one.amends == entry.id
        )
        return tuple(
            void for void in voids if void is not None and gone and void.session == gone.session
        )


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody remarks on an entry afterwards."""

    entry: str
    words: str

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        if not self.words.strip():
            raise UserError(_("The remark is empty; write something."))
        recorder.note(remark_text(self.entry, self.words))


@dataclass(frozen=True, slots=True)
class Rename:
    """What a mark was of, in place of what it was said to be of before, and why."""

    entry: str
    step: str | None = None
    unit: str | None = None
    option: str | None = None
    words: str = ""
    why: str = ""

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        for label in _labels(recorder.log, recorder.log.entries[self.entry]):
            recorder.void(label.id, self.why)
        if self.step is None:
            recorder.label_free(self.entry, self.words)
        else:
            recorder.label(self.entry, self.step, unit=self.unit, option=self.option, text=self.why)


@dataclass(frozen=True, slots=True)
class Reverse:
    """Take back what still stands of the entries of one act."""

    entries: tuple[str, ...]

    def carry_out(self, recorder: Recorder, _board: Board) -> None:
        """Log it."""
        for entry in reversed(self.entries):
            if recorder.log.is_live(entry):
                take_back(recorder, recorder.log.entries[entry])


def take_back(recorder: Recorder, entry: Entry, why: str = "") -> None:
    """Log what takes an entry back: a void of it, and of its name first; of a void a restore."""
    if entry.kind == "void":
        recorder.restore(entry.id, why)
        return
    for label in _labels(recorder.log, entry):
        recorder.void(label.id, why)
    recorder.void(entry.id, why)


def next_unit(board: Board, step: str | None) -> str | None:
    """Give the unit that a press of a step's key is of: the first that is open."""
    unit = board.view(step).unit if step is not None else None
    return unit.id if unit is not None else None


def _labels(log: LiveLog, entry: Entry) -> Iterator[Entry]:
    if entry.kind in DEEDS:
        yield from (one for one in log.live_amendments(entry.id) if one.kind == "label")
