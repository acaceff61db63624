"""The page of typing-in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.review.typing_in.page import TypingInPage
from ui.review.typing_in.presenter import TypingInPresenter


class TypingPage(PageObject[TypingInPage]):
    """A grid of steps and sources, filled in by keys."""

    def __init__(self, page: TypingInPage, context: AppContext, qtbot: QtBot) -> None:
        super().__init__(page, context, qtbot)
        self.wait(lambda: self.presenter.typing is not None)

    @property
    def presenter(self) -> TypingInPresenter:
        found = self.page.findChild(TypingInPresenter)
        assert isinstance(found, TypingInPresenter)
        return found

    def keys(self, *keys: Qt.Key | str) -> None:
        """Press keys where the focus is: in the grid, or in the cell that is being typed."""
        table = self.page.table
        for key in keys:
            is_open = table.state() is table.State.EditingState
            target: QWidget = table.cells.editor if is_open and table.cells.editor else table
            QTest.keyClick(target, key)  # type: ignore[arg-type]  # the stub forgets letters

    def ctrl(self, key: Qt.Key) -> None:
        QTest.keyClick(self.page.table, key, Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
        """Type into the current cell and leave it."""
        self.keys(*text, end)

    def said(self, row: int, column: int) -> str:
        """Give what a cell shows."""
        return str(self.page.model.index(row, column).data())

    def typed(self, line: str, column: int) -> str:
        """Give what was typed into a cell."""
        return self.presenter.grid.text(line, column)

    @property
    def current(self) -> tuple[int, int]:
        index = self.page.table.currentIndex()
        return index.row(), index.column()

    def save(self) -> None:
        self.ctrl(Qt.Key.Key_S)
        self.wait(lambda: not self.presenter.is_unsaved)

    def go_back(self) -> None:
        QTest.keyClick(self.page.back, Qt.Key.Key_Space)
