"""The page of organising free play."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from drillplanner.services.run.free_play import Choice
from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.review.organise.choices import CHOICE_ROLE
from ui.review.organise.page import OrganisePage


class OrganisingPage(PageObject[OrganisePage]):
    """One row a wording, and the script that the drill adopts."""

    def __init__(self, page: OrganisePage, context: AppContext, qtbot: QtBot) -> None:
        super().__init__(page, context, qtbot)
        self.wait(page.organise.isEnabled)

    def choose_script(self, title: str) -> None:
        """Choose by the keyboard, as one does in a list."""
        script = self.page.script
        script.setFocus()
        for _turn in range(script.count()):
            if title in script.currentText():
                return
            QTest.keyClick(script, Qt.Key.Key_Down)
            script.activated.emit(script.currentIndex())
        raise AssertionError(title)

    def choose(self, box: QComboBox, choice: Choice) -> None:
        numbers = range(box.count())
        place = next(n for n in numbers if box.itemData(n, CHOICE_ROLE) == choice)
        box.setCurrentIndex(place)
        box.activated.emit(place)

    def organise(self) -> None:
        QTest.keyClick(self.page.organise, Qt.Key.Key_Space)
        self.wait(lambda: bool(self.page.told.text()))

    def go_back(self) -> None:
        QTest.keyClick(self.page.back, Qt.Key.Key_Space)
