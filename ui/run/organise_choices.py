"""Offer what a wording may mean, and suggest what it most likely does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from drillplanner.base.texts import Words, _, words_in
from drillplanner.plan.free_play import tidy
from drillplanner.plan.scenario import Script
from drillplanner.services.free_play import Choice, ToStep, Wording
from ui.desk import Desk

#: Under which role an item holds the choice it stands for.
CHOICE_ROLE = Qt.ItemDataRole.UserRole


class Choices:
    """What can be chosen with one script, or with none; one model serves all rows.

    Args:
        desk: for words.
        script: whose steps are offered; None offers new steps only.
        parent: what the models are gone with.
    """

    def __init__(self, desk: Desk, script: Script | None, parent: QObject) -> None:
        self._desk, self._script = desk, script
        self.places: dict[Choice, int] = {}
        self.model = QStandardItemModel(parent)
        leave: Choice = "leave"
        new: Choice = "new"
        self._add(leave, desk.say(_("leave as it is (not scored)")))
        self._add(new, desk.say(_("becomes a new step")))
        if script is not None:
            self._add_steps(script, lambda words: desk.words(words, script.language))

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
                self._add(ToStep(step.id, unit.id), self._desk.say(name))
            for option in step.options:
                name = _("{step}: {unit}", step=said, unit=words(option.name))
                self._add(ToStep(step.id, None, option.id), self._desk.say(name))

    def _add(self, choice: Choice, words: str) -> None:
        item = QStandardItem(words)
        item.setData(choice, CHOICE_ROLE)
        self.places[choice] = self.model.rowCount()
        self.model.appendRow(item)


def _all_words(words: Words, language: str) -> set[str]:
    """Give a step's words in each language that marks may have been named in."""
    return {tidy(words_in(words, one, language)) for one in ("zh_CN", "en")}
