"""Paint the shape of a verdict or a state, told apart without colour."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from drillplanner.terms.document import Shape
from ui.theme.theme import Dress

#: The colour token of each shape; print uses the same three families.
TOKENS: dict[Shape, str] = {
    "disc": "good",
    "cross": "bad",
    "square": "bad",
    "crossed": "bad",
    "triangle": "doubt",
    "swap": "doubt",
    "pause": "doubt",
    "split": "doubt",
    "equal": "doubt",
    "ring": "muted",
    "lozenge": "muted",
    "dot": "muted",
    "dash": "muted",
}


def draw_shape(painter: QPainter, shape: Shape, rect: QRectF, color: QColor) -> None:
    """Paint a shape inside the largest square in the middle of `rect`."""
    r = min(rect.width(), rect.height()) / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    pen = QPen(color, max(1.5, r / 4))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _draw(painter, shape, r, color)
    painter.restore()


def _draw(painter: QPainter, shape: Shape, r: float, color: QColor) -> None:
    match shape:
        case "disc":
            _fill(painter, color)
            painter.drawEllipse(QPointF(), r * 0.9, r * 0.9)
        case "dot":
            _fill(painter, color)
            painter.drawEllipse(QPointF(), r * 0.35, r * 0.35)
        case "square":
            _fill(painter, color)
            painter.drawRect(_square(r * 0.78))
        case "pause":
            _fill(painter, color)
            for left in (-0.6, 0.2):
                painter.drawRect(QRectF(left * r, -r * 0.75, r * 0.4, r * 1.5))
        case "ring":
            painter.drawEllipse(QPointF(), r * 0.78, r * 0.78)
        case "crossed":
            painter.drawRect(_square(r * 0.78))
            painter.drawLines(_diagonals(r * 0.78))
        case "triangle":
            painter.drawPolygon(_polygon(r, (-0.85, 0.7), (0.85, 0.7), (0, -0.8)))
        case "lozenge":
            painter.drawPolygon(_polygon(r, (-0.9, 0), (0, -0.9), (0.9, 0), (0, 0.9)))
        case "split":
            painter.drawEllipse(QPointF(), r * 0.78, r * 0.78)
            painter.drawLine(QLineF(0, -r * 0.78, 0, r * 0.78))
        case "cross" | "dash" | "equal" | "swap":
            _draw_lines(painter, shape, r)


def _draw_lines(
    painter: QPainter, shape: Literal["cross", "dash", "equal", "swap"], r: float
) -> None:
    match shape:
        case "cross":
            _thicken(painter, r * 0.5)
            painter.drawLines(_diagonals(r * 0.72))
        case "dash":
            _thicken(painter, r * 0.35)
            painter.drawLines(_levels(r, 0))
        case "equal":
            _thicken(painter, r * 0.35)
            painter.drawLines(_levels(r, -0.4, 0.4))
        case "swap":
            painter.drawLines(_arrows(r))


def _fill(painter: QPainter, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)


def _thicken(painter: QPainter, width: float) -> None:
    pen = painter.pen()
    pen.setWidthF(max(1.5, width))
    painter.setPen(pen)


def _square(a: float) -> QRectF:
    return QRectF(-a, -a, 2 * a, 2 * a)


def _diagonals(a: float) -> list[QLineF]:
    return [QLineF(-a, -a, a, a), QLineF(-a, a, a, -a)]


def _levels(r: float, *heights: float) -> list[QLineF]:
    return [QLineF(-r * 0.75, r * height, r * 0.75, r * height) for height in heights]


def _polygon(r: float, *corners: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x * r, y * r) for x, y in corners])


def _arrows(r: float) -> list[QLineF]:
    lines = []
    for side in (1, -1):
        level, tip = -side * r * 0.4, side * r * 0.9
        lines.append(QLineF(-side * r * 0.9, level, tip, level))
        back = tip - side * r * 0.5
        lines += [QLineF(tip, level, back, level + r * lift) for lift in (0.35, -0.35)]
    return lines


class ShapeMark(QWidget):
    """One shape, as high as a line of text of the given size in pixels at 100 %."""

    def __init__(
        self, dress: Dress, shape: Shape, size_px: float = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dress = dress
        self._size = dress.px(size_px)
        self._shape: Shape = shape
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_shape(self, shape: Shape) -> None:
        """Show another shape."""
        if shape != self._shape:
            self._shape = shape
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._dress.color(TOKENS[self._shape])
        draw_shape(painter, self._shape, QRectF(self.rect()), color)


class SignLabel(QWidget):
    """A shape and its word; a screen reader reads the word."""

    def __init__(
        self,
        dress: Dress,
        shape: Shape,
        words: str,
        size_px: float = 15,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dress.px(6))
        self.mark = ShapeMark(dress, shape, size_px, self)
        self.label = QLabel(words, self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setFont(dress.font(size_px))
        row.addWidget(self.mark)
        row.addWidget(self.label, 1)
        self.setAccessibleName(words)

    def say(self, shape: Shape, words: str) -> None:
        """Show another sign."""
        self.mark.set_shape(shape)
        self.label.setText(words)
        self.setAccessibleName(words)


#: Side of an icon in pixels at 100 %.
SIDE_PX = 14


def sign_icon(dress: Dress, shape: Shape, token: str = "") -> QIcon:
    """Draw a shape in its own colour, or in that of `token`, sharp on dense screens."""
    side = dress.px(SIDE_PX)
    picture = QPixmap(side * 2, side * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_shape(painter, shape, QRectF(0, 0, side, side), dress.color(token or TOKENS[shape]))
    painter.end()
    icon = QIcon(picture)
    # A chosen row keeps its ground light, so the sign keeps its colour.
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon


class SignIcons:
    """Gives the icons of one dress, each drawn once, however many rows show it."""

    def __init__(self, dress: Dress) -> None:
        self._dress = dress
        self._drawn: dict[tuple[Shape, str], QIcon] = {}

    def __call__(self, shape: Shape, token: str = "") -> QIcon:
        key = (shape, token)
        if key not in self._drawn:
            self._drawn[key] = sign_icon(self._dress, shape, token)
        return self._drawn[key]
