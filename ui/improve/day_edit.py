"""A field for a day, typed or picked from a calendar."""

from __future__ import annotations

from PySide6.QtCore import QDate, QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDateEdit, QWidget
from typing_extensions import override

from ui.theme.theme import Dress

#: The day that is offered first, in days from today.
_OFFERED = 30
#: Width of the part that opens the calendar, in pixels at 100 %.
_OPENER = 28


class DayEdit(QDateEdit):
    """Shows a day as 2026-11-23; its opener is drawn like that of a choice."""

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(QDate.currentDate().addDays(_OFFERED), parent)
        self._dress = dress
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        # A styled field loses its arrow with its frame: paintEvent draws one.
        edge = dress.px(_OPENER)
        self.setStyleSheet(f"QDateEdit::drop-down {{ border: 0; width: {edge}px; }}")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "text" if self.isEnabled() else "muted"
        pen = QPen(self._dress.color(token), max(1.5, self._dress.px(2)))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        middle = QPointF(self.width() - self._dress.px(_OPENER) / 2, self.height() / 2)
        half = self._dress.px(4)
        painter.drawPolyline(
            [
                middle + QPointF(-half, -half / 2),
                middle + QPointF(0, half / 2),
                middle + QPointF(half, -half / 2),
            ]
        )
