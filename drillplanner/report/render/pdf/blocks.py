"""Set each block of a report as flowables, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from reportlab.platypus.flowables import Flowable

from drillplanner.base.durations import duration
from drillplanner.base.texts import _, pgettext
from drillplanner.base.translator import Language, Translator
from drillplanner.report.render.numbering import numbered
from drillplanner.report.render.pdf.boxes import BlankBox, Box, SignBox, TextBox
from drillplanner.report.render.pdf.charts import AxisBox, BarBox, BarScale, MomentBox, TimeAxis
from drillplanner.report.render.pdf.front import CoverPage, cover_styles
from drillplanner.report.render.pdf.grid import Grid, GridRow, Look
from drillplanner.report.render.pdf.leading import Leading
from drillplanner.report.render.pdf.onepage import SheetPage
from drillplanner.report.render.pdf.page import HEIGHT
from drillplanner.report.render.pdf.writein import WriteIn
from drillplanner.report.render.typeset import styles
from drillplanner.report.render.typeset.fonts import GlyphLog
from drillplanner.report.render.typeset.paragraph import Prose as Set
from drillplanner.report.render.typeset.paragraph import text_width
from drillplanner.report.render.typeset.styles import TextStyle
from drillplanner.terms.document import (
    Align,
    Bar,
    BarChart,
    Blank,
    Block,
    Cell,
    Column,
    Cover,
    Facts,
    Heading,
    Headline,
    Lines,
    Phrase,
    Prose,
    Row,
    Sheet,
    Sign,
    Signatures,
    StepChart,
    Table,
)

_HEADINGS = (styles.HEADING_1, styles.HEADING_2, styles.HEADING_3)
_DETAIL = replace(styles.SMALL, colour="#303030")
_DETAIL_LABEL = replace(styles.SMALL, colour=styles.GREY)
_SIGNED = 30.0
_HEADLINE = replace(styles.TITLE, size=18, leading=30, space_before=8)


class Setter:
    """Sets blocks in one language and remembers the characters the font lacks."""

    def __init__(self, translator: Translator, language: Language) -> None:
        self._translator, self._language = translator, language
        self.glyphs = GlyphLog()
        self._headings = 0

    def say(self, phrase: Phrase) -> str:
        """Give a phrase's words in the report's language."""
        return self._translator.say(phrase)

    def flow(self, block: Block) -> Iterator[Flowable]:
        """Give the flowables of one block."""
        match block:
            case Heading():
                yield self._heading(block)
            case Headline():
                yield Set(self.say(block.words), _HEADLINE, self.glyphs)
            case Prose():
                yield Set(self.say(block.words), self._prose_style(block), self.glyphs)
            case Lines():
                label = Set(self.say(block.words), styles.NOTE, self.glyphs)
                yield WriteIn(label, block.count)
            case Facts() if block.rows:
                yield self._facts(block)
            case Table():
                yield from self._table(block)
            case BarChart():
                yield from self._bars(block)
            case StepChart():
                yield from self._steps(block)
            case Signatures():
                yield self._signatures(block)
            case Cover():
                yield self._cover(block)
            case Sheet():
                yield SheetPage(block, self.say, self.glyphs)

    def missing_note(self) -> list[Flowable]:
        """Name the characters that the font lacks and the report shows as codes."""
        if not self.glyphs.names:
            return []
        said = _(
            "The report's font lacks these characters; they are printed as their code points: "
            "{codes}.",
            codes=" ".join(self.glyphs.names),
        )
        return [Set(self.say(said), styles.NOTE)]

    # -- words ------------------------------------------------------------------------

    def _prose_style(self, block: Prose) -> TextStyle:
        match block.style:
            case "item":
                return styles.ITEM if self._language == "zh_CN" else _left(styles.ITEM)
            case "note":
                return replace(styles.NOTE, space_before=3)
        return styles.BODY if self._language == "zh_CN" else styles.BODY_FLUSH

    def _heading(self, block: Heading) -> Flowable:
        words = numbered(block, self.say(block.words), self._language)
        style = _HEADINGS[min(block.level, 3) - 1]
        self._headings += 1
        leading = Leading(words, style, self.glyphs, (block.level - 1, self._headings))
        leading.holds = block.holds
        return leading

    def _caption(self, words: Phrase | None) -> Iterator[Flowable]:
        if words is not None:
            yield Leading(self.say(words), styles.CAPTION, self.glyphs)

    # -- cells ------------------------------------------------------------------------

    def box(self, cell: Cell, style: TextStyle, blank: float = 20.0) -> Box:
        """Give what draws a cell."""
        match cell:
            case Sign():
                return SignBox(cell.shape, self.say(cell.words), style, self.glyphs)
            case Bar():
                return BarBox(cell)
            case Blank.LINE:
                return BlankBox(self.say(_("not given")), blank)
            case Blank.CELL:
                return BlankBox("", blank)
            case tuple():
                first, *rest = cell
                second = replace(style, size=style.size - 1, leading=style.leading - 1.5)
                return TextBox(
                    [
                        Set(self.say(first), style, self.glyphs),
                        *(Set(self.say(part), second, self.glyphs) for part in rest),
                    ]
                )
        return TextBox([Set(self.say(cell), style, self.glyphs)])

    # -- tables -----------------------------------------------------------------------

    def _facts(self, block: Facts) -> Flowable:
        rows = [
            GridRow((self.box(label, styles.CELL_BOLD), self.box(value, styles.CELL)))
            for label, value in block.rows
        ]
        return self._grid((2.4, 7.6), None, rows)

    def _table(self, block: Table) -> Iterator[Flowable]:
        yield from self._caption(block.caption)
        base = styles.SMALL if block.is_dense else styles.CELL
        aligned = [_aligned(base, column.align) for column in block.columns]
        labels = {self.say(label) for row in block.rows for label, _words in row.details}
        wide = max((text_width(label, _DETAIL_LABEL) for label in labels), default=0.0)
        head = self._head(block.columns, base)
        rows = [self._row(row, aligned, block.written_pt) for row in block.rows]
        look = Look(label_width=wide + 8 if wide else 0.0, has_columns=not labels)
        yield self._grid([column.width for column in block.columns], head, rows, look)

    def _row(self, row: Row, aligned: Sequence[TextStyle], blank: float) -> GridRow:
        boxes = tuple(
            self.box(cell, _shown(style, row, is_last=place == len(row.cells)), blank)
            for place, (cell, style) in enumerate(zip(row.cells, aligned, strict=True), 1)
        )
        details = tuple(
            (
                Set(self.say(label), _DETAIL_LABEL, self.glyphs),
                Set(self.say(words), _DETAIL, self.glyphs),
            )
            for label, words in row.details
        )
        return GridRow(boxes, details, row.is_total)

    def _head(self, columns: Sequence[Column], base: TextStyle) -> GridRow:
        return GridRow(
            tuple(
                self.box(column.head, replace(_aligned(base, column.align), bold=True))
                for column in columns
            ),
            is_head=True,
        )

    def _grid(
        self,
        widths: Sequence[float],
        head: GridRow | None,
        rows: Sequence[GridRow],
        look: Look | None = None,
    ) -> Grid:
        return Grid(widths, head, rows, HEIGHT, look or Look())

    def _signatures(self, block: Signatures) -> Flowable:
        head = GridRow(
            tuple(self.box(words, styles.CELL_HEAD) for words in block.heads), is_head=True
        )
        rows = [
            GridRow(tuple(self.box(cell, styles.CELL, _SIGNED) for cell in row))
            for row in block.rows
        ]
        return self._grid((4, 2, 2.4, 1.8), head, rows)

    # -- charts -----------------------------------------------------------------------

    def _bars(self, block: BarChart) -> Iterator[Flowable]:
        yield from self._caption(block.caption)
        yield self.bar_grid(block.bars)

    def bar_grid(self, bars: Sequence[Bar]) -> Grid:
        """Give a chart of bars as a table, a row a target."""
        bold = replace(styles.SMALL, bold=True)
        head = GridRow(
            (
                self.box(_("Target"), bold),
                self.box(_("Limit"), _aligned(bold, "right")),
                BarScale(self.say(pgettext("on the chart's scale", "limit"))),
                self.box(_("Measured ± U"), _aligned(bold, "right")),
                self.box(_("Verdict"), bold),
            ),
            is_head=True,
        )
        rows = [
            GridRow(
                (
                    self.box(bar.name, styles.SMALL),
                    self.box(bar.limit, _aligned(styles.SMALL, "right")),
                    BarBox(bar),
                    self.box(bar.label or "—", _aligned(styles.SMALL, "right")),
                    self.box(bar.sign, styles.SMALL),
                )
            )
            for bar in bars
        ]
        return self._grid((3, 1.2, 3.6, 1.9, 2.1), head, rows, Look(has_columns=False))

    def _steps(self, block: StepChart) -> Iterator[Flowable]:
        yield from self._caption(block.caption)
        times = [
            float(at)
            for moment in block.moments
            for at in (moment.planned_s, *(moment.seen or ()))
            if at is not None
        ]
        axis = TimeAxis(min(times, default=0.0), max(times, default=1.0))
        bold = replace(styles.SMALL, bold=True)
        labels = [self.say(duration(tick)) for tick in axis.ticks()]
        head = GridRow((self.box(_("Step"), bold), AxisBox(axis, labels)), is_head=True)
        rows = [
            GridRow(
                (
                    self.box(moment.name, styles.SMALL),
                    MomentBox(axis, moment, self.say(moment.without) if moment.without else ""),
                )
            )
            for moment in block.moments
        ]
        yield self._grid((4, 6), head, rows, Look(has_columns=False, pad_y=1.6))
        has_plan = any(moment.planned_s is not None for moment in block.moments)
        legend = (
            _("Disc: seen; with a line, from the first unit to the last. Diamond: planned.")
            if has_plan
            else _("Disc: seen; with a line, from the first unit to the last.")
        )
        yield Set(self.say(legend), replace(styles.NOTE, space_before=3), self.glyphs)

    # -- whole pages ------------------------------------------------------------------

    def _cover(self, block: Cover) -> Flowable:
        name, title = cover_styles()
        body = replace(styles.BODY_FLUSH, size=12, leading=20)
        return CoverPage(
            self._mark(block.mark),
            Set(self.say(block.title), title, self.glyphs),
            Set(self.say(block.name), name, self.glyphs),
            [(self.say(label), self.box(cell, body)) for label, cell in block.facts],
            [(self.say(label), self.box(cell, body)) for label, cell in block.approvals],
        )

    def _mark(self, mark: Phrase | Blank) -> tuple[str, Box]:
        """Give the handling mark; where nobody set one, its name and room to write it."""
        if isinstance(mark, Blank):
            return self.say(_("Handling mark")), self.box(mark, styles.CELL)
        bold = replace(styles.SUBTITLE, size=13, bold=True, align="left")
        return "", self.box(mark, bold)


@cache
def _aligned(style: TextStyle, align: Align) -> TextStyle:
    return replace(style, align=align)


def _shown(style: TextStyle, row: Row, *, is_last: bool) -> TextStyle:
    """Give the style of a cell; the last one of a row that was taken back says why, unstruck."""
    if row.is_total:
        return replace(style, bold=True)
    return replace(style, is_struck=True) if row.is_struck and not is_last else style


def _left(style: TextStyle) -> TextStyle:
    return replace(style, left=1)
