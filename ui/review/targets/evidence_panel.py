"""Show the log entries behind one number: which were used, which were not, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.texts import _
from drillplanner.services.review.evidence import EntryLine
from ui.context import AppContext
from ui.review.cells import Cells, entry_rows
from ui.widgets.columns import words_label
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_table import RowsTable

#: The column of an entry's step, which takes the width that is left.
_STEP_COLUMN = 4


class EvidencePanel(QWidget):
    """A heading, a line of words and the table of entries."""

    def __init__(self, context: AppContext, cells: Cells, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._cells = context, cells
        dress = context.dress
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, dress.px(8), 0, 0)
        self.column.setSpacing(dress.px(6))
        self.heading = words_label("", self, "heading", wraps=True)
        # A label that wraps asks for the height of its narrowest form unless told a least one.
        self.heading.setMinimumHeight(dress.px(26))
        self.words = words_label("", self, "muted", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.model = RowsModel(cells.entry_columns())
        self.table = RowsTable(
            self.model,
            dress,
            context.say(_("Entries behind the chosen line")),
            stretched=_STEP_COLUMN,
            parent=self,
        )
        self.table.setMinimumHeight(dress.px(110))
        self.table.setIconSize(cells.icon_size)
        self.column.addWidget(self.heading)
        self._words_area = QScrollArea(self)
        self._words_area.setWidgetResizable(True)
        self._words_area.setFrameShape(QFrame.Shape.NoFrame)
        self._words_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words_area.setWidget(self.words)
        self._words_area.setMinimumHeight(dress.px(40))
        self.column.addWidget(self._words_area)
        self.column.addWidget(self.table, 1)
        self.clear()

    def clear(self) -> None:
        """Show nothing but how to open something."""
        self.heading.setText(self._context.say(_("Entries behind a line")))
        self.words.setText(
            self._context.say(_("Choose a line above; its log entries are listed here."))
        )
        self._show_words(True)
        self.model.show_all(())

    def show_entries(self, heading: str, words: str, lines: Sequence[EntryLine]) -> None:
        """Show what is behind a line."""
        self.heading.setText(heading)
        none = "" if lines else self._context.say(_("No log entry supports this line."))
        said = "\n".join(part for part in (words, none) if part)
        self.words.setText(said)
        self._show_words(bool(said))
        self.model.show_all(entry_rows(self._cells, lines))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # Give the words the height they need, but never the table's.
        super().resizeEvent(event)
        self._fit_words()

    def _show_words(self, has_words: bool) -> None:
        self._words_area.setVisible(has_words)
        self._fit_words()

    def _fit_words(self) -> None:
        width = self._words_area.viewport().width()
        self._words_area.setMaximumHeight(max(1, self.words.heightForWidth(width) + 2))
