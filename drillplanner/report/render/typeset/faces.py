"""Load the program's own font, measure with it, and put it into the PDF."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from typing_extensions import override

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _
from drillplanner.report.render.typeset.squeeze import saved
from drillplanner.report.render.typeset.system_faces import Role, font_files
from drillplanner.report.render.typeset.tounicode import to_unicode_map
from drillplanner.resources import resource

#: Names for reportlab, e.g. in TableStyle or reportlab.graphics; the family knows <b> too.
REGULAR = "DrillPlannerSansSC-Regular"
BOLD = "DrillPlannerSansSC-Bold"

#: ‘ ’ “ ” … to the private code points where the fonts keep their narrow form
#: (tools/build_fonts.py); text copied from the PDF holds the real character.
NARROW = {point: 0xE000 - 0x2000 + point for point in (0x2018, 0x2019, 0x201C, 0x201D, 0x2026)}

#: Without these no report can be read, whatever else a font file holds.
_NEEDED = frozenset("0123456789:.-% 分秒时年月日〔U+ABCDEF〕")


@dataclass(frozen=True, slots=True)
class Face:
    """One weight as the typesetter needs it.

    `wide` and `narrow` measure a string in em, for Chinese and for Latin text: they differ
    in the marks of NARROW. A whole may be less wide than its parts (squeeze.py), never more.
    """

    name: str
    wide: Callable[[str], float]
    narrow: Callable[[str], float]
    drawable: frozenset[str]


class _EmbeddedFont(TTFont):
    """A TrueType font whose text copies back right above U+FFFF and from NARROW.

    reportlab 5.1 writes the bare code point where the PDF wants UTF-16. Once its
    `makeToUnicodeCMap` does that, only NARROW still needs this class.
    """

    @override
    def addObjects(self, doc: Any) -> None:
        subsets = [list(subset) for subset in self.state[doc].subsets]
        before = set(doc.idToObject)
        super().addObjects(doc)
        added = [key for key in doc.idToObject if key not in before]
        keys = [key for key in added if key.startswith("toUnicodeCMap:")]
        real = {private: point for point, private in NARROW.items()}
        for key, subset in zip(keys, subsets, strict=True):
            points = [real.get(point, point) for point in subset]
            doc.idToObject[key].content = to_unicode_map(self.fontName, points)


def register_fonts() -> None:
    """Make REGULAR and BOLD known to reportlab and its default; cheap when repeated.

    Whatever draws text in this package calls it. Documents must be built with
    `canvasmaker=EmbeddedCanvas` (or a subclass), which keeps reportlab's unembedded
    Helvetica out. Plain strings in a Table are measured in the Table's FONTNAME: use `Prose`.

    Raises:
        StoreFault: a font file is missing or damaged.
    """
    face(bold=False)
    face(bold=True)
    _register_family()


@cache
def face(bold: bool) -> Face:
    """Give one weight, registering it with reportlab the first time.

    Raises:
        StoreFault: the font file is missing or damaged.
    """
    name = BOLD if bold else REGULAR
    font = load_font(name, resource("fonts", f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    points: dict[int, float] = font.face.charWidths
    private = set(NARROW.values())
    widths = {chr(point): points[point] / 1000 for point in font.face.charToGlyph}
    narrow = widths | {chr(point): points[other] / 1000 for point, other in NARROW.items()}
    drawable = frozenset(char for char in widths if ord(char) not in private)
    wide = _measure(widths)

    def measure(text: str) -> float:
        return wide(text) - saved(text)

    return Face(name, measure, _measure(narrow), drawable)


@cache
def system_face(role: Role) -> Face | None:
    """Give the machine's own face for a role, registered with reportlab; None without one."""
    font = next((font for path in font_files(role) if (font := _system_font(role, path))), None)
    if font is None:
        return None
    pdfmetrics.registerFont(font)
    points: dict[int, float] = font.face.charWidths
    widths = {chr(point): points[point] / 1000 for point in font.face.charToGlyph}
    plain = _measure(widths)

    def measure(text: str) -> float:
        return plain(text) - saved(text)

    return Face(font.fontName, measure, plain, frozenset(widths))


def _system_font(role: Role, path: Path) -> TTFont | None:
    try:
        # Not validated: fonts of systems have wrong checksums, and every reader draws them.
        return _EmbeddedFont(f"DrillPlannerSystem-{role}", str(path))
    except (OSError, TTFError, struct.error, LookupError, ValueError):
        return None


@cache
def _register_family() -> None:
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, REGULAR, BOLD)
    rl_config.canvas_basefontname = REGULAR


def load_font(name: str, path: Path) -> TTFont:
    """Read a font file, checking that it is whole and has what every report needs.

    Raises:
        StoreFault: the file is missing, damaged, or lacks digits.
    """
    try:
        font = _EmbeddedFont(name, str(path), validate=1)
    except (OSError, TTFError, struct.error, LookupError, ValueError) as fault:
        raise StoreFault(
            _(
                "The font file {file} is missing or damaged, so no report can be written. "
                "Install the program again.",
                file=path.name,
            )
        ) from fault
    if any(ord(char) not in font.face.charToGlyph for char in _NEEDED):
        raise StoreFault(
            _(
                "The font file {file} lacks digits or letters every report needs. "
                "Install the program again.",
                file=path.name,
            )
        )
    return font


def _measure(widths: dict[str, float]) -> Callable[[str], float]:
    """Sum up widths by character; what is not in the font counts as one em, like its box."""
    table = _Widths(widths)
    lookup = table.__getitem__

    def measure(text: str) -> float:
        return sum(map(lookup, text))

    return measure


class _Widths(dict[str, float]):
    def __missing__(self, char: str) -> float:
        return 1.0
