"""The console's switch for its sounds; it says by shape and word whether they are on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from drillplanner.base.texts import pgettext
from ui.desk import Desk
from ui.widgets.sign_icon import SIDE_PX, sign_icon

#: What a finger hits outdoors: 9 mm are 34 pixels of 96 to the inch.
FINGER_PX = 34


class SoundButton(QPushButton):
    """A switch that never takes the focus; `clicked` says that it was pressed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(desk.dress.px(FINGER_PX))
        side = desk.dress.px(SIDE_PX)
        self.setIconSize(QSize(side, side))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_on(is_on=False)

    def show_on(self, *, is_on: bool) -> None:
        """Show whether sounds are on."""
        on, off = pgettext("sounds", "Sounds on"), pgettext("sounds", "Sounds off")
        words = self._desk.say(on if is_on else off)
        self.setIcon(sign_icon(self._desk.dress, "disc" if is_on else "ring"))
        self.setText(words)
        self.setAccessibleName(words)
