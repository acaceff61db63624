"""Show the time since T0 as large as it will go, in figures that never jump sideways."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme.theme import Dress

#: Widths of what is no figure, as parts of a figure's; the tenth is written smaller.
_NARROW = {":": 0.5, ".": 0.45, "−": 0.9, "-": 0.9}
_SMALL = 0.55


class BigClock(QWidget):
    """A row of figures, each in a cell of its own: only cells that changed are painted.

    Figures are drawn once for a size and theme, then copied, so that ten changes a second
    cost next to nothing. What follows the point is smaller.
    """

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._text = ""
        self._ink = "text"
        self._glyphs: dict[tuple[str, bool, str], QPixmap] = {}
        self._cells: list[QRect] = []
        self._font_px = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def text(self) -> str:
        """Give what is shown."""
        return self._text

    def show_time(self, text: str, ink: str = "text") -> None:
        """Show a time; `ink` names the token of its colour."""
        if ink != self._ink:
            self._ink = ink
            self.update()
        if text == self._text:
            return
        before, self._text = self._text, text
        if len(before) != len(text) or not self._cells:
            self._lay_out()
            self.update()
            self.setAccessibleName(text)
            return
        for cell, old, new in zip(self._cells, before, text, strict=True):
            if old != new:
                self.update(cell)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._dress.px(420), self._dress.px(150))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        point = self._text.find(".")
        for number, (cell, figure) in enumerate(zip(self._cells, self._text, strict=False)):
            if cell.intersects(event.rect()):
                is_small = 0 <= point <= number
                painter.drawPixmap(cell.topLeft(), self._glyph(figure, cell.size(), is_small))

    def _parts(self) -> list[float]:
        point = self._text.find(".")
        return [
            _NARROW.get(figure, 1.0) * (_SMALL if 0 <= point <= number else 1.0)
            for number, figure in enumerate(self._text)
        ]

    def _lay_out(self) -> None:
        """Choose the largest size at which the text fits, and cut the cells."""
        self._glyphs.clear()
        parts = self._parts()
        if not parts or self.width() < 1:
            self._cells = []
            return
        probe = QFontMetrics(self._font(100))
        figure = max(probe.horizontalAdvance(digit) for digit in "0123456789") / 100
        by_width = self.width() * 0.98 / (sum(parts) * figure)
        by_height = self.height() / 1.06
        self._font_px = max(8, int(min(by_width, by_height)))
        cell = self._font_px * figure
        x, cells = 0.0, []
        for part in parts:
            cells.append(QRect(round(x), 0, round(x + part * cell) - round(x), self.height()))
            x += part * cell
        self._cells = cells

    def _font(self, px: int) -> QFont:
        font = self._dress.font(bold=True)
        font.setPixelSize(max(1, px))
        return font

    def _glyph(self, figure: str, size: QSize, is_small: bool) -> QPixmap:
        key = (figure, is_small, self._ink)
        found = self._glyphs.get(key)
        if found is None or found.deviceIndependentSize().toSize() != size:
            ratio = self.devicePixelRatioF()
            found = QPixmap(size * ratio)
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setFont(self._font(self._font_px))
            metrics = painter.fontMetrics()
            baseline = (size.height() + metrics.capHeight()) // 2
            if is_small:
                painter.setFont(self._font(round(self._font_px * _SMALL)))
            painter.setPen(self._dress.color(self._ink))
            advance = painter.fontMetrics().horizontalAdvance(figure)
            painter.drawText((size.width() - advance) // 2, baseline, figure)
            painter.end()
            self._glyphs[key] = found
        return found
