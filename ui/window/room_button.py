"""A room's button on the rail: a click goes there, and where that is refused, holding it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget
from typing_extensions import override

from ui.navigation_guard import HOLD_MS
from ui.theme.theme import Dress

_STEPS = 20


class RoomButton(QToolButton):
    """A button that fills while it is held, where that is asked for.

    Args:
        dress: how it looks.
        needs_hold: whether a click alone is refused now.
        parent: as of any widget.
    """

    held = Signal()

    def __init__(
        self, dress: Dress, needs_hold: Callable[[], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dress = dress
        self._needs_hold = needs_hold
        self._filled = 0
        self._timer = QTimer(self)
        self._timer.setInterval(HOLD_MS // _STEPS)
        self._timer.timeout.connect(self._fill)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._needs_hold():
            self._timer.start()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # Let go: what was held too short is a click.
        self._empty()
        super().mouseReleaseEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._empty()
        super().hideEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._filled:
            painter = QPainter(self)
            color = self._dress.color("accent")
            color.setAlpha(110)
            width = round(self.width() * self._filled / _STEPS)
            painter.fillRect(0, 0, width, self.height(), color)

    def _fill(self) -> None:
        if not self.isDown():
            # The pointer was drawn off the button.
            self._empty()
            return
        self._filled += 1
        self.update()
        if self._filled >= _STEPS:
            self._empty()
            self.held.emit()

    def _empty(self) -> None:
        self._timer.stop()
        self._filled = 0
        self.update()
