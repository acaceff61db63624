"""Short forms of those who took part: typed in a line each, counted by question."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.services.review.evaluation.board import RatingBoard
from drillplanner.services.review.evaluation.self_evaluation import (
    ShortForm,
    counted,
    typed_answers,
)
from drillplanner.terms.self_evaluation import ANSWER_WORDS, ANSWERS, QUESTIONS
from ui.context import AppContext
from ui.widgets.columns import words_label
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.rows_model import Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable


class FormsPage(QWidget):
    """Takes one form after the other from the keyboard; nobody is named."""

    formEntered = Signal(ShortForm)
    #: The fact of a form that is taken back.
    withdrawn = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._forms: tuple[ShortForm, ...] = ()
        say, dress = context.say, context.dress
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dress.px(8))
        head = Snug(self)
        row = Flow(head, dress.px(8))
        self.role = QComboBox(head)
        self.role.setAccessibleName(say(_("Role of who filled it in")))
        self.answers = self._line(head, _("Answers: five signs"), 180)
        self.words = self._line(head, _("Words on the form"), 320)
        self.answers.returnPressed.connect(self._enter)
        self.words.returnPressed.connect(self._enter)
        self.enter = QPushButton(say(_("Keep the form (Enter)")), head)
        self.enter.setProperty("primary", "true")
        self.enter.clicked.connect(self._enter)
        self.undo = QPushButton(say(_("Take the last form back")), head)
        self.undo.clicked.connect(self._withdraw)
        for part in (self.role, self.answers, self.words, self.enter, self.undo):
            row.addWidget(part)
        column.addWidget(head)
        self.told = words_label("", self, "muted", wraps=True)
        self.told.setMinimumHeight(dress.px(22))
        column.addWidget(self.told)
        self.counts = RowsTable(
            RowsModel(
                (
                    Column(say(_("Question")), 420),
                    *(Column(say(ANSWER_WORDS[one]), 90, "right") for one in ANSWERS),
                )
            ),
            dress,
            say(_("Answers by question")),
            parent=self,
        )
        self.said = RowsTable(
            RowsModel((Column(say(_("Words on the forms")), 420), Column(say(_("Role")), 160))),
            dress,
            say(_("Words on the forms")),
            parent=self,
        )
        column.addWidget(self.counts, 3)
        column.addWidget(self.said, 2)
        self.setFocusProxy(self.answers)

    def show_board(self, board: RatingBoard) -> None:
        """Show the forms of a round, keeping what is being typed."""
        say, chosen = self._context.say, self.role.currentData()
        self._forms = board.forms
        self.role.clear()
        self.role.addItem(say(_("Role not stated")), "")
        for id_, words in board.roles:
            self.role.addItem(say(words), id_)
        self.role.setCurrentIndex(max(0, self.role.findData(chosen)))
        self.counts.rows.show_all(
            [
                Row(
                    one.question,
                    (
                        say(QUESTIONS[one.question]),
                        *(str(one.answers[answer]) for answer in ANSWERS),
                    ),
                )
                for one in counted(board.forms)
            ]
        )
        roles = {id_: say(words) for id_, words in board.roles}
        self.said.rows.show_all(
            [
                Row(one.fact, (one.words, roles.get(one.role, "")))
                for one in board.forms
                if one.words
            ]
        )
        self.undo.setEnabled(bool(board.forms))
        count = ngettext(
            "{count} form was filled in.", "{count} forms were filled in.", len(self._forms)
        )
        hint = _(
            "Type a sign a question: 1 yes, 2 partly, 3 no, 0 left open; Tab, the words; Enter."
        )
        self._say(f"{say(count)} {say(hint)}")

    def _line(self, parent: QWidget, name: Text, width: int) -> QLineEdit:
        line = QLineEdit(parent)
        line.setMaxLength(1000)
        line.setPlaceholderText(self._context.say(name))
        line.setAccessibleName(self._context.say(name))
        line.setMinimumWidth(self._context.dress.px(width))
        return line

    def _say(self, words: str) -> None:
        self.told.setText(words)

    def _enter(self) -> None:
        try:
            answers = typed_answers(self.answers.text())
        except UserError as refused:
            self._say(self._context.say(refused.text))
            self.answers.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.formEntered.emit(
            ShortForm(str(self.role.currentData() or ""), answers, self.words.text().strip())
        )
        self.answers.clear()
        self.words.clear()
        self.answers.setFocus(Qt.FocusReason.OtherFocusReason)

    def _withdraw(self) -> None:
        if self._forms:
            self.withdrawn.emit(self._forms[-1].fact)
