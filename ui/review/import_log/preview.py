"""Show a sheet as it came: its own row numbers and letters, its header, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from drillplanner.base.texts import _
from drillplanner.exchange.importing.cells import Sheet, column_letters
from drillplanner.exchange.importing.layout import Layout
from ui.context import AppContext
from ui.theme.theme import TEXT_PX
from ui.widgets.rows_model import plain_tip

_Index: TypeAlias = "QModelIndex | QPersistentModelIndex"
_LEAST_PX, _MOST_PX, _LETTER_PX = 60, 260, 9
_ROW_AIR = 10
#: Room beside the words of a cell: its edges, and the sign of what is wrong.
_CELL_AIR = 44
#: Rows by which columns get their widths.
_LOOKED_AT = 50


class CellsModel(QAbstractTableModel):
    """The cells of one sheet; whatever is wrong with a cell stands in its tip and its sign."""

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        dress = context.dress
        self._sheet: Sheet | None = None
        self._header = range(0)
        self._wrong: Mapping[tuple[int, int | None], str] = {}
        self._grounds = {
            "head": QBrush(dress.color("raised")),
            "wrong": QBrush(dress.color("bad_soft")),
        }
        self._bold = dress.font(TEXT_PX, bold=True)

    def show_sheet(self, sheet: Sheet, layout: Layout) -> None:
        """Show another sheet, or the same with another header."""
        self.beginResetModel()
        self._sheet, self._wrong = sheet, {}
        self._header = range(layout.header, layout.first)
        self.endResetModel()

    def show_wrong(self, wrong: Mapping[tuple[int, int | None], str]) -> None:
        """Say what is wrong with cells, and with rows (column None)."""
        self._wrong = wrong
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() or self._sheet is None else self._sheet.height

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() or self._sheet is None else self._sheet.width

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._sheet is None:
            return None
        row, column = index.row(), index.column()
        text = " ".join(self._sheet.cell(row, column).text.split())
        wrong = self._wrong.get((row, column))
        answer: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                answer = f"✕ {text}" if wrong else text
            case Qt.ItemDataRole.ToolTipRole:
                answer = plain_tip(wrong or self._sheet.cell(row, column).text)
            case Qt.ItemDataRole.BackgroundRole if wrong:
                answer = self._grounds["wrong"]
            case Qt.ItemDataRole.BackgroundRole if row in self._header:
                answer = self._grounds["head"]
            case Qt.ItemDataRole.FontRole if row in self._header:
                answer = self._bold
        return answer

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        # Name rows and columns as a spreadsheet does; a row that is wrong has a sign.
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Vertical:
            return plain_tip(self._wrong.get((section, None), ""))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return column_letters(section)
        return f"✕ {section + 1}" if (section, None) in self._wrong else f"{section + 1}"


class CellsTable(QTableView):
    """The preview; Ctrl+C is the table's own, nothing can be edited here."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._dress = context.dress
        self.cells = CellsModel(context, self)
        self.setModel(self.cells)
        self.setAccessibleName(context.say(_("Preview of the table")))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget(self))
        self.setWordWrap(False)
        rows = self.verticalHeader()
        height = self._dress.px(TEXT_PX * 1.35) + self._dress.px(_ROW_AIR)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        self.horizontalHeader().setHighlightSections(False)
        self.cells.modelReset.connect(self._fit)

    def go_to(self, row: int, column: int | None) -> None:
        """Bring a cell into view and make it the current one."""
        index = self.cells.index(row, column or 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _fit(self) -> None:
        """Give each column the width of its longest early cell, within bounds."""
        for column in range(self.cells.columnCount()):
            longest = max(
                (
                    _width(str(self.cells.index(row, column).data() or ""))
                    for row in range(min(self.cells.rowCount(), _LOOKED_AT))
                ),
                default=0,
            )
            width = min(max(longest * _LETTER_PX + _CELL_AIR, _LEAST_PX), _MOST_PX)
            self.setColumnWidth(column, self._dress.px(width))


def _width(text: str) -> int:
    """Count the letters of a text, a Chinese one for two."""
    return sum(1 if c.isascii() else 2 for c in text)
