"""Ask one thing at a time in place; while it waits, keys go on being logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from drillplanner.base.texts import Text
from ui.run.keys import ANSWER_KEYS

if TYPE_CHECKING:
    from ui.run.console_page import ConsolePage

#: Hears an answer: its name and the words that were typed.
Take: TypeAlias = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `answers` are names and words; Enter in the line gives the first.

    `hint` stands in the line for typing; without one there is no line. `types` puts the keys
    into the line at once, with `text` in it. `otherwise` is the answer that is taken when
    something else comes up, for what may not be lost; empty takes none. `about` names the
    entry that is asked about, where there is one.
    """

    words: Text
    answers: Sequence[tuple[str, str]]
    take: Take
    hint: str = ""
    types: bool = False
    text: str = ""
    otherwise: str = ""
    about: str = ""


class Asking:
    """The one question that is open on a page."""

    def __init__(self, page: ConsolePage, say: Callable[[Text], str]) -> None:
        self._page = page
        self._say = say
        self._open: Question | None = None

    @property
    def about(self) -> str:
        """Give the entry that is asked about; empty if none is."""
        return self._open.about if self._open is not None else ""

    @property
    def is_open(self) -> bool:
        """Say whether something is asked now."""
        return self._open is not None

    def ask(self, question: Question) -> None:
        """Ask; what was asked before is settled first."""
        self.settle()
        self._open = question
        answers = [
            (name, f"{ANSWER_KEYS[number]}  {words}" if number < len(ANSWER_KEYS) else words)
            for number, (name, words) in enumerate(question.answers)
        ]
        self._page.ask(
            self._say(question.words),
            answers,
            question.hint,
            types=question.types,
            text=question.text,
        )

    def take(self, name: str, text: str) -> None:
        """Do what the answer says."""
        question, self._open = self._open, None
        if question is not None:
            question.take(name, text)

    def forget(self) -> None:
        """Ask no more: the page dropped the question."""
        self._open = None

    def drop(self) -> None:
        """Ask no more, and show nothing."""
        self._page.drop_question()

    def settle(self) -> None:
        """Lose nothing because something else came up."""
        if self._open is not None and self._open.otherwise:
            self._page.answer(self._open.otherwise)
        else:
            self._page.drop_question()

    def save(self) -> None:
        """Take the answer that may not be lost, if there is one: nobody may come back to it."""
        if self._open is not None and self._open.otherwise:
            self._page.answer(self._open.otherwise)

    def answer_by_key(self, place: str) -> None:
        """Take a function key as an answer."""
        if self._open is not None and place in ANSWER_KEYS:
            number = ANSWER_KEYS.index(place)
            if number < len(self._open.answers):
                self._page.answer(self._open.answers[number][0])
