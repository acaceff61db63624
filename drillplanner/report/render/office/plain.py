"""Say cells and words as plain text that a document of XML can hold."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

from drillplanner.base.durations import number
from drillplanner.base.translator import Translator
from drillplanner.terms.document import Bar, Blank, Cell, Shape, Sign

#: What a document says of its making: nothing, so that the same report gives the same bytes.
UNDATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
_FIRST_STAMP: Final = (1980, 1, 1, 0, 0, 0)

#: The drawn shapes of verdicts as characters that every font of an office has.
SHAPES: Final[Mapping[Shape, str]] = {
    "disc": "●",
    "cross": "×",
    "triangle": "△",
    "square": "■",
    "crossed": "⊠",
    "ring": "○",
    "lozenge": "◇",
    "pause": "‖",
    "swap": "⇄",
    "split": "≠",
    "equal": "＝",
    "dot": "·",
    "dash": "—",
}

#: What XML 1.0 has no place for (2.2, Char).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Name the characters that XML cannot hold by their numbers, as the PDF does."""
    return _FORBIDDEN.sub(lambda found: f"〔U+{ord(found[0]):04X}〕", text)


def lines_of(cell: Cell, say: Translator) -> tuple[str, ...]:
    """Say what stands in a cell, a line each."""
    match cell:
        case Blank.LINE:
            return ("________________",)
        case Blank.CELL:
            return ("",)
        case Sign():
            return (clean(f"{SHAPES[cell.shape]} {say.say(cell.words)}"),)
        case Bar():
            return (share_said(cell),)
        case tuple():
            return tuple(clean(say.say(part)) for part in cell)
    return (clean(say.say(cell)),)


def share_said(bar: Bar) -> str:
    """Say how much of its limit a target took, in percent; the PDF draws it."""
    return "—" if bar.value is None else f"{number(bar.value * 100, 0)} %"


def undated(document: bytes) -> bytes:
    """Write a zip file anew with the same parts and no time of its making."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(document)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            named = zipfile.ZipInfo(part.filename, _FIRST_STAMP)
            named.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(named, before.read(part))
    return target.getvalue()
