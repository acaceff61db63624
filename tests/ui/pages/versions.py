"""The page of versions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.plan.comparing.merging import Merged
from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.plan.versions.page import VersionsPage
from ui.plan.versions.presenter import Subject, VersionsPresenter
from ui.widgets.dialogs import LineSheet


class Versions(PageObject[VersionsPage]):
    """Two scripts side by side, and the pieces of a merge."""

    def __init__(self, context: AppContext, qtbot: QtBot, subject: Subject) -> None:
        page = VersionsPage(context)
        super().__init__(page, context, qtbot)
        qtbot.addWidget(page)
        self.merged: list[Merged] = []
        self.presenter = VersionsPresenter(context, page, subject, page)
        self.presenter.merged.connect(self.merged.append)
        self.enter()

    @property
    def sides(self) -> list[str]:
        box = self.page.before
        return [box.itemText(place) for place in range(box.count())]

    @property
    def text(self) -> str:
        return self.page.text.toPlainText()

    def compare(self, before: str, after: str) -> None:
        """Choose two scripts by the beginnings of their labels."""
        for box, words in ((self.page.before, before), (self.page.after, after)):
            labels = [box.itemText(place) for place in range(box.count())]
            box.setCurrentIndex(
                next(place for place, label in enumerate(labels) if label.startswith(words))
            )
            box.activated.emit(box.currentIndex())
        self.settle()

    def answer(self, words: str) -> None:
        """Write into the sheet that asks for one line."""
        sheet = self.page.findChild(LineSheet)
        assert sheet is not None
        sheet.line.setText(words)
        QTest.keyClick(sheet.line, Qt.Key.Key_Return)
        self.settle()

    @property
    def pieces(self) -> list[list[str]]:
        rows = self.page.merging.table.rows
        return [
            [str(rows.index(row, column).data()) for column in range(rows.columnCount())]
            for row in range(rows.rowCount())
        ]

    def take(self, piece: int, key: Qt.Key) -> None:
        """Go to a piece and press a key."""
        table = self.page.merging.table
        table.choose(str(piece))
        QTest.keyClick(table, key)
