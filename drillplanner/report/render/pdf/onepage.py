"""Set the scorecard on one A4 page, whatever it has to hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reportlab.platypus.flowables import Flowable
from typing_extensions import override

from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.report.render.pdf.boxes import BlankBox, SignBox
from drillplanner.report.render.pdf.charts import BarBox
from drillplanner.report.render.pdf.shapes import draw_shape
from drillplanner.report.render.typeset import styles
from drillplanner.report.render.typeset.fonts import GlyphLog
from drillplanner.report.render.typeset.paragraph import (
    Prose,
    draw_line,
    lines_of,
    shorten,
    text_width,
)
from drillplanner.terms.document import Bar, Blank, Phrase, Sheet

#: Rows of bars are between these heights; more targets than fit are counted, not shown.
_TALLEST, _LOWEST = 19.0, 9.5
#: Left free between the score, whatever it says, and the grade beside it.
_CLEAR = 10.0
#: Left free under the page, so that what counts the pages still stands on it.
_SPARE = 2.0
#: The smallest type that is used before words are cut, and how much smaller each try is.
_SMALLEST, _STEP = 4.5, 0.5
#: Owners in one column; more stand in two.
_ONE_COLUMN = 12
#: The share of the page that what is to be fixed takes at most.
_FIXES_SHARE = 0.4


class SheetPage(Flowable):
    """The one page: head, score, owners, bars in the room that is left, fixes, signatures."""

    def __init__(self, sheet: Sheet, say: Callable[[Phrase], str], glyphs: GlyphLog) -> None:
        super().__init__()
        self._sheet, self._say_phrase, self._glyphs = sheet, say, glyphs

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width, self.height = aW, aH - _SPARE
        return self.width, self.height

    def draw(self) -> None:
        """Draw from the top down; fixes and signatures stand at the foot."""
        top = self._draw_head(self.height)
        top = self._draw_result(top - 6)
        foot = self._draw_foot()
        self._draw_bars(top - 8, foot + 8)

    # -- head -------------------------------------------------------------------------

    def _draw_head(self, top: float) -> float:
        title = self._prose(self._sheet.title, replace(styles.TITLE, size=18, leading=26))
        name = self._shortened(self._sheet.name, replace(styles.SUBTITLE, size=12, leading=18))
        for prose in (title, name):
            tall = prose.wrap(self.width, 0)[1]
            top -= tall
            prose.drawOn(self.canv, 0, top)
        top -= 6
        labels = [self._say(label) for label, _cell in self._sheet.facts]
        left = max(text_width(label, styles.CELL_BOLD) for label in labels) + 16
        for label, (_label, cell) in zip(labels, self._sheet.facts, strict=True):
            draw_line(self.canv, 0, top - 12, label, styles.CELL_BOLD)
            if isinstance(_lines(cell)[0], Blank):
                BlankBox(self._say(_("not given")), 16).draw(
                    self.canv, left, top - 1, self.width - left, 16
                )
            else:
                words = "  ".join(self._say(one) for one in _lines(cell))
                self._fitted(left, top, words, styles.CELL, self.width - left, 16)
            top -= 16
        return top

    # -- score ------------------------------------------------------------------------

    def _draw_result(self, top: float) -> float:
        sheet, canvas = self._sheet, self.canv
        left = self.width * 0.4
        remark = replace(styles.SMALL, size=7.5, leading=10)
        remarks = [Prose(self._say(words), remark) for words in sheet.remarks]
        said = sum(part.wrap(left - 22, 0)[1] for part in remarks)
        owners = min(len(sheet.owners), _ONE_COLUMN)
        tall = 10 + max(72.0, 12.0 * owners, 54.0 + said)
        canvas.setStrokeColor("#404040")
        canvas.setLineWidth(0.8)
        canvas.rect(0, top - tall, self.width, tall, stroke=1, fill=0)
        canvas.line(left, top, left, top - tall)
        big = replace(styles.TITLE, size=34, leading=40, align="left")
        score = self._say(sheet.score)
        size = min(34.0, 34.0 * (left * 0.5 - 12 - _CLEAR) / text_width(score, big))
        draw_line(canvas, 12, top - 47, score, replace(big, size=size))
        label = replace(styles.SMALL, colour=styles.GREY)
        draw_line(canvas, 12, top - 13, self._say(_("Score (of 100)")), label)
        draw_line(canvas, left * 0.5, top - 13, self._say(_("Suggested grade")), label)
        self._draw_grade(left * 0.5, top - 22, left * 0.5 - 8)
        down = top - 58
        for part in remarks:
            down -= part.height
            part.drawOn(canvas, 12, down)
        self._draw_owners(left + 10, top - 4, self.width - left - 20, tall - 8)
        return top - tall

    def _draw_grade(self, x: float, top: float, width: float) -> None:
        words = self._say(self._sheet.grade.words)
        large = len(words) <= 12  # noqa: PLR2004 - one word of a grade
        style = replace(styles.CELL_BOLD, size=16 if large else 8.5, leading=20 if large else 10.5)
        box = SignBox(self._sheet.grade.shape, words, style, self._glyphs)
        box.draw(self.canv, x, top, width, 30)

    def _draw_owners(self, x: float, top: float, width: float, tall: float) -> None:
        owners = self._sheet.owners
        if not owners:
            return
        columns = 1 if len(owners) <= _ONE_COLUMN else 2
        rows = -(-len(owners) // columns)
        pitch = min(12.0, tall / rows)
        style = replace(styles.SMALL, size=min(8.0, pitch * 0.72))
        wide = width / columns
        for place, (name, score, grade) in enumerate(owners):
            left = x + wide * (place // rows)
            line = top - pitch * (place % rows)
            right = replace(style, align="right")
            self._fitted(left, line, self._say(name), style, wide * 0.38, pitch)
            draw_line(self.canv, left + wide * 0.52, line - pitch * 0.75, self._say(score), right)
            self._fitted(left + wide * 0.55, line, self._say(grade), style, wide * 0.44, pitch)

    # -- bars -------------------------------------------------------------------------

    def _draw_bars(self, top: float, foot: float) -> None:
        bars = self._sheet.bars
        head = 14.0
        room = top - foot - head
        fitting = min(len(bars), int(room // _LOWEST))
        left_out = len(bars) - fitting
        if left_out:
            fitting = max(0, int((room - 12) // _LOWEST))
            left_out = len(bars) - fitting
        if not fitting:
            return
        pitch = min(_TALLEST, (room - (12 if left_out else 0)) / fitting)
        self._draw_bar_head(top)
        down = top - head
        shown = bars if not left_out else _worst_kept(bars, fitting)
        for bar in shown:
            self._draw_bar(bar, down, pitch)
            down -= pitch
        if left_out:
            more = ngettext(
                "{count} more target is in the report.",
                "{count} more targets are in the report.",
                left_out,
            )
            draw_line(self.canv, 0, down - 9, self._say(more), styles.NOTE)

    def _columns(self) -> tuple[float, float, float, float]:
        width = self.width
        return width * 0.32, width * 0.425, width * 0.55, width * 0.735

    def _draw_bar_head(self, top: float) -> None:
        _limit, chart, measured, verdict = self._columns()
        style = replace(styles.SMALL, size=7.5, bold=True)
        right = replace(style, align="right")
        draw_line(self.canv, 0, top - 9, self._say(_("Target")), style)
        draw_line(self.canv, chart - 8, top - 9, self._say(_("Limit")), right)
        scale = self._say(pgettext("on the chart's scale", "limit"))
        middle = chart + (measured - chart) / 2.5
        draw_line(self.canv, middle, top - 9, scale, replace(style, align="center"))
        draw_line(self.canv, verdict - 8, top - 9, self._say(_("Measured ± U")), right)
        draw_line(self.canv, verdict, top - 9, self._say(_("Verdict")), style)
        self.canv.setLineWidth(0.6)
        self.canv.setStrokeColor("#404040")
        self.canv.line(0, top - 13, self.width, top - 13)

    def _draw_bar(self, bar: Bar, top: float, pitch: float) -> None:
        _limit, chart, measured, verdict = self._columns()
        style = replace(styles.SMALL, size=min(8.0, pitch * 0.74))
        right = replace(style, align="right")
        base = top - pitch / 2 - style.size * 0.36
        canvas = self.canv
        named = replace(style, bold=bar.is_critical)
        self._fitted(0, top, self._say(bar.name), named, self.width * 0.33, pitch)
        draw_line(canvas, chart - 8, base, self._say(bar.limit), right)
        BarBox(bar, min(13, pitch)).draw(canvas, chart, top - 2.6, measured - chart, pitch)
        draw_line(canvas, verdict - 8, base, self._say(bar.label) or "—", right)
        draw_shape(canvas, bar.sign.shape, verdict + style.size / 2, top - pitch / 2, style.size)
        left = verdict + style.size * 1.4
        self._fitted(left, top, self._say(bar.sign.words), style, self.width - left, pitch)
        canvas.setStrokeColor("#d0d0d0")
        canvas.setLineWidth(0.25)
        canvas.line(0, top - pitch, self.width, top - pitch)

    # -- foot -------------------------------------------------------------------------

    def _draw_foot(self) -> float:
        """Draw signatures and fixes upwards from the foot; give where they begin."""
        canvas, width = self.canv, self.width
        share = width / max(1, len(self._sheet.signatures))
        for place, words in enumerate(self._sheet.signatures):
            said = self._say(words)
            draw_line(canvas, share * place, 8, said, styles.CELL)
            start = share * place + text_width(said, styles.CELL) + 8
            canvas.setStrokeColor("#808080")
            canvas.setLineWidth(0.4)
            canvas.line(start, 5, share * (place + 1) - 14, 5)
        return self._draw_fixes(34)

    def _draw_fixes(self, foot: float) -> float:
        prose, tall = self._fitted_fixes()
        self.canv.setStrokeColor("#404040")
        self.canv.setLineWidth(0.6)
        self.canv.rect(0, foot, self.width, tall, stroke=1, fill=0)
        top = foot + tall - 14
        draw_line(self.canv, 8, top, self._say(_("Fix first")), styles.CELL_BOLD)
        top -= 5
        for part in prose:
            top -= part.height
            part.drawOn(self.canv, 8, top)
        return foot + tall

    def _fixes(self) -> list[str]:
        sheet = self._sheet
        said = [
            self._say(_("{number}. {finding}", number=place, finding=words))
            for place, words in enumerate(sheet.fixes, 1)
        ]
        if sheet.more_fixes:
            more = ngettext(
                "{count} more finding is in the report.",
                "{count} more findings are in the report.",
                sheet.more_fixes,
            )
            said.append(self._say(more))
        return said or [self._say(_("The record shows no finding."))]

    def _fitted_fixes(self) -> tuple[list[Prose], float]:
        """Set what is to be fixed whole, in smaller type where it is long; give its height."""
        said = self._fixes()
        style = replace(styles.CELL, leading=12.5)
        while True:
            prose = [Prose(words, style, self._glyphs) for words in said]
            tall = sum(part.wrap(self.width - 16, 0)[1] for part in prose) + 24
            if tall <= self.height * _FIXES_SHARE or style.size <= _SMALLEST:
                return prose, tall
            style = replace(style, size=style.size - _STEP, leading=style.leading - _STEP * 1.2)

    def _fitted(
        self, x: float, top: float, words: str, style: styles.TextStyle, wide: float, tall: float
    ) -> None:
        """Draw words into a box below `top`, in smaller type and more lines where they are long.

        They are cut only where even the smallest type has no room for them.
        """
        size = style.size
        while True:
            lines = lines_of(words, replace(style, size=size), wide)
            leading = size * 1.1
            if len(lines) * leading <= tall or (len(lines) == 1 and size <= tall):
                break
            if size <= _SMALLEST:
                most = max(1, int(tall // leading))
                rest = "".join(lines[most - 1 :])
                lines = [*lines[: most - 1], shorten(rest, replace(style, size=size), wide)]
                break
            size = max(_SMALLEST, size - _STEP)
        set_ = replace(style, size=size)
        base = top - tall / 2 + len(lines) * leading / 2 - size * 0.9
        for place, line in enumerate(lines):
            draw_line(self.canv, x, base - leading * place, line.strip(), set_)

    # -- words ------------------------------------------------------------------------

    def _say(self, phrase: Any) -> str:
        return self._glyphs.read(self._say_phrase(phrase))

    def _prose(self, phrase: Any, style: styles.TextStyle) -> Prose:
        return Prose(self._say(phrase), style)

    def _shortened(self, phrase: Any, style: styles.TextStyle) -> Prose:
        return Prose(shorten(self._say(phrase), style, self.width * 1.9), style)


def _lines(cell: Any) -> tuple[Any, ...]:
    """Give what stands in a cell, a line each."""
    return cell if isinstance(cell, tuple) else (cell,)


def _worst_kept(bars: tuple[Bar, ...], count: int) -> list[Bar]:
    """Keep the targets that were not met, in their order, then fill up with the others."""
    ranked = sorted(range(len(bars)), key=lambda place: bars[place].sign.shape == "disc")
    return [bars[place] for place in sorted(ranked[:count])]
