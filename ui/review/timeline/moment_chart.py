"""Paint when each step was planned and when it was seen: a row a step, one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from ui.system.lifetime import keep_until_destroyed
from ui.theme.theme import Dress
from ui.widgets.rows_model import plain_tip

#: Height of a row and of the axis, in pixels at 100 %.
_ROW, _AXIS = 34, 40
#: Steps of the axis in seconds: the first that leaves room between ticks is taken.
_TICKS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 86400)


@dataclass(frozen=True, slots=True)
class MomentBar:
    """One step: planned and seen in seconds from the zero, and the words beside it."""

    name: str
    planned_s: float | None
    seen_s: tuple[float, float] | None
    said: str


class MomentChart(QAbstractScrollArea):
    """The chart of steps. Only rows in view are painted; arrow keys move the current one."""

    currentChanged = Signal(int)

    def __init__(self, dress: Dress, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self._dress = dress
        self._name = name
        self._bars: tuple[MomentBar, ...] = ()
        self._low, self._high = 0.0, 60.0
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def show_bars(self, bars: Sequence[MomentBar]) -> None:
        """Show other steps."""
        self._bars = tuple(bars)
        ends = [t for bar in bars for t in (bar.planned_s, *(bar.seen_s or ())) if t is not None]
        self._low = min([0.0, *ends])
        self._high = max([self._low + 10.0, *ends])
        self.current = -1
        self._fit()
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        """Leave room for a few rows."""
        return QSize(self._dress.px(320), self._dress.px(_AXIS + 4 * _ROW))

    def resizeEvent(self, event: object) -> None:
        """Keep the scroll bar to the rows."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in view and the axis over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), self._dress.color("surface"))
        row, top = self._dress.px(_ROW), self._dress.px(_AXIS)
        first = max(0, self.verticalScrollBar().value() // row)
        last = min(len(self._bars), first + self.viewport().height() // row + 2)
        for place in range(first, last):
            y = top + place * row - self.verticalScrollBar().value()
            self._paint_row(painter, place, QRectF(0, y, self.viewport().width(), row))
        self._paint_axis(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the current row."""
        page = max(1, (self.viewport().height() - self._dress.px(_AXIS)) // self._dress.px(_ROW))
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -len(self._bars),
            Qt.Key.Key_End: len(self._bars),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None or not self._bars:
            super().keyPressEvent(event)
            return
        self._go(max(0, min(len(self._bars) - 1, self.current + move)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the row under the mouse the current one."""
        place = self._place_at(event.position().y())
        if place is not None:
            self._go(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the click to its end."""
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole words of a row under the mouse."""
        if isinstance(event, QHelpEvent):
            place = self._place_at(event.pos().y())
            if place is not None:
                bar = self._bars[place]
                QToolTip.showText(event.globalPos(), plain_tip(f"{bar.name}\n{bar.said}"), self)
            return True
        return super().viewportEvent(event)

    # -- where things are ---------------------------------------------------------------

    def _fit(self) -> None:
        row, top = self._dress.px(_ROW), self._dress.px(_AXIS)
        hidden = top + row * len(self._bars) - self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, hidden))
        bar.setSingleStep(row)
        bar.setPageStep(max(row, self.viewport().height() - top - row))

    def _go(self, place: int) -> None:
        self.current = place
        row, top = self._dress.px(_ROW), self._dress.px(_AXIS)
        bar = self.verticalScrollBar()
        room = self.viewport().height() - top - row
        bar.setValue(min(place * row, max(bar.value(), place * row - room)))
        found = self._bars[place]
        self.setAccessibleName(f"{self._name}: {found.name}, {found.said}")
        self.viewport().update()
        self.currentChanged.emit(place)

    def _place_at(self, y: float) -> int | None:
        top = self._dress.px(_AXIS)
        place = int((y - top + self.verticalScrollBar().value()) // self._dress.px(_ROW))
        return place if y >= top and 0 <= place < len(self._bars) else None

    def _label_px(self) -> int:
        return min(self._dress.px(360), self.viewport().width() * 42 // 100)

    def _x(self, at_s: float) -> float:
        left = self._label_px() + self._dress.px(20)
        width = self.viewport().width() - left - self._dress.px(150)
        return left + (at_s - self._low) / (self._high - self._low) * max(1, width)

    # -- painting -----------------------------------------------------------------------

    def _paint_row(self, painter: QPainter, place: int, row: QRectF) -> None:
        dress, bar = self._dress, self._bars[place]
        if place == self.current:
            painter.fillRect(row, dress.color("accent_soft"))
            if self.hasFocus():
                painter.setPen(QPen(dress.color("accent"), dress.px(2)))
                painter.drawRect(row.adjusted(1, 1, -1, -1))
        elif place % 2:
            painter.fillRect(row, dress.color("ground"))
        painter.setFont(dress.font(14))
        painter.setPen(dress.color("text"))
        label = row.adjusted(dress.px(12), 0, 0, 0)
        label.setWidth(self._label_px() - dress.px(20))
        words = painter.fontMetrics().elidedText(
            bar.name, Qt.TextElideMode.ElideRight, int(label.width())
        )
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, words)
        self._paint_marks(painter, bar, row.center().y())

    def _paint_marks(self, painter: QPainter, bar: MomentBar, y: float) -> None:
        dress = self._dress
        r = dress.px(5)
        after = self._x(bar.planned_s if bar.planned_s is not None else self._low)
        if bar.planned_s is not None and bar.seen_s is not None:
            painter.setPen(QPen(dress.color("line"), dress.px(2)))
            level = y + r / 2
            painter.drawLine(
                QPointF(self._x(bar.planned_s), level), QPointF(self._x(bar.seen_s[1]), level)
            )
        if bar.seen_s is not None:
            first, last = self._x(bar.seen_s[0]), self._x(bar.seen_s[1])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(dress.color("accent"))
            place_px = QRectF(first - r, y - r / 2, last - first + 2 * r, 2 * r)
            painter.drawRoundedRect(place_px, r, r)
            after = max(after, last)
        if bar.planned_s is not None:
            paint_planned(painter, dress, QPointF(self._x(bar.planned_s), y))
        painter.setPen(dress.color("text" if bar.seen_s is not None else "muted"))
        painter.setFont(dress.font(13))
        room = QRectF(after + dress.px(14), y - dress.px(14), dress.px(150), dress.px(28))
        room.setRight(max(room.right(), self.viewport().width() - dress.px(6)))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, bar.said)

    def _paint_axis(self, painter: QPainter) -> None:
        dress, top = self._dress, self._dress.px(_AXIS)
        painter.fillRect(0, 0, self.viewport().width(), top, dress.color("raised"))
        painter.setFont(dress.font(13))
        per_s = self._x(self._low + 1) - self._x(self._low)
        step = next((t for t in _TICKS if t * per_s >= dress.px(64)), _TICKS[-1])
        at = int(self._low // step) * step
        while at <= self._high:
            if at >= self._low:
                x = self._x(at)
                painter.setPen(dress.color("muted"))
                box = QRectF(x - dress.px(40), 0, dress.px(80), top - dress.px(6))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, clock(at))
                painter.drawLine(QPointF(x, top - dress.px(7)), QPointF(x, top))
                painter.setPen(QPen(dress.color("line"), 1, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(x, top), QPointF(x, self.viewport().height()))
            at += step
        painter.setPen(QPen(dress.color("line"), dress.tokens.line_px))
        painter.drawLine(QPointF(0, top), QPointF(self.viewport().width(), top))


def paint_planned(painter: QPainter, dress: Dress, at: QPointF) -> None:
    """Paint the mark of a planned instant: a hollow lozenge on a stem through a point."""
    r, top = dress.px(5), at - QPointF(0, dress.px(7))
    painter.setPen(QPen(dress.color("text"), dress.px(2)))
    painter.drawLine(top, at + QPointF(0, dress.px(10)))
    painter.setBrush(dress.color("surface"))
    corners = [(-r, 0), (0, -r), (r, 0), (0, r)]
    painter.drawPolygon(QPolygonF([top + QPointF(x, y) for x, y in corners]))


def clock(at_s: int) -> str:
    """Write a place on the axis: minutes and seconds from the zero, hours where there are any."""
    sign, left = ("−" if at_s < 0 else ""), abs(at_s)
    minutes, seconds = divmod(left, 60)
    hours, minutes = divmod(minutes, 60)
    short = f"{minutes}:{seconds:02d}"
    return f"{sign}{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{sign}{short}"
