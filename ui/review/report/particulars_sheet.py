"""Ask what a report says beside script and log: school, place, people, words of the group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from drillplanner.base.texts import _
from drillplanner.services.review.particulars import LISTS, WORDS, Particulars
from drillplanner.terms.vocabulary import HANDLING
from ui.context import AppContext
from ui.widgets.columns import words_label
from ui.widgets.dialogs import Sheet

#: Height of a field that lists things, in pixels at 100 %.
_LIST_PX = 76


class ParticularsSheet(Sheet):
    """A form of what is known; what stays empty is a blank line in the report."""

    saved = Signal(Particulars)

    def __init__(
        self,
        context: AppContext,
        filled: Particulars,
        parent: QWidget,
        schools: Sequence[str] = (),
    ) -> None:
        say, dress = context.say, context.dress
        super().__init__(say(_("Particulars of the report")), parent)
        edge = dress.px(20)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(dress.px(12))
        hint = _("What stays empty is left out of the report, or printed as room to write in.")
        self.column.addWidget(words_label(say(hint), self, "muted", wraps=True))
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, dress.px(12), 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(dress.px(8))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._before = filled
        self.handling = QComboBox(body)
        self.handling.addItem(say(_("not marked")), "")
        for mark, words in HANDLING.items():
            self.handling.addItem(say(words), mark)
        self.handling.setCurrentIndex(max(0, self.handling.findData(filled.handling)))
        form.addRow(say(_("Handling mark")), self.handling)
        self.fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        for name, words in WORDS.items():
            field = self._field(body, name, str(getattr(filled, name)), dress.px(_LIST_PX))
            field.setAccessibleName(say(words))
            if name == "school" and isinstance(field, QLineEdit):
                # A school that is known keeps its id: the name is completed, not typed anew.
                field.setCompleter(QCompleter(list(schools), field))
            label = _("{name}, one a line", name=words) if name in LISTS else words
            form.addRow(say(label), field)
            self.fields[name] = field
        self.blanks = QCheckBox(say(_("Print room to write in")), body)
        self.blanks.setChecked(bool(filled.blanks))
        form.addRow("", self.blanks)
        self.form = QCheckBox(say(_("Add the evaluation form to be ticked")), body)
        self.form.setChecked(bool(filled.form))
        form.addRow("", self.form)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        self.column.addWidget(area, 1)
        buttons = self.add_buttons(say(_("Cancel")))
        save = QPushButton(say(_("Save")), self)
        save.setProperty("primary", True)
        save.setDefault(True)
        buttons.addButton(save, QDialogButtonBox.ButtonRole.AcceptRole)
        save.clicked.connect(self._on_save)
        self.resize(dress.px(620), dress.px(640))

    @property
    def filled(self) -> Particulars:
        """Give what stands in the form."""
        values = {
            name: field.text() if isinstance(field, QLineEdit) else field.toPlainText()
            for name, field in self.fields.items()
        }
        blanks = "yes" if self.blanks.isChecked() else ""
        form = "yes" if self.form.isChecked() else ""
        handling = str(self.handling.currentData())
        return replace(self._before, handling=handling, blanks=blanks, form=form, **values)

    def _field(
        self, body: QWidget, name: str, text: str, height: int
    ) -> QLineEdit | QPlainTextEdit:
        if name not in LISTS and name not in ("purpose", "preparation"):
            return QLineEdit(text, body)
        field = QPlainTextEdit(text, body)
        field.setTabChangesFocus(True)
        field.setFixedHeight(height)
        return field

    def _on_save(self) -> None:
        self.saved.emit(self.filled)
        self.accept()
