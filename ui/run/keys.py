"""Tell keys by where they lie, whatever layout, input method or Caps Lock makes of them.

The main block of a PC keyboard has one set of scan codes: Windows hands them out as they are,
X11 and Wayland with 8 added. Where there are none (other platforms, keys made up by a program)
the meaning of the key stands in for its place, as on a US keyboard.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from drillplanner.base.texts import Text, pgettext
from drillplanner.terms.vocabulary import HOLD_REASONS_SAID

#: What X11 and Wayland add to the kernel's key codes.
_X_OFFSET = 8

_ROWS: tuple[tuple[int, str], ...] = (
    (2, "1234567890-="),
    (16, "QWERTYUIOP[]"),
    (30, "ASDFGHJKL;'"),
    (44, "ZXCVBNM,./"),
)
_SINGLE = {
    1: "Esc",
    14: "Backspace",
    15: "Tab",
    28: "Enter",
    43: "\\",
    57: "Space",
    87: "F11",
    88: "F12",
}

#: Scan code on the main block to the name of the place, as a US keyboard shows it.
PLACES: Mapping[int, str] = {
    **{first + n: name for first, row in _ROWS for n, name in enumerate(row)},
    **{59 + n: f"F{n + 1}" for n in range(10)},
    **_SINGLE,
}

#: Keys whose meaning no layout changes.
_NAMED: Mapping[int, str] = {
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "KeypadEnter",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
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
#: What Shift makes of digits and marks on a US keyboard, for keys that come without a scan code.
_SHIFTED = dict(zip('!@#$%^&*()_+{}:"<>?|', "1234567890-=[];',./\\", strict=True))

_LAST_ASCII = 0x7F

#: Arrow keys: they choose a step, with Shift a row of the log.
STEP_ARROWS = frozenset({"Up", "Down", "Left", "Right"})

#: Keys that lie apart from the main block, or mean the same on every layout.
_FAR = frozenset({*STEP_ARROWS, "PageUp", "PageDown", "Delete", "KeypadEnter", "Tab"})

#: Keys that answer what is asked, the first answer by the first key.
ANSWER_KEYS = ("F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10")

#: Reasons of a failure, in the order of their answer keys.
REASONS: tuple[tuple[str, Text], ...] = (
    ("personnel", pgettext("reason of a failure", "People")),
    ("coordination", pgettext("reason of a failure", "Coordination")),
    ("equipment", pgettext("reason of a failure", "Equipment damaged")),
    ("other", pgettext("reason of a failure", "Other")),
)

#: Why a drill is held, in the order of their answer keys.
HOLD_REASONS: tuple[tuple[str, Text], ...] = tuple(HOLD_REASONS_SAID.items())
#: Why a round is made void.
VOID_REASONS: tuple[tuple[str, Text], ...] = (
    ("false_start", pgettext("reason of a void round", "Begun by mistake")),
    ("emergency", pgettext("reason of a void round", "Real emergency")),
    ("weather", pgettext("reason of a void round", "Weather or surroundings")),
    ("equipment", pgettext("reason of a void round", "Equipment")),
    ("other", pgettext("reason of a void round", "Other")),
)

#: Keys that freeze an instant: what presenter remotes send, and what a thumb finds in the dark.
MARK_KEYS = ("Space", "PageUp", "PageDown", "KeypadEnter", ".")

#: The console's verbs: place of the key, name of the verb, words on its button.
VERBS: tuple[tuple[str, str, Text], ...] = (
    ("Space", "mark", pgettext("verb", "Mark now")),
    ("C", "same", pgettext("verb", "Same instant")),
    ("B", "radio", pgettext("verb", "By radio")),
    (",", "late", pgettext("verb", "Late…")),
    ("/", "sync", pgettext("verb", "Sync mark")),
    ("N", "not_performed", pgettext("verb", "Not performed")),
    ("X", "failed", pgettext("verb", "Failed…")),
    ("Backspace", "undo", pgettext("verb", "Undo")),
    ("V", "void", pgettext("verb", "Void or restore")),
    ("Z", "hold", pgettext("verb", "Pause")),
    ("M", "note", pgettext("verb", "Note…")),
    ("\\", "heads", pgettext("verb", "Head count…")),
)
#: What Shift makes of undo: its key, its name, its words.
REDO = ("Shift ⌫", "redo", pgettext("verb", "Redo"))
VERB_BY_KEY: Mapping[str, str] = {
    **{key: verb for key, verb, _words in VERBS},
    **dict.fromkeys(MARK_KEYS, "mark"),
}

#: Keys that do something only after they were held for a while, and what.
HOLD_KEYS: Mapping[str, str] = {"F12": "end", "Delete": "void_round", "Esc": "leave"}

#: How a key is shown on a small cap.
CAPS: Mapping[str, str] = {"Backspace": "⌫", "Enter": "↵"}


def place_of(event: QKeyEvent, platform: str) -> str:
    """Name the place of a key; empty if it has none here."""
    named = _NAMED.get(event.key(), "")
    if named in _FAR:
        return named
    is_digit = Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9
    if is_digit and event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return chr(event.key())
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
