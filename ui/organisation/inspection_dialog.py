"""Ask which sheet, school, day and inspector an inspection begins with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.organisation.registers import INSPECTIONS
from ui.context import AppContext
from ui.improve.day_edit import DayEdit
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet

_Field = TypeVar("_Field", bound=QWidget)


class InspectionDialog(Sheet):
    """Begins a sheet; its rows are filled in under the table's keys."""

    beginAsked = Signal(str, str, object, str)

    def __init__(
        self,
        context: AppContext,
        forms: Sequence[tuple[str, str]],
        schools: Sequence[str],
        today: date,
        parent: QWidget | None,
    ) -> None:
        super().__init__(context.say(_("Begin an inspection")), parent)
        self._context = context
        say, dress = context.say, context.dress
        form = QFormLayout()
        self.column.addLayout(form)
        self._form = form
        self.sheet = self._add(INSPECTIONS.field("form").words, QComboBox(self))
        self._sources = dict(forms)
        self.sheet.addItems([name for name, _source in forms])
        self.sheet.currentTextChanged.connect(self._on_sheet)
        self.school = self._add(INSPECTIONS.field("school").words, QComboBox(self))
        self.school.setEditable(True)
        self.school.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.school.addItems(sorted(schools))
        self.school.setCurrentIndex(-1)
        completer = self.school.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.day = self._add(INSPECTIONS.field("day").words, DayEdit(dress, self))
        self.day.setDate(QDate(today.year, today.month, today.day))
        by = INSPECTIONS.field("by")
        self.inspector = self._add(by.words, QComboBox(self))
        for key, choice in by.choices.items():
            self.inspector.addItem(say(choice.words), key)
        # Nobody inspects until somebody says who does.
        self.inspector.setCurrentIndex(-1)
        self.inspector.setPlaceholderText(say(_("to be chosen")))
        self.source = words_label("", "muted", self)
        self.column.addWidget(self.source)
        self.fault = words_label("", "", self)
        self.fault.hide()
        self.column.addWidget(self.fault)
        buttons = self.add_buttons(say(_("Close")))
        self.begin = push_button(
            say(pgettext("button", "Begin the sheet")), self._on_begin, primary="true"
        )
        buttons.addButton(self.begin, buttons.ButtonRole.ActionRole)
        self._on_sheet()
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, name: Text, field: _Field) -> _Field:
        words = self._context.say(name)
        field.setAccessibleName(words)
        self._form.addRow(words, field)
        return field

    def _on_sheet(self, _name: str = "") -> None:
        self.source.setText(self._sources.get(self.sheet.currentText(), ""))

    def _on_begin(self) -> None:
        school = self.school.currentText().strip()
        if not school or self.inspector.currentIndex() < 0:
            self.fault.setText(self._context.say(_("Choose the school and who inspects it.")))
            self.fault.show()
            return
        day = self.day.date()
        self.beginAsked.emit(
            self.sheet.currentText(),
            school,
            date(day.year(), day.month(), day.day()),
            self.inspector.currentData(),
        )
