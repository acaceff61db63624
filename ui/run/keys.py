"""Tell keys by where they lie, whatever layout, input method or Caps Lock makes of them.

The main block of a PC keyboard has one set of scan codes: Windows hands them out as they are,
X11 and Wayland with 8 added. Where there are none (other platforms, keys made up by a program)
the meaning of the key stands in for its place, as on a US keyboard.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from drillplanner.base.texts import Text, _, pgettext

#: What X11 and Wayland add to the kernel's key codes.
_X_OFFSET = 8

_ROWS: tuple[tuple[int, str], ...] = ((2, "1234567890"), (16, "QWERTYUIOP"), (30, "ASDFGHJKL"))
_BOTTOM = (44, "ZXCVBNM")
_SINGLE = {1: "Esc", 14: "Backspace", 28: "Enter", 57: "Space", 87: "F11", 88: "F12"}

#: Scan code on the main block to the name of the place, as a US keyboard shows it.
PLACES: Mapping[int, str] = {
    **{first + n: name for first, row in (*_ROWS, _BOTTOM) for n, name in enumerate(row)},
    **{59 + n: f"F{n + 1}" for n in range(10)},
    **_SINGLE,
}

#: Keys whose meaning no layout changes.
_NAMED: Mapping[int, str] = {
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    Qt.Key.Key_Delete: "Delete",
    **{int(Qt.Key.Key_F1) + n: f"F{n + 1}" for n in range(12)},
}
#: What Shift makes of the digits on a US keyboard, for keys that come without a scan code.
_SHIFTED = dict(zip("!@#$%^&*()", "1234567890", strict=True))

_LAST_ASCII = 0x7F

#: Arrow keys: they choose a step, with Shift a row of the log.
STEP_ARROWS = frozenset({"Up", "Down", "Left", "Right"})

_ARROWS = frozenset({"Up", "Down", "Left", "Right", "PageUp", "PageDown", "Delete"})

#: Reasons of a failure and the keys that give them while the panel asks for one.
REASON_KEYS: tuple[tuple[str, str, Text], ...] = (
    ("F5", "personnel", pgettext("reason of a failure", "People")),
    ("F6", "coordination", pgettext("reason of a failure", "Coordination")),
    ("F7", "equipment", pgettext("reason of a failure", "Equipment damaged")),
    ("F8", "other", pgettext("reason of a failure", "Other")),
)

#: The console's verbs: place of the key, name of the verb, words on its button.
VERBS: tuple[tuple[str, str, Text], ...] = (
    ("Space", "mark", _("Mark now, name later")),
    ("N", "not_performed", pgettext("verb", "Not performed")),
    ("X", "failed", pgettext("verb", "Failed…")),
    ("Backspace", "void_last", pgettext("verb", "Void last")),
    ("V", "void", pgettext("verb", "Void chosen")),
    ("Z", "hold", pgettext("verb", "Hold")),
    ("M", "note", pgettext("verb", "Note…")),
)
VERB_BY_KEY: Mapping[str, str] = {key: verb for key, verb, _words in VERBS}

#: How a key is shown on a small cap.
CAPS: Mapping[str, str] = {"Backspace": "⌫", "Enter": "↵"}


def place_of(event: QKeyEvent, platform: str) -> str:
    """Name the place of a key; empty if it has none here."""
    named = _NAMED.get(event.key(), "")
    if named in _ARROWS:
        return named
    scan = event.nativeScanCode()
    if scan and platform in ("xcb", "wayland", "wayland-egl"):
        return PLACES.get(scan - _X_OFFSET, named)
    if scan and platform == "windows":
        return PLACES.get(scan, named)
    return named or _by_meaning(event.key())


def _by_meaning(key: int) -> str:
    if not 0 < key <= _LAST_ASCII:
        return ""
    character = chr(key).upper()
    character = _SHIFTED.get(character, character)
    return character if character in PLACES.values() else ""
