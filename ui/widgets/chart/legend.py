"""Say what the marks of a schedule chart mean, those that are in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from drillplanner.base.texts import Text, pgettext
from ui.theme.theme import Dress
from ui.widgets.chart.rows import Bar, Layout, Span

_WORDS = {
    "planned": pgettext("legend", "planned time of a step"),
    "actual": pgettext("legend", "recorded time, with its uncertainty"),
    "span": pgettext("legend", "planned length of a target"),
    "actual_span": pgettext("legend", "measured length of a target"),
    "limit": pgettext("legend", "limit"),
    "chain": pgettext("legend", "critical path (thick line): it makes the plan as long as it is"),
}


def marks_in(layout: Layout) -> tuple[str, ...]:
    """List the marks that a chart holds."""
    found: dict[str, None] = {}
    for line in layout.lines:
        match line:
            case Span():
                has_plan, has_actual = line.start_s is not None, line.actual_stop_s is not None
                found |= dict.fromkeys(["span"] if has_plan else [])
                found |= dict.fromkeys(["actual_span"] if has_actual else [])
                found |= dict.fromkeys(["limit"] if line.limit_s is not None else [])
            case Bar():
                found |= dict.fromkeys(["planned"] if line.planned_s is not None else [])
                found |= dict.fromkeys(["actual"] if line.actual_s is not None else [])
    if len(layout.chain) > 1:
        found["chain"] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Placed:
    mark: str
    words: str
    x: int
    line: int


class Legend(QWidget):
    """One line of marks with their words; it breaks where the width does not suffice."""

    def __init__(
        self, dress: Dress, say: Callable[[Text], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dress, self._say = dress, say
        self._marks: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_layout(self, layout: Layout) -> None:
        """Show the marks of a chart."""
        self._marks = marks_in(layout)
        self.setAccessibleName("; ".join(self._say(_WORDS[mark]) for mark in self._marks))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that words break into lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of as many lines as the words need."""
        placed = self._placed(width)
        return (placed[-1].line + 1 if placed else 0) * self._dress.px(24)

    def sizeHint(self) -> QSize:
        """Ask for the lines that the present width needs."""
        return QSize(self._dress.px(300), self.heightForWidth(max(self.width(), 1)))

    def _placed(self, width: int) -> list[_Placed]:
        measure, px = QFontMetrics(self._dress.font(13)), self._dress.px
        placed: list[_Placed] = []
        x = line = 0
        for mark in self._marks:
            words = self._say(_WORDS[mark])
            wide = px(34) + measure.horizontalAdvance(words) + px(20)
            if x and x + wide > width:
                x, line = 0, line + 1
            placed.append(_Placed(mark, words, x, line))
            x += wide
        return placed

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw each mark as the chart does, and write its words."""
        painter, px = QPainter(self), self._dress.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._dress.font(13)
        painter.setFont(font)
        for one in self._placed(self.width()):
            box = QRectF(one.x, one.line * px(24), px(28), px(24))
            self._draw(painter, one.mark, box)
            painter.setPen(self._dress.color("muted"))
            rest = QRectF(box.right() + px(6), box.top(), self.width(), box.height())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, one.words)
        painter.end()

    def _draw(self, painter: QPainter, mark: str, box: QRectF) -> None:
        px, colour, middle = self._dress.px, self._dress.color, box.center()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        match mark:
            case "planned":
                r = px(6)
                painter.setPen(QPen(colour("accent"), px(1.5)))
                corners = [(0, -r), (r, 0), (0, r), (-r, 0)]
                painter.drawPolygon(QPolygonF([middle + QPointF(*corner) for corner in corners]))
            case "actual":
                painter.setPen(QPen(colour("text"), px(1.5)))
                painter.drawLine(QLineF(box.left() + px(4), middle.y(), box.right(), middle.y()))
                painter.setBrush(colour("text"))
                painter.drawEllipse(middle, px(4), px(4))
            case "span" | "actual_span":
                token = ("accent_soft", "accent") if mark == "span" else ("text", "text")
                painter.setPen(QPen(colour(token[1]), px(1.5)))
                painter.setBrush(colour(token[0]))
                tall = px(11 if mark == "span" else 7)
                painter.drawRect(QRectF(box.left(), middle.y() - tall / 2, box.width(), tall))
            case "limit":
                painter.setPen(QPen(colour("bad"), px(3)))
                painter.drawLine(
                    QLineF(middle.x(), middle.y() - px(8), middle.x(), middle.y() + px(8))
                )
            case "chain":
                painter.setPen(QPen(colour("accent"), px(4)))
                painter.drawLine(QLineF(box.left(), middle.y(), box.right(), middle.y()))
