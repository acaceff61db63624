"""The fields of an action: what is done, by whom, until when, and how it is verified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import Text, _
from drillplanner.improve.ledger import HAZARDS
from drillplanner.improve.vocabulary import HAZARDS as HAZARD_WORDS
from drillplanner.improve.vocabulary import JUDGED as JUDGED_WORDS
from drillplanner.improve.vocabulary import LEVELS as LEVEL_WORDS
from drillplanner.improve.vocabulary import PARKED, SUPERVISED
from ui.context import AppContext
from ui.improve.day_edit import DayEdit
from ui.improve.view_models import Draft

#: Longest line and text that a field takes.
_LINE, _LINES_HIGH = 300, 3


class ActionForm(QWidget):
    """Shows a draft and tells each change; it saves nothing itself."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        dress = context.dress
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(dress.px(4))
        self.measure = self._text(_("Measure"))
        self.unit = self._line(_("Responsible unit"))
        self.head = self._line(_("Head of department"))
        self.person = self._line(_("Responsible person"))
        self._make_due()
        self._make_hazard()
        self.level = self._choice(_("Level"), LEVEL_WORDS)
        self.judged = self._choice(_("How the level was judged"), JUDGED_WORDS)
        self.judge = self._line(_("Who judged the level"))
        self.verification = self._line(_("How it is verified"))
        self.notes = self._text(_("Notes"))
        self._make_marks()
        self._connect()

    def show_draft(self, draft: Draft) -> None:
        """Show a draft without telling a change; what is the same is left as it is."""
        self.blockSignals(True)
        for text, words in ((self.measure, draft.measure), (self.notes, draft.notes)):
            if text.toPlainText() != words:
                text.setPlainText(words)
        for line, words in (
            (self.unit, draft.unit),
            (self.person, draft.person),
            (self.verification, draft.verification),
            (self.head, draft.head),
            (self.judge, draft.judge),
        ):
            if line.text() != words:
                line.setText(words)
        self.has_due.setChecked(draft.due is not None)
        if draft.due is not None:
            self.due.setDate(QDate(draft.due.year, draft.due.month, draft.due.day))
        self.due.setEnabled(draft.due is not None)
        self.hazard.setCurrentIndex(max(0, self.hazard.findData(draft.hazard)))
        self.level.setCurrentIndex(max(0, self.level.findData(draft.level)))
        self.judged.setCurrentIndex(max(0, self.judged.findData(draft.judged)))
        self.parked.setChecked(draft.is_parked)
        self.supervised.setChecked(draft.is_supervised)
        self.blockSignals(False)

    @property
    def draft(self) -> Draft:
        """Give what the fields hold."""
        day = self.due.date()
        return Draft(
            self.measure.toPlainText(),
            self.unit.text(),
            self.person.text(),
            date(day.year(), day.month(), day.day()) if self.has_due.isChecked() else None,
            self.hazard.currentData(),
            self.verification.text(),
            self.notes.toPlainText(),
            self.parked.isChecked(),
            self.supervised.isChecked(),
            self.head.text(),
            self.level.currentData(),
            self.judged.currentData(),
            self.judge.text(),
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    # -- building -----------------------------------------------------------------------------

    def _named(self, name: Text, field: QWidget) -> None:
        label = QLabel(self._context.say(name), self)
        label.setProperty("role", "muted")
        label.setBuddy(field)
        field.setAccessibleName(self._context.say(name))
        self._column.addSpacing(self._context.dress.px(4))
        self._column.addWidget(label)

    def _line(self, name: Text) -> QLineEdit:
        field = QLineEdit(self)
        field.setMaxLength(_LINE)
        self._named(name, field)
        self._column.addWidget(field)
        return field

    def _text(self, name: Text) -> QPlainTextEdit:
        field = QPlainTextEdit(self)
        field.setTabChangesFocus(True)
        field.setFixedHeight(self._context.dress.px(21 * _LINES_HIGH + 22))
        self._named(name, field)
        self._column.addWidget(field)
        return field

    def _make_due(self) -> None:
        say = self._context.say
        self.has_due = QCheckBox(say(_("Deadline")), self)
        self.due = DayEdit(self._context.dress, self)
        self.due.setAccessibleName(say(_("Deadline")))
        self._watch([self.due])
        row = QHBoxLayout()
        row.addWidget(self.has_due)
        row.addWidget(self.due)
        row.addStretch(1)
        self._column.addSpacing(self._context.dress.px(8))
        self._column.addLayout(row)

    def _make_hazard(self) -> None:
        say = self._context.say
        self.hazard = QComboBox(self)
        self.hazard.addItem(say(_("not classified")), None)
        for hazard in HAZARDS:
            self.hazard.addItem(say(HAZARD_WORDS[hazard]), hazard)
        self._watch([self.hazard])
        self._named(_("Hazard class"), self.hazard)
        self._column.addWidget(self.hazard, 0, Qt.AlignmentFlag.AlignLeft)

    def _choice(self, name: Text, words: Mapping[Any, Text]) -> QComboBox:
        choice = QComboBox(self)
        for key, said in words.items():
            choice.addItem(self._context.say(said), key)
        self._watch([choice])
        self._named(name, choice)
        self._column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        return choice

    def _make_marks(self) -> None:
        self.parked = QCheckBox(self._context.say(PARKED), self)
        self.supervised = QCheckBox(self._context.say(SUPERVISED), self)
        row = QHBoxLayout()
        row.setSpacing(self._context.dress.px(16))
        row.addWidget(self.parked)
        row.addWidget(self.supervised)
        row.addStretch(1)
        self._column.addSpacing(self._context.dress.px(8))
        self._column.addLayout(row)

    def _watch(self, fields: Iterable[QWidget]) -> None:
        for field in fields:
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(self)

    def _connect(self) -> None:
        for text in (self.measure, self.notes):
            text.textChanged.connect(self._on_change)
        for line in (self.unit, self.head, self.person, self.judge, self.verification):
            line.textChanged.connect(self._on_change)
        for box in (self.parked, self.supervised, self.has_due):
            box.toggled.connect(self._on_change)
        self.has_due.toggled.connect(self.due.setEnabled)
        self.due.dateChanged.connect(self._on_change)
        for choice in (self.hazard, self.level, self.judged):
            choice.currentIndexChanged.connect(self._on_change)

    def _on_change(self) -> None:
        self.changed.emit()
