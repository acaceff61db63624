"""The page of keys (F1): every command and every key of the console, from their own tables."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QWidget

from drillplanner.base.texts import Text, _, pgettext
from ui.actions import COMMANDS, MENUS
from ui.context import AppContext
from ui.run.keys import KEY_LINES
from ui.widgets.dialogs import Sheet

#: Keys among the photos of a review.
PHOTO_KEYS: tuple[tuple[str, Text], ...] = (
    ("↵", _("Look at the chosen photo")),
    ("Delete", _("Take the chosen photo out")),
)

#: Keys on the whole log of a review; undo and redo are those of the console.
LOG_KEYS: tuple[tuple[str, Text], ...] = (
    ("F2", _("Say which step the chosen entry was of, or name it in words")),
    ("V", _("Void the chosen entry, or restore it")),
    ("M", _("Write a reason, or a remark on the chosen entry")),
    ("Backspace", _("Undo what was done last, whatever it was")),
    ("Shift+Backspace", _("Do again what was undone")),
)

#: How wide the column of keys is, at 100 %.
_KEYS_PX = 150


def make_keys(context: AppContext, parent: QWidget) -> Sheet:
    """Make the page of keys; a command without a key names its menu."""
    sheet = Sheet(context.say(_("Keys")), parent)
    table = QWidget(sheet)
    form = QFormLayout(table)
    form.setHorizontalSpacing(context.dress.px(20))
    form.setVerticalSpacing(context.dress.px(6))
    if context.is_running:
        # What can be pressed now comes first.
        _heading(form, context.say(pgettext("heading", "At this moment")))
        for shown, said in context.pressable():
            _row(form, context, shown, said)
        _console_keys(form, context)
    for menu, words in MENUS.items():
        _heading(form, _without_access_key(context.say(words)))
        for command in COMMANDS:
            if command.menu == menu:
                keys = " / ".join(_shown(key) for key in command.keys)
                in_menu = context.say(_("in the menu"))
                _row(
                    form, context, keys or in_menu, _without_access_key(context.say(command.words))
                )
    if not context.is_running:
        _console_keys(form, context)
    for heading, listed in (
        (pgettext("heading", "The whole log in the review"), LOG_KEYS),
        (pgettext("heading", "Photos in the review"), PHOTO_KEYS),
    ):
        _heading(form, context.say(heading))
        for shown, what in listed:
            _row(form, context, shown, context.say(what))
    area = QScrollArea(sheet)
    area.setWidget(table)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    sheet.column.addWidget(area)
    sheet.add_buttons(context.say(_("Close")))
    sheet.resize(context.dress.px(640), context.dress.px(620))
    # The arrow keys scroll at once.
    area.setFocus(Qt.FocusReason.OtherFocusReason)
    return sheet


def _console_keys(form: QFormLayout, context: AppContext) -> None:
    _heading(form, context.say(pgettext("heading", "While a drill runs")))
    for line in KEY_LINES:
        _row(form, context, line.shown, context.say(line.does))


def _shown(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _row(form: QFormLayout, context: AppContext, shown: str, what: str) -> None:
    keys, words = QLabel(shown), QLabel(what)
    for label in (keys, words):
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    keys.setFixedWidth(context.dress.px(_KEYS_PX))
    form.addRow(keys, words)


def _heading(form: QFormLayout, words: str) -> None:
    label = QLabel(words)
    label.setProperty("role", "heading")
    form.addRow(label)


def _without_access_key(words: str) -> str:
    """Give a menu's words as they are read: 文件(&F) is 文件, &File is File."""
    return re.sub(r"\(&.\)", "", words).replace("&", "")
