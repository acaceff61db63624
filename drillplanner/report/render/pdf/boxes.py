"""Draw what a table cell holds: text, a verdict, a place to write in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from drillplanner.report.render.pdf.shapes import draw_shape
from drillplanner.report.render.typeset.paragraph import ASCENT, Prose, draw_line, text_width
from drillplanner.report.render.typeset.styles import GREY, SMALL, TextStyle
from drillplanner.terms.document import Shape

#: Space between the shape of a verdict and its word, in em.
_GAP = 0.45
#: Text of so few characters is one word to the eye, in Chinese too.
_SHORT = 5
#: Width in em of a number with its uncertainty; what is longer breaks like words.
_NUMBER_EM = 9.2
#: Height of a cell to be written in by hand.
WRITTEN = 20.0


class Box(Protocol):
    """A cell's content: knows its height in a width, draws itself from the top left."""

    def height(self, width: float) -> float:
        """Give the height it needs in `width` points."""

    def least_width(self) -> float:
        """Give the width below which a word or number would be cut."""

    def draw(self, canvas: Any, x: float, top: float, width: float, height: float) -> None:
        """Draw it with its top left corner at (x, top)."""

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:
        """Give what fits in `height` and the rest; None if it cannot be cut there."""


class TextBox:
    """Paragraphs, one under the other."""

    def __init__(self, parts: list[Prose]) -> None:
        self.parts = parts

    def height(self, width: float) -> float:
        """Give the height of all lines."""
        return sum(part.wrap(width, 0)[1] for part in self.parts)

    def least_width(self) -> float:
        """Give the widest word; what stands to the right is numbers and stays on one line."""
        return max((_least(part) for part in self.parts), default=0.0)

    def draw(self, canvas: Any, x: float, top: float, width: float, height: float) -> None:
        """Draw the paragraphs."""
        for part in self.parts:
            top -= part.wrap(width, 0)[1]
            _draw(canvas, part, x, top, width)

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:
        """Cut between lines; no line of a cell is left alone."""
        fitting: list[Prose] = []
        for place, part in enumerate(self.parts):
            tall = part.wrap(width, 0)[1]
            if tall <= height:
                fitting.append(part)
                height -= tall
                continue
            cut = [half for half in part.split(width, height) if isinstance(half, Prose)]
            rest = self.parts[place + 1 :]
            if len(cut) < 2:  # noqa: PLR2004 - not cut
                return (TextBox(fitting), TextBox([part, *rest]))
            return (TextBox([*fitting, cut[0]]), TextBox([cut[1], *rest]))
        return (self, TextBox([]))


def _draw(canvas: Any, part: Prose, x: float, foot: float, width: float) -> None:
    """Draw a paragraph; one line, as most cells are, needs no coordinates of its own."""
    style = part.style
    if part.height > style.leading or style.indent or style.left:
        part.drawOn(canvas, x, foot)
        return
    edge = {"center": x + width / 2, "right": x + width}.get(style.align, x)
    baseline = foot + (style.leading + style.size) / 2 - ASCENT * style.size
    draw_line(canvas, edge, baseline, part.text, style)


def _least(part: Prose) -> float:
    wide = text_width(part.text, part.style)
    is_number = part.style.align == "right" and (not part.style.bold or part.text[:1].isdigit())
    if (is_number and wide <= _NUMBER_EM * part.style.size) or len(part.text) <= _SHORT:
        return wide + 0.5
    return float(part.minWidth()) + 0.5


class SignBox:
    """A verdict: its shape, then its word."""

    def __init__(self, shape: Shape, words: str, style: TextStyle, glyphs: Any) -> None:
        self._shape, self._style = shape, replace(style, align="left")
        self._prose = Prose(words, self._style, glyphs)

    def height(self, width: float) -> float:
        """Give the height of the word's lines."""
        return float(self._prose.wrap(width - self._left(), 0)[1])

    def least_width(self) -> float:
        """Give the widest word and the shape."""
        return float(self._prose.minWidth()) + self._left()

    def draw(self, canvas: Any, x: float, top: float, width: float, height: float) -> None:
        """Draw the shape beside the first line."""
        style = self._style
        draw_shape(
            canvas, self._shape, x + style.size / 2, top - style.leading / 2, style.size * 0.9
        )
        tall = self._prose.wrap(width - self._left(), 0)[1]
        self._prose.drawOn(canvas, x + self._left(), top - tall)

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:
        """Stay whole."""
        return (self, TextBox([])) if self.height(width) <= height else None

    def _left(self) -> float:
        return self._style.size * (1 + _GAP)


class BlankBox:
    """Room to write in; a line says that nothing was given."""

    def __init__(self, note: str = "", tall: float = WRITTEN) -> None:
        self._note, self._tall = note, tall

    def height(self, width: float) -> float:
        """Give the height of a line written by hand."""
        return self._tall

    def least_width(self) -> float:
        """Ask for nothing."""
        return 0.0

    def draw(self, canvas: Any, x: float, top: float, width: float, height: float) -> None:
        """Draw the line to write on and, small at its right end, that nothing was given."""
        if not self._note:
            return
        style = replace(SMALL, size=7, colour=GREY, align="right")
        foot = top - self._tall + 5
        canvas.saveState()
        canvas.setStrokeColor("#808080")
        canvas.setLineWidth(0.4)
        canvas.setDash(1, 2)
        canvas.line(x, foot, x + width, foot)
        canvas.restoreState()
        draw_line(canvas, x + width, foot + 2.5, self._note, style)

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:
        """Stay whole."""
        return (self, TextBox([])) if self._tall <= height else None
