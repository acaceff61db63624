"""Hold the last entries of a run as rows, the newest on top."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from drillplanner.services.wording import Shape

#: Rows kept on the console; the whole log is read in the review. It keeps inserting flat.
KEPT_ROWS = 100

_Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()

#: Where an entry is: on its way, on the disk, or in a file that was saved elsewhere.
Saving = Literal["writing", "saved", "elsewhere"]


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry as the console shows it."""

    entry: str
    time: str
    words: str
    shape: Shape
    saving: Saving = "writing"
    is_void: bool = False
    is_amendment: bool = False


class LogModel(QAbstractListModel):
    """Rows of the log, newest first; an entry that arrives inserts one row and moves no other."""

    RowRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, saving_words: dict[Saving, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saving_words = saving_words
        self._rows: list[LogRow] = []

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a row, or its words for a screen reader."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == self.RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.time}  {row.words}  {self._saving_words[row.saving]}"
        return None

    def saving_words(self, saving: Saving) -> str:
        """Give the word of where an entry is."""
        return self._saving_words[saving]

    def add(self, row: LogRow) -> None:
        """Put a row on top; the oldest beyond those kept goes."""
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._rows.insert(0, row)
        self.endInsertRows()
        last = len(self._rows) - 1
        if last >= KEPT_ROWS:
            self.beginRemoveRows(QModelIndex(), last, last)
            self._rows.pop()
            self.endRemoveRows()

    def mark(self, entries: Collection[str], saving: Saving) -> None:
        """Show where entries are now."""
        left = len(entries)
        for number, row in enumerate(self._rows):
            if row.entry in entries:
                self._put(number, replace(row, saving=saving))
                left -= 1
                if not left:
                    return

    def strike(self, entry: str) -> None:
        """Show that an entry was taken back."""
        for number, row in enumerate(self._rows):
            if row.entry == entry:
                self._put(number, replace(row, is_void=True))
                return

    def row(self, number: int) -> LogRow | None:
        """Give a row by its place; None beyond the end."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def reword(self, entry: str, words: str) -> None:
        """Show an entry's new words, once its mark was labelled."""
        for number, row in enumerate(self._rows):
            if row.entry == entry:
                self._put(number, replace(row, words=words))
                return

    def _put(self, number: int, row: LogRow) -> None:
        self._rows[number] = row
        index = self.index(number)
        self.dataChanged.emit(index, index)
