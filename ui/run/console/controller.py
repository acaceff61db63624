"""Decide what a press means: which command, or which question first.

Keys, taps and buttons come in with their instants; a command goes to the session, and what
came of it to the presenter. Nothing else of the console knows what a key stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.plan.free_play import is_free_play
from drillplanner.plan.numbering import head_count_places
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import Clock, Stamp, now
from drillplanner.run.entry import Entry, Made, Observed
from drillplanner.run.entry_markers import same_as
from drillplanner.run.live_log import AMENDING
from drillplanner.services.run.board import WORDS, is_taken_back
from drillplanner.services.run.commands import (
    Begin,
    Command,
    CountHeads,
    End,
    Failed,
    FailedAnew,
    HoldOrResume,
    Mark,
    MarkInstead,
    Name,
    Sync,
    Toggle,
)
from drillplanner.services.run.session import Act, LiveSession, Outcome
from drillplanner.services.run.station_steps import STEP_KEYS
from ui.run.console.presenter import ConsolePresenter
from ui.run.console.questions import LIKELY, UNSAID, Answer, Question, Questions
from ui.run.console.view import ConsoleView
from ui.run.console.widgets.log_table import KEPT_ROWS
from ui.run.console.wording import Wording
from ui.run.keys import ANSWER_KEYS, REASONS, STEP_ARROWS, VERB_BY_KEY, VERB_UNDER_SHIFT

_MS, _SECOND_NS = 10**6, 10**9
#: An instant that is kept for further steps is let go after so long without one.
_KEPT_NS = 30 * _SECOND_NS
#: A question that changed less than this before a press was not read by who pressed.
READ_NS = _SECOND_NS // 2
#: A key bounces, and a nervous finger presses twice, for less than this; who counts classes presses
#: the key of a step with units again later. House value, class D: the least double press that can
#: be set.
BOUNCE_NS = 200 * _MS
#: The same of the key that keeps an instant, whose presses are all different ones. House value,
#: class D.
INSTANT_NS = 150 * _MS
#: What Ctrl makes of these keys where no step lies on them: larger, smaller.
_ZOOMS = {"=": 1, "-": -1}
#: Phases in which nothing more is marked.
_OVER = ("ended", "aborted")


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a key, a tap or a button, with what it was made under."""

    caught: Caught
    made: Made = "key"
    is_shifted: bool = False
    by_radio: bool = False

    @property
    def at_ns(self) -> int:
        """Give its instant on the elapsed clock."""
        return self.caught.stamp.elapsed_ns


class ConsoleController(QObject):
    """Keys, taps and buttons of one console.

    Args:
        page: what asks in place, and what is chosen on it.
        session: what is asked to log.
        presenter: what shows what came of it.
        wording: words.
        clock: the machine's clocks.
        double_press_ms: two presses of one key within this make one entry.
        save_elsewhere: saves the session to a path that was typed.
        ended: what to do once the drill has ended here.
        whistle_m: gives, once, how far away the whistle of the next sync mark is.
    """

    def __init__(  # noqa: PLR0913 - what comes in, what goes out, and two settings
        self,
        page: ConsoleView,
        session: LiveSession,
        presenter: ConsolePresenter,
        wording: Wording,
        clock: Clock,
        *,
        double_press_ms: int,
        save_elsewhere: Callable[[str], None] = lambda _path: None,
        ended: Callable[[], None] = lambda: None,
        whistle_m: Callable[[], int] = lambda: 0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._session = session
        self._board = session.board
        self._presenter = presenter
        self._say = wording.say
        self._wording = wording
        self._clock = clock
        self._double_ns = double_press_ms * _MS
        self._save_elsewhere = save_elsewhere
        self._ended = ended
        self._whistle_m = whistle_m
        self._is_free_play = is_free_play(session.script)
        self.questions = Questions(session, wording)
        self._asked: Question | None = None
        #: When the last question went, whatever closed it.
        self._gone_ns = -READ_NS
        #: What was done last when it was asked.
        self._act_before: Act = ()
        #: When what is asked changed, and when it goes by itself, on the elapsed clock.
        self._asked_ns = 0
        self._until_ns: int | None = None
        #: When each key was taken last: by step, by unit, by words, or by verb after a mark.
        self._accepted: dict[str, int] = {}
        self._hears_radio = False
        self._last: Entry | None = None
        #: The entry whose instant is kept for further steps, and until when.
        self._kept: tuple[Entry, int] | None = None

    # -- what comes in -------------------------------------------------------------------

    def guard_start(self) -> None:
        """Take what was just pressed for a press of the start: the key that armed may bounce."""
        self._accepted["!begin"] = now(self._clock).elapsed_ns

    def on_key(self, place: str, caught: Caught, is_shifted: bool, has_ctrl: bool = False) -> None:
        """Do what the key at a place stands for; Ctrl says that it was heard by radio."""
        press = Press(caught, "key", is_shifted, has_ctrl)
        try:
            self._page.tell("")
        finally:
            # A fault in what is shown costs no press.
            self._take_key(place, press)

    def _take_key(self, place: str, press: Press) -> None:
        if press.by_radio and place in _ZOOMS and place not in self._board.step_by_key:
            self._page.zoom(_ZOOMS[place])
        elif place in self._board.step_by_key:
            self._step(self._board.step_by_key[place], press)
        elif (words := self._words_at(place)) is not None:
            self._in_words(words, press)
        elif place in VERB_BY_KEY:
            self.do_verb(VERB_BY_KEY[place], press)
        elif place in STEP_ARROWS:
            self._move(place, press)
        elif place in _OTHER_KEYS:
            _OTHER_KEYS[place](self, press)
        elif place in ANSWER_KEYS:
            self._answer_by_key(place, press)
        elif place in STEP_KEYS:
            words_ = _("No step lies on this key, so nothing was logged; Space marks an instant.")
            self._refuse(words_)

    def on_tap(
        self, tile: str, caught: Caught, is_shifted: bool = False, has_ctrl: bool = False
    ) -> None:
        """Mark the step whose tile was tapped, or what has its words; as its key does."""
        press = Press(caught, "tap", is_shifted, has_ctrl)
        try:
            self._page.tell("")
        finally:
            if tile.startswith(WORDS):
                self._in_words(tile.removeprefix(WORDS), press)
            else:
                self._step(tile, press)

    def on_unit(self, step: str, unit: str, caught: Caught, has_ctrl: bool = False) -> None:
        """Mark the unit whose cell was tapped."""
        press = Press(caught, "tap", by_radio=has_ctrl)
        try:
            self._page.tell("")
        finally:
            if press.at_ns - self._presenter.units_since_ns < READ_NS:
                self._refuse(_("The units had just opened: this tap was not taken. Once more."))
            elif all(one.id != unit for one in self._board.open_units(step)):
                self._refuse(_("This unit is logged already; V in the log takes it back."))
            elif self._is_single(f"{step}:{unit}", press):
                self.do(replace(self._now(step, press), unit=unit), press.at_ns)

    def on_verb(self, verb: str, caught: Caught, has_ctrl: bool = False) -> None:
        """Do what a verb's button stands for."""
        try:
            self._page.tell("")
        finally:
            self.do_verb(verb, Press(caught, "tap", by_radio=has_ctrl))

    def do_verb(self, verb: str, press: Press) -> None:
        """Do what a verb stands for; a bounce of its key does nothing."""
        if press.is_shifted:
            verb = _UNDER_SHIFT.get(verb, verb)
        if self._is_single(f"!{verb}", press):
            _VERBS[verb](self, press)

    def on_held(self, name: str) -> None:
        """Do what a key that was held long enough stands for."""
        if name == "end":
            self.settle()
            if self._is_over:
                self._ended()
            else:
                self.do(End())
        elif name == "void_round":
            self._void_round()

    def on_line(self, post: str) -> None:
        """Show the line whose button was tapped."""
        self._presenter.show_line(post)

    def on_tick(self, present: Stamp) -> None:
        """Let go of what was asked or kept and not used for a while."""
        if self._kept is not None and present.elapsed_ns > self._kept[1]:
            self._let_go()
            words = _("The kept instant is let go: step keys mark now again.")
            self._page.tell(self._say(words), "swap")
        question = self._open
        if question is None:
            return
        if not question.is_open():
            self.drop()
        elif self._until_ns is not None and present.elapsed_ns > self._until_ns:
            if question.later is not None:
                self._ask(question.later, present.elapsed_ns)
            else:
                self.drop()
                if question.restarts:
                    words = _("Nothing was taken back: the clock counts from the first start.")
                    self._page.tell(self._say(words), "triangle")

    def take_over(self, before: ConsoleController) -> None:
        """Go on where another controller of this session was: its page is made anew."""
        self._accepted = before._accepted
        self._last, self._kept = before._last, before._kept
        if self._kept is not None:
            self._show_kept(self._kept[0])
        if before._hears_radio:
            self._hears_radio = True
            self._page.show_radio(is_on=True)
        if before._open is not None:
            self._ask(before._open)

    # -- what is asked -------------------------------------------------------------------

    @property
    def is_asking(self) -> bool:
        """Say whether something is asked now."""
        return self._open is not None

    def pressable(self) -> tuple[tuple[str, str], ...]:
        """List what can be pressed just now, most urgent first: key and words."""
        say, presenter = self._say, self._presenter
        found: list[tuple[str, str]] = []
        if self._open is not None:
            answers = zip(ANSWER_KEYS, self._open.answers, strict=False)
            found += [(key, said) for key, (_name, said) in answers]
            found.append(("Esc", say(_("Drop the question"))))
        if (waiting := self._to_name()) is not None and not self._is_free_play:
            time = self._wording.time(waiting, self._board)
            named = say(_("The step's key names the instant {time}", time=time))
            found.append(("" if waiting is self._asked_about() else "Shift", named))
        if self._kept is not None:
            found.append(("C", say(_("The kept instant ends"))))
        if self._session.recorder.phase == "held":
            found.append(("Z", say(_("Resume the drill"))))
        elif presenter.is_waiting:
            begin = _("Begin: T0") if self._board.sees_zero else _("The start was heard by radio")
            found.append(("↵", say(begin)))
        elif presenter.false_start_left_ns(now(self._clock)) > 0:
            found.append(("Delete", say(_("It was a false start"))))
        if self._hears_radio:
            found.append(("B", say(_("Presses are of what is seen again"))))
        if presenter.next:
            key = self._board.keys.get(presenter.next, "")
            found.append((key, self._wording.step(self._board.steps[presenter.next])))
        if act := self._session.last_act:
            what = self._wording.entry(act[0], self._board)[1]
            found.append(("⌫", say(_("Undo: {what}", what=what))))
        if self._page.chosen_entry:
            found.append(("V", say(_("The chosen entry is voided, or restored"))))
        if not presenter.next and not presenter.is_waiting:
            found.append(("F12", say(_("Held for one second: the drill ends"))))
        return tuple(found)

    @property
    def _open(self) -> Question | None:
        """Give what is asked now."""
        return self._asked

    @_open.setter
    def _open(self, question: Question | None) -> None:
        if question is None and self._asked is not None:
            self._gone_ns = now(self._clock).elapsed_ns
        self._asked = question

    def on_answer(self, name: str, text: str) -> None:
        """Take an answer from a button or the line, unless nobody can have read the question."""
        self._take(name, text, now(self._clock).elapsed_ns)

    def on_dropped(self) -> None:
        """Forget what was asked: the page dropped it."""
        question, self._open = self._open, None
        self._tell_what_stays(question)

    def _tell_what_stays(self, question: Question | None) -> None:
        """Say that a failure stands though nobody said why: its key logged it."""
        about = self._board.find(question.about) if question is not None else None
        if about is not None and about.kind == "failed":
            words = _("The failure stays logged, its reason not said; ⌫ takes it back.")
            self._page.tell(self._say(words), "swap")

    def drop(self) -> None:
        """Ask no more."""
        self._open = None
        self._page.drop_question()

    def settle(self) -> None:
        """Lose nothing because something else came up, or the console is left."""
        question, self._open = self._open, None
        if question is not None:
            typed = self._page.typed
            self._page.drop_question()
            if question.otherwise:
                self._follow(question, question.otherwise, typed, asks_again=False)
                if self._asks_other_than(question):
                    # An answer that was asked back: it is taken too.
                    self.settle()

    def _asks_other_than(self, question: Question) -> bool:
        return self._open is not None and self._open is not question

    def ask_elsewhere(self, suggested: str) -> None:
        """Ask where to save the session besides."""

        def take(_name: str, text: str) -> Answer:
            if text:
                self._save_elsewhere(text)
            return None

        self._ask(
            Question(
                _("Save all entries of this session to this file:"),
                [("save", self._say(_("Save")))],
                take,
                types=True,
                text=suggested,
            )
        )

    def _ask(self, question: Question | None, at_ns: int | None = None) -> None:
        """Ask, because of a press at an instant; what was asked before is settled first."""
        if question is None:
            return
        self.settle()
        self._open = question
        self._act_before = self._session.last_act
        self._asked_ns = now(self._clock).elapsed_ns if at_ns is None else at_ns
        lasts_ns = round(question.lasts_s * _SECOND_NS)
        self._until_ns = self._asked_ns + lasts_ns if lasts_ns else None
        self._page.ask(
            self._say(question.words),
            [
                (name, f"{ANSWER_KEYS[number]}  {said}" if number < len(ANSWER_KEYS) else said)
                for number, (name, said) in enumerate(question.answers)
            ],
            question.hint,
            types=question.types,
            text=question.text,
            enter=question.enter,
            points=self._points_of(question),
        )

    def _points_of(self, question: Question) -> tuple[str, ...]:
        """List the keys of steps that a question which types a time can be pointed at by.

        Digits are typed; their steps are pointed at by an arrow key, or by a tap.
        """
        if not question.types or question.on_step is None:
            return ()
        return tuple(key for key in self._board.step_by_key if not key.isdigit())

    def _answer_by_key(self, place: str, press: Press) -> None:
        number = ANSWER_KEYS.index(place)
        if self._open is not None:
            if number < len(self._open.answers):
                self._take(self._open.answers[number][0], self._page.typed, press.at_ns)
        elif press.at_ns - self._gone_ns < READ_NS:
            # It was meant for what was asked until now, and is typed into nothing else.
            self._refuse(_("The question had just gone: this key was not taken."))
        elif number == 0 and self._is_free_play and self._board.unlabelled:
            # Only free play says that this key types the words of a mark that waits.
            waiting = self._board.waiting(self._page.chosen_entry)
            if waiting is not None:
                self._ask(self.questions.words_for(waiting, types=True), press.at_ns)
        else:
            self._refuse(_("Nothing is asked, so this key does nothing."))

    def _take(self, name: str, text: str, at_ns: int) -> None:
        question = self._open
        if question is None:
            return
        is_typed = question.types and bool(text)
        if not is_typed and 0 <= at_ns - self._asked_ns < READ_NS:
            self._refuse(_("The question had just changed: this answer was not taken. Once more."))
            return
        self._open = None
        self._page.drop_question()
        self._follow(question, name, text, at_ns)
        if self._open is None and self._board.log.label(question.about) is not None:
            # One mark has its words, or its step: the next that waits is asked about.
            is_next = question.on_step is not None and self._ask_next_kept(question.about, at_ns)
            if not is_next:
                self._ask_next_words(at_ns)

    def _follow(
        self,
        question: Question,
        name: str,
        text: str,
        at_ns: int | None = None,
        *,
        asks_again: bool = True,
    ) -> None:
        """Do what an answer comes to; where it cannot be read, say so and ask again."""
        try:
            answer = question.take(name, text)
        except UserError as error:
            if asks_again:
                # What was typed is not lost, and what is typed next takes its place.
                self._ask(replace(question, text=text))
            self._refuse(error.text)
            return
        self._come_to(answer, at_ns)

    def _come_to(self, answer: Answer, at_ns: int | None = None) -> Outcome | None:
        if isinstance(answer, Question):
            self._ask(answer, at_ns)
            return None
        return self.do(answer, at_ns) if answer is not None else None

    # -- doing ---------------------------------------------------------------------------

    def do(self, command: Command, at_ns: int | None = None) -> Outcome:
        """Let the session log something, show what came of it, and ask what is still to say."""
        was_over = self._is_over
        outcome = self._shown(self._session.do(command))
        if isinstance(command, Mark | MarkInstead):
            marks = [one for one in outcome.entries if one.kind == "mark"]
            for entry in marks:
                self._marked(entry, at_ns)
        elif isinstance(command, CountHeads) and outcome.refusal is None:
            # Classes are counted one after the other.
            self._ask_heads(command.step, at_ns)
        elif self._is_over and not was_over:
            self._ended()
        return outcome

    @property
    def _is_over(self) -> bool:
        return self._session.recorder.phase in _OVER

    def _marked(self, entry: Entry, at_ns: int | None) -> None:
        if not same_as(entry):
            self._last = entry
        step = self._board.steps.get(entry.step or "")
        if step is not None and step.options:
            self._ask(self.questions.which_way(entry, step.id), at_ns)
        elif step is not None and step.units:
            self._ask(self.questions.which_unit(entry, step.id), at_ns)

    def _shown(self, outcome: Outcome) -> Outcome:
        self._presenter.show(outcome)
        if self._open is not None and not self._open.is_open():
            self.drop()
        if self._kept is not None and self._board.is_void(self._kept[0].id):
            # Nothing happened at that instant.
            self._let_go()
        return outcome

    def _refuse(self, words: Text) -> None:
        self._page.refuse(self._say(words))

    # -- steps ---------------------------------------------------------------------------

    def _step(self, step: str, press: Press) -> None:
        """Point at a step, name a kept instant by it, or mark it."""
        question = self._open
        if press.is_shifted and (waiting := self._to_name()):
            self._name(waiting, step, press)
        elif question is not None and question.restarts and step == self._board.zero_step:
            self._restart(question, press)
        elif question is not None and question.on_step is not None:
            self._point(question, step, press)
        elif self._is_single(self._guard_of(step), press):
            self._mark(step, press)

    def _point(self, question: Question, step: str, press: Press) -> None:
        last = self._accepted.get(step)
        if question.on_step is None or (last is not None and 0 <= press.at_ns - last < BOUNCE_NS):
            return
        self._accepted[step] = self._accepted[self._guard_of(step)] = press.at_ns
        answer = question.on_step(step, press.caught)
        typed, self._open = self._page.typed, None
        self._page.drop_question()
        if isinstance(answer, Question) and typed:
            self._ask(replace(answer, text=typed), press.at_ns)
            return
        if isinstance(answer, FailedAnew):
            self._point_at_failed(answer, press, typed)
            return
        outcome = self._come_to(answer, press.at_ns)
        said = outcome.first if outcome is not None else None
        self._ask_whether_now(said, step, press, question.about)

    def _ask_whether_now(
        self, said: Entry | None, step: str, press: Press, about: str = ""
    ) -> None:
        """A press that was meant as a mark loses no instant: one answer makes it one.

        Where further instants were kept after the one the question was `about`, the next of
        them is asked about in the same breath.
        """
        if said is None:
            return
        again = self.questions.was_it_now(said, step, press.caught, self._observed(press))
        if not self._ask_next_kept(about, press.at_ns, again):
            self._ask(again, press.at_ns)

    def _ask_next_kept(self, about: str, at_ns: int, before: Question | None = None) -> bool:
        """Ask about the instant that was kept after another and waits, if there is one."""
        log = self._session.recorder.log
        if not about or log.label(about) is None or self._is_free_play:
            return False
        number = log.number(about)
        for one in self._board.unlabelled:
            if log.number(one.id) > number:
                self._ask(self.questions.which_step(one, self._likely(), before), at_ns)
                return True
        return False

    def _asked_about(self) -> Entry | None:
        """Find the kept instant that the next step's key names, as is asked just now."""
        question = self._open
        if question is None or question.on_step is None or not question.about:
            return None
        waiting = self._board.waiting(question.about)
        return waiting if waiting is not None and waiting.id == question.about else None

    def _to_name(self) -> Entry | None:
        """Find what Shift and a step's key name: the chosen row, what is asked, the oldest."""
        chosen = self._page.chosen_entry
        waiting = self._board.waiting(chosen)
        is_chosen = waiting is not None and waiting.id == chosen
        return waiting if is_chosen else self._asked_about() or waiting

    def _likely(self) -> tuple[str, ...]:
        seen = self._presenter.seen if self._presenter.line else ()
        return self._board.likely(LIKELY, seen)

    def _restart(self, question: Question, press: Press) -> None:
        """Take the false start back for who starts anew instead of answering."""
        if self._is_single("!restart", press):
            self._open = None
            self._page.drop_question()
            self._follow(question, question.answers[0][0], "", press.at_ns)
            self._begin(press)

    def _guard_of(self, step: str) -> str:
        """Name what a second press of a step's key is a bounce of: with units, each its own."""
        unit = self._board.view(step).unit
        return step if unit is None else f"{step}/{unit.id}"

    def _mark(self, step: str, press: Press) -> None:
        kept = self._kept_for(press)
        if kept is not None:
            self.do(Mark.at(kept, step, press.made), press.at_ns)
        else:
            self.do(self._now(step, press), press.at_ns)

    def _in_words(self, words: str, press: Press) -> None:
        """Mark what has words and no step, or give them to the mark that waits."""
        if press.is_shifted and (waiting := self._board.waiting(self._page.chosen_entry)):
            self.do(Name(waiting.id, words=words))
            self._ask_next_words(press.at_ns)
        elif self._is_single(WORDS + words, press):
            kept = self._kept_for(press)
            if kept is not None:
                self.do(Mark.at(kept, None, press.made, words))
            else:
                self.do(self._now(None, press, words))

    def _now(self, step: str | None, press: Press, words: str = "") -> Mark:
        return Mark(
            step,
            press.caught.stamp,
            observed=self._observed(press),
            made=press.made,
            text=press.caught.note,
            words=words,
        )

    def _name(self, waiting: Entry, step: str, press: Press) -> None:
        # Shift may have been down by mistake: then this press is a mark.
        is_asked = self._asked_about() is waiting
        said = self.do(Name(waiting.id, step), press.at_ns).first
        self._ask_whether_now(said, step, press, waiting.id if is_asked else "")

    def _words_at(self, place: str) -> str | None:
        """Give the words whose tile has this key, in free play; None without one."""
        if not self._is_free_play:
            return None
        return self._presenter.words_by_key.get(place)

    # -- verbs ---------------------------------------------------------------------------

    def _heads(self, press: Press) -> None:
        """Ask for a head count of the chosen step, else of the one that was marked last."""
        steps = self._session.script.steps
        takes = [step.id for step in steps if step.id in self._board.order]
        takes = [step for step in takes if head_count_places(self._board.steps[step])]
        last = self._last.step if self._last is not None else None
        open_ = [step for step in takes if self._board.uncounted(step)]
        marked = [step for step in open_ if step in self._board.spoken_of]
        for step in (self._presenter.chosen, last, *marked, *open_, *takes):
            if step in takes:
                self._ask_heads(step, press.at_ns, again=True)
                return
        self._ask(self.questions.count_in_words(), press.at_ns)

    def _ask_heads(self, step: str, at_ns: int | None, *, again: bool = False) -> None:
        """Ask at the next place without a count; where all have one, at the first if `again`."""
        places = self._board.uncounted(step)
        if not places and again:
            places = tuple(head_count_places(self._board.steps[step]))
        if places:
            self._ask(self.questions.heads(step, places[0]), at_ns)

    def _units(self, _press: Press) -> None:
        self._presenter.pin_units()

    def _freeze(self, press: Press) -> None:
        """Keep an instant of which it is said later what it was, oldest first."""
        asked = self._asked_about()
        entry = self.do(self._now(None, press)).first
        if entry is None:
            return
        self._let_go()
        if self._is_free_play:
            self._ask_next_words(press.at_ns)
            return
        self._ask(self.questions.which_step(asked or entry, self._likely()), press.at_ns)

    def _name_waiting(self, press: Press) -> None:
        """Ask which step the waiting instant was, again: the chosen one, else the oldest."""
        waiting = self._to_name()
        if waiting is None:
            return
        if self._is_free_play:
            self._ask(self.questions.words_for(waiting), press.at_ns)
        else:
            self._ask(self.questions.which_step(waiting, self._likely()), press.at_ns)

    def _ask_next_words(self, at_ns: int) -> None:
        waiting = self._board.waiting("") if self._is_free_play else None
        if waiting is not None:
            self._ask(self.questions.words_for(waiting), at_ns)

    def _keep(self, press: Press) -> None:
        """Keep the last mark's instant for further steps, or let it go."""
        if self._kept is not None:
            self._let_go()
            return
        last = self._last
        if last is None or self._board.is_void(last.id):
            self._refuse(_("Mark a step first; then C and the keys of the others."))
            return
        self._kept = (last, press.at_ns + _KEPT_NS)
        self._show_kept(last)

    def _show_kept(self, last: Entry) -> None:
        time = self._wording.time(last, self._board)
        self._page.show_kept(self._say(_("Same instant {time}", time=time)))
        words = _("Press the keys of the other steps. C or Esc ends it.")
        self._page.tell(self._say(words), "swap")

    def _kept_for(self, press: Press) -> Entry | None:
        if self._kept is None:
            return None
        self._kept = (self._kept[0], press.at_ns + _KEPT_NS)
        return self._kept[0]

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept = None
            self._page.show_kept("")

    def _switch_radio(self, _press: Press) -> None:
        """Take every press from now on as heard by radio, or as seen again."""
        self._hears_radio = not self._hears_radio
        self._page.show_radio(is_on=self._hears_radio)
        words = (
            _("Heard by radio: times are upper bounds until B is pressed again.")
            if self._hears_radio
            else _("Seen: times are those of the press.")
        )
        self._page.tell(self._say(words), "triangle" if self._hears_radio else "disc")

    def _late(self, press: Press) -> None:
        if step := self._presenter.aimed():
            question = self.questions.how_long_ago(step, press.caught, self._observed(press))
            self._ask(question, press.at_ns)

    def _not_performed(self, press: Press) -> None:
        if step := self._presenter.aimed():
            self._ask(self.questions.not_performed(step), press.at_ns)

    def _failed(self, press: Press) -> None:
        if step := self._presenter.aimed():
            observed, unsaid = self._observed(press), self._say(dict(REASONS)[UNSAID])
            failed = Failed(step, unsaid, press.caught.stamp, observed=observed, made=press.made)
            entry = self.do(failed, press.at_ns).first
            if entry is not None:
                self._ask(self.questions.why_failed(entry), press.at_ns)

    def _point_at_failed(self, command: FailedAnew, press: Press, typed: str = "") -> None:
        """Say that another step failed at that instant, and ask on why."""
        for entry in self.do(command, press.at_ns).entries:
            if entry.kind == "failed":
                question = self.questions.why_failed(entry, pointed=press.caught)
                self._ask(replace(question, text=typed), press.at_ns)

    def _sync(self, press: Press) -> None:
        name, metres = self._board.next_sync, self._whistle_m()
        if self.do(Sync(press.caught.stamp, metres)).first is not None:
            words = _(
                "Sync mark {name}: it ties this laptop to every other that has {name} too.",
                name=name,
            )
            if metres:
                words = _(
                    "Sync mark {name}: a whistle {metres} m away, {seconds} s were taken off.",
                    name=name,
                    metres=metres,
                    seconds=f"{metres * 0.003:.2f}",
                )
            self._page.tell(self._say(words), "swap")

    def undo(self, _press: Press | None = None) -> None:
        """Take back the last act of this session, whatever it was."""
        question = self._open
        is_unlogged = question is not None and bool(question.otherwise) and not question.about
        if is_unlogged and self._session.last_act == self._act_before:
            # What waits on an answer was not logged yet: it is what was done last.
            self.drop()
            self._page.tell(self._say(_("What was asked is dropped; nothing was logged.")), "dash")
            return
        self._reverse(self._session.undo)

    def undo_end(self) -> None:
        """Take the end back, and nothing that was said after it."""
        log = self._session.recorder.log
        for entry in reversed(list(log)):
            is_end = entry.kind in ("end", "abort") and log.is_live(entry.id)
            if is_end and entry.source == self._session.recorder.station.source:
                self.do(Toggle(entry.id))
                return

    def redo(self, _press: Press | None = None) -> None:
        """Do again what was undone last."""
        self._reverse(self._session.redo)

    def _reverse(self, act: Callable[[], Outcome]) -> None:
        was_over = self._is_over
        self._accepted.clear()
        self._shown(act())
        self._page.choose_row(0)
        if self._is_over and not was_over:
            # The end stands again: its being taken back was undone, or it was redone.
            self._ended()

    def _toggle(self, press: Press) -> None:
        entry = self._page.chosen_entry
        if not entry:
            self._point_at_newest()
            return
        self._accepted.clear()
        if (ending := self._would_end_again(entry)) is not None:
            self._ask(self.questions.ends_again(entry, ending), press.at_ns)
        elif (made := self.do(Toggle(entry)).first) is not None:
            self._page.choose_row(0)
            self._page.tell(self._wording.entry(made, self._board)[1], "swap")

    def _point_at_newest(self) -> None:
        """Choose the newest row that can be taken back; the same key then takes it back."""
        source = self._session.recorder.station.source
        for entry in self._session.recorder.log.newest(KEPT_ROWS):
            if entry.source == source and self._can_be_taken_back(entry):
                self._page.choose_entry(entry.id)
                words = _(
                    "V again takes back: {time} {what}. Another row: Shift and an arrow key, or "
                    "a click.",
                    time=self._wording.time(entry, self._board),
                    what=self._wording.entry(entry, self._board)[1],
                )
                self._page.tell(self._say(words), "swap")
                return
        self._refuse(_("Nothing in the log can be taken back."))

    def _can_be_taken_back(self, entry: Entry) -> bool:
        log = self._session.recorder.log
        return log.is_live(entry.id) and is_taken_back(entry) and log.label(entry.id) is None

    def _would_end_again(self, entry: str) -> Entry | None:
        """Find the end, or void of the round, that a row taken back would bring back."""
        log = self._session.recorder.log
        root = log.entries[entry]
        while root.kind in AMENDING and (target := log.entries.get(root.amends or "")):
            root = target
        if root.kind in ("end", "abort") and not log.is_live(root.id):
            return root
        return None

    def _hold(self, press: Press) -> None:
        entry = self.do(HoldOrResume(press.caught.stamp)).first
        if entry is not None and entry.kind == "hold":
            self._ask(self.questions.why_held(entry), press.at_ns)
        elif entry is not None:
            self._presenter.tell_interrupted()

    def _note(self, press: Press) -> None:
        self._ask(self.questions.note(), press.at_ns)

    def _begin(self, press: Press) -> None:
        """Start the clock: by T0 where this post keeps it, else by what was heard by radio."""
        if self._open is not None and self._open.restarts:
            self._restart(self._open, press)
        elif not self._presenter.is_waiting:
            self._refuse(_("The drill has begun already."))
        elif self._board.sees_zero:
            self._mark(self._board.zero_step, press)
        else:
            self.do(Begin(press.caught.stamp))

    def _false_start(self, press: Press) -> None:
        if self._presenter.false_start_left_ns(now(self._clock)) > 0:
            # The key may stay down: what asks for this must not make the round void as well.
            self._page.let_go()
            self._ask(self.questions.false_start(), press.at_ns)

    def _void_round(self) -> None:
        if self._session.recorder.phase == "armed" and self._board.start is None:
            self._refuse(_("Nothing has begun yet, so there is nothing to make void."))
        else:
            self._ask(self.questions.void_round())

    # -- other keys ----------------------------------------------------------------------

    def _enter(self, press: Press) -> None:
        chosen = self._presenter.chosen
        if not chosen:
            self.do_verb("begin", press)
        else:
            self._step(chosen, press)

    def _tab(self, press: Press) -> None:
        if not self._is_free_play:
            self._presenter.change_line(-1 if press.is_shifted else 1)

    def _delete(self, press: Press) -> None:
        self.do_verb("withdraw", press)

    def _escape(self, _press: Press) -> None:
        """Drop what is asked; with nothing asked, let go of whatever is chosen or kept."""
        if self._page.put_away():
            return
        if (question := self._open) is not None:
            self.drop()
            self._tell_what_stays(question)
            return
        self._page.choose_row(0)
        self._presenter.choose("")
        self._presenter.unpin_units()
        self._let_go()

    def _move(self, place: str, press: Press) -> None:
        if press.is_shifted and place in ("Up", "Down"):
            self._page.choose_row(-1 if place == "Up" else 1)
            if self._is_free_play and (waiting := self._board.waiting(self._page.chosen_entry)):
                self._ask(self.questions.words_for(waiting), press.at_ns)
            return
        self._presenter.move(place)
        question, chosen = self._open, self._presenter.chosen
        if question is not None and question.on_step is not None and chosen:
            answer = question.on_step(chosen, press.caught)
            if isinstance(answer, Question):
                self._open = None
                self._ask(answer, press.at_ns)
            elif isinstance(answer, FailedAnew):
                self._point_at_failed(answer, press, self._page.typed)

    # -- inside --------------------------------------------------------------------------

    def _observed(self, press: Press) -> Observed:
        return "radio" if press.by_radio or self._hears_radio else "seen"

    def _is_single(self, what: str, press: Press) -> bool:
        """Say whether this is a press of its own; a bounce of the same key is told of."""
        last = self._accepted.get(what)
        # Any unit of a step stands for its key: the next one is another press of the same key.
        bounced = self._accepted.get(what.partition("/")[0]) if "/" in what else None
        # Every instant that is kept is another: only a key that bounces makes two of one.
        double_ns = min(INSTANT_NS, self._double_ns) if what == "!mark" else self._double_ns
        is_double = last is not None and abs(press.at_ns - last) < double_ns
        bounce_ns = min(BOUNCE_NS, self._double_ns)
        is_bounce = bounced is not None and abs(press.at_ns - bounced) < bounce_ns
        if is_double or is_bounce:
            self._page.refuse(self._say(_("Pressed twice at once: it counts as one.")), "swap")
            return False
        self._accepted[what] = press.at_ns
        if "/" in what:
            self._accepted[what.partition("/")[0]] = press.at_ns
        return True


#: What Shift makes of a verb.
_UNDER_SHIFT: Mapping[str, str] = {VERB_BY_KEY[key]: one for key, one in VERB_UNDER_SHIFT.items()}
#: What each verb does.
_VERBS: Mapping[str, Callable[[ConsoleController, Press], None]] = {
    "mark": ConsoleController._freeze,
    "same": ConsoleController._keep,
    "radio": ConsoleController._switch_radio,
    "late": ConsoleController._late,
    "sync": ConsoleController._sync,
    "not_performed": ConsoleController._not_performed,
    "failed": ConsoleController._failed,
    "undo": ConsoleController.undo,
    "redo": ConsoleController.redo,
    "void": ConsoleController._toggle,
    "hold": ConsoleController._hold,
    "note": ConsoleController._note,
    "heads": ConsoleController._heads,
    "units": ConsoleController._units,
    "name": ConsoleController._name_waiting,
    "begin": ConsoleController._begin,
    "withdraw": ConsoleController._false_start,
}
#: What keys do that are no verbs and lie on no step.
_OTHER_KEYS: Mapping[str, Callable[[ConsoleController, Press], None]] = {
    "Enter": ConsoleController._enter,
    "Tab": ConsoleController._tab,
    "Delete": ConsoleController._delete,
    "Esc": ConsoleController._escape,
}
