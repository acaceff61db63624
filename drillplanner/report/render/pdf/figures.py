"""Set pictures two a row, each over what is said of it; a row stays whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.platypus.flowables import Flowable
from typing_extensions import override

from drillplanner.report.render.pdf.blocks import Setter
from drillplanner.report.render.pdf.page import WIDTH
from drillplanner.report.render.typeset import styles
from drillplanner.report.render.typeset.paragraph import Prose, shorten
from drillplanner.report.render.typeset.styles import TextStyle
from drillplanner.terms.document import Figure, Figures

#: Space between two pictures, between a picture and its words, and below a row, in points.
_BETWEEN, _ABOVE_WORDS, _BELOW = 16.0, 5.0, 14.0
#: Tallest picture: two rows of upright ones fit on a page.
_TALLEST = 240.0
#: Tallest wide picture: its list of marks begins on the same page.
_TALLEST_WIDE = 440.0
#: Points a pixel may take: a tiny picture is not blown up.
_MOST_SCALE = 1.0
#: Height of the box that stands for a picture that is not there.
_EMPTY = 90.0
_LINE = "#808080"
_COLUMN = (WIDTH - _BETWEEN) / 2
#: Lines that the words above all, and each of the others, may take: a row fits on a page.
_MOST_FIRST, _MOST_OTHER = 18, 4

_FIRST = replace(styles.SMALL, bold=True, size=8.5, leading=12)
_OTHER = replace(styles.SMALL, colour="#303030")


def figure_rows(block: Figures, setter: Setter) -> Iterator[Flowable]:
    figures = block.figures
    if block.is_wide:
        for figure in figures:
            yield FigureRow([_Cell(figure, setter, WIDTH, _TALLEST_WIDE)])
        return
    for start in range(0, len(figures), 2):
        yield FigureRow([_Cell(figure, setter) for figure in figures[start : start + 2]])


class _Cell:
    """One picture and its words."""

    def __init__(
        self, figure: Figure, setter: Setter, column: float = _COLUMN, tallest: float = _TALLEST
    ) -> None:
        self.figure, self.column, self._tallest = figure, column, tallest
        first, *rest = figure.lines
        self.words = [
            Prose(_fitting(setter.say(first), _FIRST, _MOST_FIRST), _FIRST, setter.glyphs),
            *(
                Prose(_fitting(setter.say(line), _OTHER, _MOST_OTHER), _OTHER, setter.glyphs)
                for line in rest
            ),
        ]
        missing = replace(styles.NOTE, align="center")
        self.missing = Prose(setter.say(figure.missing), missing, setter.glyphs)

    def picture_size(self) -> tuple[float, float]:
        """Give the size of the picture in its column, its proportions kept."""
        figure = self.figure
        if figure.picture is None:
            return self.column, _EMPTY
        scale = min(self.column / figure.width, self._tallest / figure.height, _MOST_SCALE)
        return figure.width * scale, figure.height * scale

    def words_height(self) -> float:
        """Give the height of all lines."""
        return sum(part.wrap(self.column, 0)[1] for part in self.words)


def _fitting(words: str, style: TextStyle, lines: int) -> str:
    """Shorten words that would take more lines; some of each line's width is lost to breaks."""
    return shorten(words, style, _COLUMN * lines * 0.85)


class FigureRow(Flowable):
    """One or two pictures side by side on one line, their words below."""

    def __init__(self, cells: Sequence[_Cell]) -> None:
        super().__init__()
        self._cells = cells
        self.spaceAfter = _BELOW

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = aW
        self._tallest = max(cell.picture_size()[1] for cell in self._cells)
        words = max(cell.words_height() for cell in self._cells)
        self.height = self._tallest + _ABOVE_WORDS + words
        return aW, self.height

    def draw(self) -> None:
        """Draw the pictures on one foot line, and below each its words."""
        for place, cell in enumerate(self._cells):
            x = place * (_COLUMN + _BETWEEN)
            self._draw_picture(cell, x)
            top = self.height - self._tallest - _ABOVE_WORDS
            for part in cell.words:
                top -= part.wrap(cell.column, 0)[1]
                part.drawOn(self.canv, x, top)

    def _draw_picture(self, cell: _Cell, x: float) -> None:
        canvas = self.canv
        wide, tall = cell.picture_size()
        foot = self.height - self._tallest
        if cell.figure.picture is not None:
            reader = ImageReader(BytesIO(cell.figure.picture))
            canvas.drawImage(reader, x, foot, wide, tall)
        canvas.setStrokeColor(_LINE)
        canvas.setLineWidth(0.4)
        if cell.figure.picture is None:
            canvas.setDash(1, 2)
            height = cell.missing.wrap(wide - 16, 0)[1]
            cell.missing.drawOn(canvas, x + 8, foot + (tall - height) / 2)
        canvas.rect(x, foot, wide, tall, stroke=1, fill=0)
        canvas.setDash()
