"""The page of keys (F1): every command and its key, from the one table of commands."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QWidget

from drillplanner.base.texts import Text, _, pgettext
from ui.actions import COMMANDS, MENUS
from ui.desk import Desk
from ui.widgets.dialogs import Sheet

#: Keys of the console; they work by position and in any input method.
CONSOLE_KEYS: tuple[tuple[str, Text], ...] = (
    ("1 … 9, 0, Q … P", _("Mark the step that shows this key")),
    ("Space", _("Mark now, say later what it was")),
    ("N", _("The chosen step was not performed")),
    ("F", _("The chosen step failed")),
    ("Backspace", _("Void the last entry")),
    ("H", _("Hold the drill, or resume it")),
    ("T", _("Write a note")),
    ("↑ ↓", _("Choose a step or a unit")),
    ("F12", _("Hold for one second: end the drill")),
)


def show_keys(desk: Desk, parent: QWidget) -> None:
    """Show the page of keys."""
    sheet = Sheet(desk.say(_("Keys")), parent)
    table = QWidget(sheet)
    form = QFormLayout(table)
    form.setHorizontalSpacing(desk.dress.px(28))
    for menu, words in MENUS.items():
        _heading(form, desk.say(words).replace("&", ""))
        for command in COMMANDS:
            if command.menu == menu and command.keys:
                keys = " / ".join(
                    QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText)
                    for k in command.keys
                )
                form.addRow(keys, QLabel(desk.say(command.words).replace("&", "")))
    _heading(form, desk.say(pgettext("heading", "While a drill runs")))
    for shown, what in CONSOLE_KEYS:
        form.addRow(shown, QLabel(desk.say(what)))
    area = QScrollArea(sheet)
    area.setWidget(table)
    area.setWidgetResizable(True)
    sheet.column.addWidget(area)
    sheet.add_buttons(desk.say(_("Close")))
    sheet.resize(desk.dress.px(520), desk.dress.px(620))
    sheet.open()


def _heading(form: QFormLayout, words: str) -> None:
    label = QLabel(words)
    label.setProperty("role", "heading")
    form.addRow(label)
