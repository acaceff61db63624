"""Put the program's own font into the PDF and say which characters it lacks."""

from __future__ import annotations

import unicodedata

from drillplanner.report.render.typeset.faces import BOLD, NARROW, REGULAR, face, register_fonts

__all__ = [
    "BOLD",
    "REGULAR",
    "GlyphLog",
    "code_name",
    "missing_glyphs",
    "printable",
    "register_fonts",
    "takes_narrow_marks",
]

_LINE_ENDS = frozenset("\n\x0b\x0c\r\x85\u2028\u2029")
_TAB = "    "
_NARROW_NO_BREAK = "\u202f"
_VARIATION = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x034F])
_NARROW_MARKS = frozenset(map(chr, NARROW))
_WIDE_FROM = "\u2e80"
#: Text with more Latin letters per Chinese character than this takes narrow quotes.
_LATIN_PER_WIDE = 3


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Give the characters of `text` that cannot be drawn as themselves, each once, in order.

    Line ends and tabs count as drawable; other control characters, lone surrogates and
    invisible format characters do not.
    """
    return tuple(dict.fromkeys(_read(text)[1]))


def printable(text: str) -> str:
    """Give `text` as it will be drawn: a missing character becomes 〔U+1F600〕.

    Invisible format characters (zero width, direction marks, variation selectors) are left
    out; line ends become "\\n", a tab four spaces; a letter with a combining mark becomes the
    composed letter where the font has it.
    """
    return _read(text)[0]


def code_name(char: str) -> str:
    """Write a character's number as "U+1F600"."""
    return f"U+{ord(char):04X}"


def takes_narrow_marks(text: str) -> bool:
    """Say whether ‘ ’ “ ” … are set narrow, as in English, not two columns wide.

    One code point serves both languages, so the paragraph decides by what it mostly holds.
    """
    if _NARROW_MARKS.isdisjoint(text):
        return False
    wide = sum(char >= _WIDE_FROM and char.isalpha() for char in text)
    latin = sum(char < _WIDE_FROM and char.isalpha() for char in text)
    return latin > _LATIN_PER_WIDE * wide


class GlyphLog:
    """Collect the missing characters of one report, so that the report can name them."""

    __slots__ = ("_missing",)

    def __init__(self) -> None:
        """Begin with nothing missing."""
        self._missing: set[str] = set()

    def read(self, text: str) -> str:
        """Give `printable(text)` and remember what was missing."""
        drawn, missing = _read(text)
        self._missing.update(missing)
        return drawn

    @property
    def missing(self) -> tuple[str, ...]:
        """Give every missing character met so far, each once, by code point."""
        return tuple(sorted(self._missing))

    @property
    def names(self) -> tuple[str, ...]:
        """Give the same as "U+1F600", for the report's note."""
        return tuple(code_name(char) for char in self.missing)


def _read(text: str) -> tuple[str, list[str]]:
    """Give the text to draw and the characters that are not drawn as themselves."""
    drawable = face(bold=False).drawable
    if drawable.issuperset(text):
        return text, []
    drawn: list[str] = []
    missing: list[str] = []
    for char in text.replace("\r\n", "\n"):
        if char in drawable:
            drawn.append(char)
        elif char in _LINE_ENDS:
            drawn.append("\n")
        elif char == "\t":
            drawn.append(_TAB)
        elif unicodedata.category(char) == "Zs":
            drawn.append("\u00a0" if char == _NARROW_NO_BREAK else " ")
        elif drawn and (composed := _composed(drawn[-1], char)) in drawable:
            drawn[-1] = composed
        else:
            missing.append(char)
            drawn.append("" if _is_invisible(char) else f"〔{code_name(char)}〕")
    return "".join(drawn), missing


def _composed(base: str, mark: str) -> str:
    """Join a letter and its combining mark, e.g. e and U+0301 to é; else give ""."""
    if not unicodedata.combining(mark):
        return ""
    joined = unicodedata.normalize("NFC", base + mark)
    return joined if len(joined) == 1 else ""


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or ord(char) in _VARIATION
