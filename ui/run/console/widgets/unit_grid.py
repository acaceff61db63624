"""The grid of a step's units: each with its time, and what share was done at chosen seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from drillplanner.terms.document import Shape
from ui.theme.theme import Dress
from ui.widgets.sign import TOKENS, draw_shape

#: Height of the words on top, and the least of a cell, in pixels at 100 %.
_HEAD_PX, _CELL_PX, _WIDE_PX = 56, 44, 150
_GAP = 4


@dataclass(frozen=True, slots=True)
class UnitLook:
    """What a cell shows; without a shape nothing was said of the unit, and a tap marks it."""

    unit: str
    name: str
    time: str = ""
    shape: Shape | None = None


class UnitGrid(QWidget):
    """Paints itself; `tapped` carries the step, the unit and the event for its instant."""

    tapped = Signal(str, str, object)

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(parent)
        self._dress = dress
        self._step = ""
        self._heading, self._shares = "", ""
        self._looks: tuple[UnitLook, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def step(self) -> str:
        """Give the step whose units are shown; empty where none is."""
        return self._step

    @property
    def looks(self) -> tuple[UnitLook, ...]:
        """Give what the cells show."""
        return self._looks

    @property
    def shares(self) -> str:
        """Give what is said of the shares."""
        return self._shares

    def show_units(self, step: str, heading: str, shares: str, looks: Sequence[UnitLook]) -> None:
        """Show the units of a step."""
        shown = step, heading, shares, tuple(looks)
        if shown == (self._step, self._heading, self._shares, self._looks):
            return
        self._step, self._heading, self._shares = step, heading, shares
        self._looks = tuple(looks)
        said = "; ".join(f"{one.name} {one.time}".strip() for one in looks)
        self.setAccessibleName(f"{heading}. {shares}. {said}")
        self.update()

    def fit(self, whole: QRect) -> None:
        """Lie over the lower part of the log; its newest rows stay in sight."""
        rows = -(-max(1, len(self._looks)) // self._columns(whole.width()))
        wanted = self._dress.px(_HEAD_PX) + rows * self._dress.px(_CELL_PX + _GAP)
        tall = min(wanted, whole.height() - self._dress.px(2 * 44))
        self.setGeometry(whole.x(), whole.bottom() + 1 - tall, whole.width(), tall)

    def _columns(self, width: int) -> int:
        return max(1, width // self._dress.px(_WIDE_PX))

    def _cells(self) -> list[tuple[QRect, UnitLook]]:
        px = self._dress.px
        columns = self._columns(self.width())
        rows = -(-max(1, len(self._looks)) // columns)
        top, gap = px(_HEAD_PX), px(_GAP)
        wide = (self.width() - gap * (columns - 1)) // columns
        tall = min(px(_CELL_PX), (self.height() - top) // rows - gap)
        return [
            (
                QRect(
                    place % columns * (wide + gap),
                    top + place // columns * (tall + gap),
                    wide,
                    tall,
                ),
                look,
            )
            for place, look in enumerate(self._looks)
        ]

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._dress.px(300), self._dress.px(200))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        for cell, look in self._cells():
            if cell.contains(spot):
                self.tapped.emit(self._step, look.unit, event)
        event.accept()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        dress = self._dress
        px = dress.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), dress.color("ground"))
        # Where it lies over the steps, it is told from them.
        painter.setPen(dress.color("accent"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        bold, plain = dress.font(15, bold=True), dress.font(14)
        half = px(_HEAD_PX) // 2
        for font, words, top in ((bold, self._heading, 0), (plain, self._shares, half)):
            painter.setFont(font)
            painter.setPen(dress.color("text"))
            room = self.width() - px(8)
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(px(8), top, room, half), middle, shown)
        metrics = QFontMetrics(plain)
        for cell, look in self._cells():
            painter.setPen(dress.color("line"))
            painter.setBrush(dress.color("surface"))
            painter.drawRoundedRect(QRectF(cell).adjusted(0.5, 0.5, -0.5, -0.5), px(5), px(5))
            left = cell.x() + px(8)
            if look.shape is not None:
                size = px(12)
                spot = QRectF(left, cell.center().y() - size / 2 + 1, size, size)
                draw_shape(painter, look.shape, spot, dress.color(TOKENS[look.shape]))
                left += size + px(6)
            wide = metrics.horizontalAdvance(look.time)
            painter.setFont(plain)
            painter.setPen(dress.color("muted" if look.shape is not None else "text"))
            room = cell.right() - px(10) - wide - left
            name = metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, cell.y(), room, cell.height()), middle, name)
            painter.setPen(dress.color("text"))
            at = QRectF(cell.right() - px(6) - wide, cell.y(), wide + 2, cell.height())
            painter.drawText(at, middle, look.time)
