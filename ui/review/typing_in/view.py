"""The table that is typed into: Enter goes down, Tab right, what is impossible stays open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ui.review.typing_in.cells import CellView
from ui.review.typing_in.model import TypingModel
from ui.theme.theme import TEXT_PX, Dress
from ui.widgets.grid.refused import is_shut, keeps_out, shut

#: Space above and below the words of a row, in pixels at 100 %.
_ROW_AIR = 16
_COLUMN_PX, _LINES_PX = 164, 300
#: The part of the table's width that the names of the lines may take.
_LINES_SHARE = 0.42

_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class CellEditor(QStyledItemDelegate):
    """Edits a cell in a line of digits; says while typing how they are read."""

    #: What the text in the open editor is read as.
    previewed = Signal(object)

    def __init__(self, view: TypingView) -> None:
        super().__init__(view)
        self._view = view
        self.editor: QLineEdit | None = None

    @override
    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        # Make the line; an input method would swallow the letters N, F and D.
        editor = QLineEdit(parent)
        editor.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        editor.setFrame(False)
        editor.setStyleSheet("padding: 0; border-radius: 0;")
        editor.setMaxLength(40)
        where = QPersistentModelIndex(index)

        def preview(text: str) -> None:
            if where.isValid():
                self.previewed.emit(self._view.grid.judged(where, text))

        editor.textEdited.connect(preview)
        self.editor = editor
        return editor

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Take in and go on, unless what was typed is impossible: then stay.
        if (
            isinstance(watched, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _STEPS
        ):
            down, right = _STEPS[event.key()]
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            is_back = is_enter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            return self._take(watched, (-down if is_back else down, right))
        if isinstance(watched, QLineEdit) and keeps_out(watched, event):
            self._refuse(watched, self._view.grid.judged(self._view.currentIndex(), watched.text()))
            return True
        return super().eventFilter(watched, event)

    def _take(self, editor: QLineEdit, step: tuple[int, int]) -> bool:
        judged = self._view.grid.judged(self._view.currentIndex(), editor.text())
        if judged.is_refused:
            self._refuse(editor, judged)
            return True
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self._view.go(*step)
        return True

    @property
    def is_shut(self) -> bool:
        """Tell whether the open editor takes no letters, as its text was refused."""
        editor = self.editor
        is_open = self._view.state() == QAbstractItemView.State.EditingState
        return is_open and editor is not None and is_shut(editor)

    def _refuse(self, editor: QLineEdit, judged: CellView) -> None:
        shut(editor)
        self.previewed.emit(judged)


class TypingView(QTableView):
    """The grid. `currentShown` tells how the current cell, or the text typed in it, is read."""

    currentShown = Signal(object)
    columnEntered = Signal(int)
    entered = Signal()

    def __init__(self, grid: TypingModel, dress: Dress, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid = grid
        self._dress = dress
        self.setModel(grid)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.cells = CellEditor(self)
        self.cells.previewed.connect(self.currentShown)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget(self))
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setIconSize(
            self.iconSize().scaled(dress.px(14), dress.px(14), Qt.AspectRatioMode.KeepAspectRatio)
        )
        self._set_headers()
        self.selectionModel().currentChanged.connect(self._on_current)
        grid.dataChanged.connect(self._tell_current)

    def _set_headers(self) -> None:
        px = self._dress.px
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        height = px(TEXT_PX * 1.35) + px(_ROW_AIR)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        rows.setSectionsClickable(False)
        columns.setMinimumSectionSize(px(_COLUMN_PX))
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setHighlightSections(False)
        # Bold as headings are, names of steps would be cut before their dots.
        rows.setStyleSheet("QHeaderView::section { font-weight: normal; }")
        tokens = self._dress.tokens
        self.setStyleSheet(
            f"QTableCornerButton::section {{ background: {tokens.raised}; border: 0;"
            f" border-bottom: {tokens.line_px}px solid {tokens.line}; }}"
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for header in (rows, columns):
            header.setDefaultAlignment(left)

    def go(self, down: int, right: int) -> None:
        """Go to another cell; past the last line on at the top of the next column, and so on."""
        rows, columns = self.grid.rowCount(), self.grid.columnCount()
        if not rows or not columns:
            return
        row, column = max(0, self.currentIndex().row()), max(0, self.currentIndex().column())
        if down:
            place = (column * rows + row + down) % (rows * columns)
            column, row = divmod(place, rows)
        else:
            place = (row * columns + column + right) % (rows * columns)
            row, column = divmod(place, columns)
        self.setCurrentIndex(self.grid.index(row, column))

    @property
    def takes_keys(self) -> bool:
        """Tell whether keys go to the grid or to the cell that is being typed."""
        return self.hasFocus() or self.state() == QAbstractItemView.State.EditingState

    def finish(self) -> None:
        """Take in what is being typed, readable or not, so that none of it is lost."""
        editor = self.cells.editor
        if editor is not None and self.state() == QAbstractItemView.State.EditingState:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Go by Enter and Tab, clear by Delete, copy and paste; any other key begins to type.
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            places = self.selectionModel().selectedIndexes()
            self.grid.type_cells({(one.row(), one.column()): "" for one in places})
        elif key in _STEPS and key not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            down, right = _STEPS[key]
            self.go(-down if is_back else down, right)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        # Tell that keys go here, so that a page that scrolls shows it.
        super().focusInEvent(event)
        self.entered.emit()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        # Keep Tab for going right; F6 leaves the grid.
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(self._dress.px(_LINES_PX), int(self.width() * _LINES_SHARE))
        if self.verticalHeader().width() != width:
            self.verticalHeader().setFixedWidth(width)

    def current_view(self) -> CellView | None:
        index = self.currentIndex()
        return self.grid.view(index) if index.isValid() else None

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.columnEntered.emit(current.column())
        self._tell_current()

    def _tell_current(self) -> None:
        self.currentShown.emit(self.current_view())

    def _copy(self) -> None:
        places = self.selectionModel().selectedIndexes()
        rows = sorted({one.row() for one in places})
        columns = sorted({one.column() for one in places})
        lines = [
            "\t".join(self.grid.view(self.grid.index(row, column)).typed for column in columns)
            for row in rows
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _paste(self) -> None:
        """Paste lines downward and what tabs part to the right, from the current cell."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        lines = QGuiApplication.clipboard().text().splitlines()[: self.grid.rowCount()]
        if row >= 0:
            self.grid.type_cells(
                {
                    (row + down, column + right): text[:40]
                    for down, line in enumerate(lines)
                    for right, text in enumerate(line.split("\t"))
                }
            )
