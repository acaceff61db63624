"""Bring typed names, words and digits into the one form they are compared in."""

from __future__ import annotations

import unicodedata

from drillplanner.base.texts import _
from drillplanner.exchange.fault_list import CellFault, shown

#: Longest name of a source, a sync mark or an evaluator.
LONGEST_NAME = 64

#: Marks nobody sees that come along when text is pasted: zero-width space and joiner,
#: byte order mark, and the direction marks that Windows puts into copied dates.
_UNSEEN = dict.fromkeys(
    [0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)

#: Digits and signs as a Chinese input method types them.
_NARROW = str.maketrans("０１２３４５６７８９：．＋－\u2212", "0123456789:.+--")


def plain(text: str) -> str:
    """Trim, compose (NFC) and rid a cell of unseen marks, so that equal names are equal."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text.translate(_UNSEEN)).strip()


def narrow(text: str) -> str:
    """Turn full-width digits, colons, points and signs into their ASCII forms."""
    return text if text.isascii() else text.translate(_NARROW)


def name_in(text: str) -> str:
    """Read the name of a source, a sync mark or an evaluator.

    Raises:
        CellFault: it is blank, longer than `LONGEST_NAME`, or holds control characters.
    """
    name = plain(text)
    if not name:
        raise CellFault(_("This cell is blank; write a name."))
    if len(name) > LONGEST_NAME:
        raise CellFault(
            _(
                "The name {name} has more than {longest} characters; shorten it.",
                name=shown(name),
                longest=LONGEST_NAME,
            )
        )
    if not name.isprintable() and _has_control(name):
        raise CellFault(
            _("The name {name} contains a line break or control character.", name=shown(name))
        )
    return name


def note_in(text: str) -> str:
    """Take a note as it was typed.

    Raises:
        CellFault: it holds control characters other than tabs and line breaks.
    """
    if text.isprintable():
        return text
    if any(c not in "\t\r\n" and unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise CellFault(_("This note contains a control character; type it again."))
    return text


def _has_control(text: str) -> bool:
    return any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in text)
