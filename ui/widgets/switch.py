"""A button that is on or off, and says which by shape and word."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.theme.theme import Dress
from ui.widgets.sign import SIDE_PX, sign_icon

#: What a finger hits outdoors: 9 mm are 34 pixels of 96 to the inch.
FINGER_PX = 34


class Switch(QPushButton):
    """Turns at a press and says so; `turned` carries whether it is on now.

    Args:
        dress: how it looks.
        on: its words where it is on.
        off: its words where it is off.
        parent: as of any widget.
    """

    turned = Signal(bool)

    def __init__(self, dress: Dress, on: str, off: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._words = {True: on, False: off}
        self._is_on = False
        side = dress.px(SIDE_PX)
        self.setIconSize(QSize(side, side))
        self.setMinimumHeight(dress.px(FINGER_PX))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(True)
        self.clicked.connect(self._turn)
        self.show_on(is_on=False)

    @property
    def is_on(self) -> bool:
        return self._is_on

    def show_on(self, *, is_on: bool) -> None:
        """Show whether it is on."""
        self._is_on = is_on
        self.setIcon(sign_icon(self._dress, "disc" if is_on else "ring"))
        # Fusion leaves two pixels between an icon and its words.
        self.setText(f" {self._words[is_on]}")
        self.setAccessibleName(self._words[is_on])

    def _turn(self) -> None:
        self.show_on(is_on=not self._is_on)
        self.turned.emit(self._is_on)
