"""Paint the rows of a schedule chart, those in view and no others."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ui.theme.theme import Dress
from ui.widgets.chart.brush import AXIS_PX, ROW_PX, RowBrush
from ui.widgets.chart.rows import Bar, Heading, Layout, Span


class SchedulePlot(QWidget):
    """The marks of all rows on an axis of seconds; rows out of view cost nothing.

    `seconds` is the range in view, `top_row` the row at the upper edge, in parts of a row.
    `say_s` says a tick. Painted without a chart library: with pyqtgraph 0.14 on PySide6 6.9
    test runs died again and again while the garbage collector freed its items, and a window
    that logs a drill cannot take that risk.
    """

    pressed = Signal(int)

    def __init__(self, dress: Dress, say_s: Callable[[float], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.dress, self._say_s = dress, say_s
        self.layout_ = Layout()
        self.marked: Mapping[str, str] = {}
        self.current = -1
        self.has_focus = False
        self.seconds, self.top_row = (0.0, 10.0), 0.0
        self._limits = (0.0, 10.0)
        self._dragged: float | None = None
        self._was_dragged = False
        self.setMinimumWidth(dress.px(90))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # -- what is in view --------------------------------------------------------------

    def show_layout(self, layout: Layout) -> None:
        """Show other rows."""
        self.layout_, self.marked, self.current = layout, {}, -1
        self.fit()

    def fit(self) -> None:
        """Show all seconds, with room for what is written to the right of the last marks."""
        low, high = self.layout_.extent()
        far = high - low
        self._limits = (low - far, high + far)
        self._look(low - far * 0.04, high + far * 0.14)

    def pan(self, share: float) -> None:
        """Move along by a share of what is in view."""
        low, high = self.seconds
        by = (high - low) * share
        self._look(low + by, high + by)

    def zoom(self, factor: float, about: float | None = None) -> None:
        """Show less, so that it is `factor` times as wide; the second `about` stays."""
        low, high = self.seconds
        centre = (low + high) / 2 if about is None else about
        self._look(centre - (centre - low) / factor, centre + (high - centre) / factor)

    def second_at(self, x: float) -> float:
        """Tell the second at a place."""
        low, high = self.seconds
        return low + (high - low) * x / max(1, self.width())

    def _look(self, low: float, high: float) -> None:
        """Look at a range, kept within what there is and no narrower than two seconds."""
        least, most = self._limits
        wide = min(max(high - low, 2.0), most - least)
        low = min(max((low + high - wide) / 2, least), most - wide)
        self.seconds = (low, low + wide)
        self.update()

    # -- painting ---------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw axis, grounds, grid, the chain, and each row in view."""
        painter, head = QPainter(self), self.dress.px(AXIS_PX)
        painter.fillRect(self.rect(), self.dress.color("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row_px = self.dress.px(ROW_PX)
        foot = self.top_row + (self.height() - head) / row_px
        brush = RowBrush(
            painter,
            self.dress,
            self.seconds,
            (self.top_row, foot),
            QPointF(0, head),
            QPointF(self.width(), self.height()),
        )
        brush.axis(self._say_s)
        painter.setClipRect(QRectF(0, head, self.width(), self.height()))
        first = max(0, math.floor(self.top_row))
        last = min(len(self.layout_.lines) - 1, math.floor(foot))
        for row in range(first, last + 1):
            self._ground(brush, row)
        brush.grid()
        brush.chain(self.layout_.chain_in(first, last))
        for row in range(first, last + 1):
            line = self.layout_.lines[row]
            match line:
                case Bar():
                    brush.bar(row, line)
                case Span():
                    brush.span(row, line)
        painter.end()

    def _ground(self, brush: RowBrush, row: int) -> None:
        line = self.layout_.lines[row]
        if isinstance(line, Heading):
            brush.fill_row(row, "raised")
        elif line.id in self.marked:
            brush.fill_row(row, "accent_soft")
        if row == self.current:
            brush.frame_row(row, strong=self.has_focus)

    # -- the mouse --------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag, or to press a row."""
        self._dragged, self._was_dragged = event.position().x(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag along the seconds."""
        if self._dragged is None:
            return
        by = event.position().x() - self._dragged
        if self._was_dragged or abs(by) >= QApplication.startDragDistance():
            self._was_dragged, self._dragged = True, event.position().x()
            self.pan(-by / max(1, self.width()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which row was pressed, unless this was a drag."""
        self._dragged = None
        if not self._was_dragged:
            self.pressed.emit(round(event.position().y()))
