"""Label a schedule chart: seconds as durations above, the names of rows at the left."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import pyqtgraph
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.dress import Dress
from ui.widgets.schedule_item import ROW_PX, TICK_PX
from ui.widgets.schedule_rows import Bar, Heading, Layout, Span, tick_step, ticks

#: Height of the axis of seconds, in pixels at 100 %.
AXIS_PX = 34


class TimeAxis(pyqtgraph.AxisItem):  # type: ignore[misc] # pyqtgraph has no types
    """The axis of seconds, at round times that people count in, said by `say_s`."""

    def __init__(self, dress: Dress, say_s: Callable[[float], str]) -> None:
        super().__init__("top", maxTickLength=dress.px(5), showValues=True)
        self._say_s, self._tick_px = say_s, dress.px(TICK_PX)
        self.setPen(dress.color("line"))
        self.setTextPen(dress.color("text"))
        self.setTickFont(dress.font(13))
        self.setStyle(tickTextOffset=dress.px(4), hideOverlappingLabels=True)
        self.setHeight(dress.px(AXIS_PX))

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Give the ticks, which are those of the grid."""
        most = max(1, int(size / self._tick_px))
        return [(float(tick_step(low, high, most)), ticks(low, high, most))]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        """Say each tick."""
        return [self._say_s(value) for value in values]


class Gutter(QWidget):
    """The names of rows, painted for the rows in view; `rowPressed` tells which was pressed."""

    rowPressed = Signal(int)
    wheeled = Signal(int)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self.layout_: Layout = Layout()
        self.top_row = 0.0
        self.current = -1
        self.marked: Mapping[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(dress.px(90))

    def sizeHint(self) -> QSize:
        """Ask for room for some dozen Chinese characters."""
        return QSize(self._dress.px(250), self._dress.px(200))

    def row_at(self, y: float) -> int:
        """Tell the row at a height; -1 where there is none."""
        row = math.floor(self.top_row + (y - self._dress.px(AXIS_PX)) / self._dress.px(ROW_PX))
        inside = y >= self._dress.px(AXIS_PX) and 0 <= row < len(self.layout_.lines)
        return row if inside else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which row was pressed."""
        self.rowPressed.emit(self.row_at(event.position().y()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll as the chart does."""
        self.wheeled.emit(event.angleDelta().y())
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the names of the rows in view."""
        painter = QPainter(self)
        px = self._dress.px
        painter.fillRect(self.rect(), self._dress.color("surface"))
        painter.setClipRect(QRectF(0, px(AXIS_PX), self.width(), self.height()))
        first = max(0, math.floor(self.top_row))
        last = min(
            len(self.layout_.lines) - 1, math.floor(self.top_row + self.height() / px(ROW_PX))
        )
        for row in range(first, last + 1):
            y = px(AXIS_PX) + (row - self.top_row) * px(ROW_PX)
            self._write(painter, row, QRectF(0, y, self.width(), px(ROW_PX)))
        painter.end()

    def _write(self, painter: QPainter, row: int, rect: QRectF) -> None:
        line, px = self.layout_.lines[row], self._dress.px
        words, is_bold = line.label, isinstance(line, Heading)
        if isinstance(line, Heading):
            painter.fillRect(rect, self._dress.color("raised"))
        elif line.id in self.marked:
            painter.fillRect(rect, self._dress.color("accent_soft"))
            words, is_bold = f"{self.marked[line.id]} · {words}", True
        if isinstance(line, Bar | Span) and line.is_critical:
            is_bold = True
        if row == self.current:
            painter.fillRect(
                QRectF(0, rect.top(), px(4), rect.height()), self._dress.color("accent")
            )
        font = self._dress.font(14, bold=is_bold)
        inner = rect.adjusted(px(12), 0, -px(8), 0)
        shown = QFontMetrics(font).elidedText(
            words, Qt.TextElideMode.ElideRight, int(inner.width())
        )
        painter.setFont(font)
        painter.setPen(self._dress.color("text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, flags | Qt.TextFlag.TextSingleLine, shown)
