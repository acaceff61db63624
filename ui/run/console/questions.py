"""Ask one thing at a time in place, what a press alone cannot say: why, which way, when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.time_reader.late import Ago, read_ago
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.entry import Entry, Made, Observed
from drillplanner.services.run.board import Board
from drillplanner.services.run.recorder import Recorder
from ui.run.console.wording import Wording
from ui.run.keys import ANSWER_KEYS, REASONS

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

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


if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

#: Logs something; where it is refused it says why and gives None.
Attempt = Callable[[Callable[[], Entry]], "Entry | None"]

#: How many likely steps are offered for a mark without a name.
LIKELY = 4
#: The answer that a mark is of no step, but has words of its own.
_IN_WORDS = ":words"
#: The answer that takes what was typed, and nothing where nothing was.
_TYPED = ":typed"
#: How many other units are offered after one was marked; the first nine have keys.
_UNITS = 24
#: What is offered as "about so long ago", more or less, in seconds. House values, class D.
_AGO_S = ((5, 2), (10, 3), (20, 5), (30, 10), (60, 15), (120, 30), (300, 60))


class Questions:
    """Everything the console asks; the answers are logged.

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
        attempt: Attempt,
        save_elsewhere: Callable[[str], None],
    ) -> None:
        self._page = page
        self._recorder = recorder
        self._board = board
        self._wording = wording
        self._attempt = attempt
        self._save_elsewhere = save_elsewhere
        self.asking = Asking(page, wording.say)

    def why_failed(
        self, step: str, caught: Caught, made: Made, observed: Observed, done: Callable[[], None]
    ) -> None:
        """Ask why a step failed; its instant is that of the press."""
        view = self._board.view(step)
        unit = view.unit.id if view.unit else None

        def take(name: str, text: str) -> None:
            reason = self._say(dict(REASONS)[name])
            whole = f"{reason}: {text}" if text else reason
            self._attempt(
                lambda: self._recorder.failed(
                    step, whole, unit=unit, stamp=caught.stamp, observed=observed, made=made
                )
            )
            done()

        self.asking.ask(
            Question(
                _("Why did it fail? {step}", step=self._wording.step(view.step)),
                [(name, self._say(words)) for name, words in REASONS],
                take,
                hint=self._say(_("more words, if any")),
                otherwise="other",
            )
        )

    def which_way(self, entry: Entry, step: str) -> None:
        """Ask which way a decision went; that it was taken is in the log already."""
        asked = self._board.steps[step]

        def take(name: str, _text: str) -> None:
            self._attempt(lambda: self._recorder.label(entry.id, step, option=name))

        self.asking.ask(
            Question(
                _("Which way? {step}", step=self._wording.step(asked)),
                [(one.id, self._wording.words(one.name)) for one in asked.options],
                take,
                about=entry.id,
            )
        )

    def which_unit(self, entry: Entry, step: str) -> None:
        """Offer the other units that are open: a press takes them in turn."""
        others = self._board.open_units(step)[:_UNITS]
        if entry.unit is None or not others:
            return
        taken = next(one for one in self._board.steps[step].units if one.id == entry.unit)

        def take(name: str, _text: str) -> None:
            self._attempt(lambda: self._recorder.label(entry.id, step, unit=name))

        self.asking.ask(
            Question(
                _("Logged for {unit}. Another one?", unit=self._wording.words(taken.name)),
                [(one.id, self._wording.words(one.name)) for one in others],
                take,
                about=entry.id,
            )
        )

    def which_step(
        self,
        entry: Entry,
        likely: tuple[str, ...],
        name: Callable[[str], None],
        in_words: Callable[[str], None],
    ) -> None:
        """Offer the likely steps of a mark that has no name, or words; it may wait for one."""
        count = len(self._board.unlabelled)
        words = ngettext(
            "The instant is kept. What was it? Or later: Shift and the step's key.",
            "{count} instants are kept. What was the last? Or later: Shift and the step's key, "
            "oldest first.",
            count,
        )
        steps = [(step, self._wording.step(self._board.steps[step])) for step in likely]

        def take(answer: str, text: str) -> None:
            if text or answer == _IN_WORDS:
                in_words(text)
            else:
                name(answer)

        self.asking.ask(
            Question(
                words,
                [*steps, (_IN_WORDS, self._say(_("No step: in words…")))],
                take,
                about=entry.id,
            )
        )

    def how_long_ago(self, step: str, caught: Caught, made_late: Callable[[Ago], None]) -> None:
        """Ask when a step happened that was not marked (补记); it may be typed as well."""
        offered = {str(ago): Ago(Fraction(ago), Fraction(half)) for ago, half in _AGO_S}

        def take(name: str, text: str) -> None:
            if name == _TYPED and not text:
                return
            try:
                of_day_s = self._wording.of_day_s(caught.stamp.wall_utc_ns)
                made_late(read_ago(text, of_day_s) if text else offered[name])
            except UserError as error:
                self._page.refuse(self._say(error.text))

        answers = [(name, self._say(ago.said())) for name, ago in offered.items()]
        self.asking.ask(
            Question(
                _(
                    "Late entry. When was it? {step}",
                    step=self._wording.step(self._board.steps[step]),
                ),
                answers,
                take,
                hint=self._say(_("or type: 20±5, 0120, 150802")),
                otherwise=_TYPED,
            )
        )

    def note(self) -> None:
        """Ask for the words of a note."""

        def take(_name: str, text: str) -> None:
            if text:
                self._attempt(lambda: self._recorder.note(text))

        self.asking.ask(
            Question(
                _("Note:"),
                [("save", self._say(_("Log it")))],
                take,
                hint=self._say(_("Enter logs it, Escape leaves")),
                types=True,
                otherwise="save",
            )
        )

    def elsewhere(self, suggested: str) -> None:
        """Ask where to save the session besides."""

        def take(_name: str, text: str) -> None:
            if text:
                self._save_elsewhere(text)

        self.asking.ask(
            Question(
                _("Save all entries of this session to this file:"),
                [("save", self._say(_("Save")))],
                take,
                types=True,
                text=suggested,
            )
        )

    def _say(self, text: Text) -> str:
        return self._wording.say(text)
