"""Show what the ledger holds for this script: what fell short at the school, and lessons."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.plan.editing.draft import Draft
from drillplanner.services.improve.for_script import ForScript, OpenLine, place_in
from ui.context import AppContext
from ui.widgets.card import words_label
from ui.widgets.rows_model import Cell, Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable


class LedgerPanel(QWidget):
    """A row a line; a row that is clicked leads to what it is about, and changes nothing."""

    #: The list is seen: what the ledger holds is to be read anew.
    asked = Signal()
    #: Part and id of the row of the script that a line is about.
    goAsked = Signal(str, str)
    #: How many open lines there are of the school.
    counted = Signal(int)
    refused = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._found: ForScript | None = None
        self._draft: Draft | None = None
        self._named = ""
        self._lines: dict[str, OpenLine] = {}
        say, px = context.say, context.dress.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(6), 0, 0)
        head = QHBoxLayout()
        label = QLabel(say(_("School")), self)
        self.school = QComboBox(self)
        self.school.setAccessibleName(label.text())
        self.school.setMinimumContentsLength(12)
        self.school.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        label.setBuddy(self.school)
        head.addWidget(label)
        head.addWidget(self.school, 1)
        column.addLayout(head)
        self.basis = words_label("", "muted", self)
        column.addWidget(self.basis)
        model = RowsModel(
            [
                Column(say(pgettext("ledger", "State")), 100),
                Column(say(_("Fell short last time, or lesson")), 216),
                Column(say(pgettext("ledger", "Measure")), 140),
                Column(say(_("Source, or proof")), 120),
                Column(say(pgettext("sheet", "Day")), 116),
            ]
        )
        name = say(_("From the ledger"))
        self.table = RowsTable(model, context.dress, name, lines=2, stretched=1)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self.school.activated.connect(self._show_lines)
        self.table.activated.connect(self._go)
        self.table.clicked.connect(self._go)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.asked.emit()

    def show_ledger(self, found: ForScript) -> None:
        """Show what the ledger holds; a school that was chosen here stays chosen."""
        chosen = self.school.currentData() if self._found is not None else ""
        self._found = found
        self.school.clear()
        self.school.addItem(self._context.say(_("Choose a school…")), "")
        for id_, label in sorted((found.labels or {}).items(), key=lambda one: one[1]):
            self.school.addItem(label, id_)
        self._choose(chosen or found.school_called(self._named))

    def show_draft(self, draft: Draft) -> None:
        """Show the lines of the school that the script's particulars name."""
        self._draft = draft
        if draft.particulars.school != self._named:
            self._named = draft.particulars.school
            if self._found is not None:
                self._choose(self._found.school_called(self._named))

    def _choose(self, school: str) -> None:
        self.school.setCurrentIndex(max(0, self.school.findData(school)))
        self._show_lines()

    def _show_lines(self) -> None:
        found = self._found
        if found is None:
            return
        mine = found.of_school(self.school.currentData() or "")
        self._lines = {one.id: one for one in (*mine, *found.lessons)}
        self.table.rows.show_all([_row(one) for one in self._lines.values()])
        say = self._context.say
        self.basis.setText(" ".join(say(text) for text in self._said(found, len(mine))))
        self.counted.emit(len(mine))

    def _said(self, found: ForScript, count: int) -> list[Text]:
        said = []
        if not self.school.currentData():
            said.append(_("Choose the school, and its open lines are listed."))
            if self._named:
                text = _("No school, or more than one, is called {name}.", name=self._named[:40])
                said.insert(0, text)
        else:
            said.append(ngettext("{count} open line.", "{count} open lines.", count))
        lessons = len(found.lessons)
        said.append(
            ngettext(
                "{count} lesson from scripts of this kind.",
                "{count} lessons from scripts of this kind.",
                lessons,
            )
        )
        if found.left_out:
            said.append(
                ngettext(
                    "{count} older lesson is not listed.",
                    "{count} older lessons are not listed.",
                    found.left_out,
                )
            )
        if found.unplaced:
            said.append(
                ngettext(
                    "{count} open line is of a drill whose school nobody named; it is not listed.",
                    "{count} open lines are of drills whose school nobody named; they are not "
                    "listed.",
                    found.unplaced,
                )
            )
        said.append(_("A row leads to its step or target; nothing is changed by it."))
        return said

    def _go(self, index: QModelIndex) -> None:
        line = self._lines.get(self.table.rows.row(index.row()).id)
        if line is None or self._draft is None:
            return
        place = place_in(self._draft.script, line)
        if place is None:
            self.refused.emit(self._context.say(_("This script has no such step or target.")))
        else:
            self.goAsked.emit(*place)


def _row(one: OpenLine) -> Row:
    texts = (one.state, one.words, one.measure or "—", one.where, one.day or "—")
    return Row(one.id, tuple(Cell(text, text) for text in texts))
