"""Show the moment to press at: a bar that runs to a line, or a sign that appears."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from drillplanner.run.practice import Try
from drillplanner.terms.document import Shape
from ui.run.input_time import Instants
from ui.run.readiness.pad import TryPad
from ui.theme.theme import Dress
from ui.widgets.sign import draw_shape

#: How long the bar runs, in seconds, and where on its way the line stands.
RUN_S, LINE_AT = 2.0, 0.75


class PracticePad(TryPad):
    """The field that is looked at and pressed; it takes keys as the console does."""

    #: A sudden sign has just been painted.
    lit = Signal()

    def __init__(self, dress: Dress, instants: Instants, parent: QWidget | None = None) -> None:
        super().__init__(dress, instants, parent)
        self._words = ""
        self._left_s: float | None = None
        self._is_lit = self._is_told = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """Show what to do, and neither bar nor sign."""
        self._words, self._left_s, self._is_lit = words, None, False
        self.setAccessibleName(words)
        self.update()

    def show_bar(self, left_s: float) -> None:
        """Show the bar this many seconds before the line, negative behind it."""
        self._words, self._left_s = "", left_s
        self.update()

    def show_sign(self, *, is_lit: bool) -> None:
        """Show the sudden sign, or that it is to come."""
        if self._is_lit != is_lit or self._words:
            self._words, self._left_s = "", None
            self._is_lit, self._is_told = is_lit, False
            self.update()

    @property
    def is_lit(self) -> bool:
        """Tell whether the sudden sign is seen."""
        return self._is_lit

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._dress.px(480), self._dress.px(170))

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_frame(painter)
        if self._words:
            painter.setPen(self._dress.color("text"))
            painter.setFont(self._dress.font(20, bold=True))
            air = self._dress.px(16)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(air, air, -air, -air), flags, self._words)
        elif self._left_s is not None:
            self._paint_bar(painter, self._left_s)
        else:
            self._paint_sign(painter)
        painter.end()
        if self._is_lit and not self._is_told:
            self._is_told = True
            self.lit.emit()

    def _paint_bar(self, painter: QPainter, left_s: float) -> None:
        px = self._dress.px
        air = px(24)
        track = QRectF(self.rect()).adjusted(air, px(52), -air, -px(52))
        line_x = track.left() + track.width() * LINE_AT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._dress.color("raised"))
        painter.drawRect(track)
        way = 1 - left_s / RUN_S
        end = min(track.right(), track.left() + max(0.0, way) * (line_x - track.left()))
        painter.setBrush(self._dress.color("accent"))
        painter.drawRect(QRectF(track.left(), track.top(), end - track.left(), track.height()))
        painter.setPen(QPen(self._dress.color("text"), px(4)))
        over = px(22)
        painter.drawLine(
            QPointF(line_x, track.top() - over), QPointF(line_x, track.bottom() + over)
        )

    def _paint_sign(self, painter: QPainter) -> None:
        side = self.height() * 0.62
        place = QRectF(0, 0, side, side)
        place.moveCenter(QRectF(self.rect()).center())
        if self._is_lit:
            draw_shape(painter, "disc", place, self._dress.color("accent"))
        else:
            small = QRectF(0, 0, side * 0.12, side * 0.12)
            small.moveCenter(place.center())
            draw_shape(painter, "disc", small, self._dress.color("muted"))


#: How an outcome is drawn where it has no place on the scale.
_OUTCOMES: dict[str, Shape] = {"early": "triangle", "missed": "cross"}


class TriesStrip(QWidget):
    """Where the presses lie about the moment: early to the left, late to the right."""

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._tries: Sequence[Try] = ()
        self._early = self._late = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tries(self, tries: Sequence[Try], early: str, late: str, whole: str) -> None:
        """Show presses; `whole` is what a screen reader reads."""
        self._tries, self._early, self._late = tries, early, late
        self.setAccessibleName(whole)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._dress.px(320), self._dress.px(96))

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, color = self._dress.px, self._dress.color
        left, right, axis = px(12), self.width() - px(12), px(34)

        def x_of(error_s: float) -> float:
            return left + (min(1.5, max(-1.0, error_s)) + 1.0) / 2.5 * (right - left)

        painter.setPen(QPen(color("line"), px(2)))
        painter.drawLine(QPointF(left, axis), QPointF(right, axis))
        painter.setPen(QPen(color("text"), px(3)))
        painter.drawLine(QPointF(x_of(0), axis - px(26)), QPointF(x_of(0), axis + px(26)))
        painter.setFont(self._dress.font(13))
        painter.setPen(color("muted"))
        below = QRectF(left, axis + px(30), right - left, px(26))
        middle = x_of(0)
        painter.drawText(
            QRectF(left, below.top(), middle - left - px(6), below.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            self._early,
        )
        painter.drawText(
            QRectF(middle + px(6), below.top(), right - middle, below.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self._late,
        )
        side = px(14)
        for one in self._tries:
            if one.error_ns is not None:
                ring = color("accent")
                ring.setAlpha(150)
                painter.setPen(QPen(color("surface"), 1))
                painter.setBrush(ring)
                painter.drawEllipse(QPointF(x_of(one.error_ns / 1e9), axis), side / 2, side / 2)
        self._paint_others(painter, side)

    def _paint_others(self, painter: QPainter, side: int) -> None:
        """Put what does not count in the right upper corner, one beside another."""
        others = [_OUTCOMES[one.outcome] for one in self._tries if one.outcome in _OUTCOMES]
        for number, shape in enumerate(others):
            x = self.width() - (number + 1) * (side + self._dress.px(4))
            place = QRectF(x, 0, side, side)
            draw_shape(painter, shape, place, self._dress.color("doubt"))
