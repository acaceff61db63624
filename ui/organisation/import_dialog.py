"""Ask what the columns of a table mean before it is taken in, and show what is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.exchange.importing.cells import cell_name
from drillplanner.exchange.importing.conversion import CellError
from drillplanner.exchange.register_tables import Mapped, RegisterSheet
from drillplanner.organisation.registers import Register
from drillplanner.services.organisation.register_import import Taken, error_table
from ui.context import AppContext
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet

_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_HIGH_PX, _WIDE_PX = 520, 560
#: Faults of a table that are listed; the table with its errors has all.
_SHOWN_FAULTS = 200


class ImportDialog(Sheet):
    """Shows a table's columns beside what each is taken as; nothing is taken in unasked."""

    takeAsked = Signal(object, int)
    errorsAsked = Signal(Path)

    def __init__(
        self,
        context: AppContext,
        register: Register,
        opened: RegisterSheet,
        year: int,
        parent: QWidget | None,
    ) -> None:
        super().__init__(context.say(_("Bring a table in")), parent)
        self._context = context
        say, dress = context.say, context.dress
        rows = opened.layout.last - opened.layout.first
        count = ngettext("{file}: {count} row", "{file}: {count} rows", rows, file=opened.book.name)
        self.column.addWidget(words_label(say(count), "muted", self))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        inner = QWidget(area)
        form = QFormLayout(inner)
        self.choices: dict[str, QComboBox] = {}
        for heading in opened.headings:
            choice = QComboBox(inner)
            choice.setAccessibleName(heading)
            choice.addItem(say(pgettext("column of a table", "passed over")), None)
            for what in register.fields:
                choice.addItem(say(what.words), what.id)
            choice.setCurrentIndex(max(0, choice.findData(opened.proposed.get(heading))))
            form.addRow(words_label(heading, "", inner), choice)
            self.choices[heading] = choice
        self.year = QSpinBox(inner)
        self.year.setRange(_FIRST_YEAR, _LAST_YEAR)
        self.year.setValue(year)
        self.year.setAccessibleName(say(_("Year of days that have none")))
        form.addRow(words_label(say(_("Year of days that have none")), "", inner), self.year)
        area.setWidget(inner)
        self.column.addWidget(area, 2)
        self.faults = QPlainTextEdit(self)
        self.faults.setReadOnly(True)
        self.faults.setAccessibleName(say(_("What is wrong")))
        self.faults.hide()
        self.column.addWidget(self.faults, 1)
        buttons = self.add_buttons(say(_("Close")))
        self.errors = push_button(say(_("Save the table with its errors…")), self._on_errors)
        self.errors.hide()
        self.take = push_button(
            say(pgettext("button", "Take the table in")), self._on_take, primary="true"
        )
        for button in (self.errors, self.take):
            buttons.addButton(button, buttons.ButtonRole.ActionRole)
        self.setMinimumSize(dress.px(320), dress.px(300))
        self.resize(dress.px(_WIDE_PX), dress.px(_HIGH_PX))
        self.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_faults(self, lines: Sequence[str], count: int) -> None:
        """Show what is wrong, cell by cell."""
        head = ngettext(
            "{count} cell cannot stand; nothing was taken in:",
            "{count} cells cannot stand; nothing was taken in:",
            count,
        )
        self.faults.setPlainText("\n".join([self._context.say(head), *lines]))
        self.faults.show()
        self.errors.show()

    def mapped(self) -> Mapped:
        """Give what each column is taken as."""
        return {heading: choice.currentData() for heading, choice in self.choices.items()}

    def _on_take(self) -> None:
        self.takeAsked.emit(self.mapped(), self.year.value())

    def _on_errors(self) -> None:
        words = self._context.say(_("Save the table with its errors"))
        chosen, _filter = QFileDialog.getSaveFileName(self, words, "", "*.xlsx")
        if chosen:
            path = Path(chosen)
            self.errorsAsked.emit(path if path.suffix else path.with_suffix(".xlsx"))


def show_taken(context: AppContext, dialog: ImportDialog, taken: Taken) -> bool:
    """Show what is wrong in a table, or close its dialog; True where something is."""
    if not taken.errors:
        dialog.accept()
        return False
    lines = [f"{_place(one)}: {context.say(one.text)}" for one in taken.errors[:_SHOWN_FAULTS]]
    dialog.show_faults(lines, len(taken.errors))
    return True


def save_errors(
    context: AppContext, owner: QObject, opened: RegisterSheet, taken: Taken, path: Path
) -> None:
    """Give the table back with its errors, on the work lane."""

    def work() -> None:
        write_durably(path, error_table(opened, taken.errors, context.say, path.suffix))

    context.jobs.run("work", work, owner=owner)


def _place(error: CellError) -> str:
    return cell_name(error.row, error.column) if error.column is not None else str(error.row + 1)
