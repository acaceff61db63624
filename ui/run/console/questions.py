"""Everything the console asks in place: what a press alone cannot say, and what must be sure.

A question is a value: words, answers with their keys, and what an answer comes to, a command
or a further question. The controller keeps the one that is open and carries answers out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from drillplanner.base.errors import UserError
from drillplanner.base.heads import HeadNumbers, typed_heads
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.time_reader.late import other_reading, read_ago
from drillplanner.plan.free_play import tidy
from drillplanner.plan.numbering import head_count_places
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import Stamp
from drillplanner.run.entry import Entry, Observed
from drillplanner.run.entry_markers import is_void_round
from drillplanner.run.late_entry import Ago, late_entry_doubt
from drillplanner.services.run.commands import (
    Command,
    CountHeads,
    FailedAnew,
    FalseStart,
    HoldReason,
    Mark,
    MarkInstead,
    Name,
    Note,
    NotPerformed,
    Toggle,
    VoidRound,
)
from drillplanner.services.run.session import LiveSession
from ui.run.console.wording import Wording
from ui.run.keys import HOLD_REASONS, REASONS, VOID_REASONS

#: What an answer comes to: something to log, something more to ask, or nothing.
Answer: TypeAlias = "Command | Question | None"
#: Hears an answer: its name and the words that were typed.
Take: TypeAlias = Callable[[str, str], Answer]

#: How many likely steps are offered for a mark without a name.
LIKELY = 4
#: How many words used before are answers too.
_OFFERED = 5
#: How many other units are offered after one was marked; the first nine have keys.
_UNITS = 24
#: What is offered as "about so long ago", more or less, in seconds. House values, class D.
_AGO_S = ((5, 2), (10, 3), (20, 5), (30, 10), (60, 15), (120, 30), (300, 60))
#: For how long a plain step key answers "which step?", and how long a question stays that need
#: not be answered, in seconds. House values, class D.
POINTING_S, PASSING_S = 15, 12
#: Names of answers: words of one's own, what was typed, yes, kept as typed, just now.
_IN_WORDS, _TYPED, _YES, _KEEP, _NOW = ":words", ":typed", ":yes", ":keep", ":now"

#: The reason of a failure that nobody has given yet.
UNSAID = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `answers` are names and words; Enter in the line gives `enter` or the first.

    `hint` stands in the line for typing; without one there is no line. `types` puts the keys
    into the line at once, with `text` in it. `otherwise` is the answer that is taken when
    something else comes up, for what may not be lost; empty takes none. `about` names the
    entry that is asked about: the question closes once that was answered in another way.
    `on_step` takes the next step that is pointed at, by its key or tile; for `lasts_s` seconds
    if given, after which the question goes, or becomes `later`.
    """

    words: Text
    answers: Sequence[tuple[str, str]]
    take: Take
    hint: str = ""
    types: bool = False
    text: str = ""
    otherwise: str = ""
    enter: str = ""
    about: str = ""
    on_step: Callable[[str, Caught], Answer] | None = None
    lasts_s: float = 0
    later: Question | None = None
    #: T0 marked anew is the first answer too.
    restarts: bool = False
    #: Tells whether there is something left to ask.
    is_open: Callable[[], bool] = lambda: True


class Questions:
    """Makes the questions of one session, in the window's language."""

    def __init__(self, session: LiveSession, wording: Wording) -> None:
        self._session = session
        self._board = session.board
        self._wording = wording
        self._say = wording.say

    # -- of steps ----------------------------------------------------------------------

    def not_performed(self, step: str) -> Question:
        """Name the step before it is said not performed; another can be pointed at."""
        said = self._step(step)
        return Question(
            _("Not performed: {step}? For another step press its key.", step=said),
            [(_YES, self._say(_("Yes: {step}", step=said)))],
            lambda _name, _text: NotPerformed(step),
            on_step=lambda other, _press: NotPerformed(other),
            lasts_s=POINTING_S,
        )

    def why_failed(self, entry: Entry, *, pointed: Caught | None = None) -> Question:
        """Ask why a step failed; that it did is in the log already, at the instant of its key."""
        step = self._step(entry.step or "")

        def take(name: str, text: str) -> Answer:
            if pointed is not None and name == _NOW:
                press = Mark(entry.step, pointed.stamp, observed=entry.observed, text=pointed.note)
                return MarkInstead(entry.id, press)
            if name == UNSAID and not text:
                return None
            reason = self._say(dict(REASONS)[name])
            return FailedAnew(entry.id, reason=f"{reason}: {text}" if text else reason)

        return Question(
            _("Why did it fail? {step} (another step: its key)", step=step)
            if pointed is None
            else _("Why did it fail? {step}", step=step),
            [
                *((name, self._say(words)) for name, words in REASONS),
                *([(_NOW, self._say(_("It happened just now")))] if pointed is not None else []),
            ],
            take,
            hint=self._say(_("more words, if any")),
            otherwise=UNSAID,
            enter=UNSAID,
            about=entry.id,
            # A step can be pointed at once; after that step keys mark again.
            on_step=(lambda other, _press: FailedAnew(entry.id, other))
            if pointed is None
            else None,
            is_open=lambda: not self._board.is_void(entry.id),
        )

    def how_long_ago(self, step: str, caught: Caught, observed: Observed) -> Question:
        """Ask when a step happened that was not marked (补记); the keys go into the line."""
        offered = {str(ago): Ago(Fraction(ago), Fraction(half)) for ago, half in _AGO_S}
        recorder = self._session.recorder

        def take(name: str, text: str) -> Answer:
            if name == _TYPED and not text:
                return None
            of_day_s = self._wording.of_day_s(caught.stamp.wall_utc_ns)
            ago = read_ago(text, of_day_s) if text else offered[name]
            is_heard = observed == "radio"
            u_s = ago.u_s(recorder.radio_u_s if is_heard else recorder.press_u_s)
            stamp = caught.stamp.earlier(ago.ago_ns, u_s)
            late = Mark(step, stamp, u_s=u_s, observed=observed, made="late", text=ago.words())
            anew = self.how_long_ago(step, caught, observed)
            return self._unless_doubted(late, ago, text, anew)

        return Question(
            # Who looks the time up first would else count back from the moment of typing.
            _(
                "Late entry. When was it? {step} (ago: before {time})",
                step=self._step(step),
                time=self._wording.instant(caught.stamp, self._board),
            ),
            [(name, self._say(ago.said())) for name, ago in offered.items()],
            take,
            hint=self._say(_("or type: 20±5, 0120, 150802")),
            types=True,
            otherwise=_TYPED,
            on_step=lambda other, _press: self.how_long_ago(other, caught, observed),
        )

    def _unless_doubted(self, late: Mark, ago: Ago, typed: str, anew: Question | None) -> Answer:
        """Enter it, or ask back where it would lie before arming or before T0."""
        board, step = self._board, late.step or ""
        doubt = late_entry_doubt(
            self._session.script,
            step,
            late.stamp.elapsed_ns,
            armed_ns=board.armed_ns,
            zero_ns=board.t0_ns,
        )
        if doubt is None:
            return late
        read: Text = ago.said()
        if typed:
            read = _("{typed} is read as {read}", typed=typed, read=read)
        if (other := other_reading(typed)) is not None:
            as_typed, meant = other
            read = _(
                "{read}; {typed} would be {meant}", read=read, typed=as_typed, meant=meant.said()
            )
        return Question(
            _("{read}. {doubt}", read=read, doubt=doubt),
            [
                (_KEEP, self._say(_("Yes, enter it there"))),
                (_TYPED, self._say(_("No: type the time anew"))),
            ],
            lambda name, _text: late if name == _KEEP else anew,
            # What was typed is not lost because something else comes up.
            otherwise=_KEEP,
        )

    def late_by_text(self, step: str, text: str, present: Stamp, unit: str | None = None) -> Answer:
        """Read when a step was seen that nobody marked; UserError where that cannot be read.

        What would lie before arming or before T0 is asked back, as on the console.
        """
        ago = read_ago(text, self._wording.of_day_s(present.wall_utc_ns))
        u_s = ago.u_s(self._session.recorder.press_u_s)
        stamp = present.earlier(ago.ago_ns, u_s)
        late = Mark(step, stamp, unit, u_s=u_s, made="late", text=ago.words())
        return self._unless_doubted(late, ago, text, None)

    # -- of a mark ---------------------------------------------------------------------

    def which_way(self, entry: Entry, step: str) -> Question:
        """Ask which way a decision went; that it was taken is in the log already."""
        asked = self._board.steps[step]
        return Question(
            _("Which way? {step}", step=self._step(step)),
            [(one.id, self._wording.words(one.name)) for one in asked.options],
            lambda name, _text: Name(entry.id, step, option=name),
            about=entry.id,
            is_open=lambda: self._is_unanswered(entry),
        )

    def which_unit(self, entry: Entry, step: str) -> Question | None:
        """Offer the other units that are open: a press takes them in turn."""
        others = self._board.open_units(step)[:_UNITS]
        if entry.unit is None or not others:
            return None
        taken = next(one for one in self._board.steps[step].units if one.id == entry.unit)
        count = len(others)
        return Question(
            _(
                "Logged for {unit}. Should it be another? It is changed:",
                unit=self._wording.words(taken.name),
            ),
            [(one.id, self._wording.words(one.name)) for one in others],
            lambda name, _text: Name(entry.id, step, unit=name),
            about=entry.id,
            lasts_s=PASSING_S,
            # What is offered must be open: another unit that was marked closes it.
            is_open=lambda: (
                self._is_unanswered(entry) and len(self._board.open_units(step)) == count
            ),
        )

    def which_step(
        self, entry: Entry, likely: tuple[str, ...], before: Question | None = None
    ) -> Question:
        """Offer the likely steps of a mark that has no name, or words; it may wait for one.

        `before` is what may still be said of the press that named the instant before this one.
        """
        steps = [(step, self._step(step)) for step in likely]
        log = self._session.recorder.log
        number = log.number(entry.id)
        count = len(self._board.unlabelled)
        earlier = sum(log.number(one.id) < number for one in self._board.unlabelled)
        time = self._wording.time(entry, self._board)

        def take(answer: str, text: str) -> Answer:
            if text:
                return Name(entry.id, words=tidy(text)) if tidy(text) else None
            if before is not None and answer == _NOW:
                return before.take(answer, text)
            return (
                self.words_for(entry, types=True) if answer == _IN_WORDS else Name(entry.id, answer)
            )

        later = Question(
            _(
                "The instant {time} is kept. Which step was it? Or later: Shift and the step's "
                "key.",
                time=time,
            )
            if count == 1
            else _(
                "{count} instants are kept. What was that of {time}? Or later: Shift and the "
                "step's key, oldest first.",
                count=count,
                time=time,
            ),
            [
                *steps,
                (_IN_WORDS, self._say(_("No step: in words…"))),
                *(before.answers if before is not None else ()),
            ],
            take,
            about=entry.id,
            is_open=lambda: self._board.waiting(entry.id) is entry,
        )
        return replace(
            later,
            words=self._asked_first(time, count, earlier),
            on_step=lambda step, _press: Name(entry.id, step),
            lasts_s=POINTING_S,
            later=later,
        )

    def _asked_first(self, time: str, count: int, earlier: int) -> Text:
        """Say which of the instants that wait the next step's key names."""
        if count == 1:
            return _(
                "The instant {time} is kept. Which step was it? Press the step's key.", time=time
            )
        if not earlier:
            return _(
                "{count} instants are kept, the oldest first. What was that of {time}? Press the "
                "step's key.",
                count=count,
                time=time,
            )
        return _(
            "{count} instants are kept. What was that of {time}? Press the step's key. Of those "
            "before it ({earlier}) later: Shift and the step's key.",
            count=count,
            time=time,
            earlier=earlier,
        )

    def was_it_now(self, said: Entry, step: str, caught: Caught, observed: Observed) -> Question:
        """Offer to take a step key that answered a question for a press of its own."""
        what = self._wording.entry(said, self._board)[1]
        if said.amends is not None and (mark := self._board.find(said.amends)) is not None:
            what = f"{self._wording.time(mark, self._board)}  {what}"
        mark_now = Mark(step, caught.stamp, observed=observed, text=caught.note)
        return Question(
            _("{what}. Or did it happen just now?", what=what),
            [(_NOW, self._say(_("It happened just now")))],
            lambda _name, _text: MarkInstead(said.id, mark_now),
            about=said.id,
            lasts_s=PASSING_S,
            is_open=lambda: not self._board.is_void(said.id),
        )

    def words_for(self, entry: Entry, *, types: bool = False) -> Question:
        """Ask for the words of a mark; keys go on being logged unless `types` takes them."""
        used = tuple(self._board.words)[:_OFFERED]
        time = self._wording.time(entry, self._board)
        count = len(self._board.unlabelled)

        def take(name: str, text: str) -> Answer:
            if name == _TYPED and not text and not types:
                return self.words_for(entry, types=True)
            said = tidy(text) if name in (_TYPED, _KEEP) else used[int(name)]
            return Name(entry.id, words=said) if said else None

        return Question(
            _("What happened at {time}?", time=time)
            if count == 1
            else _("What happened at {time}? ({count} marks wait)", time=time, count=count),
            [
                (_TYPED, self._say(_("Type words…"))),
                *((str(number), words) for number, words in enumerate(used)),
            ],
            take,
            hint=self._say(_("new words; Enter names the mark")),
            types=types,
            otherwise=_KEEP,
            about=entry.id,
            is_open=lambda: self._board.waiting(entry.id) is entry,
        )

    # -- of the drill --------------------------------------------------------------------

    def note(self) -> Question:
        """Ask for the words of a note."""
        return Question(
            _("Note:"),
            [(_YES, self._say(_("Log it")))],
            lambda _name, text: Note(text) if text else None,
            hint=self._say(_("Enter logs and saves it; Escape drops it")),
            types=True,
            otherwise=_YES,
        )

    def heads(self, step: str, unit: str | None) -> Question:
        """Ask how many are there, place after place; the keys go into the line."""
        asked = self._board.steps[step]
        due = head_count_places(asked).get(unit)
        names = {one.id: self._wording.words(one.name) for one in asked.units}
        place = self._step(step)
        if unit is not None:
            place = self._say(_("{step}: {unit}", step=place, unit=names[unit]))

        def take(name: str, text: str) -> Answer:
            if name == _YES and due is not None:
                return CountHeads(step, unit, HeadNumbers(due, due))
            if not text:
                return None
            read = typed_heads(text, due)
            if read is None:
                raise UserError(
                    _(
                        "{text} is no head count; type 38/40, or 36+2/40 and where they are.",
                        text=text,
                    )
                )
            return CountHeads(step, unit, *read)

        every = self._say(_("All {due} are there", due=due or 0))
        return Question(
            _("Head count at {place}, {due} due. How many are there?", place=place, due=due)
            if due is not None
            else _("Head count at {place}. How many are there, of how many due?", place=place),
            [
                (_TYPED, self._say(_("Log it"))),
                *([(_YES, every)] if due is not None else []),
            ],
            take,
            hint=self._say(_("38, or 36+2 and where they are, who is missing"))
            if due is not None
            else self._say(_("38/40, or 36+2/40 and where they are, who is missing")),
            types=True,
            otherwise=_TYPED,
        )

    def count_in_words(self) -> Question:
        """Take a head count as a note, where the script has no step that takes one."""

        def take(_name: str, text: str) -> Answer:
            return Note(self._say(_("Head count: {text}", text=text))) if text else None

        return Question(
            _("No step here takes a head count, so it is logged as a note. How many?"),
            [(_YES, self._say(_("Log it")))],
            take,
            hint=self._say(_("where, and how many of how many: class 2, 38/40")),
            types=True,
            otherwise=_YES,
        )

    def why_held(self, hold: Entry) -> Question:
        """Ask for the reason of a pause, by one key."""
        return Question(
            _("Paused: the big clock runs on, limits stand still. Why?"),
            [(name, self._say(words)) for name, words in HOLD_REASONS],
            lambda name, text: HoldReason(
                hold.id, name if name != "other" or not text else f"other {text}"
            ),
            hint=self._say(_("more words, if any")),
            # Words are no choice among reasons that nobody made.
            enter="other",
            about=hold.id,
            is_open=lambda: self._is_unanswered(hold) and self._session.recorder.phase == "held",
        )

    def false_start(self) -> Question:
        """Ask whether the start and all since then is to be taken back."""
        count = len(self._board.withdrawing())
        return Question(
            ngettext(
                "False start? {count} entry is taken back, by F2 or by T0 marked anew; Backspace "
                "undoes that.",
                "False start? {count} entries are taken back, by F2 or by T0 marked anew; "
                "Backspace undoes that.",
                count,
            ),
            [(_YES, self._say(_("Yes, the start was false")))],
            lambda _name, _text: FalseStart(),
            lasts_s=PASSING_S,
            restarts=True,
            is_open=lambda: self._board.start is not None,
        )

    def ends_again(self, entry: str, ending: Entry) -> Question:
        """Ask before a row of the log that is taken back ends the drill, or makes it void."""
        return Question(
            _("This makes the whole round void again. Backspace undoes that.")
            if is_void_round(ending)
            else _("This ends the drill here again. Backspace undoes that."),
            [(_YES, self._say(_("Yes, do it")))],
            lambda _name, _text: Toggle(entry),
            lasts_s=PASSING_S,
        )

    def void_round(self) -> Question:
        """Ask why the round is to be void; only the answer makes it so."""
        count = self._marks()
        return Question(
            ngettext(
                "Make this whole round void, {count} mark? Why?",
                "Make this whole round void, {count} marks? Why?",
                count,
            ),
            [(name, self._say(words)) for name, words in VOID_REASONS],
            lambda name, text: VoidRound(text or self._say(dict(VOID_REASONS)[name])),
            hint=self._say(_("another reason")),
            # Who goes on marking wants no void round, and an answer is meant for what is new.
            is_open=lambda: self._marks() == count,
        )

    def _marks(self) -> int:
        return sum(1 for one in self._session.recorder.log if one.kind == "mark")

    # -- inside ------------------------------------------------------------------------

    def _is_unanswered(self, entry: Entry) -> bool:
        return not self._board.is_void(entry.id) and self._board.log.label(entry.id) is None

    def _step(self, step: str) -> str:
        return self._wording.step(self._board.steps[step])
