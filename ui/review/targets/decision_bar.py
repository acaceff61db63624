"""Let a named person decide at a row of the doubts, with the reason, and take it back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from drillplanner.base.texts import _
from drillplanner.services.review.view_models import Asked, Choice
from ui.context import AppContext


class DecisionBar(QFrame):
    """What can be decided, by whom and why; or the button that takes a decision back."""

    #: kind, what it is of, whose time or marks, name, reason.
    entered = Signal(str, str, str, str, str)
    withdrawn = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        say = context.say
        self._say = say
        self._asked = Asked()
        self.setProperty("role", "banner")
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(say(_("Decision")))
        self.choice.setMinimumContentsLength(14)
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(say(_("Name")))
        self.name.setAccessibleName(say(_("Name of who decides")))
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(say(_("Reason")))
        self.reason.setAccessibleName(say(_("Reason of the decision")))
        self.button = QPushButton(say(_("Decide so")), self)
        self.button.clicked.connect(self._enter)
        self.undo = QPushButton(say(_("Take the decision back")), self)
        self.undo.clicked.connect(self._withdraw)
        row = QHBoxLayout(self)
        row.addWidget(self.choice, 3)
        row.addWidget(self.name, 1)
        row.addWidget(self.reason, 2)
        row.addWidget(self.button)
        row.addWidget(self.undo)
        self.hide()

    def ask(self, asked: Asked | None) -> None:
        """Show what can be decided; nothing where nothing can."""
        self._asked = asked or Asked()
        can_choose = bool(self._asked.choices)
        for part in (self.choice, self.name, self.reason, self.button):
            part.setVisible(can_choose)
        self.undo.setVisible(self._asked.ruling is not None)
        self.choice.clear()
        for one in self._asked.choices:
            self.choice.addItem(self._say(one.words))
        self.reason.clear()
        self.setVisible(can_choose or self._asked.ruling is not None)

    def _enter(self) -> None:
        chosen: Choice = self._asked.choices[self.choice.currentIndex()]
        self.entered.emit(
            chosen.kind, chosen.subject, chosen.source, self.name.text(), self.reason.text()
        )

    def _withdraw(self) -> None:
        if self._asked.ruling is not None:
            self.withdrawn.emit(self._asked.ruling.fact)
