"""Enter a hazard that was found elsewhere than in a drill."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.improve.vocabulary import HAZARDS, JUDGED, LEVELS, SOURCES
from drillplanner.services.improve.hazards import Hazard
from ui.context import AppContext
from ui.improve.day_edit import DayEdit
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet

_WORDS_HIGH, _WIDE, _HIGH = 84, 520, 560
_LINE = 300


class HazardDialog(Sheet):
    """Takes what was found where; measure and deadline follow in the ledger."""

    entered = Signal(object)

    def __init__(
        self,
        context: AppContext,
        schools: Mapping[str, str],
        today: date,
        parent: QWidget | None,
    ) -> None:
        super().__init__(context.say(_("Enter a hazard")), parent)
        self._context = context
        say, dress = context.say, context.dress
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        inner = QWidget(area)
        self._form = QFormLayout(inner)
        self.school = QComboBox(inner)
        self.school.setEditable(True)
        self.school.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._named = {label: id_ for id_, label in schools.items()}
        self.school.addItems(sorted(self._named))
        self.school.setCurrentIndex(-1)
        completer = self.school.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._add(_("School"), self.school)
        found = {key: words for key, words in SOURCES.items() if key != "drill"}
        self.source = self._choice(_("Source"), found)
        # Nobody found it until somebody says who did.
        self.source.setCurrentIndex(-1)
        self.source.setPlaceholderText(say(_("to be chosen")))
        self.day = DayEdit(dress, inner)
        self.day.setDate(QDate(today.year, today.month, today.day))
        self._add(_("Found on"), self.day)
        self.place = self._line(_("Place"))
        self.words = QPlainTextEdit(inner)
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(dress.px(_WORDS_HIGH))
        self._add(_("What was found"), self.words)
        self.hazard = self._choice(_("Hazard class"), {"": _("not classified"), **HAZARDS})
        self.level = self._choice(_("Level"), LEVELS)
        self.judged = self._choice(_("How the level was judged"), JUDGED)
        self.judge = self._line(_("Who judged the level"))
        area.setWidget(inner)
        self.column.addWidget(area, 1)
        self.fault = words_label("", "", self)
        self.fault.hide()
        self.column.addWidget(self.fault)
        buttons = self.add_buttons(say(_("Close")))
        self.enter = push_button(
            say(pgettext("button", "Enter it into the ledger")), self._on_enter, primary="true"
        )
        buttons.addButton(self.enter, buttons.ButtonRole.ActionRole)
        self.setMinimumSize(dress.px(300), dress.px(280))
        self.resize(dress.px(_WIDE), dress.px(_HIGH))
        self.school.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, words: str) -> None:
        """Say why it cannot be entered yet."""
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    def hazard_entered(self) -> Hazard:
        """Give what the fields hold."""
        day = self.day.date()
        return Hazard(
            date(day.year(), day.month(), day.day()),
            self.source.currentData(),
            self._named.get(self.school.currentText().strip(), ""),
            self.words.toPlainText(),
            self.place.text(),
            self.hazard.currentData() or None,
            self.level.currentData(),
            self.judged.currentData(),
            self.judge.text(),
        )

    def _on_enter(self) -> None:
        if self.source.currentIndex() < 0:
            self.refuse(self._context.say(_("Choose who found it, then enter it.")))
            self.source.setFocus()
            return
        self.entered.emit(self.hazard_entered())

    def _add(self, name: Text, field: QWidget) -> None:
        words = self._context.say(name)
        field.setAccessibleName(words)
        self._form.addRow(words, field)

    def _line(self, name: Text) -> QLineEdit:
        field = QLineEdit(self)
        field.setMaxLength(_LINE)
        self._add(name, field)
        return field

    def _choice(self, name: Text, words: Mapping[Any, Text]) -> QComboBox:
        choice = QComboBox(self)
        for key, said in words.items():
            choice.addItem(self._context.say(said), key)
        self._add(name, choice)
        return choice
