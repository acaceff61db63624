"""The page of keys (F1): every command and its key, from the one table of commands."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QWidget

from drillplanner.base.texts import Text, _, pgettext
from ui.actions import COMMANDS, MENUS
from ui.context import AppContext
from ui.widgets.dialogs import Sheet

#: Keys of the console; they work by position and in any input method.
CONSOLE_KEYS: tuple[tuple[str, Text], ...] = (
    ("1 … 0, Q … P, A … L, - = [ ] ; '", _("Mark the step that shows this key")),
    ("Ctrl + …", _("The same, heard by radio: an upper bound")),
    ("Space, PageUp, PageDown, .", _("Mark now; the step's key or F2 … says what it was")),
    ("Shift + …", _("Name the mark chosen in the log, else the oldest without a name")),
    ("Backspace", _("Undo what was done last, whatever it was")),
    ("Shift+Backspace", _("Do again what was undone")),
    ("F2 … F10", _("Answer what is asked below: which step, which unit, why")),
    ("N", _("Not performed: F2 takes the step that is named, a step's key another")),
    ("X", _("Failed: a step's key names another step, F2 … the reason")),
    ("Z", _("Hold the drill, and say why by one key; or resume it")),
    (",", _("Enter late: type about how long ago, or at which time of day")),
    ("B", _("Take every press as heard by radio, or as seen again")),
    ("C", _("Keep the last instant for further steps")),
    ("/", _("Sync mark: the moment all laptops mark together")),
    ("M", _("Write a note")),
    ("\\", _("Count heads, one class after the other, where the script asks for it")),
    ("Shift+↑ ↓", _("Choose an entry in the log")),
    ("V", _("Void the chosen entry, or restore it")),
    ("Tab", _("Show one line's steps, or all again")),
    ("↑ ↓ ← →", _("Choose a step")),
    ("↵", _("Mark the chosen step; with none chosen, begin: T0 where this post keeps it")),
    ("F2", _("Name a mark that waits, in words, where nothing is asked")),
    ("Esc", _("Drop what is asked, chosen or kept; held for one second: go to other rooms")),
    ("Delete", _("A false start, for 8 seconds; later, held: the round is void; F2 confirms")),
    ("Ctrl + =, Ctrl + -", _("Larger or smaller, where no step lies on these keys")),
    ("F12", _("Hold for one second: end the drill; while it is held, break it off")),
)

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
    for shown, what in CONSOLE_KEYS:
        _row(form, context, shown, context.say(what))


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
