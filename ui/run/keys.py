"""Tell keys by where they lie, whatever layout, input method or Caps Lock makes of them.

The main block of a PC keyboard has one set of scan codes: Windows hands them out as they are,
X11 and Wayland with 8 added. Where there are none (other platforms, keys made up by a program)
the meaning of the key stands in for its place, as on a US keyboard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.services.run.station_steps import STEP_KEYS
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


@dataclass(frozen=True, slots=True)
class Verb:
    """What a key of the console does, in a word or two on its button and in full (`does`)."""

    key: str
    name: str
    words: Text
    does: Text


#: The console's verbs.
VERBS: tuple[Verb, ...] = (
    Verb(
        "Space",
        "mark",
        pgettext("verb", "Mark now"),
        _("Mark now; the step's key or F2 … says what it was"),
    ),
    Verb(
        "C", "same", pgettext("verb", "Same instant"), _("Keep the last instant for further steps")
    ),
    Verb(
        "B",
        "radio",
        pgettext("verb", "By radio"),
        _("Take every press as heard by radio, or as seen again"),
    ),
    Verb(
        ",",
        "late",
        pgettext("verb", "Late…"),
        _("Enter late: type about how long ago, or at which time of day"),
    ),
    Verb(
        "/",
        "sync",
        pgettext("verb", "Sync mark"),
        _("Sync mark: the moment all laptops mark together"),
    ),
    Verb(
        "N",
        "not_performed",
        pgettext("verb", "Not performed"),
        _("Not performed: F2 takes the step that is named, a step's key another"),
    ),
    Verb(
        "X",
        "failed",
        pgettext("verb", "Failed…"),
        _("Failed: a step's key names another step, F2 … the reason"),
    ),
    Verb(
        "Backspace",
        "undo",
        pgettext("verb", "Undo"),
        _("Undo what was done last, whatever it was"),
    ),
    Verb(
        "V",
        "void",
        pgettext("verb", "Void or restore"),
        _("Void the chosen entry, or restore it; with none chosen, choose the newest"),
    ),
    Verb(
        "Z",
        "hold",
        pgettext("verb", "Pause"),
        _("Hold the drill, and say why by one key; or resume it"),
    ),
    Verb("M", "note", pgettext("verb", "Note…"), _("Write a note")),
    Verb(
        "\\",
        "heads",
        pgettext("verb", "Head count…"),
        _("Count heads, one class after the other, where the script asks for it; else as a note"),
    ),
)
#: What Shift makes of some verbs.
SHIFTED_VERBS: tuple[Verb, ...] = (
    Verb("Backspace", "redo", pgettext("verb", "Redo"), _("Do again what was undone")),
    Verb(
        "\\",
        "units",
        pgettext("verb", "Units…"),
        _("Show the units of a step over the steps, each with its time; or put them away"),
    ),
)
VERB_BY_KEY: Mapping[str, str] = {
    **{one.key: one.name for one in VERBS},
    **dict.fromkeys(MARK_KEYS, "mark"),
}
VERB_UNDER_SHIFT: Mapping[str, str] = {one.key: one.name for one in SHIFTED_VERBS}

#: Keys that do something only after they were held for a while, and what.
HOLD_KEYS: Mapping[str, str] = {"F12": "end", "Delete": "void_round", "Esc": "leave"}

#: How a key is shown on a small cap.
CAPS: Mapping[str, str] = {
    "Backspace": "⌫",
    "Enter": "↵",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
}


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A line of the page of keys: places that do the same, under Shift or Ctrl, and what.

    Whatever the console does at a key is in one of these; `tests` press every other one.
    """

    places: tuple[str, ...]
    does: Text
    under: str = ""

    @property
    def shown(self) -> str:
        """Give the keys as they are read, a whole row of the keyboard by its ends."""
        if self.under and len(self.places) > _LONG:
            return f"{self.under} + …"
        return "+".join(part for part in (self.under, _shown(self.places)) if part)


#: More keys than these are shown as a row from one end to the other.
_LONG = 7


def _shown(places: Sequence[str]) -> str:
    keys = [CAPS.get(place, place) for place in places]
    rows = [[key for key in keys if key in row] for row in _RUNS]
    runs = [f"{row[0]} … {row[-1]}" for row in rows if len(row) > _LONG]
    rest = [key for key in keys if not any(key in row for row in rows if len(row) > _LONG)]
    return ", ".join([*runs, *([" ".join(rest)] if rest else [])])


_RUNS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", ANSWER_KEYS)


def _verb_lines() -> Iterator[KeyLine]:
    for verb in VERBS:
        places = MARK_KEYS if verb.name == "mark" else (verb.key,)
        yield KeyLine(places, verb.does)
        for shifted in SHIFTED_VERBS:
            if shifted.key == verb.key:
                yield KeyLine((shifted.key,), shifted.does, "Shift")


#: All keys of the console; they work by position and in any input method.
KEY_LINES: tuple[KeyLine, ...] = (
    KeyLine(STEP_KEYS, _("Mark the step that shows this key")),
    KeyLine(STEP_KEYS, _("The same, heard by radio: an upper bound"), "Ctrl"),
    KeyLine(
        STEP_KEYS,
        _("Name the instant chosen in the log, else what is asked about, else the oldest"),
        "Shift",
    ),
    KeyLine(ANSWER_KEYS, _("Answer what is asked below: which step, which unit, why")),
    KeyLine(("F2",), _("In free play: name a mark that waits, in words, where nothing is asked")),
    *_verb_lines(),
    KeyLine(("Up", "Down"), _("Choose an entry in the log"), "Shift"),
    KeyLine(("Tab",), _("Show one line's steps, or all again")),
    KeyLine(("Up", "Down", "Left", "Right"), _("Choose a step")),
    KeyLine(
        ("Enter",),
        _("Mark the chosen step; with none chosen, begin: T0 where this post keeps it"),
    ),
    KeyLine(
        ("Esc",), _("Drop what is asked, chosen or kept; held for one second: go to other rooms")
    ),
    KeyLine(
        ("Delete",),
        _("A false start, for 8 seconds; later, held: the round is void; F2 confirms"),
    ),
    KeyLine(("=", "-"), _("Larger or smaller, where no step lies on these keys"), "Ctrl"),
    KeyLine(("F12",), _("Hold for one second: end the drill; while it is held, break it off")),
)


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
