"""The room of the county's registers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.organisation.import_dialog import ImportDialog
from ui.organisation.page import OrganisationPage
from ui.organisation.register_tab import RegisterTab
from ui.organisation.room import make_room
from ui.widgets.grid.cell_editor import text_in


class CountyRoom(PageObject[OrganisationPage]):
    """Registers under tabs; a person types into cells and presses keys."""

    def __init__(self, context: AppContext, qtbot: QtBot) -> None:
        super().__init__(make_room(context), context, qtbot)
        qtbot.addWidget(self.page)
        self.page.tabs.setCurrentWidget(self.page.registers["schools"])

    def sign(self, name: str) -> None:
        """Write the name that the history will hold."""
        self.page.name.setText(name)
        self.page.name.editingFinished.emit()

    def open_tab(self, register: str) -> None:
        self.page.tabs.setCurrentWidget(self.page.registers[register])
        self.settle()

    @property
    def tab(self) -> RegisterTab:
        return self.page.registers[self.page.tab]

    def rows(self, *columns: str) -> list[list[str]]:
        """Give the texts of some columns, row by row, without the blank row."""
        model = self.tab.model
        return [
            [model.text(model.index(row, model.columns.index(name))) for name in columns]
            for row in range(model.count)
        ]

    def type(self, row: int, column: str, text: str) -> None:
        """Type a text into a cell by keys and take it by Enter; rows count from 0."""
        grid, model = self.tab.grid, self.tab.model
        grid.setCurrentIndex(model.index(row, model.columns.index(column)))
        grid.edit(grid.currentIndex())
        editor = grid.cells.editor
        assert isinstance(editor, QWidget)
        for child in (editor, *editor.findChildren(QWidget)):
            child.setProperty("text", text)
        if text_in(editor) != text:
            editor.setProperty("currentText", text)
            editor.setProperty("plainText", text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        self.settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Press a key in the table."""
        self.tab.grid.setFocus()
        QTest.keyClick(self.tab.grid, key, modifiers)
        self.settle()

    def dialog(self) -> ImportDialog:
        """Give the dialog in which columns are asked about."""
        return self.tab.findChildren(ImportDialog)[-1]
