"""Show the targets that run, the one that runs out first in front, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from drillplanner.base.texts import _, ngettext
from ui.context import AppContext
from ui.theme.theme import TEXT_PX
from ui.widgets.sign import draw_shape

#: A target's name, what is left of its limit, and whether it is overdue.
Running: TypeAlias = tuple[str, str, bool]

_HEIGHT_PX = 36
#: A name is no longer than so many letters are high.
_LONGEST_NAME = 13


class RunningBar(QWidget):
    """A line of what is still open; it paints itself, and only when something changed."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._running: tuple[Running, ...] = ()
        self._count = 0
        self._text_px = context.dress.px(TEXT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(context.dress.px(_HEIGHT_PX))

    def fit(self, text_px: int, height: int) -> None:
        """Write words so high on a line so high."""
        self._text_px = text_px
        self.setFixedHeight(height)
        self.update()

    @property
    def running(self) -> tuple[Running, ...]:
        """Give what is shown."""
        return self._running

    def show_running(self, running: Sequence[Running], count: int) -> None:
        """Show these targets of `count` that run in all."""
        if (tuple(running), count) != (self._running, self._count):
            self._running, self._count = tuple(running), count
            self.setAccessibleName(" · ".join(f"{name} {left}" for name, left, _is in running))
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._context.dress.px(320), self._context.dress.px(_HEIGHT_PX))

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        # Paint the targets from the left; what does not fit is counted.
        context, dress = self._context, self._context.dress
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lead = context.say(_("Running:")) if self._running else context.say(_("No target runs."))
        painter.setFont(self._font())
        painter.setPen(dress.color("muted"))
        width = QFontMetrics(self._font()).horizontalAdvance(lead)
        painter.drawText(QRectF(0, 0, width + 2, self.height()), _MIDDLE, lead)
        x = float(width + dress.px(10))
        for number, one in enumerate(self._running):
            rest = self._count - number
            room = self.width() - (self._more_px(rest - 1) if rest > 1 else 0)
            wide = self._chip_px(one)
            if x + wide > room:
                self._paint_more(painter, x, rest)
                return
            self._paint_chip(
                painter, QRectF(x, dress.px(2), wide, self.height() - dress.px(4)), one
            )
            x += wide + dress.px(8)
        if self._count > len(self._running):
            self._paint_more(painter, x, self._count - len(self._running))

    def _paint_chip(self, painter: QPainter, frame: QRectF, one: Running) -> None:
        dress = self._context.dress
        name, left, is_overdue = one
        color = dress.color("bad" if is_overdue else "accent")
        painter.setPen(QPen(dress.color("bad" if is_overdue else "line"), dress.tokens.line_px))
        painter.setBrush(dress.color("bad_soft" if is_overdue else "surface"))
        painter.drawRoundedRect(frame, dress.px(6), dress.px(6))
        x = frame.x() + dress.px(10)
        if is_overdue:
            size = dress.px(14)
            spot = QRectF(x, frame.center().y() - size / 2, size, size)
            draw_shape(painter, "triangle", spot, color)
            x += size + dress.px(6)
        font = self._font()
        words = self._name(name)
        wide = QFontMetrics(font).horizontalAdvance(words)
        painter.setFont(font)
        painter.setPen(dress.color("text"))
        painter.drawText(QRectF(x, frame.y(), wide + 2, frame.height()), _MIDDLE, words)
        x += wide + dress.px(8)
        painter.setFont(self._font(1.2, bold=True))
        painter.setPen(color)
        painter.drawText(QRectF(x, frame.y(), frame.right() - x, frame.height()), _MIDDLE, left)

    def _paint_more(self, painter: QPainter, x: float, count: int) -> None:
        painter.setFont(self._font())
        painter.setPen(self._context.dress.color("muted"))
        rect = QRectF(x, 0, self.width() - x, self.height())
        painter.drawText(rect, _MIDDLE, self._more(count))

    def _font(self, share: float = 1.0, *, bold: bool = False) -> QFont:
        font = self._context.dress.font(bold=bold)
        font.setPixelSize(round(self._text_px * share))
        return font

    def _chip_px(self, one: Running) -> int:
        dress = self._context.dress
        name, left, is_overdue = one
        words = QFontMetrics(self._font()).horizontalAdvance(self._name(name))
        time = QFontMetrics(self._font(1.2, bold=True)).horizontalAdvance(left)
        return words + time + dress.px(8 + 2 * 10) + (dress.px(20) if is_overdue else 0)

    def _more_px(self, count: int) -> int:
        return QFontMetrics(self._font()).horizontalAdvance(self._more(count))

    def _more(self, count: int) -> str:
        return self._context.say(ngettext("and {count} more", "and {count} more", count))

    def _name(self, name: str) -> str:
        metrics = QFontMetrics(self._font())
        longest = _LONGEST_NAME * self._text_px
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, longest)


_MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
