"""The tab of what disagrees: conflicts, ties of clocks, orders, gaps, and their entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from drillplanner.base.texts import _
from drillplanner.services.review.view_models import Asked, Section
from ui.context import AppContext
from ui.review.cells import Cells
from ui.review.targets.decision_bar import DecisionBar
from ui.review.targets.evidence_panel import EvidencePanel
from ui.widgets.columns import words_label
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_table import RowsTable

#: Rows that a table shows before it scrolls.
_MOST_ROWS = 8


class DoubtsTab(QWidget):
    """Shows sections one below the other; a chosen row opens to its entries."""

    evidenceAsked = Signal(str)
    #: kind, what it is of, whose time or marks, name, reason.
    logRulingEntered = Signal(str, str, str, str, str)
    decisionWithdrawn = Signal(str)

    def __init__(
        self,
        context: AppContext,
        cells: Cells,
        parent: QWidget | None = None,
        *,
        opens_rows: bool = True,
        most_rows: int = _MOST_ROWS,
    ) -> None:
        """Make the tab; where rows do not open to entries only what can be decided is below."""
        super().__init__(parent)
        self._context, self._cells, self._most_rows = context, cells, most_rows
        self.tables: dict[str, RowsTable] = {}
        dress = context.dress
        self.evidence = EvidencePanel(context, cells, self)
        self._asked: Mapping[str, Asked] = {}
        self.decision = DecisionBar(context, self)
        self.decision.entered.connect(self.logRulingEntered)
        self.decision.withdrawn.connect(self.decisionWithdrawn)
        if opens_rows:
            self.evidence.column.insertWidget(2, self.decision)
        else:
            self.evidence.hide()
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setMinimumHeight(dress.px(150))
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._area)
        if opens_rows:
            parts.addWidget(self.evidence)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setSizes([dress.px(300), dress.px(320)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.addWidget(parts)
        if not opens_rows:
            column.addWidget(self.decision)

    def show_sections(self, sections: Sequence[Section], asked: Mapping[str, Asked]) -> None:
        """Show sections, with what can be decided at their rows."""
        dress = self._context.dress
        self.tables = {}
        self._asked = asked
        self.decision.ask(None)
        self.evidence.clear()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, dress.px(8), dress.px(8))
        column.setSpacing(dress.px(8))
        for section in sections:
            self._add(section, body, column)
        column.addStretch(1)
        self._area.setWidget(body)

    def set_refusal(self, words: str) -> None:
        """Let nothing be decided while there is a reason not to."""
        self.decision.setEnabled(not words)

    def heading_of(self, key: str) -> str:
        """Name the section that a key stands in."""
        for table in self.tables.values():
            if table.rows.place(key) is not None:
                return table.accessibleName()
        return ""

    def _add(self, section: Section, body: QWidget, column: QVBoxLayout) -> None:
        say, dress = self._context.say, self._context.dress
        heading = words_label(say(section.heading), body, "heading")
        column.addWidget(heading)
        for words in section.words:
            column.addWidget(words_label(say(words), body, "muted", wraps=True))
        rows = self._cells.section_rows(section)
        if not rows:
            if not section.words:
                column.addWidget(words_label(say(_("Nothing.")), body, "muted"))
            return
        model = RowsModel(self._cells.section_columns(section), rows)
        lines = 2 if any("\n" in _text(cell) for row in rows for cell in row.cells) else 1
        table = RowsTable(model, dress, say(section.heading), lines=lines, parent=body)
        table.setIconSize(self._cells.icon_size)
        table.setFixedHeight(_height(table, min(len(rows), self._most_rows)))
        table.rowChosen.connect(self._on_chosen)
        self.tables[section.id] = table
        column.addWidget(table)
        column.addSpacing(dress.px(12))

    def _on_chosen(self, key: str) -> None:
        for table in self.tables.values():
            if table.rows.place(key) is None:
                table.clearSelection()
        self.decision.ask(self._asked.get(key))
        if not key.startswith(("row:", "ruling:")):
            self.evidenceAsked.emit(key)


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else str(getattr(cell, "text", ""))


def _height(table: RowsTable, rows: int) -> int:
    """Show so many rows, and the heading and the bar below them."""
    each = table.verticalHeader().defaultSectionSize()
    heading = table.horizontalHeader().sizeHint().height()
    bar = table.horizontalScrollBar().sizeHint().height()
    return heading + each * rows + bar + 2 * table.frameWidth()
