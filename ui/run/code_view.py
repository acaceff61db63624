"""Draw a QR code, for a camera."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from drillplanner.exchange.pack.qr_codes import modules


class CodeView(QWidget):
    """One code, black on white whatever the theme, as large as the room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_code(self, text: str, name: str) -> None:
        """Show a code; `name` is what a screen reader says of it."""
        self._rows = modules(text)
        self.setAccessibleName(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(460, 460)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        if not self._rows:
            return
        # Whole pixels a module: a camera reads even edges best.
        side = max(1, min(self.width(), self.height()) // len(self._rows))
        left = (self.width() - side * len(self._rows)) // 2
        top = (self.height() - side * len(self._rows)) // 2
        for y, row in enumerate(self._rows):
            for x, is_dark in enumerate(row):
                if is_dark:
                    place = QRectF(left + x * side, top + y * side, side, side)
                    painter.fillRect(place, QColor("black"))
