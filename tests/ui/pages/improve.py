"""The improvement room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from drillplanner.store.workspace import Workspace
from tests.ui.app_context import workspace_of
from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.improve.page import ImprovePage
from ui.improve.room import make_room


class ImproveRoom(PageObject[ImprovePage]):
    """Findings of a drill, and the ledger of actions."""

    def __init__(self, context: AppContext, qtbot: QtBot) -> None:
        super().__init__(make_room(context), context, qtbot)
        self.refused: list[str] = []
        context.failures.refused.connect(self.refused.append)
        qtbot.addWidget(self.page)

    @override
    def enter(self, width: int = 1100, height: int = 800) -> None:
        super().enter(width, height)

    def do(self, work: Callable[[Workspace], object]) -> None:
        """Do something with the workspace, as another room would."""
        self.context.jobs.run("data", lambda: work(workspace_of(self.context)))
        self.settle()

    def again(self) -> None:
        """Come back to the room."""
        self.page.hide()
        self.page.show()
        self.settle()

    def click(self, button: QPushButton) -> None:
        assert button.isVisibleTo(self.page)
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def type(self, field: QWidget, words: str) -> None:
        field.setFocus()
        QTest.keyClicks(field, words)

    def states(self) -> list[str]:
        """List the states of the actions."""
        model = self.page.ledger.model
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def standings(self) -> list[str]:
        """List how the findings stand."""
        model = self.page.findings.model
        return [str(model.index(row, 2).data()) for row in range(model.rowCount())]

    def enter_finding(self) -> None:
        """Accept the only finding by the keyboard and go to its action."""
        table = self.page.findings.table
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Return)
        self.settle()
        self.click(self.page.findings.open)

    def report_fixed(self) -> None:
        """Write what an action needs, and report it as fixed."""
        editor = self.page.ledger.editor
        self.type(editor.form.measure, "New bolts")
        editor.form.has_due.setFocus()
        QTest.keyClick(editor.form.has_due, Qt.Key.Key_Space)
        self.click(editor.save)
        self.click(editor.moves["start"])
        self.click(editor.moves["report"])
