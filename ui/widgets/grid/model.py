"""What a table under the keyboard asks of its model, and what is chosen in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex

Index: TypeAlias = "QModelIndex | QPersistentModelIndex"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen: a table, its current cell, and the rows and columns that are marked."""

    part: str = "steps"
    row: str = ""
    column: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


class CellsModel(QAbstractTableModel):
    """Rows by id and columns by name, each cell a text as it would be typed.

    A model of cells says all of the below; `part` names its table among others of a page.
    """

    part = ""
    columns: tuple[str, ...] = ()

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the rows, in order."""
        raise NotImplementedError

    def width(self, column: str) -> int:
        """Give a column's width in pixels at 100 %."""
        raise NotImplementedError

    def is_long(self, index: Index) -> bool:
        """Tell whether a cell takes several lines."""
        raise NotImplementedError

    def choices(self, index: Index) -> tuple[str, ...]:
        """Offer what may be chosen in a cell."""
        raise NotImplementedError

    def text(self, index: Index) -> str:
        """Give the text of a cell as it would be typed."""
        raise NotImplementedError

    def refusal(self, index: Index, text: str) -> str:
        """Say why a text cannot stand in a cell; "" if it can."""
        raise NotImplementedError

    def cell(self, index: Index) -> tuple[str, str]:
        """Give the row's id and the column's name of an index."""
        return self.ids[index.row()], self.columns[index.column()]

    def find(self, row: str, column: str) -> QModelIndex:
        """Find a cell; the first of the row where the column is not here."""
        if row not in self.ids:
            return QModelIndex()
        place = self.columns.index(column) if column in self.columns else 0
        return self.index(list(self.ids).index(row), place)
