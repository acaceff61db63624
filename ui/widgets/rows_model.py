"""Show frozen rows as a table: one small read-only model for every room.

A row is a tuple of cells made beforehand, off the GUI thread where there are many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QFont, QIcon
from typing_extensions import override

_Index: TypeAlias = "QModelIndex | QPersistentModelIndex"
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in pixels at 100 %, and how it is set."""

    title: str
    width: int = 120
    align: str = "left"
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one place shows. `tip` is what is read in full, `icon` a drawn sign beside it."""

    text: str
    tip: str = ""
    icon: QIcon | None = None
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: an id that is unique in its table, and a cell or plain string a column.

    One that is struck counts for nothing any more and is struck through.
    """

    id: str
    cells: tuple[Cell | str, ...]
    is_struck: bool = False


class RowsModel(QAbstractTableModel):
    """A table of frozen rows; rows are appended, exchanged one by one, or all made anew."""

    def __init__(
        self, columns: Sequence[Column], rows: Sequence[Row] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows = list(rows)
        self._places = {row.id: place for place, row in enumerate(self._rows)}
        #: The column in which a row's mark is written before its text.
        self.mark_column = 0
        self._marked: Mapping[str, str] = {}
        self._ground: QBrush | None = None
        self._bold: QFont | None = None
        self._struck = QFont()
        self._struck.setStrikeOut(True)

    # -- rows -------------------------------------------------------------------------

    def append(self, rows: Sequence[Row]) -> None:
        """Add rows at the end."""
        if not rows:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows.extend(rows)
        self._places.update({row.id: first + n for n, row in enumerate(rows)})
        self.endInsertRows()

    def exchange(self, row: Row) -> None:
        """Put a row in the place of the one with its id; KeyError if there is none."""
        place = self._places[row.id]
        self._rows[place] = row
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def show_all(self, rows: Sequence[Row], columns: Sequence[Column] | None = None) -> None:
        """Show other rows altogether, as when another script is opened."""
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {row.id: place for place, row in enumerate(self._rows)}
        self._marked = {}
        if columns is not None:
            self.columns = tuple(columns)
        self.endResetModel()

    def mark(self, marked: Mapping[str, str], ground: QBrush, bold: QFont) -> None:
        """Set rows apart by ground, weight and a word before the text of one column."""
        touched = {*self._marked, *marked}
        self._marked, self._ground, self._bold = dict(marked), ground, bold
        last = len(self.columns) - 1
        for id_ in touched:
            if id_ in self._places:
                place = self._places[id_]
                self.dataChanged.emit(self.index(place, 0), self.index(place, last))

    def place(self, id_: str) -> int | None:
        """Tell where a row stands; None if it is not there."""
        return self._places.get(id_)

    def row(self, place: int) -> Row:
        return self._rows[place]

    # -- Qt's questions ---------------------------------------------------------------

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        found = row.cells[index.column()]
        cell = found if isinstance(found, Cell) else Cell(found)
        mark = self._marked.get(row.id)
        answer: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                is_told = mark and index.column() == self.mark_column
                answer = f"{mark} · {cell.text}" if is_told else cell.text
            case Qt.ItemDataRole.ToolTipRole:
                answer = plain_tip(cell.tip or cell.text)
            case Qt.ItemDataRole.TextAlignmentRole:
                align = _ALIGN[self.columns[index.column()].align]
                answer = align | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.DecorationRole:
                answer = cell.icon
            case Qt.ItemDataRole.BackgroundRole if mark:
                answer = self._ground
            case Qt.ItemDataRole.FontRole if row.is_struck:
                answer = self._struck
            case Qt.ItemDataRole.FontRole if mark or cell.is_bold:
                answer = self._bold
            case Qt.ItemDataRole.UserRole:
                answer = row.id
        return answer

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(column.tip or column.title)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None


def plain_tip(text: str) -> str:
    """Make a tip that wraps, and that shows an author's `<` as it is."""
    from html import escape

    return f"<p>{escape(text)}</p>" if text else ""
