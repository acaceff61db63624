"""The script editor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from drillplanner.plan.editing.draft import Draft, items
from drillplanner.services.plan.drafts import KeptDraft
from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.plan.editor.page import EditorPage
from ui.plan.editor.presenter import EditorPresenter
from ui.plan.editor.room import make_editor
from ui.system.clipboard import put_on_clipboard
from ui.widgets.grid.cell_editor import text_in
from ui.widgets.timeline.chart import TimelineChart

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class ScriptEditor(PageObject[EditorPage]):
    """Tables of one draft, filled in by keys alone."""

    def __init__(self, context: AppContext, qtbot: QtBot, kept: KeptDraft) -> None:
        page = make_editor(context, kept)
        assert isinstance(page, EditorPage)
        super().__init__(page, context, qtbot)
        qtbot.addWidget(page)
        self.enter()
        self.page.grids["steps"].setFocus()

    @property
    def draft(self) -> Draft:
        presenter = self.page.findChild(EditorPresenter)
        assert isinstance(presenter, EditorPresenter)
        return presenter.draft

    # -- keys ----------------------------------------------------------------------------------

    def keys(self, *keys: Qt.Key | str, with_: Qt.KeyboardModifier | None = None) -> None:
        """Press keys where the focus is: in the table, or in the cell that is being typed."""
        view = self.page.view
        for key in keys:
            target: QWidget = view
            if view.is_typing and view.cells.editor is not None:
                target = view.cells.editor
            if with_ is None:
                QTest.keyClick(target, key)  # type: ignore[arg-type]  # the stub forgets letters
            else:
                QTest.keyClick(target, key, with_)  # type: ignore[arg-type]

    def type(self, text: str, end: Qt.Key = Qt.Key.Key_Tab) -> None:
        """Type over the current cell and leave it."""
        self.keys(Qt.Key.Key_F2)
        editor = self.page.view.cells.editor
        assert editor is not None
        QTest.keyClick(editor, Qt.Key.Key_A, CTRL)
        if text.isascii():
            self.keys(*(letter for letter in text))
        else:
            # An input method commits a text at once.
            commit(editor, text)
        self.keys(end)

    @property
    def is_typing(self) -> bool:
        return self.page.view.is_typing

    @property
    def typed(self) -> str:
        """What stands in the open cell."""
        editor = self.page.view.cells.editor
        return text_in(editor) if editor is not None else ""

    def open_schedule(self) -> TimelineChart:
        """Show the schedule beside the tables by its key, and wait for its chart."""
        self.keys(Qt.Key.Key_F7)
        self.wait(lambda: self.page.timeline.chart is not None)
        chart = self.page.timeline.chart
        assert chart is not None
        self.wait(lambda: bool(chart.shown.timeline.rows))
        return chart

    # -- places --------------------------------------------------------------------------------

    def open_tab(self, part: str) -> None:
        self.page.tabs.setCurrentWidget(self.page.grids[part])

    def go(self, row: int, column: str) -> None:
        """Make a cell the current one; rows count from 1 as they are shown."""
        view = self.page.view
        view.setCurrentIndex(view.grid.index(row - 1, view.grid.columns.index(column)))
        # Where Qt believes that Ctrl is still held, the mark would stay where it was.
        self.mark(row, columns=[column])

    def mark(self, *rows: int, columns: Sequence[str] = ()) -> None:
        """Mark whole rows, or some columns of them."""
        view = self.page.view
        chosen = view.chosen()
        ids = tuple(view.grid.ids[row - 1] for row in rows)
        names = tuple(columns) or view.grid.columns
        view.choose(type(chosen)(chosen.part, ids[-1], names[0], ids, names))

    @property
    def current(self) -> tuple[int, str]:
        view = self.page.view
        index = view.currentIndex()
        return index.row() + 1, view.grid.columns[index.column()]

    @property
    def marked_rows(self) -> list[int]:
        chosen = self.page.view.chosen()
        return [list(self.page.view.grid.ids).index(row) + 1 for row in chosen.rows]

    @override
    def settle(self) -> None:
        """Wait until the draft is kept and looked over."""
        presenter = self.page.findChild(EditorPresenter)
        assert isinstance(presenter, EditorPresenter)
        self.wait(lambda: not presenter.is_waiting and not self.context.jobs.is_busy)

    # -- what is seen --------------------------------------------------------------------------

    def said(self, row: int, column: str) -> str:
        grid = self.page.view.grid
        return str(grid.index(row - 1, grid.columns.index(column)).data())

    def column(self, column: str, part: str = "steps") -> list[str]:
        """Give all texts of a column."""
        grid = self.page.grids[part].grid
        place = grid.columns.index(column)
        return [str(grid.index(row, place).data()) for row in range(grid.rowCount())]

    @property
    def notice(self) -> str:
        return self.page.notice.text() if self.page.notice.isVisible() else ""

    @property
    def findings(self) -> list[str]:
        list_ = self.page.checks.list
        return [list_.item(row).text() for row in range(list_.count())]

    def choose_finding(self, words: str) -> None:
        """Choose a finding that holds some words, and go where it leads."""
        list_ = self.page.checks.list
        place = next(place for place, text in enumerate(self.findings) if words in text)
        list_.setCurrentRow(place)
        QTest.keyClick(list_, Qt.Key.Key_Return)

    def undo(self, times: int = 1) -> None:
        for _time in range(times):
            self.keys(Qt.Key.Key_Z, with_=CTRL)

    def redo(self, times: int = 1) -> None:
        for _time in range(times):
            self.keys(Qt.Key.Key_Y, with_=CTRL)

    def copy_from_elsewhere(self, text: str, html: str = "") -> None:
        """Put on the clipboard what another program copied."""
        data = QMimeData()
        data.setText(text)
        if html:
            data.setHtml(html)
        put_on_clipboard(data)

    def count(self, part: str) -> int:
        return len(items(self.draft, part))  # type: ignore[arg-type]  # one of the tabs


def commit(editor: QWidget, text: str) -> None:
    """Let an input method commit a text, as it does for Chinese."""
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtWidgets import QApplication

    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor.focusWidget() or editor, event)
