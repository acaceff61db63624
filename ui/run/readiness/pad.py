"""Try keys before the drill: a field that takes them exactly as the console does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.run.input_time import Instants
from ui.run.key_pad import KeyPad
from ui.theme.theme import Dress


class TryPad(KeyPad):
    """The console's keys on a page that has other things too: Tab goes on to them."""

    def __init__(self, dress: Dress, instants: Instants, parent: QWidget | None = None) -> None:
        super().__init__(instants, parent)
        self._dress = dress

    @override
    def focusNextPrevChild(self, is_next: bool) -> bool:
        return QWidget.focusNextPrevChild(self, is_next)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paint_frame(self, painter: QPainter) -> None:
        """Paint the field's ground and its border, thicker where keys arrive."""
        tokens = self._dress.tokens
        width = float(tokens.line_px + 1 if self.hasFocus() else tokens.line_px)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._dress.color("accent" if self.hasFocus() else "line"), width))
        painter.setBrush(self._dress.color("surface" if tokens.is_dark else "ground"))
        half = width / 2
        frame = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(frame, self._dress.px(6), self._dress.px(6))


class KeyField(TryPad):
    """Shows the place of the last key that was pressed, large."""

    def __init__(
        self, dress: Dress, instants: Instants, words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(dress, instants, parent)
        self._words = words
        self._key = ""
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_key(self, key: str) -> None:
        self._key = key
        self.setAccessibleDescription(key)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._dress.px(280), self._dress.px(52))

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_frame(painter)
        painter.setPen(self._dress.color("text" if self._key else "muted"))
        painter.setFont(self._dress.font(24 if self._key else 15, bold=bool(self._key)))
        air = self._dress.px(8)
        inside = self.rect().adjusted(air, 0, -air, 0)
        metrics = painter.fontMetrics()
        words = metrics.elidedText(
            self._key or self._words, Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, words)
