"""The bar above the grid: how the current column is read, and what can be added."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.services.review.typing_in import Column, ColumnTimes, Dial
from drillplanner.terms.vocabulary import OBSERVED
from ui.context import AppContext
from ui.review.typing_in.cells import DIALS, READINGS
from ui.widgets.flow import Flow
from ui.widgets.rows_model import plain_tip


class DialQuestion(QFrame):
    """Asks what the digits of a column are where nothing decides it, each answer with a preview."""

    answered = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._column: Column | None = None
        self.setProperty("role", "banner")
        outer = QVBoxLayout(self)
        self.words = QLabel("", self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        outer.addWidget(self.words)
        body = QWidget(self)
        outer.addWidget(body)
        self._row = Flow(body, context.dress.px(8))
        self._body = body
        self.answers: list[QPushButton] = []
        self._choices: tuple[tuple[Dial, Text], ...] = ()
        self.hide()

    def show_question(self, column: Column | None, times: ColumnTimes | None) -> None:
        """Ask about a column, or ask nothing."""
        choices = times.choices if times is not None else ()
        self.setVisible(column is not None and bool(choices))
        if column is None or times is None or not choices:
            self._choices = ()
            return
        is_same = self._column == column and self._choices == choices
        self._column, self._choices = column, choices
        if is_same:
            return
        say = self._context.say
        words = _(
            "{column}: what is {text}? The answer holds for the whole column.",
            column=column.name,
            text=times.first,
        )
        self.words.setText(say(words))
        for button in self.answers:
            self._row.removeWidget(button)
            button.deleteLater()
        self.answers = [self._answer(dial, time) for dial, time in choices]

    def _answer(self, dial: Dial, time: Text) -> QPushButton:
        words = _("{time} ({dial})", time=time, dial=DIALS[dial])
        button = QPushButton(self._context.say(words), self._body)
        button.setProperty("dial", dial)
        button.clicked.connect(self._answered)
        self._row.addWidget(button)
        button.show()
        return button

    def _answered(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton) and self._column is not None:
            self.answered.emit(replace(self._column, dial=button.property("dial")))


class ColumnBar(QFrame):
    """Changes the current column, adds columns and sync marks."""

    columnChanged = Signal(object)
    columnAdded = Signal()
    columnRemoved = Signal(int)
    markAdded = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._column: Column | None = None
        self.setProperty("role", "card")
        dress, say = context.dress, context.say
        outer = QVBoxLayout(self)
        outer.setContentsMargins(dress.px(16), dress.px(10), dress.px(16), dress.px(10))
        body = QWidget(self)
        outer.addWidget(body)
        row = Flow(body, dress.px(8))
        self.name = QLineEdit(body)
        self.name.setMaxLength(64)
        self.name.setFixedWidth(dress.px(150))
        self.name.editingFinished.connect(self._changed)
        self.dial = self._choice(body, _("What digits are"), DIALS)
        self.reading = self._choice(body, _("How the clock is read"), READINGS)
        self.observed = self._choice(body, _("How it was observed"), OBSERVED)
        self.remove = QPushButton(say(_("Remove column")), body)
        self.remove.clicked.connect(self._removed)
        self.add = QPushButton(say(_("Add column")), body)
        self.add.clicked.connect(self.columnAdded)
        self.mark = QLineEdit(body)
        self.mark.setMaxLength(64)
        self.mark.setFixedWidth(dress.px(150))
        self.mark.setPlaceholderText(say(_("Name of a sync mark")))
        self.mark.setAccessibleName(say(_("Name of a sync mark")))
        self.mark.returnPressed.connect(self._marked)
        self.add_mark = QPushButton(say(_("Add sync mark")), body)
        self.add_mark.clicked.connect(self._marked)
        label = QLabel(say(pgettext("of a grid", "Column")), body)
        label.setBuddy(self.name)
        self.name.setAccessibleName(say(_("Name of the column")))
        for part in (
            label, self.name, self.dial, self.reading, self.observed, self.remove, self.add,
            self.mark, self.add_mark,
        ):  # fmt: skip
            part.setMinimumHeight(self.name.sizeHint().height())
            row.addWidget(part)

    def show_column(self, column: Column | None) -> None:
        """Show the column that the keys are in."""
        self._column = column
        for part in (self.name, self.dial, self.reading, self.observed, self.remove):
            part.setEnabled(column is not None)
        if column is None:
            return
        if self.name.text() != column.name:
            self.name.setText(column.name)
        for choice, value in (
            (self.dial, column.dial or ""),
            (self.reading, column.reading or ""),
            (self.observed, column.observed),
        ):
            choice.setCurrentIndex(choice.findData(value))

    def _choice(self, parent: QWidget, name: Text, words: object) -> QComboBox:
        choice = QComboBox(parent)
        choice.setAccessibleName(self._context.say(name))
        choice.setToolTip(plain_tip(self._context.say(name)))
        if isinstance(words, dict):
            for value, text in words.items():
                choice.addItem(self._context.say(text), value)
        # `activated` is of the user only, so showing another column changes nothing.
        choice.activated.connect(self._changed)
        return choice

    def _changed(self) -> None:
        column = self._column
        if column is None:
            return
        asked = Column(
            column.id,
            self.name.text(),
            self.dial.currentData() or None,
            self.reading.currentData() or None,
            self.observed.currentData(),
        )
        if asked != column:
            self.columnChanged.emit(asked)

    def _removed(self) -> None:
        if self._column is not None:
            self.columnRemoved.emit(self._column.id)

    def _marked(self) -> None:
        if self.mark.text().strip():
            self.markAdded.emit(self.mark.text())
            self.mark.clear()
