"""The tab of ratings: what evaluators rate by eye, one criterion and evaluator at a time."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import _
from drillplanner.review.points.ratings import Rating
from drillplanner.services.review.view_models import CriterionLine, Shown
from ui.context import AppContext
from ui.review.cells import Cells
from ui.widgets.columns import Card
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_table import RowsTable

#: The value of the box for marks while none are given.
_NO_MARKS = -0.5


class RatingsTab(QWidget):
    """Shows criteria with their ratings; the chosen one can be rated by a named evaluator."""

    ratingEntered = Signal(Rating)
    ratingsAsked = Signal()
    #: The fact of a rating that is taken back.
    withdrawn = Signal(str)

    def __init__(self, context: AppContext, cells: Cells, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._cells = context, cells
        self._lines: dict[str, CriterionLine] = {}
        self.choices: dict[str, QPushButton] = {}
        dress, say = context.dress, context.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.setSpacing(dress.px(10))
        self.model = RowsModel(cells.criterion_columns())
        self.table = RowsTable(self.model, dress, say(_("Criteria")), parent=self)
        self.table.setMinimumHeight(dress.px(110))
        self.table.rowChosen.connect(self._on_chosen)
        column.addWidget(self.table, 1)
        column.addWidget(self._make_form())

    def show_criteria(self, shown: Shown) -> None:
        """Show the criteria of a review, keeping the one that was chosen."""
        chosen = self.chosen
        self._lines = {line.id: line for line in shown.criteria}
        self.model.show_all([self._cells.criterion(line) for line in shown.criteria])
        self.table.choose(chosen or next(iter(self._lines), ""))

    def set_refusal(self, words: str) -> None:
        """Let nothing be entered while there is a reason not to."""
        self._form.setEnabled(not words)

    @property
    def chosen(self) -> str:
        """Give the id of the criterion that is chosen; empty where none is."""
        index = self.table.currentIndex()
        return self.model.row(index.row()).id if index.isValid() else ""

    def _make_form(self) -> QWidget:
        say, dress = self._context.say, self._context.dress
        self._form = Card(dress, "", self)
        self._form.heading.setWordWrap(True)
        self._form.heading.setMinimumHeight(dress.px(26))
        rows = QFormLayout()
        rows.setVerticalSpacing(dress.px(8))
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.name = QLineEdit(self._form)
        self.name.setMaxLength(100)
        self.name.textChanged.connect(self._show_given)
        rows.addRow(say(_("Evaluator")), self.name)
        self._buttons = Snug(self._form)
        self._flow = Flow(self._buttons, dress.px(6))
        self._group = QButtonGroup(self)
        rows.addRow(say(_("Rating")), self._buttons)
        self.marks = self._make_marks()
        self.note = QLineEdit(self._form)
        self.note.setMaxLength(1000)
        rows.addRow(say(_("Note")), self.note)
        self._form.column.addLayout(rows)
        line = QHBoxLayout()
        self.save = QPushButton(say(_("Save the rating")), self._form)
        self.save.setProperty("primary", True)
        self.save.clicked.connect(self._on_save)
        self.undo = QPushButton(say(_("Take the rating back")), self._form)
        self.undo.clicked.connect(self._on_undo)
        table = QPushButton(say(_("Read ratings…")), self._form)
        table.clicked.connect(self.ratingsAsked)
        for part in (self.save, self.undo, table):
            line.addWidget(part)
        line.addStretch(1)
        self._form.column.addLayout(line)
        return self._form

    def _make_marks(self) -> QDoubleSpinBox:
        """Make the box for marks; the value below zero stands for none given yet."""
        marks = QDoubleSpinBox(self._buttons)
        # A point parts decimals, as on the forms, whatever the system's locale.
        marks.setLocale(QLocale.c())
        marks.setSingleStep(0.5)
        marks.setMinimum(_NO_MARKS)
        marks.setSpecialValueText("—")
        marks.setAccessibleName(self._context.say(_("Marks")))
        marks.valueChanged.connect(self._on_marks)
        self._flow.addWidget(marks)
        return marks

    def _on_marks(self, value: float) -> None:
        """Let marks and the buttons beside them exclude each other."""
        if value > _NO_MARKS:
            self._uncheck()

    def _on_button(self) -> None:
        self.marks.setValue(_NO_MARKS)

    def _uncheck(self) -> None:
        self._group.setExclusive(False)
        for button in self.choices.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def _on_chosen(self, criterion: str) -> None:
        line = self._lines[criterion]
        self._form.heading.setText(self._context.say(line.words))
        for button in self.choices.values():
            self._flow.removeWidget(button)
            button.deleteLater()
        self.choices = {}
        for rating, words in line.choices:
            button = QPushButton(self._context.say(words), self._buttons)
            button.setCheckable(True)
            button.clicked.connect(self._on_button)
            self._group.addButton(button)
            self._flow.addWidget(button)
            self.choices[rating] = button
            button.show()
        self.marks.setVisible(line.full is not None)
        self.marks.setMaximum(line.full or 0)
        self.marks.setSuffix(f" / {line.full:.10g}" if line.full else "")
        self.marks.setValue(_NO_MARKS)
        self.note.clear()
        self._show_given()

    def _given(self) -> Rating | None:
        line = self._lines.get(self.chosen)
        name = " ".join(self.name.text().split())
        return next((one for one in line.given if one.evaluator == name), None) if line else None

    def _show_given(self) -> None:
        """Show what this evaluator gave before."""
        given = self._given()
        self.undo.setVisible(given is not None)
        if given is None:
            return
        if given.rating in self.choices:
            self.choices[given.rating].setChecked(True)
        elif not self.marks.isHidden():
            self.marks.setValue(float(given.rating))
        self.note.setText(given.note)

    def _on_save(self) -> None:
        rating = next((key for key, one in self.choices.items() if one.isChecked()), None)
        if rating is None and self.marks.value() > _NO_MARKS:
            rating = f"{self.marks.value():.10g}"
        if rating is not None and self.chosen:
            self.ratingEntered.emit(Rating(self.chosen, self.name.text(), rating, self.note.text()))

    def _on_undo(self) -> None:
        given = self._given()
        if given is not None:
            self.withdrawn.emit(given.place)
