"""Write the names of the rows of a schedule chart at its left."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import Dress
from ui.widgets.chart.brush import AXIS_PX, ROW_PX
from ui.widgets.chart.rows import Bar, Heading, Layout, Span


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
        self.setMinimumWidth(dress.px(80))

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
