"""The card of the grade that the evaluation group's leader enters, with name and reason."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from drillplanner.base import local_time
from drillplanner.base.texts import _
from drillplanner.review.verdicts import Grade
from drillplanner.services.review.review_session import DrillReview
from drillplanner.terms.document import Shape
from drillplanner.terms.vocabulary import GRADES
from ui.context import AppContext
from ui.review.cells import shape_icon
from ui.widgets.columns import Card, words_label
from ui.widgets.flow import Flow
from ui.widgets.sign import SignLabel


class GradeCard(Card):
    """Shows the grade that stands, or lets one be entered."""

    #: grade, name, reason.
    entered = Signal(str, str, str)
    withdrawn = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(context.dress, context.say(_("Grade entered by the leader")), parent)
        self._context = context
        self._fact = ""
        self._suggested: Grade | None = None
        say, dress = context.say, context.dress
        self._standing = QWidget(self)
        standing = QFormLayout(self._standing)
        standing.setContentsMargins(0, 0, 0, 0)
        self.sign = SignLabel(dress, "dash", "", 20, self._standing)
        self.said = words_label("", self._standing, wraps=True)
        self.undo = QPushButton(say(_("Take the grade back")), self._standing)
        self.undo.clicked.connect(self._on_undo)
        for part in (self.sign, self.said):
            standing.addRow(part)
        undo_row = QHBoxLayout()
        undo_row.addWidget(self.undo)
        undo_row.addStretch(1)
        standing.addRow(undo_row)
        self.column.addWidget(self._standing)
        self._form = self._make_form()
        self.column.addWidget(self._form)
        self.column.addStretch(1)

    def show_grades(self, review: DrillReview, suggested: Grade | None) -> None:
        """Show the grade that stands; two that stand side by side are both named."""
        grades = review.decisions.grades
        self._suggested = suggested
        self._standing.setVisible(bool(grades))
        self._form.setVisible(len(grades) != 1)
        if not grades:
            self._choose(suggested)
            return
        last = grades[-1]
        self._fact = last.fact
        self.sign.say(*self._words(last.grade))
        lines = [
            self._context.say(
                _(
                    "{grade}, by {name}, {day}",
                    grade=GRADES[one.grade][1],
                    name=one.by,
                    day=local_time.day_and_minute(one.made_utc_ns, review.script.zone),
                )
            )
            for one in grades
        ]
        lines += [
            self._context.say(_("Reason: {reason}", reason=g.reason)) for g in grades if g.reason
        ]
        if len(grades) > 1:
            lines.append(
                self._context.say(_("Grades were entered on two laptops; enter the one to keep."))
            )
        self.said.setText("\n".join(lines))

    def _make_form(self) -> QWidget:
        say, dress = self._context.say, self._context.dress
        form = QWidget(self)
        rows = QFormLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(dress.px(12))
        rows.setVerticalSpacing(dress.px(8))
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        choices = QWidget(form)
        choice = Flow(choices, dress.px(6))
        self.choices: dict[Grade, QPushButton] = {}
        for grade, (shape, words) in GRADES.items():
            button = QPushButton(shape_icon(dress, shape), say(words), choices)
            button.setIconSize(QSize(dress.px(14), dress.px(14)))
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.toggled.connect(self._on_choice)
            self.choices[grade] = button
            choice.addWidget(button)
        rows.addRow(say(_("Grade")), choices)
        self.name = QLineEdit(form)
        self.name.setAccessibleName(say(_("Name of the group's leader")))
        self.name.setMaxLength(100)
        rows.addRow(say(_("Leader")), self.name)
        self.reason = QLineEdit(form)
        self.reason.setMaxLength(1000)
        self.reason.setAccessibleName(say(_("Reason")))
        rows.addRow(say(_("Reason")), self.reason)
        self.enter = QPushButton(say(_("Enter the grade")), form)
        self.enter.setProperty("primary", True)
        self.enter.clicked.connect(self._on_enter)
        enter_row = QHBoxLayout()
        enter_row.addWidget(self.enter)
        enter_row.addStretch(1)
        rows.addRow("", enter_row)
        for part in (self.name, self.reason):
            part.returnPressed.connect(self._on_enter)
        return form

    @property
    def chosen(self) -> Grade | None:
        return next((grade for grade, one in self.choices.items() if one.isChecked()), None)

    def _choose(self, grade: Grade | None) -> None:
        if grade is not None and self.chosen is None:
            self.choices[grade].setChecked(True)
        self._on_choice()

    def _on_choice(self) -> None:
        is_needed = self.chosen != self._suggested
        self.reason.setPlaceholderText(
            self._context.say(
                _("needed: it is not the suggested grade") if is_needed else _("if there is one")
            )
        )

    def _on_enter(self) -> None:
        if self.chosen is not None:
            self.entered.emit(self.chosen, self.name.text(), self.reason.text())

    def _on_undo(self) -> None:
        self.withdrawn.emit(self._fact)

    def _words(self, grade: Grade) -> tuple[Shape, str]:
        shape, words = GRADES[grade]
        return shape, self._context.say(words)
