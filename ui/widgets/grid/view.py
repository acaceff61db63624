"""A table under the keyboard, as in a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)
from typing_extensions import override

from drillplanner.exchange.tables.clipboard import Grid, cells_from, html_of_cells, text_of_cells
from ui.system.clipboard import put_on_clipboard
from ui.theme.theme import TEXT_PX, Dress
from ui.widgets.grid.cell_editor import CellEditor
from ui.widgets.grid.model import CellsModel, Selection

_ROW_AIR = 14
_LINES = 2
#: Says that the text on the clipboard came from here: it is pasted without going through HTML.
_OWN = "application/x-drillplanner-cells"


class GridView(QTableView):
    """One table. Keys that act on rows are asked for by signals; the rest is done here."""

    clearAsked = Signal()
    pasteAsked = Signal(object)
    appendAsked = Signal()
    currentMoved = Signal()
    refused = Signal(str)

    def __init__(
        self, grid: CellsModel, dress: Dress, name: str, parent: QWidget, *, clears: str = ""
    ) -> None:
        super().__init__(parent)
        self.grid, self._dress = grid, dress
        grid.setParent(self)
        self.setModel(grid)
        self.setAccessibleName(name)
        self.cells = CellEditor(dress, self, clears)
        self.cells.refused.connect(self.refused)
        self.cells.stepped.connect(self._step)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerWidget(QWidget(self))
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        side = dress.px(14)
        self.setIconSize(self.iconSize().scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
        self._set_headers()
        self.selectionModel().currentChanged.connect(self._on_current)

    def _set_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        height = self._dress.px(TEXT_PX * 1.35) * _LINES + self._dress.px(_ROW_AIR)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumWidth(self._dress.px(62))
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(self._dress.px(40))
        tokens = self._dress.tokens
        px = self._dress.px
        self.setStyleSheet(
            # Two lines of text stand in a row as high as two lines and the frame of the cell.
            f"QTableView::item {{ padding: {px(1)}px {px(6)}px; }}"
            f"QTableCornerButton::section {{ background: {tokens.raised}; border: 0;"
            f" border-bottom: {tokens.line_px}px solid {tokens.line}; }}"
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        rows.setDefaultAlignment(left)
        columns.setDefaultAlignment(left)
        for place, name in enumerate(self.grid.columns):
            # A heading is never cut, in whatever language.
            needed = columns.sectionSizeHint(place)
            self.setColumnWidth(place, max(needed, self._dress.px(self.grid.width(name))))

    # -- what is chosen ------------------------------------------------------------------------

    def chosen(self) -> Selection:
        """Tell the current cell, and the rows and columns that are marked."""
        index = self.currentIndex()
        part = self.grid.part
        if not index.isValid():
            return Selection(part)
        ranges = self.selectionModel().selection()
        rows: set[int] = {index.row()}
        columns: set[int] = {index.column()}
        for place in range(ranges.count()):
            one = ranges.at(place)
            rows.update(range(one.top(), one.bottom() + 1))
            columns.update(range(one.left(), one.right() + 1))
        row, column = self.grid.cell(index)
        ids, names = self.grid.ids, self.grid.columns
        return Selection(
            part,
            row,
            column,
            tuple(ids[one] for one in sorted(rows) if one < len(ids)),
            tuple(names[one] for one in sorted(columns)),
        )

    def choose(self, chosen: Selection) -> None:
        """Choose cells as they were chosen, and bring the current one into view."""
        column = chosen.column or (self._column_now() or self.grid.columns[0])
        here = frozenset(self.grid.ids)
        rows = [row for row in (chosen.rows or (chosen.row,)) if row in here]
        current = self.grid.find(chosen.row if chosen.row in rows else (rows or [""])[0], column)
        if not current.isValid():
            if self.grid.rowCount() and not self.currentIndex().isValid():
                self.setCurrentIndex(self.grid.index(0, 0))
            return
        model = self.selectionModel()
        model.setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
        names = [name for name in chosen.columns if name in self.grid.columns] or [column]
        marked = QItemSelection()
        places = [self.grid.columns.index(name) for name in names]
        known = {row: place for place, row in enumerate(self.grid.ids)}
        for top, bottom in _stretches(sorted(known[row] for row in rows)):
            marked.select(self.grid.index(top, min(places)), self.grid.index(bottom, max(places)))
        if model.selection() != marked:
            model.select(marked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if not self.viewport().rect().contains(self.visualRect(current)):
            self.scrollTo(current)

    def _column_now(self) -> str:
        index = self.currentIndex()
        return self.grid.columns[index.column()] if index.isValid() else ""

    def go(self, row: str, column: str) -> None:
        """Make a cell the current one."""
        index = self.grid.find(row, column)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    # -- typing --------------------------------------------------------------------------------

    @property
    def is_typing(self) -> bool:
        """Tell whether a cell is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def finish(self) -> None:
        """Take in what is being typed, if it can stand there."""
        editor = self.cells.editor
        if editor is not None and self.is_typing:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    @override
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        # Keep a cell open whose text cannot stand there, so that it is not lost; Esc drops it.
        is_dropped = hint == QAbstractItemDelegate.EndEditHint.RevertModelCache
        if not is_dropped and self.cells.is_refused(editor):
            editor.show()
            return
        super().closeEditor(editor, hint)

    def _step(self, down: int, right: int) -> None:
        index = self.currentIndex()
        if down > 0 and index.row() == self.grid.rowCount() - 1:
            self.appendAsked.emit()
            return
        row, column = index.row() + down, index.column() + right
        if column >= self.grid.columnCount():
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, self.grid.columnCount() - 1
        if row >= self.grid.rowCount():
            self.appendAsked.emit()
        elif row >= 0:
            self.setCurrentIndex(self.grid.index(row, column))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Go by Enter and Tab, clear, copy, cut and paste; any other key begins to type.
        key, modifiers = event.key(), event.modifiers()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.clearAsked.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not modifiers:
            self.clearAsked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            modifiers & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        ):
            self._step(-1 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(0, -1 if key == Qt.Key.Key_Backtab else 1)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        # Keep Tab for going right; F6 leaves the table.
        return False

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.grid.rowCount():
            self.setCurrentIndex(self.grid.index(0, 0))

    # -- the clipboard -------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the marked cells on the clipboard, as text and as a table."""
        chosen = self.chosen()
        cells = [
            [self.grid.text(self.grid.find(row, column)) for column in chosen.columns]
            for row in chosen.rows
        ]
        if not cells:
            return
        data = QMimeData()
        data.setText(text_of_cells(cells))
        data.setHtml(html_of_cells(cells))
        data.setData(_OWN, b"1")
        put_on_clipboard(data)

    def paste(self) -> None:
        """Ask for what is on the clipboard to be pasted."""
        data = QGuiApplication.clipboard().mimeData()
        html = data.html() if data.hasHtml() and not data.hasFormat(_OWN) else ""
        cells: Grid = cells_from(html, data.text())
        if cells:
            self.pasteAsked.emit(cells)

    def _on_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.currentMoved.emit()


def _stretches(places: list[int]) -> list[tuple[int, int]]:
    """Join places that follow each other, each stretch by its first and last."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = found[-1][0], place
        else:
            found.append((place, place))
    return found
