"""Draw plain text in a reportlab story, a table cell, or by hand."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from drillplanner.report.typeset.fonts import GlyphLog
from drillplanner.report.typeset.styles import TextStyle


class EmbeddedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas whose first font is ours, so that no page names an unembedded Helvetica."""


class Prose(Flowable):  # type: ignore[misc]  # reportlab has no types
    """One paragraph of plain text; "\\n" starts a new one inside it (indented alike).

    Works in a story and in a Table cell; splits over pages, two lines at least on each side
    (a Table row taller than a page needs `splitInRow=1`). `text` and `style` may be read,
    e.g. in `afterFlowable` for bookmarks.
    """

    def __init__(self, text: str, style: TextStyle, glyphs: GlyphLog | None = None) -> None:
        """Take any text; what the font lacks is drawn as 〔U+1F600〕 and noted in `glyphs`."""
        raise NotImplementedError


def text_width(text: str, style: TextStyle) -> float:
    """Give the width of one line of text in points."""
    raise NotImplementedError


def lines_of(text: str, style: TextStyle, width: float) -> list[str]:
    """Break text as `Prose` would in `width` points, e.g. for a chart's labels."""
    raise NotImplementedError


def shorten(text: str, style: TextStyle, width: float) -> str:
    """Cut one line of text to `width` points, with … where something was cut."""
    raise NotImplementedError


def draw_line(
    canvas: Canvas, x: float, y: float, text: str, style: TextStyle, glyphs: GlyphLog | None = None
) -> None:
    """Draw one line by hand, baseline at `y`: headers, footers, labels.

    `x` is the left edge, the middle or the right edge, as `style.align` says.
    """
    raise NotImplementedError
