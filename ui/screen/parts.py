"""Parts of a second screen that paint themselves, in sizes that follow the screen's height."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from drillplanner.terms.document import Shape
from ui.theme.theme import Dress
from ui.widgets.sign import TOKENS, draw_shape

#: The most of a limit that a bar shows; a longer one is cut and says so.
_MOST = 2.0
#: Letters are set no smaller, in pixels.
_SMALLEST = 12


class TextPart(QWidget):
    """Words in one size, on one line or several; painted anew only where they change.

    `share` is the height of the letters as a share of the screen's.
    """

    def __init__(
        self,
        dress: Dress,
        share: float,
        parent: QWidget,
        *,
        bold: bool = False,
        lines: int = 1,
        center: bool = False,
    ) -> None:
        super().__init__(parent)
        self._dress, self._share, self._bold = dress, share, bold
        self._lines = lines
        side = Qt.AlignmentFlag.AlignHCenter if center else Qt.AlignmentFlag.AlignLeft
        self._flags = int(side | Qt.AlignmentFlag.AlignVCenter)
        self._words, self._ink = "", "text"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    @property
    def words(self) -> str:
        """Give what is shown."""
        return self._words

    def say(self, words: str, ink: str = "text") -> bool:
        """Show other words; tell whether they were others."""
        if (words, ink) == (self._words, self._ink):
            return False
        self._words, self._ink = words, ink
        self.setAccessibleName(words)
        self.update()
        return True

    def is_said(self, words: str, ink: str) -> bool:
        """Tell whether that is what is shown."""
        return (words, ink) == (self._words, self._ink)

    @override
    def sizeHint(self) -> QSize:
        return QSize(100, 20)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._words:
            return
        painter = QPainter(self)
        font = self._dress.font(bold=self._bold)
        font.setPixelSize(max(10, round(self.window().height() * self._share)))
        painter.setFont(font)
        painter.setPen(self._dress.color(self._ink))
        metrics = QFontMetrics(font)
        if self._lines == 1:
            words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), self._flags, words)
        else:
            flags = self._flags | int(Qt.TextFlag.TextWordWrap)
            # Long words are set smaller rather than cut.
            while font.pixelSize() > _SMALLEST and (
                QFontMetrics(font).boundingRect(self.rect(), flags, self._words).height()
                > self.height()
            ):
                font.setPixelSize(font.pixelSize() - 2)
            painter.setFont(font)
            painter.drawText(self.rect(), flags, self._words)


class BarsPart(QWidget):
    """Bars of targets as shares of their limits, one a row, the limit one line for all."""

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(parent)
        self._dress = dress
        self._rows: tuple[tuple[str, str, Shape, float | None], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_bars(self, rows: Sequence[tuple[str, str, Shape, float | None]]) -> None:
        """Show bars: name, what was measured against what, the verdict's shape, and its share."""
        self._rows = tuple(rows)
        self.setAccessibleName("; ".join(f"{name}: {label}" for name, label, _s, _v in rows))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(100, 100)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dress, height = self._dress, self.window().height()
        font = dress.font()
        font.setPixelSize(max(10, round(height * 0.028)))
        painter.setFont(font)
        metrics = QFontMetrics(font)
        row = min(self.height() / len(self._rows), height * 0.085)
        name_px, label_px = self.width() * 0.34, self.width() * 0.26
        left, wide = name_px, self.width() - name_px - label_px
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        for place, (name, label, shape, value) in enumerate(self._rows):
            top = place * row
            words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(name_px - row))
            painter.setPen(dress.color("text"))
            size = row * 0.34
            spot = QRectF(0, top + (row - size) / 2, size, size)
            draw_shape(painter, shape, spot, dress.color(TOKENS[shape]))
            painter.drawText(QRectF(size * 1.6, top, name_px, row), middle, words)
            bar = QRectF(left, top + row * 0.25, wide, row * 0.5)
            painter.fillRect(bar, dress.color("raised"))
            if value is not None:
                share = min(value, _MOST) / _MOST
                painter.fillRect(
                    QRectF(bar.x(), bar.y(), wide * share, bar.height()),
                    dress.color(TOKENS[shape]),
                )
                if value > _MOST:
                    painter.drawText(bar.translated(wide + 2, 0), middle, "›")
            painter.setPen(dress.color("text"))
            text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, round(label_px - row / 2))
            painter.drawText(QRectF(left + wide + row * 0.5, top, label_px, row), middle, text)
        limit = left + wide / _MOST
        painter.setPen(QPen(dress.color("text"), max(2.0, height * 0.003)))
        painter.drawLine(QPointF(limit, 0), QPointF(limit, row * len(self._rows)))
