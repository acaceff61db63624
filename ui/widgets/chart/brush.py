"""Draw what a schedule chart holds: where seconds and rows stand, and how each thing looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from drillplanner.review.scorecard import Verdict
from drillplanner.terms.vocabulary import VERDICTS
from ui.theme.theme import Dress
from ui.widgets.chart.rows import Bar, Span, ticks
from ui.widgets.sign import TOKENS, draw_shape

#: Height of a row in pixels at 100 %.
ROW_PX = 34
#: Height of the axis of seconds, in pixels at 100 %.
AXIS_PX = 34
#: Width that a tick's words need, in pixels at 100 %.
TICK_PX = 84


class RowBrush:
    """Knows where seconds and rows stand on the device, and how each thing is drawn there."""

    def __init__(
        self,
        painter: QPainter,
        dress: Dress,
        seconds: tuple[float, float],
        rows: tuple[float, float],
        corner: QPointF,
        other: QPointF,
    ) -> None:
        self.painter, self.dress, self.seconds = painter, dress, seconds
        self._low, self._top = seconds[0], rows[0]
        self._corner, self._right = corner, other.x()
        self._x_px = (other.x() - corner.x()) / max(seconds[1] - seconds[0], 1e-9)
        self._y_px = (other.y() - corner.y()) / max(rows[1] - rows[0], 1e-9)
        self._foot = other.y()

    def x(self, second: float) -> float:
        """Give the place of a second."""
        return self._corner.x() + (second - self._low) * self._x_px

    def y(self, row: float) -> float:
        """Give the place of a row's upper edge."""
        return self._corner.y() + (row - self._top) * self._y_px

    def len(self, size: float) -> float:
        """Scale a length."""
        return float(self.dress.px(size))

    def pen(self, colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """Give a pen of a colour and width."""
        pen = QPen(self.dress.color(colour), self.len(width), style)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    # -- grounds ----------------------------------------------------------------------

    def _row_rect(self, row: int) -> QRectF:
        return QRectF(QPointF(self._corner.x(), self.y(row)), QPointF(self._right, self.y(row + 1)))

    def fill_row(self, row: int, colour: str) -> None:
        """Ground a row."""
        self.painter.fillRect(self._row_rect(row), self.dress.color(colour))

    def frame_row(self, row: int, *, strong: bool) -> None:
        """Frame the current row, strongly while the keyboard is here."""
        rect = self._row_rect(row)
        self.painter.setPen(self.pen("accent", 2 if strong else 1))
        inset = self.len(1)
        for y in (rect.top() + inset, rect.bottom() - inset):
            self.painter.drawLine(QLineF(rect.left(), y, rect.right(), y))

    def _ticks(self) -> list[float]:
        width = self._right - self._corner.x()
        return ticks(*self.seconds, max(1, int(width / self.len(TICK_PX))))

    def axis(self, say_s: Callable[[float], str]) -> None:
        """Say the ticks above the rows, as far as their words do not meet."""
        font = self.dress.font(13)
        measure, taken = QFontMetricsF(font), self._corner.x()
        self.painter.setFont(font)
        foot = self._corner.y()
        for second in self._ticks():
            words = say_s(second)
            wide, x = measure.horizontalAdvance(words), self.x(second)
            self.painter.setPen(self.pen("line", 1))
            self.painter.drawLine(QLineF(x, foot - self.len(5), x, foot))
            if x - wide / 2 >= taken and x + wide / 2 <= self._right:
                self.painter.setPen(self.dress.color("text"))
                self.painter.drawText(QPointF(x - wide / 2, foot - self.len(12)), words)
                taken = x + wide / 2 + self.len(8)
        self.painter.setPen(self.pen("line", 1))
        self.painter.drawLine(QLineF(self._corner.x(), foot, self._right, foot))

    def grid(self) -> None:
        """Draw an upright at each tick, a thick one at the zero."""
        self.painter.setPen(self.pen("line", 1))
        for second in self._ticks():
            if second:
                self._upright(second)
        self.painter.setPen(self.pen("text", 2))
        self._upright(0.0)

    def _upright(self, second: float) -> None:
        x = self.x(second)
        self.painter.drawLine(QLineF(x, self._corner.y(), x, self._foot))

    # -- what was planned and seen ----------------------------------------------------

    def chain(self, links: Any) -> None:
        """Join the critical steps by a thick line."""
        if len(links) > 1:
            points = [QPointF(self.x(second), self.y(row + 0.5)) for row, second in links]
            pen = self.pen("accent", 4)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            self.painter.setPen(pen)
            self.painter.drawPolyline(QPolygonF(points))

    def bar(self, row: int, bar: Bar) -> None:
        """Draw a step: a lozenge where it was planned, a disc where it was seen."""
        y, drawn = self.y(row + 0.5), list[float]()
        if bar.planned_s is not None:
            x, r = self.x(bar.planned_s), 8 if bar.is_critical else 6
            self._lozenge(x, y, r, is_thick=bar.is_critical)
            drawn += [x - self.len(r), x + self.len(r)]
        if bar.actual_s is not None:
            drawn += self._whisker(bar.actual_s, bar.uncertainty_s, y)
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(self.dress.color("text"))
            self.painter.drawEllipse(QPointF(self.x(bar.actual_s), y), self.len(4), self.len(4))
        self._note(drawn, y, bar.note, bar.verdict)

    def span(self, row: int, span: Span) -> None:
        """Draw a target: its planned and its measured length, each with its limit."""
        has_actual = span.actual_start_s is not None and span.actual_stop_s is not None
        planned_y = self.y(row + (0.32 if has_actual else 0.5))
        actual_y = self.y(row + (0.72 if span.start_s is not None else 0.5))
        drawn: list[float] = []
        if span.start_s is not None:
            stop = span.start_s if span.stop_s is None else span.stop_s
            drawn += self._length(span.start_s, stop, planned_y, is_actual=False)
            drawn += self._limit(span.start_s, stop, span.limit_s, planned_y)
        if span.actual_start_s is not None and span.actual_stop_s is not None:
            begin, stop = span.actual_start_s, span.actual_stop_s
            drawn += self._length(begin, stop, actual_y, is_actual=True)
            drawn += self._limit(begin, stop, span.limit_s, actual_y)
            drawn += self._whisker(stop, span.uncertainty_s, actual_y)
        self._note(drawn, self.y(row + 0.5), span.note, span.verdict)

    def _length(self, start: float, stop: float, y: float, *, is_actual: bool) -> list[float]:
        height = self.len(7 if is_actual else 11)
        width = max(self.x(stop) - self.x(start), self.len(3))
        rect = QRectF(self.x(start), y - height / 2, width, height)
        self.painter.setPen(self.pen("text" if is_actual else "accent", 1.5))
        self.painter.setBrush(self.dress.color("text" if is_actual else "accent_soft"))
        self.painter.drawRect(rect)
        return [rect.left(), rect.right()]

    def _limit(self, start: float, stop: float, limit_s: float | None, y: float) -> list[float]:
        if limit_s is None:
            return []
        x, tall = self.x(start + limit_s), self.len(8)
        if start + limit_s > stop:
            self.painter.setPen(self.pen("muted", 1, Qt.PenStyle.DotLine))
            self.painter.drawLine(QLineF(self.x(stop), y, x, y))
        self.painter.setPen(self.pen("bad", 3))
        self.painter.drawLine(QLineF(x, y - tall, x, y + tall))
        return [x + self.len(2)]

    def _lozenge(self, x: float, y: float, radius: float, *, is_thick: bool) -> None:
        r = self.len(radius)
        corners = [QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)]
        self.painter.setPen(self.pen("accent", 3 if is_thick else 1.5))
        self.painter.setBrush(self.dress.color("surface"))
        self.painter.drawPolygon(QPolygonF(corners))

    def _whisker(self, second: float, spread: float | None, y: float) -> list[float]:
        wide = spread or 0.0
        left, right, tall = self.x(second - wide), self.x(second + wide), self.len(5)
        if wide:
            self.painter.setPen(self.pen("text", 1.5))
            self.painter.drawLine(QLineF(left, y, right, y))
            for x in (left, right):
                self.painter.drawLine(QLineF(x, y - tall, x, y + tall))
        return [left - self.len(4), right + self.len(4)]

    def _note(self, drawn: list[float], y: float, note: str, verdict: Verdict | None) -> None:
        """Write beside a row what it says in words, on the side where there is room."""
        sign_px = self.len(20) if verdict is not None else 0.0
        if not drawn or not (note or sign_px):
            return
        font = self.dress.font(13)
        measure = QFontMetricsF(font)
        air, width = self.len(8), measure.horizontalAdvance(note) + sign_px
        x = max(drawn) + air
        if x + width > self._right:
            x = min(*drawn, self._right) - air - width
        x = max(x, self._corner.x() + air)
        behind = QRectF(x - air / 2, y - measure.height() / 2, width + air, measure.height())
        ground = self.dress.color("surface")
        ground.setAlpha(210)
        self.painter.fillRect(behind, ground)
        if verdict is not None:
            self._sign(verdict, QRectF(x, y - self.len(7), self.len(14), self.len(14)))
        self.painter.setFont(font)
        self.painter.setPen(self.dress.color("text"))
        base = y + (measure.ascent() - measure.descent()) / 2
        self.painter.drawText(QPointF(x + sign_px, base), note)

    def _sign(self, verdict: Verdict, rect: QRectF) -> None:
        shape = VERDICTS[verdict][0]
        draw_shape(self.painter, shape, rect, self.dress.color(TOKENS[shape]))
