"""Mend the log for the review room, each act on the data lane; nothing while a drill runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject

from drillplanner.base.texts import Text, _
from drillplanner.services.review.log.lines import WholeLog
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.run.commands import Command, Remark, Rename, Reverse, Toggle
from drillplanner.services.run.free_play import ToStep
from ui.context import AppContext
from ui.review.log.tab import LogTab

Verb: TypeAlias = Literal["named", "voided", "restored", "remarked"]


@dataclass(frozen=True, slots=True)
class _Act:
    """What was done: to which entry, and the entries it made."""

    about: str
    verb: Verb
    made: tuple[str, ...]


class LogKeeper(QObject):
    """Works for the tab of the whole log; `entered` is called once something was kept.

    What was done here since the drill was opened is undone and done again; each of it is a
    fact, and any row can be voided and restored by itself as well.
    """

    def __init__(self, context: AppContext, tab: LogTab, entered: Callable[[], None]) -> None:
        super().__init__(tab)
        self._context, self._tab, self._entered = context, tab, entered
        self._review: DrillReview | None = None
        self._numbers: dict[str, int] = {}
        self._done: list[_Act] = []
        #: What was undone, each with the act that undid it.
        self._undone: list[tuple[_Act, _Act]] = []
        self._last: Literal["", "done", "undone"] = ""
        tab.namingAsked.connect(self._on_naming)
        tab.toggleAsked.connect(self._on_toggle)
        tab.remarkAsked.connect(self._on_remark)
        tab.undoAsked.connect(self._on_undo)
        tab.redoAsked.connect(self._on_redo)

    def show(self, review: DrillReview, log: WholeLog) -> None:
        """Show the log of a review; acts of another drill are not undone here."""
        before = self._review
        if before is not None and (before.recorded.drill.id, before.round) != (
            review.recorded.drill.id,
            review.round,
        ):
            self._done, self._undone, self._last = [], [], ""
            self._tab.forget_words()
        self._review = review
        entries = review.inputs.entries
        self._numbers = {one.entry.id: number for number, one in enumerate(entries, 1)}
        self._tab.show_log(log)
        self._tell()

    # -- acts ---------------------------------------------------------------------------

    def _on_naming(self, entry: str, step: ToStep | None, words: str, why: str, by: str) -> None:
        if step is None:
            command = Rename(entry, words=words, why=why)
        else:
            command = Rename(entry, step.step, step.unit, step.option, why=why)
        self._do(entry, command, by, "named")

    def _on_toggle(self, entry: str, why: str, by: str) -> None:
        line = self._tab.chosen
        is_restored = line is not None and line.can_be_restored
        verb: Verb = "restored" if is_restored else "voided"
        self._do(entry, Toggle(entry, why, is_whole=True), by, verb)

    def _on_remark(self, entry: str, words: str, by: str) -> None:
        self._do(entry, Remark(entry, words), by, "remarked")

    def _do(self, entry: str, command: Command, by: str, verb: Verb) -> None:
        def done(made: tuple[str, ...]) -> None:
            self._done.append(_Act(entry, verb, made))
            self._undone.clear()
            self._last = "done"

        self._carry_out(entry, command, by, done)

    def _on_undo(self, by: str) -> None:
        if not self._done:
            return
        act = self._done[-1]

        def done(made: tuple[str, ...]) -> None:
            self._done.pop()
            self._undone.append((act, _Act(act.about, act.verb, made)))
            self._last = "undone"

        self._carry_out(act.about, Reverse(act.made), by, done)

    def _on_redo(self, by: str) -> None:
        if not self._undone:
            return
        act, undoing = self._undone[-1]

        def done(_made: tuple[str, ...]) -> None:
            self._undone.pop()
            self._done.append(act)
            self._last = "done"

        self._carry_out(act.about, Reverse(undoing.made), by, done)

    def _carry_out(
        self, entry: str, command: Command, by: str, done: Callable[[tuple[str, ...]], None]
    ) -> None:
        review, reviews = self._review, self._context.services.reviews
        if review is None or self._context.is_running:
            return
        drill = review.recorded.drill.id

        def answer(made: tuple[str, ...]) -> None:
            done(made)
            self._tab.forget_words()
            self._entered()

        self._context.jobs.run(
            "data", lambda: reviews.correct(drill, entry, command, by=by), answer, owner=self
        )

    # -- inside -------------------------------------------------------------------------

    def _words(self, act: _Act) -> Text:
        """Say an act, by the number that its entry has now."""
        number = self._numbers.get(act.about, 0)
        match act.verb:
            case "named":
                return _("entry {number} named", number=number)
            case "voided":
                return _("entry {number} voided", number=number)
            case "restored":
                return _("entry {number} restored", number=number)
        return _("remark on entry {number}", number=number)

    def _tell(self) -> None:
        done = self._words(self._done[-1]) if self._done else None
        undone = self._words(self._undone[-1][0]) if self._undone else None
        said: Text | None = None
        if self._last == "done" and done is not None:
            said = _("Done: {what}.", what=done)
        elif self._last == "undone" and undone is not None:
            said = _("Undone: {what}.", what=undone)
        say = self._context.say
        self._tab.show_done(
            say(said) if said else "",
            say(_("Undo: {what}", what=done)) if done else "",
            say(_("Redo: {what}", what=undone)) if undone else "",
        )
