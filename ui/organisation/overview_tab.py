"""The tab of all schools at a glance, with the chosen school's state beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.organisation.field import folded
from drillplanner.terms.document import Shape
from ui.context import AppContext
from ui.organisation.register_tab import SHEET_FILTER
from ui.widgets.card import push_button, words_label
from ui.widgets.details_panel import DetailsPanel, DetailsSplit
from ui.widgets.flow import Flow
from ui.widgets.rows_model import Cell, Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable
from ui.widgets.sign import SignIcons


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school as the overview shows it: cells by column, each with a sign where it matters.

    `words` are what a search looks through, `pairs` what stands beside the table.
    """

    id: str
    cells: tuple[tuple[str, Shape | None], ...]
    words: str
    pairs: tuple[tuple[str, str], ...]
    leader: str = ""


class OverviewTab(QWidget):
    """Shows all schools; choosing one shows its state, and opens to any of it."""

    schoolAsked = Signal(str)
    ledgerAsked = Signal(str)
    printAsked = Signal(str, str, Path)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icons = SignIcons(context.dress)
        self._lines: dict[str, SchoolLine] = {}
        self._chosen = ""
        say, dress = context.say, context.dress
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(10), 0, 0)
        column.setSpacing(dress.px(6))
        top = QHBoxLayout()
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(say(_("Search")))
        self.search.setAccessibleName(say(_("Search")))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show)
        self.count = words_label("", "muted", self)
        top.addWidget(self.search, 2)
        top.addWidget(self.count, 1)
        column.addLayout(top)
        self.acts: dict[str, QPushButton] = {}
        column.addWidget(self._make_acts())
        self.model = RowsModel(
            (
                Column(say(pgettext("register", "Name")), 180),
                Column(say(pgettext("overview", "Last drill")), 150),
                Column(say(pgettext("overview", "Open lines")), 90),
                Column(say(pgettext("overview", "Overdue")), 80),
                Column(say(pgettext("overview", "Gaps this week")), 100),
                Column(say(pgettext("overview", "Last visit")), 120),
                Column(say(pgettext("overview", "Next drill")), 120),
            )
        )
        self.table = RowsTable(
            self.model, dress, say(pgettext("sheet", "Schools at a glance")), lines=2, parent=self
        )
        self.table.rowChosen.connect(self._on_chosen)
        self.panel = DetailsPanel(
            dress, say(_("The chosen school")), say(_("Choose a school to see how it stands."))
        )
        column.addWidget(DetailsSplit(dress, self.table, self.panel), 1)
        self.setFocusProxy(self.table)

    def show_lines(self, lines: Sequence[SchoolLine]) -> None:
        """Show the schools as they stand now, the chosen one chosen still."""
        self._lines = {one.id: one for one in lines}
        self._show()

    def _show(self, _words: str = "") -> None:
        wanted = [folded(word) for word in self.search.text().split()]
        found = [one for one in self._lines.values() if all(word in one.words for word in wanted)]
        self.model.show_all([self._row(one) for one in found])
        count = ngettext("{count} school", "{count} schools", len(found))
        self.count.setText(self._context.say(count))
        ids = [one.id for one in found]
        if self._chosen not in ids:
            self._chosen = ids[0] if ids else ""
        if self._chosen:
            self.table.choose(self._chosen)
        else:
            self.panel.show_pairs(())
        line = self._lines.get(self._chosen)
        for name in ("register", "ledger", "school"):
            self.acts[name].setEnabled(line is not None)
        self.acts["leader"].setEnabled(bool(line and line.leader))

    def _row(self, line: SchoolLine) -> Row:
        return Row(
            line.id,
            tuple(
                Cell(text, icon=self._icons(shape) if shape else None) for text, shape in line.cells
            ),
        )

    def _on_chosen(self, id_: str) -> None:
        self._chosen = id_
        line = self._lines.get(id_)
        self.panel.show_pairs(line.pairs if line else ())
        self.acts["leader"].setEnabled(bool(line and line.leader))

    # -- building ------------------------------------------------------------------------------

    def _make_acts(self) -> QWidget:
        bar = QWidget(self)
        flow = Flow(bar, self._context.dress.px(6))
        acts: tuple[tuple[str, Text, Callable[[], object]], ...] = (
            ("register", pgettext("button", "In the register"), self._on_register),
            ("ledger", pgettext("button", "In the ledger"), self._on_ledger),
            ("all", pgettext("button", "Print the overview…"), partial(self._print, "all")),
            ("school", pgettext("button", "Print its page…"), partial(self._print, "school")),
            ("leader", pgettext("button", "Its leader's page…"), partial(self._print, "leader")),
            ("week", pgettext("button", "This week's duty…"), partial(self._print, "week")),
            ("plan", pgettext("button", "Standing of the plan…"), partial(self._print, "plan")),
            (
                "coverage",
                pgettext("button", "Coverage of lessons…"),
                partial(self._print, "coverage"),
            ),
            ("ics", pgettext("button", "As a calendar…"), partial(self._print, "ics")),
        )
        for name, words, run in acts:
            self.acts[name] = push_button(self._context.say(words), run, quiet="true")
            flow.addWidget(self.acts[name])
        return bar

    def _on_register(self) -> None:
        self.schoolAsked.emit(self._chosen)

    def _on_ledger(self) -> None:
        line = self._lines.get(self._chosen)
        if line is not None:
            self.ledgerAsked.emit(line.cells[0][0])

    def _print(self, sheet: str) -> None:
        suffix = ".ics" if sheet == "ics" else ".pdf"
        line = self._lines.get(self._chosen)
        whom = (line.leader if sheet == "leader" else line.id) if line else ""
        say = self._context.say
        words = _("Save as a calendar") if sheet == "ics" else _("Save the sheet")
        name = f"{say(pgettext('sheet', 'Schools at a glance'))}{suffix}"
        kinds = "*.ics" if sheet == "ics" else SHEET_FILTER
        chosen, _filter = QFileDialog.getSaveFileName(self, say(words), name, kinds)
        if chosen:
            path = Path(chosen)
            self.printAsked.emit(sheet, whom, path if path.suffix else path.with_suffix(suffix))
