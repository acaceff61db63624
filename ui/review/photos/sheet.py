"""Look at one photo as large as the screen allows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from drillplanner.base.texts import _
from ui.context import AppContext
from ui.widgets.dialogs import Sheet


class PhotoSheet(Sheet):
    """A photo with its words above and what it shows below."""

    def __init__(
        self, context: AppContext, words: str, shows: str, picture: QPixmap, parent: QWidget
    ) -> None:
        from ui.widgets.columns import words_label

        super().__init__(words, parent)
        self.picture = _Picture(picture, f"{words}. {shows}", self)
        self.column.addWidget(self.picture, 1)
        self.column.addWidget(words_label(shows, self, "muted", wraps=True))
        self.add_buttons(context.say(_("Close")))
        room = parent.window().size() * 0.9
        self.resize(room)


class _Picture(QWidget):
    """A picture that keeps its proportions in any size."""

    def __init__(self, picture: QPixmap, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = picture
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(160, 120))

    @override
    def sizeHint(self) -> QSize:
        return self._picture.size()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        x, y = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawPixmap(x, y, size.width(), size.height(), self._picture)
