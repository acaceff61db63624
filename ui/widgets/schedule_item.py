"""Paint the rows of a schedule chart, those in view and no others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pyqtgraph
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from drillplanner.review.scorecard import Verdict
from drillplanner.services.wording import VERDICTS
from ui.theme.dress import Dress
from ui.widgets.schedule_rows import Bar, Heading, Layout, Span, ticks
from ui.widgets.sign import TOKENS, draw_shape

#: Height of a row in pixels at 100 %.
ROW_PX = 34
#: Width that a tick's words need, in pixels at 100 %.
TICK_PX = 84


class ScheduleItem(pyqtgraph.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """All rows in one item; x is seconds, y the number of the row, downwards."""

    def __init__(self, dress: Dress) -> None:
        super().__init__()
        self.dress = dress
        self.layout = Layout()
        self.marked: Mapping[str, str] = {}
        self.current = -1
        self.has_focus = False

    def show_layout(self, layout: Layout) -> None:
        """Show other rows."""
        self.prepareGeometryChange()
        self.layout, self.marked, self.current = layout, {}, -1
        self.update()

    def boundingRect(self) -> QRectF:
        """Cover all rows at all seconds, so that panning never leaves the item."""
        return QRectF(-1e9, -1.0, 2e9, len(self.layout.lines) + 2.0)

    def paint(self, painter: QPainter, _option: Any, _widget: Any = None) -> None:
        """Draw grid, grounds, the chain, and each row in view."""
        box, transform = self.getViewBox(), painter.worldTransform()
        if box is None or not transform.isInvertible():
            return
        (low, high), (top, foot) = box.viewRange()
        first = max(0, math.floor(top))
        last = min(len(self.layout.lines) - 1, math.floor(foot))
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Device coordinates are linear in seconds and rows: two points give the whole map.
        corner, other = transform.map(QPointF(low, top)), transform.map(QPointF(high, foot))
        brush = _Brush(painter, self.dress, (low, high), (top, foot), corner, other)
        for row in range(first, last + 1):
            self._ground(brush, row)
        brush.grid()
        brush.chain(self.layout.chain_in(first, last))
        for row in range(first, last + 1):
            line = self.layout.lines[row]
            match line:
                case Bar():
                    brush.bar(row, line)
                case Span():
                    brush.span(row, line)
        painter.restore()

    def _ground(self, brush: _Brush, row: int) -> None:
        line = self.layout.lines[row]
        if isinstance(line, Heading):
            brush.fill_row(row, "raised")
        elif line.id in self.marked:
            brush.fill_row(row, "accent_soft")
        if row == self.current:
            brush.frame_row(row, strong=self.has_focus)


class _Brush:
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
        # The device may have more pixels than the program counts in.
        self.px = abs(self._y_px) / dress.px(ROW_PX)

    def x(self, second: float) -> float:
        return self._corner.x() + (second - self._low) * self._x_px

    def y(self, row: float) -> float:
        return self._corner.y() + (row - self._top) * self._y_px

    def len(self, size: float) -> float:
        return self.dress.px(size) * self.px

    def pen(self, colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        pen = QPen(self.dress.color(colour), self.len(width), style)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    # -- grounds ----------------------------------------------------------------------

    def _row_rect(self, row: int) -> QRectF:
        return QRectF(QPointF(self._corner.x(), self.y(row)), QPointF(self._right, self.y(row + 1)))

    def fill_row(self, row: int, colour: str) -> None:
        self.painter.fillRect(self._row_rect(row), self.dress.color(colour))

    def frame_row(self, row: int, *, strong: bool) -> None:
        rect = self._row_rect(row)
        self.painter.setPen(self.pen("accent", 2 if strong else 1))
        inset = self.len(1)
        for y in (rect.top() + inset, rect.bottom() - inset):
            self.painter.drawLine(QLineF(rect.left(), y, rect.right(), y))

    def grid(self) -> None:
        width = self._right - self._corner.x()
        self.painter.setPen(self.pen("line", 1))
        for second in ticks(*self.seconds, int(width / self.len(TICK_PX))):
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
        font.setPixelSize(max(1, round(self.len(13))))
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
