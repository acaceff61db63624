"""The page on which a table becomes a script: what its columns mean, and what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import _, pgettext
from ui.context import AppContext
from ui.plan.editor.columns import HEADINGS
from ui.widgets.card import push_button, words_label
from ui.widgets.opening import LeavablePage
from ui.widgets.rows_model import Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable

_LEFT_PX, _RIGHT_PX = 340, 620


@dataclass(frozen=True, slots=True)
class MeaningRow:
    """One column of the table: its heading, and the name of what it is taken for."""

    heading: str
    column: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a table, in words."""

    title: str
    facts: str
    sheets: tuple[str, ...]
    sheet: str
    meanings: tuple[MeaningRow, ...]
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]
    is_ours: bool
    has_faults: bool


class IntakePage(LeavablePage):
    """Shows a reading; asks for another, or for its taking over."""

    #: Headings with what they are taken for; the sheet; clock, elapsed or "".
    readAsked = Signal(object, str, str)
    takeAsked = Signal()
    errorsAsked = Signal(Path)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        say, px = context.say, context.dress.px
        self._combos: dict[str, QComboBox] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(px(16), px(10), px(16), px(8))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.addWidget(push_button(say(_("Back")), self.leave, quiet="true"))
        self.title = words_label("", "heading", body)
        head.addWidget(self.title, 1)
        self.errors = push_button(say(_("Give the table back with faults…")), self._ask_errors)
        self.take = push_button(say(_("Take over as a draft")), self.takeAsked.emit, primary="true")
        head.addWidget(self.errors)
        head.addWidget(self.take)
        column.addLayout(head)
        self.facts = words_label("", "muted", body)
        column.addWidget(self.facts)
        split = QSplitter(Qt.Orientation.Horizontal, body)
        split.setChildrenCollapsible(False)
        split.addWidget(self._make_meanings())
        self._model = RowsModel(
            [
                Column(say(_("No.")), 50, "right"),
                Column(say(pgettext("column", "Planned")), 90),
                Column(say(pgettext("column", "Phase")), 110),
                Column(say(pgettext("column", "Step")), 280),
                Column(say(pgettext("column", "Role")), 120),
            ]
        )
        self.preview = RowsTable(
            self._model, context.dress, say(_("What comes of the table")), lines=2, stretched=3
        )
        split.addWidget(self.preview)
        split.setSizes([px(_LEFT_PX), px(_RIGHT_PX)])
        column.addWidget(split, 1)
        self.remarks = words_label("", "", body)
        column.addWidget(self.remarks)
        self.setWidget(body)
        self.setFocusProxy(self.take)

    def show_reading(self, reading: Reading) -> None:
        """Show what came of the table."""
        self.title.setText(reading.title)
        self.facts.setText(reading.facts)
        self._show_sheets(reading)
        self._show_meanings(reading.meanings)
        self._model.show_all(reading.rows)
        self.remarks.setText("\n".join(reading.remarks))
        self.remarks.setVisible(bool(reading.remarks))
        self.errors.setVisible(reading.has_faults)
        self.take.setEnabled(bool(reading.rows))

    def leave(self) -> None:
        """Tell that the page was left."""
        self.left.emit()

    # -- how it is made ------------------------------------------------------------------------

    def _make_meanings(self) -> QWidget:
        say, px = self._context.say, self._context.dress.px
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, px(8), 0)
        form = QFormLayout()
        self.sheet, self.times = QComboBox(inner), QComboBox(inner)
        for words, value in (
            (_("as they look"), ""),
            (_("times of day"), "clock"),
            (_("minutes and seconds since the start"), "elapsed"),
        ):
            self.times.addItem(say(words), value)
        for label, box in ((_("Sheet"), self.sheet), (_("Times are"), self.times)):
            box.setAccessibleName(say(label))
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.activated.connect(self._ask_reading)
            form.addRow(say(label), box)
        column.addLayout(form)
        column.addWidget(words_label(say(_("What the columns mean")), "heading", inner))
        self._form = QFormLayout()
        column.addLayout(self._form)
        column.addStretch(1)
        area.setWidget(inner)
        return area

    def _show_sheets(self, reading: Reading) -> None:
        self.sheet.clear()
        self.sheet.addItems(reading.sheets)
        self.sheet.setCurrentText(reading.sheet)
        for box in (self.sheet, self.times):
            box.setEnabled(not reading.is_ours)

    def _show_meanings(self, meanings: Sequence[MeaningRow]) -> None:
        headings = [one.heading for one in meanings]
        if headings != list(self._combos):
            while self._form.rowCount():
                self._form.removeRow(0)
            self._combos = {heading: self._make_combo(heading) for heading in headings}
        for one in meanings:
            box = self._combos[one.heading]
            box.setCurrentIndex(max(0, box.findData(one.column)))

    def _make_combo(self, heading: str) -> QComboBox:
        say, box = self._context.say, QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(say(_("kept as a note")), "extra")
        box.addItem(say(_("left out")), "number")
        for name, shown in HEADINGS["steps"].items():
            box.addItem(say(shown.words), name)
        box.setAccessibleName(heading)
        box.activated.connect(self._ask_reading)
        label = QLabel(heading)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self._form.addRow(label, box)
        return box

    # -- what a person does --------------------------------------------------------------------

    def _ask_reading(self, _place: int = 0) -> None:
        sheet, times = self.sheet.currentText(), str(self.times.currentData())
        meanings = {name: str(box.currentData()) for name, box in self._combos.items()}
        self.readAsked.emit(meanings, sheet, times)

    def _ask_errors(self) -> None:
        words = self._context.say(_("Save the table with what is wrong in it"))
        chosen, _filter = QFileDialog.getSaveFileName(self, words, "", "*.xlsx")
        if chosen:
            path = Path(chosen)
            self.errorsAsked.emit(path if path.suffix else path.with_suffix(".xlsx"))
