"""Ask in place what a press alone cannot say: why it failed, which way, what to note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from drillplanner.base.texts import Text, _
from drillplanner.plan.free_play import tidy
from drillplanner.run.entries import Entry, Made
from drillplanner.run.instant import Caught
from drillplanner.services.recorder import Recorder
from drillplanner.services.running_board import Board
from ui.run.keys import ANSWER_KEYS, REASONS
from ui.run.wording import Wording

if TYPE_CHECKING:
    from ui.run.console_page import ConsolePage


#: Answers to what a mark was: words to be typed, and words used before, by their number.
_TYPE, _WORDS = "type", "words:"


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked now, and what the answer will be about."""

    about: Literal["failed", "option", "note", "elsewhere", "words"]
    answers: tuple[str, ...]
    step: str = ""
    unit: str | None = None
    caught: Caught | None = None
    made: Made = "key"
    entry: str = ""
    words: tuple[str, ...] = ()
    types: bool = False


class Questions:
    """One question at a time; while it waits, keys go on being logged.

    Args:
        page: where it is asked.
        recorder: what the answer is logged with.
        board: the steps.
        wording: their words.
        attempt: logs something, and says why where it is refused.
        save_elsewhere: saves the session to a path that was typed.
    """

    def __init__(
        self,
        page: ConsolePage,
        recorder: Recorder,
        board: Board,
        wording: Wording,
        attempt: Callable[[Callable[[], Entry]], Entry | None],
        save_elsewhere: Callable[[str], None],
    ) -> None:
        self._page = page
        self._recorder = recorder
        self._board = board
        self._wording = wording
        self._attempt = attempt
        self._save_elsewhere = save_elsewhere
        self._open: _Question | None = None
        self._asked = Text("")

    def ask_reason(self, step: str, caught: Caught, made: Made) -> None:
        """Ask why a step failed; its instant is that of the press."""
        view = self._board.view(step)
        answers = _keyed([(name, self._say(words)) for name, words in REASONS])
        question = _Question(
            "failed",
            tuple(name for name, _words in answers),
            step,
            view.unit.id if view.unit else None,
            caught,
            made,
        )
        words = _("Why did it fail? {step}", step=self._wording.step(view.step))
        self._ask(question, words, answers, self._say(_("more words, if any")))

    def ask_option(self, entry: Entry, step: str) -> None:
        """Ask which way a decision went; that it was taken is in the log already."""
        options = self._board.steps[step].options
        answers = _keyed([(one.id, self._wording.words(one.name)) for one in options])
        question = _Question("option", tuple(one.id for one in options), step, entry=entry.id)
        asked = _("Which way? {step}", step=self._wording.step(self._board.steps[step]))
        self._ask(question, asked, answers, "")

    def ask_note(self) -> None:
        """Ask for the words of a note."""
        answers = [("save", self._say(_("Log it")))]
        hint = self._say(_("Enter logs it, Escape leaves"))
        self._ask(_Question("note", ("save",)), _("Note:"), answers, hint, types=True)

    def ask_words(self, entry: str, used: Sequence[str], asked: Text, types: bool) -> None:
        """Ask what a mark was, in words: those used before, or new ones that are typed."""
        offered = tuple(used[: len(ANSWER_KEYS) - 1])
        answers = [
            (_TYPE, self._say(_("Type words…"))),
            *((f"{_WORDS}{number}", words) for number, words in enumerate(offered)),
        ]
        names = tuple(name for name, _words in answers)
        question = _Question("words", names, entry=entry, words=offered, types=types)
        hint = self._say(_("new words; Enter names the mark"))
        self._ask(question, asked, _keyed(answers), hint, types=types)
        self._asked = asked

    @property
    def is_open(self) -> bool:
        """Say whether something is asked now."""
        return self._open is not None

    def ask_elsewhere(self, suggested: str) -> None:
        """Ask where to save the session besides."""
        words = _("Save all entries of this session to this file:")
        answers = [("save", self._say(_("Save")))]
        self._ask(_Question("elsewhere", ("save",)), words, answers, "", types=True, text=suggested)

    def answer(self, name: str, text: str) -> bool:
        """Do what the answer says; tell whether it was about the chosen step."""
        question, self._open = self._open, None
        if question is None:
            return False
        match question.about:
            case "failed":
                self._log_failed(question, name, text)
                return True
            case "option":
                self._attempt(
                    lambda: self._recorder.label(question.entry, question.step, option=name)
                )
            case "note" if text:
                self._attempt(lambda: self._recorder.note(text))
            case "elsewhere" if text:
                self._save_elsewhere(text)
            case "words":
                self._log_words(question, name, tidy(text))
        return False

    def drop(self) -> None:
        """Ask no more."""
        self._open = None

    def settle(self) -> None:
        """Lose nothing because something else came up: a failure's reason is "other" then."""
        if self._open is not None and self._open.about == "failed":
            self._page.answer("other")
        elif self._open is not None and self._open.about in ("note", "words"):
            self._page.answer("save")
        else:
            self._page.drop_question()

    def answer_by_key(self, place: str) -> None:
        """Take a function key as an answer."""
        question = self._open
        if question is not None and place in ANSWER_KEYS:
            number = ANSWER_KEYS.index(place)
            if number < len(question.answers):
                self._page.answer(question.answers[number])

    def _ask(
        self,
        question: _Question,
        words: Text,
        answers: Sequence[tuple[str, str]],
        hint: str,
        *,
        types: bool = False,
        text: str = "",
    ) -> None:
        self.settle()
        self._open = question
        self._page.ask(self._say(words), answers, hint, types=types, text=text)

    def _log_failed(self, question: _Question, name: str, text: str) -> None:
        reason = self._say(dict(REASONS)[name])
        whole = f"{reason}: {text}" if text else reason
        caught = question.caught
        self._attempt(
            lambda: self._recorder.failed(
                question.step,
                whole,
                unit=question.unit,
                stamp=caught.stamp if caught else None,
                made=question.made,
            )
        )

    def _log_words(self, question: _Question, name: str, typed: str) -> None:
        """Name a mark; the answer that types opens the line unless words stand in it already."""
        words = typed
        if name.startswith(_WORDS):
            words = question.words[int(name.removeprefix(_WORDS))]
        if words:
            self._attempt(lambda: self._recorder.label_free(question.entry, words))
        elif name == _TYPE and not question.types:
            self.ask_words(question.entry, question.words, self._asked, types=True)

    def _say(self, text: Text) -> str:
        return self._wording.say(text)


def _keyed(answers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put the keys that give them before the words of answers, as far as there are keys."""
    keys = [f"{key}  " for key in ANSWER_KEYS]
    keys += [""] * (len(answers) - len(keys))
    return [(name, f"{key}{words}") for (name, words), key in zip(answers, keys, strict=False)]
