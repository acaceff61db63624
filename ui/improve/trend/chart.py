"""Draw a run chart: one target in the order of drills, with the limit and the median."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from drillplanner.base.texts import _
from drillplanner.services.improve.trend_words import limit_said, measured_at
from drillplanner.services.improve.trends import Point, Series
from drillplanner.terms.vocabulary import verdict_sign
from ui.context import AppContext
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.rows_model import plain_tip
from ui.widgets.sign import TOKENS, draw_shape

#: Room around the drawing and side of a sign, in pixels at 100 %.
_LEFT, _TOP, _RIGHT, _BOTTOM, _SIGN = 64, 26, 20, 40, 13
#: Room above the greatest value, as a share of it.
_AIR = 1.12
#: Days that are written below, at most one in so many pixels at 100 %.
_DAY_PX = 96


class RunChart(QWidget):
    """Shows the drills of one school; a point's tip says which drill it is."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self._context = context
        self._series: Series | None = None
        self._limit_s: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(context.dress.px(150))

    def show_series(self, series: Series | None, limit_s: float | None) -> None:
        """Show another series."""
        self._series, self._limit_s = series, limit_s
        self.setAccessibleName("" if series is None else series.school)
        said = [] if series is None else [self._said(one) for one in series.points]
        self.setAccessibleDescription("; ".join(said))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._context.dress.px(520), self._context.dress.px(200))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            point = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(self._said(point)) if point else "")
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dress = self._context.dress
        painter.fillRect(self.rect(), dress.color("surface"))
        series = self._series
        if series is None or not series.points:
            return
        painter.setFont(dress.font(13))
        self._draw_levels(painter, series)
        last: QPointF | None = None
        for place, point in enumerate(series.points):
            spot = self._spot(place, point)
            if last is not None and point.elapsed_s is not None:
                painter.setPen(QPen(dress.color("line"), dress.px(2)))
                painter.drawLine(QLineF(last, spot))
            last = spot if point.elapsed_s is not None else None
        for place, point in enumerate(series.points):
            self._draw_point(painter, place, point)
        self._draw_days(painter, series)

    # -- the parts of the drawing -----------------------------------------------------------

    def _draw_levels(self, painter: QPainter, series: Series) -> None:
        """Draw zero, the limit and the median, each with its word."""
        dress, say = self._context.dress, self._context.say
        levels: list[tuple[float, str, QColor, Qt.PenStyle]] = [
            (0.0, "0", dress.color("line"), Qt.PenStyle.SolidLine)
        ]
        if self._limit_s is not None:
            words = say(_("limit {limit}", limit=limit_said(self._limit_s)))
            levels.append((self._limit_s, words, dress.color("bad"), Qt.PenStyle.SolidLine))
        if series.median_s is not None:
            words = say(_("median {seconds} s", seconds=f"{series.median_s:.1f}"))
            levels.append((series.median_s, words, dress.color("muted"), Qt.PenStyle.DashLine))
        area = self._area
        for value, words, color, style in levels:
            y = self._y(value)
            painter.setPen(QPen(color, dress.px(1.5), style))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(color if value else dress.color("muted"))
            lifts = words.startswith("0") or style == Qt.PenStyle.SolidLine
            # The limit's word stands above its line, the median's below: they may lie close.
            shift = -dress.px(4) if lifts else dress.px(15)
            painter.drawText(QPointF(area.left() + dress.px(4), y + shift), words if value else "")
        painter.setPen(dress.color("muted"))
        top = f"{self._most:.0f} s"
        painter.drawText(QPointF(dress.px(8), area.top() + dress.px(5)), top)
        painter.drawText(QPointF(dress.px(8), area.bottom() + dress.px(5)), "0 s")

    def _draw_point(self, painter: QPainter, place: int, point: Point) -> None:
        dress = self._context.dress
        spot, shape = self._spot(place, point), verdict_sign(point.verdict).shape
        color = dress.color(TOKENS[shape])
        if point.elapsed_s is not None and point.u_s:
            painter.setPen(QPen(color, dress.px(1.5)))
            low = self._y(max(0.0, float(point.elapsed_s) - point.u_s))
            high = self._y(float(point.elapsed_s) + point.u_s)
            painter.drawLine(QLineF(spot.x(), low, spot.x(), high))
        side = dress.px(_SIGN)
        draw_shape(
            painter, shape, QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side), color
        )

    def _draw_days(self, painter: QPainter, series: Series) -> None:
        dress, area = self._context.dress, self._area
        painter.setPen(dress.color("muted"))
        each = max(1, round(len(series.points) * dress.px(_DAY_PX) / max(1.0, area.width())))
        width = float(dress.px(_DAY_PX))
        for place, point in enumerate(series.points):
            if place % each:
                continue
            x = self._spot(place, point).x()
            room = QRectF(x - width / 2, area.bottom() + dress.px(8), width, dress.px(24))
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, point.day.isoformat())

    # -- where things stand -------------------------------------------------------------------

    @property
    def _area(self) -> QRectF:
        px = self._context.dress.px
        return QRectF(self.rect()).adjusted(px(_LEFT), px(_TOP), -px(_RIGHT), -px(_BOTTOM))

    @property
    def _most(self) -> float:
        """Give the value at the upper edge."""
        points = self._series.points if self._series else ()
        tops = [float(one.elapsed_s) + (one.u_s or 0) for one in points if one.elapsed_s]
        return max([*tops, self._limit_s or 0.0, 1.0]) * _AIR

    def _y(self, value: float) -> float:
        area = self._area
        return area.bottom() - area.height() * value / self._most

    def _spot(self, place: int, point: Point) -> QPointF:
        """Give where a point stands; what was not measured stands at the upper edge."""
        area = self._area
        count = len(self._series.points) if self._series else 1
        x = area.left() + area.width() * (place + 0.5) / count
        return QPointF(
            x, area.top() if point.elapsed_s is None else self._y(float(point.elapsed_s))
        )

    def _at(self, where: QPointF) -> Point | None:
        points = self._series.points if self._series else ()
        near = self._context.dress.px(_SIGN)
        for place, point in enumerate(points):
            if (self._spot(place, point) - where).manhattanLength() <= near:
                return point
        return None

    def _said(self, point: Point) -> str:
        say = self._context.say
        words = [
            point.day.isoformat(),
            point.title,
            say(measured_at(point)),
            say(verdict_sign(point.verdict).words),
        ]
        return " · ".join(words)
