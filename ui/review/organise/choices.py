"""Offer what a wording may mean, and suggest what it most likely does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from drillplanner.base.texts import Words, _, words_in
from drillplanner.plan.free_play import tidy
from drillplanner.plan.model import Script
from drillplanner.services.run.free_play import Choice, ToStep, Wording
from ui.context import AppContext

#: Under which role an item holds the choice it stands for.
CHOICE_ROLE = Qt.ItemDataRole.UserRole


class Choices:
    """What can be chosen with one script, or with none; one model serves all rows.

    Args:
        desk: for words.
        script: whose steps are offered; None offers new steps only.
        parent: what the models are gone with.
    """

    def __init__(self, context: AppContext, script: Script | None, parent: QObject) -> None:
        self._context, self._script = context, script
        self.places: dict[Choice, int] = {}
        self.model = QStandardItemModel(parent)
        leave: Choice = "leave"
        new: Choice = "new"
        self._add(leave, context.say(_("leave as it is (not scored)")))
        self._add(new, context.say(_("becomes a new step")))
        if script is not None:
            self._add_steps(script, lambda words: context.words(words, script.language))

    def suggested(self, wording: Wording) -> Choice:
        """Suggest what a wording means: what it means now, T0, the step of the same words."""
        script = self._script
        if script is None:
            return "new" if wording.words else "leave"
        if wording.now is not None and wording.now in self.places:
            return wording.now
        if wording.is_danger and script.t0 is not None:
            return ToStep(script.t0)
        for step in script.steps:
            if wording.words and wording.words in _all_words(step.text, script.language):
                return ToStep(step.id)
        return "leave"

    def _add_steps(self, script: Script, words: Callable[[Words], str]) -> None:
        for step in script.steps:
            said = words(step.text)
            self._add(ToStep(step.id), said)
            for unit in step.units:
                name = _("{step}: {unit}", step=said, unit=words(unit.name))
                self._add(ToStep(step.id, unit.id), self._context.say(name))
            for option in step.options:
                name = _("{step}: {unit}", step=said, unit=words(option.name))
                self._add(ToStep(step.id, None, option.id), self._context.say(name))

    def _add(self, choice: Choice, words: str) -> None:
        item = QStandardItem(words)
        item.setData(choice, CHOICE_ROLE)
        self.places[choice] = self.model.rowCount()
        self.model.appendRow(item)


def _all_words(words: Words, language: str) -> set[str]:
    """Give a step's words in each language that marks may have been named in."""
    return {tidy(words_in(words, one, language)) for one in ("zh_CN", "en")}
