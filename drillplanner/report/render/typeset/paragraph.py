"""Draw plain text in a reportlab story, a table cell, or by hand."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any, NamedTuple

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable
from typing_extensions import override

from drillplanner.report.render.typeset.faces import (
    BOLD,
    NARROW,
    REGULAR,
    Face,
    face,
    register_fonts,
    system_face,
)
from drillplanner.report.render.typeset.fonts import GlyphLog, printable, takes_narrow_marks
from drillplanner.report.render.typeset.justify import write_line
from drillplanner.report.render.typeset.linebreak import Measure, break_spans, widest_part
from drillplanner.report.render.typeset.squeeze import PAIR
from drillplanner.report.render.typeset.styles import TextStyle

#: Height of a Chinese character's box above the baseline, in em (OS/2 sTypoAscender).
ASCENT = 0.88
#: The fewest lines of a paragraph that stand alone at the foot or the head of a page.
KEPT_TOGETHER = 2
_SLACK = 1e-6
_WIDE_FROM = "\u2e80"


class EmbeddedCanvas(Canvas):
    """A canvas that knows only our fonts: a standard font asked for becomes ours.

    reportlab's tables ask for Helvetica before they draw a cell; it would be listed in the
    PDF unembedded, and viewers would put any other font in its place.
    """

    def __init__(self, *args: Any, **keywords: Any) -> None:
        """Take what reportlab's Canvas takes."""
        register_fonts()
        keywords["initialFontName"] = _ours(keywords.get("initialFontName") or REGULAR)
        super().__init__(*args, **keywords)

    @override
    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:
        super().setFont(_ours(psfontname), size, leading)


class Line(NamedTuple):
    """One line of a `Prose`: its place in the text, and whether a paragraph starts or ends."""

    start: int
    end: int
    first: bool
    last: bool


class Prose(Flowable):
    """One paragraph of plain text; "\\n" starts a new one inside it (indented alike).

    Works in a story and in a Table cell; splits over pages, two lines at least on each side
    (a Table row taller than a page needs `splitInRow=1`). `text` (as drawn) and `style` may
    be read, e.g. in `afterFlowable` for bookmarks. A subclass keeps its class and attributes
    on the first part of a split, the second part is a plain `Prose`. `face` is what it is set in.
    """

    def __init__(self, text: str, style: TextStyle, glyphs: GlyphLog | None = None) -> None:
        """Take any text; what the font lacks is drawn as 〔U+1F600〕 and noted in `glyphs`."""
        super().__init__()
        self.text = printable(text) if glyphs is None else glyphs.read(text)
        self.style = style
        self.spaceBefore = style.space_before
        self.spaceAfter = style.space_after
        self.keepWithNext = int(style.keep_with_next)
        self._narrow = takes_narrow_marks(self.text)
        self.face = _face_for(self.text, style, self._narrow)
        self._lines: tuple[Line, ...] = ()
        self._broken_at = -1.0
        self._begins = self._ends = True

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self._break(aW)
        self.width, self.height = aW, len(self._lines) * self.style.leading
        return aW, self.height

    @override
    def minWidth(self) -> float:
        # Give the width below which words would have to be cut.
        style = self.style
        return widest_part(self.text, self._measure()) + style.left * style.size

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Give the part that fits and the rest; nothing if fewer than two lines fit.

        In a frame too low for that one line will do, rather than no report at all.
        """
        self._break(aW)
        kept = 1 if hasattr(self, "_postponed") else KEPT_TOGETHER
        total = len(self._lines)
        fitting = int((aH + _SLACK) // self.style.leading)
        if fitting >= total:
            return [self]
        fitting = min(fitting, total - kept)
        if fitting < kept:
            return []
        return [self._head(fitting), self._tail(fitting)]

    def draw(self) -> None:
        """Draw the lines, the em box of each in the middle of its leading."""
        style = self.style
        height = len(self._lines) * style.leading
        baseline = height - (style.leading - style.size) / 2 - ASCENT * style.size
        out = self.canv.beginText(0, baseline)
        out.setFont(self.face.name, style.size, style.leading)
        out.setFillColor(_colour(style.colour))
        plain = style.align == "left" and not style.indent and not style.left
        plain = plain and (self._narrow or not PAIR.search(self.text))
        for number, line in enumerate(self._lines):
            drawn = self.text[line.start : line.end]
            if plain:
                out.textLine(_shaped(drawn, self._narrow))
            else:
                out.setTextOrigin(self._x_of(line, drawn), baseline - number * style.leading)
                self._draw_line(out, line, drawn)
        self.canv.drawText(out)
        if style.is_struck:
            for number, line in enumerate(self._lines):
                drawn = self.text[line.start : line.end]
                x, y = self._x_of(line, drawn), baseline - number * style.leading
                _strike(self.canv, x, y, self._measure()(drawn), style)

    def lines(self) -> list[str]:
        """Give the lines as last broken, for tests and for whoever wants to count."""
        return [self.text[line.start : line.end] for line in self._lines]

    def _break(self, width: float) -> None:
        if self._broken_at == width:
            return
        self._broken_at = width
        style = self.style
        measure = self._measure()
        room = width - style.left * style.size
        lines: list[Line] = []
        offset = 0
        for paragraph in self.text.split("\n"):
            indent = style.indent * style.size if offset or self._begins else 0.0
            spans = _spans(paragraph, room, room - indent, measure)
            last = len(spans) - 1
            lines += [
                Line(offset + start, offset + end, number == 0, number == last)
                for number, (start, end) in enumerate(spans)
            ]
            offset += len(paragraph) + 1
        if not self._begins:
            lines[0] = lines[0]._replace(first=False)
        if not self._ends:
            lines[-1] = lines[-1]._replace(last=False)
        self._lines = tuple(lines)

    def _head(self, count: int) -> Prose:
        part = copy.copy(self)
        part.text = self.text[: self._lines[count - 1].end]
        part._lines = self._lines[:count]
        part._ends = part._lines[-1].last
        return part

    def _tail(self, count: int) -> Prose:
        begin = self._lines[count].start
        part = Prose("", self.style)
        part.text = self.text[begin:]
        part._narrow, part.face = self._narrow, self.face
        part._begins = self._lines[count].first
        part._ends = self._ends
        part._broken_at = self._broken_at
        part._lines = tuple(
            line._replace(start=line.start - begin, end=line.end - begin)
            for line in self._lines[count:]
        )
        return part

    def _measure(self) -> Measure:
        return _measured_in(self.face, self._narrow, self.style.size)

    def _left_of(self, line: Line) -> float:
        style = self.style
        return (style.left + (style.indent if line.first else 0.0)) * style.size

    def _x_of(self, line: Line, drawn: str) -> float:
        left = self._left_of(line)
        if self.style.align in ("left", "justify"):
            return left
        free = self._broken_at - left - self._measure()(drawn)
        return left + (free / 2 if self.style.align == "center" else free)

    def _draw_line(self, out: Any, line: Line, drawn: str) -> None:
        free = 0.0
        if self.style.align == "justify" and not line.last:
            size = self._measure()(drawn)
            free = self._broken_at - self._left_of(line) - size
        write_line(out, _shaped(drawn, self._narrow), self.style.size, free)


def text_width(text: str, style: TextStyle) -> float:
    """Give the width of one line of text in points."""
    drawn = printable(text)
    return _measure(style, takes_narrow_marks(drawn))(drawn)


def lines_of(text: str, style: TextStyle, width: float) -> list[str]:
    """Break text as `Prose` would in `width` points, e.g. for a chart's labels."""
    prose = Prose(text, style)
    prose.wrap(width, 0)
    return prose.lines()


def shorten(text: str, style: TextStyle, width: float) -> str:
    """Cut one line of text to `width` points, with … where something was cut."""
    drawn = printable(text).replace("\n", " ")
    if text_width(drawn, style) <= width + _SLACK:
        return drawn
    low, high = 0, len(drawn)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(drawn[:middle].rstrip() + "…", style) <= width + _SLACK:
            low = middle
        else:
            high = middle - 1
    return drawn[:low].rstrip() + "…"


def draw_line(
    canvas: Canvas, x: float, y: float, text: str, style: TextStyle, glyphs: GlyphLog | None = None
) -> None:
    """Draw one line by hand, baseline at `y`: headers, footers, labels.

    `x` is the left edge, the middle or the right edge, as `style.align` says.
    """
    drawn = (printable(text) if glyphs is None else glyphs.read(text)).replace("\n", " ")
    narrow = takes_narrow_marks(drawn)
    if style.align in ("center", "right"):
        width = _measure(style, narrow)(drawn)
        x -= width / 2 if style.align == "center" else width
    out = canvas.beginText(x, y)
    out.setFont(BOLD if style.bold else REGULAR, style.size)
    out.setFillColor(_colour(style.colour))
    write_line(out, _shaped(drawn, narrow), style.size)
    canvas.drawText(out)
    if style.is_struck:
        _strike(canvas, x, y, _measure(style, narrow)(drawn), style)


def _strike(canvas: Canvas, x: float, baseline: float, width: float, style: TextStyle) -> None:
    """Draw a line through a line of text, in the middle of its characters."""
    canvas.setStrokeColor(_colour(style.colour))
    canvas.setLineWidth(style.size / 16)
    middle = baseline + style.size * 0.33
    canvas.line(x, middle, x + width, middle)


def drawable(text: str, glyphs: GlyphLog | None = None) -> str:
    """Give text as reportlab's own strings need it (reportlab.graphics, Table strings).

    Stand-ins are put in, and quotes in English text are exchanged for the font's narrow
    ones, which copy back as the real marks. Not for `Prose` and `draw_line`.
    """
    drawn = printable(text) if glyphs is None else glyphs.read(text)
    return _shaped(drawn, takes_narrow_marks(drawn))


def _spans(paragraph: str, room: float, first_room: float, measure: Measure) -> list[Any]:
    """Break a paragraph; most table cells are one line, so try that first."""
    if measure(paragraph) <= first_room:
        return [(0, len(paragraph))]
    return list(break_spans(paragraph, room, measure, first_room))


def _face_for(text: str, style: TextStyle, narrow: bool) -> Face:
    """Give the system's face of a style for Chinese text that it can draw whole, else ours."""
    if style.role is not None and not narrow and any(char >= _WIDE_FROM for char in text):
        own = system_face(style.role)
        if own is not None and own.drawable.issuperset(text.replace("\n", "")):
            return own
    return face(style.bold)


def _measure(style: TextStyle, narrow: bool) -> Measure:
    """Give the function that measures text of a style in points, in our own face."""
    return _measured_in(face(style.bold), narrow, style.size)


@cache
def _measured_in(own: Face, narrow: bool, size: float) -> Measure:
    in_em = own.narrow if narrow else own.wide

    def measure(text: str) -> float:
        return in_em(text) * size

    return measure


def _shaped(drawn: str, narrow: bool) -> str:
    return drawn.translate(NARROW) if narrow else drawn


@cache
def _colour(value: str) -> Color:
    return HexColor(value)


def _ours(name: str) -> str:
    """Give our font for one of the fonts every reader is supposed to have."""
    standard = name.startswith(("Helvetica", "Times", "Courier"))
    if not standard:
        return name
    return BOLD if "Bold" in name else REGULAR
