"""Decide what a press means: which verb, of which step, and whether it is a press of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillplanner.base.texts import Text, _
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import Clock, now
from drillplanner.run.entry import Made
from drillplanner.services.run.board import Board
from drillplanner.services.run.recorder import Recorder
from drillplanner.services.run.station_steps import STEP_KEYS
from ui.run.console.beginning import Beginning
from ui.run.console.free_words import FreeWords
from ui.run.console.log_shown import LogShown
from ui.run.console.marking import Marking
from ui.run.console.questions import Attempt, Questions
from ui.run.console.steps_shown import StepsShown
from ui.run.keys import STEP_ARROWS, VERB_BY_KEY

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

_MS = 10**6


@dataclass(frozen=True, slots=True)
class Parts:
    """What presses are about: what is seen, what logs, and who does what they ask for."""

    page: ConsolePage
    recorder: Recorder
    clock: Clock
    board: Board
    shown: LogShown
    steps: StepsShown
    questions: Questions
    free: FreeWords
    marking: Marking
    beginning: Beginning


class Presses:
    """Keys, taps and buttons of one console.

    Args:
        parts: the console's.
        say: puts a text into the window's language.
        attempt: logs something, and says why where it is refused.
        double_press_ms: two presses of one key within this make one entry.
    """

    def __init__(
        self, parts: Parts, say: Callable[[Text], str], attempt: Attempt, double_press_ms: int
    ) -> None:
        self._page = parts.page
        self._recorder = parts.recorder
        self._clock = parts.clock
        self._board = parts.board
        self._shown = parts.shown
        self._steps = parts.steps
        self._questions = parts.questions
        self._free = parts.free
        self._marking = parts.marking
        self._beginning = parts.beginning
        self._say = say
        self._attempt = attempt
        self._double_ns = double_press_ms * _MS
        #: When each key was taken last: by step, by tile, or by verb after an exclamation mark.
        self._accepted: dict[str, int] = {}

    def guard_start(self) -> None:
        """Take what was just pressed for a press of the start: the key that armed may bounce."""
        self._accepted["!begin"] = now(self._clock).elapsed_ns

    def on_key(self, place: str, caught: Caught, is_shifted: bool, has_ctrl: bool = False) -> None:
        """Do what the key at a place stands for; Ctrl says that it was heard by radio."""
        if place in STEP_ARROWS:
            self._move(place, is_shifted)
        elif place == "Tab" and not self._free.is_free_play:
            self._steps.change_line(-1 if is_shifted else 1)
        elif place in self._board.step_by_key:
            step = self._board.step_by_key[place]
            is_named = is_shifted and self._marking.name(step)
            if not is_named and self._is_single(step, caught):
                self._marking.step(step, caught, "key", by_radio=has_ctrl)
        elif words := self._free.words_of(place):
            is_named = is_shifted and self._free.name_waiting(words)
            if not is_named and self._is_single(place, caught):
                self._marking.words(words, caught, "key", by_radio=has_ctrl)
        elif place in VERB_BY_KEY:
            if self._is_single(f"!{VERB_BY_KEY[place]}", caught):
                self._do(VERB_BY_KEY[place], caught, "key", by_radio=has_ctrl)
        elif place == "Enter":
            self._enter(caught, by_radio=has_ctrl)
        elif place == "Delete":
            self._do("withdraw", caught, "key")
        elif place == "Esc":
            self._drop_all()
        else:
            self._answer(place)

    def _enter(self, caught: Caught, *, by_radio: bool) -> None:
        chosen = self._steps.chosen
        if not chosen:
            self._do("begin", caught, "key")
        elif self._is_single(chosen, caught):
            self._marking.step(chosen, caught, "key", by_radio=by_radio)

    def on_tap(self, step: str, caught: Caught) -> None:
        """Mark the step whose tile was tapped."""
        words = self._free.words_of(step)
        if not self._is_single(step, caught):
            return
        if words:
            self._marking.words(words, caught, "tap")
        else:
            self._marking.step(step, caught, "tap")

    def on_verb(self, verb: str, caught: Caught) -> None:
        """Do what a verb's button stands for."""
        if verb == "begin" or self._is_single(f"!{verb}", caught):
            self._do(verb, caught, "tap")

    # -- verbs -------------------------------------------------------------------------

    def _do(self, verb: str, caught: Caught, made: Made, *, by_radio: bool = False) -> None:
        match verb:
            case "mark":
                self._marking.nameless(caught, made, by_radio=by_radio)
            case "same":
                self._marking.keep(caught.stamp.elapsed_ns)
            case "radio":
                self._marking.switch_radio()
            case "late":
                self._marking.late(caught)
            case "sync":
                self._marking.sync(caught)
            case "not_performed":
                self._marking.not_performed()
            case "failed":
                self._marking.failed(caught, made, by_radio=by_radio)
            case "void_last":
                self._void_last()
            case "void":
                self._void(self._page.chosen_entry)
            case "hold":
                self._hold(caught)
            case "note":
                self._questions.note()
            case "begin" | "withdraw":
                self._start(verb, caught)

    def _start(self, verb: str, caught: Caught) -> None:
        if verb == "begin":
            if self._is_single("!begin", caught):
                self._beginning.begin(caught)
        elif self._beginning.may_withdraw(now(self._clock)):
            # An instant that a question waits on is logged, and taken back with the rest.
            self._questions.asking.settle()
            self._beginning.withdraw(now(self._clock))
            self._marking.let_go_of_void()
            self._accepted.clear()

    def _void_last(self) -> None:
        last = self._shown.last
        if last:
            self._void(last)
        else:
            self._page.refuse(self._say(_("There is nothing to void.")))

    def _void(self, entry: str) -> None:
        target = self._board.voidable(entry) if entry else None
        if target is None:
            words = _("Choose an entry in the log first: Shift and an arrow key, or a click.")
            self._page.refuse(self._say(words))
            return
        self._accepted.clear()
        if self._attempt(lambda: self._recorder.void(target)) is not None:
            self._marking.let_go_of_void()
            self._page.choose_row(0)

    def _hold(self, caught: Caught) -> None:
        is_held = self._recorder.phase == "held"
        verb = self._recorder.resume if is_held else self._recorder.hold
        self._attempt(lambda: verb(stamp=caught.stamp))

    # -- inside ------------------------------------------------------------------------

    def _is_single(self, what: str, caught: Caught) -> bool:
        """Say whether this is a press of its own; a bounce of the same key is told of."""
        at_ns = caught.stamp.elapsed_ns
        last = self._accepted.get(what)
        if last is not None and abs(at_ns - last) < self._double_ns:
            words = _("Pressed twice at once: it counts as one.")
            self._page.refuse(self._say(words), "swap")
            return False
        self._accepted[what] = at_ns
        return True

    def _move(self, place: str, is_shifted: bool) -> None:
        if is_shifted and place in ("Up", "Down"):
            self._page.choose_row(-1 if place == "Up" else 1)
            if self._free.is_free_play:
                self._free.ask(self._page.chosen_entry)
        else:
            self._steps.move(place)

    def _answer(self, place: str) -> None:
        """Answer what is asked; where nothing is, F2 types the words of a mark that waits."""
        if self._questions.asking.is_open and place not in STEP_KEYS:
            self._questions.asking.answer_by_key(place)
        elif place == "F2":
            self._free.ask(self._page.chosen_entry, types=True)
        elif place in STEP_KEYS:
            words = _("No step lies on this key, so nothing was logged; Space marks an instant.")
            self._page.refuse(self._say(words))

    def _drop_all(self) -> None:
        """Let go of whatever is asked, chosen or kept."""
        self._page.drop_question()
        self._page.choose_row(0)
        self._steps.choose("")
        self._marking.let_go()
