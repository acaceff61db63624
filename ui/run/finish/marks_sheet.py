"""Show marks in figures that can be read from a step away, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.run.console.widgets.fitted_words import cut_inside
from ui.run.finish.marks_read import MarkLine
from ui.system.lifetime import keep_until_destroyed
from ui.theme.theme import Dress
from ui.widgets.sign import TOKENS, draw_shape

_ROW_PX = 46
_NUMBER_PX, _FIGURE_PX, _WORDS_PX = 15, 28, 17


class MarksSheet(QWidget):
    """A sheet as high as its lines; it is scrolled with the page it lies on."""

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self._dress = dress
        self.lines: tuple[MarkLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[MarkLine]) -> None:
        """Show these marks."""
        self.lines = tuple(lines)
        self.setFixedHeight(max(1, len(self.lines)) * self._dress.px(_ROW_PX))
        self.setAccessibleName(
            "\n".join(f"{one.since} {one.of_day} {one.words}" for one in self.lines)
        )
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._dress.px(640), self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._dress.px(_ROW_PX)
        first = event.rect().top() // height
        last = event.rect().bottom() // height
        for number in range(first, min(last + 1, len(self.lines))):
            row = QRect(0, number * height, self.width(), height)
            self._paint_line(painter, row, number, self.lines[number])

    def _paint_line(self, painter: QPainter, row: QRect, number: int, line: MarkLine) -> None:
        dress = self._dress
        x = self._paint_text(
            painter, row, 0, f"{number + 1}", _NUMBER_PX, "muted", dress.px(34), bold=False
        )
        wide = self._figures_px("≤00:00:00.0")
        x = self._paint_text(painter, row, x, line.since, _FIGURE_PX, "text", wide, bold=True)
        wide = self._figures_px("≤00:00:00")
        x = self._paint_text(painter, row, x, line.of_day, _FIGURE_PX, "muted", wide, bold=False)
        size = dress.px(15)
        spot = QRectF(x, row.center().y() - size / 2, size, size)
        draw_shape(painter, line.shape, spot, dress.color(TOKENS[line.shape]))
        x += size + dress.px(10)
        font = dress.font(_WORDS_PX)
        words = " ".join(cut_inside(line.words, font, [max(1, row.right() - x)]))
        self._paint_text(painter, row, x, words, _WORDS_PX, "text", row.right() - x, bold=False)
        painter.setPen(dress.color("line"))
        painter.drawLine(row.bottomLeft(), row.bottomRight())

    def _paint_text(
        self,
        painter: QPainter,
        row: QRect,
        x: int,
        text: str,
        size_px: int,
        ink: str,
        width: int,
        *,
        bold: bool,
    ) -> int:
        painter.setFont(self._dress.font(size_px, bold=bold))
        painter.setPen(self._dress.color(ink))
        painter.drawText(QRect(x, row.y(), width + 2, row.height()), _LEFT, text)
        return x + width

    def _figures_px(self, widest: str) -> int:
        font = self._dress.font(_FIGURE_PX, bold=True)
        return QFontMetrics(font).horizontalAdvance(widest) + self._dress.px(14)


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
