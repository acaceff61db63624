"""Show the log entries behind one number: which were used, which were not, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from drillplanner.base.texts import _, ngettext
from drillplanner.services.evidence import EntryLine
from ui.desk import Desk
from ui.review.cells import Cells, entry_rows
from ui.review.columns import words_label
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_table import RowsTable

#: The column of an entry's step, which takes the width that is left.
_STEP_COLUMN = 4


class EvidencePanel(QWidget):
    """A heading, a line of words and the table of entries."""

    def __init__(self, desk: Desk, cells: Cells, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._cells = desk, cells
        dress = desk.dress
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, dress.px(8), 0, 0)
        self.column.setSpacing(dress.px(6))
        self.heading = words_label("", self, "heading", wraps=True)
        self.words = words_label("", self, "muted", wraps=True)
        self.model = RowsModel(cells.entry_columns())
        self.table = RowsTable(
            self.model,
            dress,
            desk.say(_("Entries behind the chosen line")),
            stretched=_STEP_COLUMN,
            parent=self,
        )
        self.table.setMinimumHeight(dress.px(110))
        self.column.addWidget(self.heading)
        self.column.addWidget(self.words)
        self.column.addWidget(self.table, 1)
        self.clear()

    def clear(self) -> None:
        """Show nothing but how to open something."""
        self.heading.setText(self._desk.say(_("Entries behind a line")))
        self.words.setText(self._desk.say(_("Choose a line above; its log entries stand here.")))
        self.words.setVisible(True)
        self.model.show_all(())

    def show_entries(self, heading: str, words: str, lines: Sequence[EntryLine]) -> None:
        """Show what is behind a line."""
        self.heading.setText(heading)
        count = self._desk.say(
            ngettext("{count} log entry.", "{count} log entries.", len(lines))
            if lines
            else _("No log entry stands behind this line.")
        )
        self.words.setText("\n".join(part for part in (words, count) if part))
        self.model.show_all(entry_rows(self._cells, lines))
