"""Lay out tables that break well: the head on each page, rows whole, no row left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus.flowables import Flowable
from typing_extensions import override

from drillplanner.report.render.pdf.boxes import Box, TextBox
from drillplanner.report.render.typeset.paragraph import Prose

_LINE = HexColor("#8c8c8c")
_STRONG = HexColor("#404040")
_SHADE = HexColor("#ededed")
_TOTAL = HexColor("#f6f6f6")
#: The fewest rows that stand alone under a head.
_KEPT = 2
#: A table up to this part of a page is not cut at all.
_WHOLE = 0.34
#: Columns are fitted to this many rows; more would cost more than they show.
_LOOKED_AT = 80
#: Share of the room below details that stands above them.
_AIR = 0.6
#: The most of a line that one column's longest word may claim.
_MOST = 0.4


@dataclass(frozen=True, slots=True)
class GridRow:
    """Boxes of one row, and the labelled lines below them that span the row."""

    boxes: tuple[Box, ...]
    details: tuple[tuple[Prose, Prose], ...] = ()
    is_total: bool = False
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Padding and rules of a table in points; `label_width` is that of the detail labels."""

    pad_x: float = 4.0
    pad_y: float = 2.6
    label_width: float = 0.0
    detail_from: int = 1
    has_columns: bool = True


class Grid(Flowable):
    """A table; `page_height` is the height of an empty page, beyond which a row is cut."""

    def __init__(
        self,
        widths: Sequence[float],
        head: GridRow | None,
        rows: Sequence[GridRow],
        page_height: float,
        look: Look,
    ) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 3, 8
        self._shares, self._head, self._rows = tuple(widths), head, tuple(rows)
        self._page_height, self._look = page_height, look
        self._heights: tuple[float, ...] = ()
        self._head_height = 0.0
        self._at_width = -1.0
        self._widths: tuple[float, ...] = ()

    def least_height(self, width: float) -> float:
        """Give the height that must be free for the table to begin here."""
        tall = self.wrap(width, 0)[1]
        if tall <= self._page_height * _WHOLE:
            return tall
        return self._head_height + min(sum(self._heights[:_KEPT]), self._page_height / 2)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self._measure(aW)
        self.width, self.height = aW, self._head_height + sum(self._heights)
        return self.width, self.height

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        # Cut between rows, two at least on each side; a row longer than a page is cut inside.
        tall = self.wrap(aW, aH)[1]
        is_page = aH >= self._page_height - 1  # nothing is gained by going to the next one
        if tall <= self._page_height * _WHOLE and not is_page:
            return []
        room = aH - self._head_height
        fitting = sum(1 for total in accumulate(self._heights) if total <= room + 1e-6)
        if fitting == len(self._rows):
            return [self]
        if fitting == 0 or self._is_giant(fitting):
            return self._cut(fitting, room - sum(self._heights[:fitting]))
        is_alone = len(self._rows) >= 2 * _KEPT and fitting < _KEPT and not self._is_giant(1)
        if is_alone and not is_page:
            return []
        if len(self._rows) - fitting < _KEPT and fitting > _KEPT:
            fitting = len(self._rows) - _KEPT
        return [self._part(0, fitting), self._part(fitting, None)]

    def draw(self) -> None:
        """Draw shades, rules, then what stands in the rows."""
        canvas = self.canv
        columns = self._columns(self._at_width)
        head = [(self._head, self._head_height)] if self._head else []
        rows = [*head, *zip(self._rows, self._heights, strict=True)]
        tops = [self.height, *(self.height - fall for fall in accumulate(t for _r, t in rows))]
        self._draw_shades(canvas, rows, tops)
        self._draw_rules(canvas, rows, tops, columns)
        for (row, tall), top in zip(rows, tops, strict=False):
            self._draw_row(canvas, row, top, tall, columns)

    def _draw_shades(
        self, canvas: Any, rows: list[tuple[GridRow, float]], tops: list[float]
    ) -> None:
        for (row, tall), top in zip(rows, tops, strict=False):
            if row.is_head or row.is_total:
                canvas.setFillColor(_SHADE if row.is_head else _TOTAL)
                canvas.rect(0, top - tall, self._at_width, tall, stroke=0, fill=1)

    def _draw_rules(
        self,
        canvas: Any,
        rows: list[tuple[GridRow, float]],
        tops: list[float],
        columns: list[tuple[float, float]],
    ) -> None:
        """Draw all rules of one kind at once: a page of a log has hundreds."""
        width = self._at_width
        canvas.setStrokeColor(_LINE)
        canvas.setLineWidth(0.4)
        canvas.lines([(0, y, width, y) for y in tops[1:-1]])
        if self._look.has_columns:
            canvas.setLineWidth(0.25)
            canvas.lines([(x, 0, x, self.height) for x, _wide in columns[1:]])
        canvas.setStrokeColor(_STRONG)
        canvas.setLineWidth(0.8)
        canvas.lines([(0, self.height, width, self.height), (0, 0, width, 0)])
        if self._head is not None:
            canvas.setLineWidth(0.4)
            canvas.line(0, tops[1], width, tops[1])

    # -- measuring --------------------------------------------------------------------

    def _columns(self, width: float) -> list[tuple[float, float]]:
        widths = self._widths or self._fitted(width)
        self._widths = widths
        return [(end - wide, wide) for end, wide in zip(accumulate(widths), widths, strict=True)]

    def _fitted(self, width: float) -> tuple[float, ...]:
        """Give each column its share, but no less than its widest word, at the others' cost."""
        rows = [*([self._head] if self._head else []), *self._rows[:_LOOKED_AT]]
        most = width * _MOST
        needs = [
            min(most, max(row.boxes[place].least_width() for row in rows) + 2 * self._look.pad_x)
            for place in range(len(self._shares))
        ]
        whole = sum(self._shares)
        widths = [width * share / whole for share in self._shares]
        for _turn in self._shares:
            short = [place for place, wide in enumerate(widths) if wide < needs[place]]
            if not short:
                break
            missing = sum(needs[place] - widths[place] for place in short)
            spare = {p: w - needs[p] for p, w in enumerate(widths) if w > needs[p]}
            free = sum(spare.values())
            for place in short:
                widths[place] = needs[place]
            for place, room in spare.items():
                widths[place] -= missing * room / free if free else 0
        scale = width / sum(widths)
        return tuple(wide * scale for wide in widths)

    def _measure(self, width: float) -> None:
        if self._at_width == width:
            return
        columns = self._columns(width)
        if self._head is not None:
            self._head_height = self._row_height(self._head, columns)
        self._heights = tuple(self._row_height(row, columns) for row in self._rows)
        self._at_width = width

    def _row_height(self, row: GridRow, columns: list[tuple[float, float]]) -> float:
        look = self._look
        tallest = max(
            box.height(wide - 2 * look.pad_x)
            for box, (_x, wide) in zip(row.boxes, columns, strict=True)
        )
        return tallest + 2 * look.pad_y + self._details_height(row, columns)

    def _details_height(self, row: GridRow, columns: list[tuple[float, float]]) -> float:
        if not row.details:
            return 0.0
        wide = self._detail_width(columns)
        return sum(text.wrap(wide, 0)[1] for _label, text in row.details) + self._look.pad_y

    def _detail_width(self, columns: list[tuple[float, float]]) -> float:
        look = self._look
        left = columns[look.detail_from][0]
        return self._whole(columns) - left - 2 * look.pad_x - look.label_width

    def _whole(self, columns: list[tuple[float, float]]) -> float:
        return columns[-1][0] + columns[-1][1]

    # -- splitting --------------------------------------------------------------------

    def _is_giant(self, place: int) -> bool:
        return self._heights[place] > self._page_height - self._head_height

    def _part(self, start: int, stop: int | None) -> Grid:
        part = Grid(self._shares, self._head, self._rows[start:stop], self._page_height, self._look)
        part._heights = self._heights[start:stop]
        part._head_height, part._at_width = self._head_height, self._at_width
        part._widths = self._widths
        return part

    def _cut(self, fitting: int, room: float) -> list[Flowable]:
        """Cut inside the row that is longer than a page; any other row goes to the next page."""
        if not self._is_giant(fitting):
            return []
        columns, look = self._columns(self._at_width), self._look
        row = _without_details(self._rows[fitting])
        pairs = [
            box.split(wide - 2 * look.pad_x, room - 2 * look.pad_y)
            for box, (_x, wide) in zip(row.boxes, columns, strict=True)
        ]
        if any(pair is None for pair in pairs):
            return [] if fitting == 0 else [self._part(0, fitting), self._part(fitting, None)]
        first = GridRow(tuple(pair[0] for pair in pairs if pair), is_total=row.is_total)
        rest = GridRow(tuple(pair[1] for pair in pairs if pair), is_total=row.is_total)
        tall = [*self._rows[:fitting], first]
        later = [rest, *self._rows[fitting + 1 :]]
        if self._row_height(first, columns) <= 2 * look.pad_y + 1e-6:
            return [] if fitting == 0 else [self._part(0, fitting), self._part(fitting, None)]
        parts = [
            Grid(self._shares, self._head, rows, self._page_height, look) for rows in (tall, later)
        ]
        for part in parts:
            part._widths = self._widths
        return list(parts)

    # -- drawing ----------------------------------------------------------------------

    def _draw_row(
        self,
        canvas: Any,
        row: GridRow,
        top: float,
        tall: float,
        columns: list[tuple[float, float]],
    ) -> None:
        look = self._look
        inner = tall - self._details_height(row, columns)
        for box, (x, wide) in zip(row.boxes, columns, strict=True):
            box.draw(canvas, x + look.pad_x, top - look.pad_y, wide - 2 * look.pad_x, inner)
        # Some air, or the lines of a bar run into the first of the details.
        self._draw_details(canvas, row, top - inner - look.pad_y * _AIR, columns)

    def _draw_details(
        self, canvas: Any, row: GridRow, top: float, columns: list[tuple[float, float]]
    ) -> None:
        look = self._look
        left = columns[look.detail_from][0] + look.pad_x
        wide = self._detail_width(columns)
        for label, text in row.details:
            tall = text.wrap(wide, 0)[1]
            label_tall = label.wrap(look.label_width, 0)[1]
            label.drawOn(canvas, left, top - label_tall)
            text.drawOn(canvas, left + look.label_width, top - tall)
            top -= tall


def _without_details(row: GridRow) -> GridRow:
    """Move a row's details into its widest text, so that a row longer than a page can be cut."""
    if not row.details:
        return row
    extra = [part for pair in row.details for part in pair]
    boxes = list(row.boxes)
    boxes[1] = TextBox([*boxes[1].parts, *extra]) if isinstance(boxes[1], TextBox) else boxes[1]
    return GridRow(tuple(boxes), (), row.is_total, row.is_head)
