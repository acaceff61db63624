"""Settle on the end page what the log lacks, each line once, and take that back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.plan.model import split_ref
from drillplanner.run.clock.machine_clock import Clock, now, read_clock_note
from drillplanner.services.run.commands import (
    Command,
    Mark,
    MarkInstead,
    Name,
    NotPerformed,
    NotThere,
    Reverse,
    Toggle,
)
from ui.run.console.controller import ConsoleController
from ui.run.console.presenter import ConsolePresenter
from ui.run.console.questions import Question
from ui.run.finish.gaps_list import LineKey, Settled
from ui.run.finish.page import EndPage


class Settling(QObject):
    """What is missing at one end; `changed` is called when the log changed.

    Args:
        page: what shows it.
        clock: the machine's clocks.
        changed: shows how many entries there are, and how they are saved.
    """

    def __init__(self, page: EndPage, clock: Clock, changed: Callable[[], None]) -> None:
        super().__init__(page)
        self._page, self._clock, self._changed = page, clock, changed
        self._presenter: ConsolePresenter | None = None
        self._controller: ConsoleController | None = None
        #: Of each line settled here: the entry that did, and what takes it back.
        self._settled: dict[LineKey, tuple[str, Command]] = {}
        #: Lines that are to stay as they are, and what they said.
        self._left: dict[LineKey, str] = {}
        #: The lines that were settled or left, in the order of the presses.
        self._pressed: list[LineKey] = []
        #: What is asked about a time that was typed, and the line it was typed into.
        self._doubt: tuple[LineKey, Question] | None = None
        gaps = page.gaps
        gaps.notPerformed.connect(self._not_performed)
        gaps.notThere.connect(self._not_there)
        gaps.lateGiven.connect(self._late)
        gaps.leftSo.connect(self._leave)
        gaps.named.connect(self._name)
        gaps.voided.connect(self._void)
        gaps.undone.connect(self._undo)
        gaps.hurried.connect(self._tell_hurried)
        page.undoRequested.connect(self._undo_last)
        page.doubtAnswered.connect(self._answer_doubt)

    def open(self, presenter: ConsolePresenter, controller: ConsoleController) -> None:
        """Show what is missing at the end of a drill."""
        self._presenter, self._controller = presenter, controller
        self._settled.clear()
        self._left.clear()
        self._pressed.clear()
        self._doubt = None
        self.show()

    def close(self) -> None:
        """Settle nothing more: the drill is not here any more."""
        self._presenter = self._controller = self._doubt = None
        self._settled.clear()
        self._page.gaps.forget()

    def show(self) -> None:
        """Show how things stand now: what is missing, and what was marked."""
        presenter = self._presenter
        if presenter is None:
            return
        lines = [one for one in presenter.gap_lines if one.key not in self._left]
        for line in lines:
            # Taken back elsewhere: it is missing again.
            self._settled.pop(line.key, None)
        self._page.gaps.show_lines(lines, self._said(presenter))
        lack = presenter.lacks_start
        self._page.show_marks(
            presenter.marks,
            is_start_heard=presenter.board.is_start_heard,
            lacks_start=self._page.context.say(lack) if lack is not None else "",
        )

    def _said(self, presenter: ConsolePresenter) -> Mapping[LineKey, Settled]:
        said = {key: presenter.said_of(entry) for key, (entry, _undo) in self._settled.items()}
        return {key: Settled(words, can_undo=True) for key, words in (said | self._left).items()}

    # -- what is pressed -----------------------------------------------------------------

    def _not_performed(self, place: str) -> None:
        step, unit = split_ref(place)
        kind = "nothing" if unit or not self._has_units(step) else "none_of_all"
        is_whole = kind == "none_of_all"
        self._settle((kind, place), NotPerformed(step, unit, is_whole=is_whole))

    def _not_there(self, kind: str, place: str) -> None:
        self._settle((kind, place), NotThere(*split_ref(place)))

    def _has_units(self, step: str) -> bool:
        return self._presenter is not None and bool(self._presenter.board.steps[step].units)

    def _name(self, entry: str, step: str) -> None:
        self._settle(("unnamed", entry), Name(entry, step), Toggle(entry))

    def _void(self, kind: str, place: str, entry: str) -> None:
        toggle = Toggle(entry, is_whole=True)
        self._settle((kind, place), toggle, toggle)

    def _leave(self, kind: str, place: str) -> None:
        """Ask no more about what is known by radio alone: an upper bound it stays."""
        key = (kind, place)
        line = next((one for one in self._page.gaps.lines if one.key == key), None)
        if line is not None:
            words = _("{what}: left so", what=line.words)
            self._left[key] = self._page.context.say(words)
            self._pressed.append(key)
            self.show()
            self._changed()

    def _late(self, kind: str, place: str, text: str) -> None:
        if self._controller is None:
            return
        step, unit = split_ref(place)
        key = (kind, place)
        try:
            present = now(self._clock)
            answer = self._controller.questions.late_by_text(step, text, present, unit)
        except UserError as error:
            self._tell(error.text)
            return
        if isinstance(answer, Question):
            self._doubt = key, answer
            words = self._page.context.say(answer.words)
            self._page.ask_doubt(words, answer.answers)
        elif answer is not None:
            self._enter(key, answer)

    def _enter(self, key: LineKey, answer: Command) -> None:
        """Enter a time late, in place of the one that it is known better than."""
        line = next((one for one in self._page.gaps.lines if one.key == key), None)
        if line is not None and line.replaces and isinstance(answer, Mark):
            answer = MarkInstead(line.replaces, answer)
        self._settle(key, answer)

    def _answer_doubt(self, name: str) -> None:
        """Enter what was asked about, or leave it to be typed anew."""
        doubt, self._doubt = self._doubt, None
        if doubt is None:
            return
        key, question = doubt
        answer = question.take(name, "")
        if answer is not None and not isinstance(answer, Question):
            self._enter(key, answer)

    def _undo(self, kind: str, place: str) -> None:
        settled = self._settled.pop((kind, place), None)
        if settled is not None:
            self._do(settled[1])
        elif self._left.pop((kind, place), None) is not None:
            self.show()
            self._changed()

    def _undo_last(self) -> None:
        """Take back what was settled last; where nothing is, ask about the end itself."""
        while self._pressed:
            key = self._pressed.pop()
            said = self._page.gaps.said_of(key)
            if key in self._settled or key in self._left:
                self._undo(*key)
                self._tell(_("Undone: {what}.", what=said))
                return
        self._page.ask_back()

    def _tell_hurried(self) -> None:
        words = _("This line had just changed: the press was not taken. Once more.")
        self._tell(words)

    # -- inside --------------------------------------------------------------------------

    def _settle(self, key: LineKey, command: Command, undo: Command | None = None) -> None:
        entry = self._do(command, key, undo)
        if entry:
            self._page.tell("")

    def _do(self, command: Command, key: LineKey | None = None, undo: Command | None = None) -> str:
        """Let the session log something; give the entry that did, none where it was refused."""
        if self._controller is None:
            return ""
        outcome = self._controller.do(command)
        # What the console would ask next has no place here.
        self._controller.drop()
        first = outcome.first
        if outcome.refusal is not None:
            self._tell(outcome.refusal)
        elif first is not None and key is not None:
            # What the program noted of the clocks meanwhile is nobody's act.
            made = tuple(one.id for one in outcome.entries if read_clock_note(one.text) is None)
            self._settled[key] = made[-1], undo or Reverse(made)
            self._pressed.append(key)
        self.show()
        self._changed()
        return first.id if first is not None and outcome.refusal is None else ""

    def _tell(self, words: Text) -> None:
        self._page.tell(self._page.context.say(words))
