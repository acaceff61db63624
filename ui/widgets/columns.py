"""Lay widgets side by side where there is room, below each other where there is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.theme.theme import Dress


class Columns(QWidget):
    """Widgets in a row that becomes a column when narrower than `width_px` at 100 %."""

    def __init__(
        self, dress: Dress, width_px: int, parts: Sequence[tuple[QWidget, int]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._width = dress.px(width_px)
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(dress.px(16))
        for part, stretch in parts:
            self._line.addWidget(part, stretch)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() >= self._width
        wanted = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._line.direction() != wanted:
            self._line.setDirection(wanted)
            self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        widths = [self._line.itemAt(n).minimumSize().width() for n in range(self._line.count())]
        return QSize(max(widths, default=0), hint.height())


class Card(QFrame):
    """A framed part of a page under a heading."""

    def __init__(self, dress: Dress, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        edge = dress.px(20)
        self.column.setContentsMargins(edge, dress.px(16), edge, dress.px(18))
        self.column.setSpacing(dress.px(8))
        self.heading = words_label(heading, self, "heading")
        self.column.addWidget(self.heading)


def words_label(words: str, parent: QWidget, role: str = "", *, wraps: bool = False) -> QLabel:
    """Make a label of plain words."""
    from PySide6.QtCore import Qt

    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if role:
        label.setProperty("role", role)
    return label
