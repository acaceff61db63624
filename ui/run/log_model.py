"""Hold the last entries of a run as rows, the newest on top."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from drillplanner.services.wording import Shape

#: Rows kept on the console; the whole log is read in the review. It keeps inserting flat.
KEPT_ROWS = 100

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


class LogModel(QStandardItemModel):
    """Rows of the log, newest first; an entry that arrives inserts one row and moves no other.

    The list asks for some 250 things at each insertion; Qt's own model answers them without
    calling Python.
    """

    RowRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, saving_words: dict[Saving, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saving_words = saving_words
        self._rows: list[LogRow] = []

    def saving_words(self, saving: Saving) -> str:
        """Give the word of where an entry is."""
        return self._saving_words[saving]

    def add(self, row: LogRow) -> None:
        """Put a row on top; the oldest beyond those kept goes."""
        self._rows.insert(0, row)
        item = QStandardItem()
        item.setEditable(False)
        for role, value in self._said(row).items():
            item.setData(value, role)
        self.insertRow(0, item)
        if len(self._rows) > KEPT_ROWS:
            self._rows.pop()
            self.removeRow(KEPT_ROWS)

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

    def retime(self, times: Mapping[str, str]) -> None:
        """Show other times, by entry."""
        for number, row in enumerate(self._rows):
            if times.get(row.entry, row.time) != row.time:
                self._put(number, replace(row, time=times[row.entry]))

    def _put(self, number: int, row: LogRow) -> None:
        self._rows[number] = row
        self.setItemData(self.index(number, 0), self._said(row))

    def _said(self, row: LogRow) -> dict[int, object]:
        """Give a row, and its words for a screen reader, by role."""
        words = f"{row.time}  {row.words}  {self._saving_words[row.saving]}"
        role = Qt.ItemDataRole
        return {self.RowRole: row, role.DisplayRole: words, role.AccessibleTextRole: words}
