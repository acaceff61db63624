"""Draw the shape of a verdict or a state as an icon, for cells and buttons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from drillplanner.services.wording import Shape
from ui.theme.dress import Dress
from ui.widgets.sign import TOKENS, draw_shape

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
        """Give the icon of a shape."""
        key = (shape, token)
        if key not in self._drawn:
            self._drawn[key] = sign_icon(self._dress, shape, token)
        return self._drawn[key]
