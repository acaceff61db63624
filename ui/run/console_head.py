"""The console's head: the big clock, where the drill stands, and what is expected next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from drillplanner.base.texts import _, pgettext
from drillplanner.services.wording import Shape
from ui.desk import Desk
from ui.run.big_clock import BigClock
from ui.run.strips import Strip
from ui.widgets.sign import SignLabel
from ui.widgets.switch import Switch


class ConsoleHead(QFrame):
    """A card with the clock at the left and words at the right; where room is short, fewer."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        dress = desk.dress
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(dress.px(72))
        row = QHBoxLayout(self)
        row.setContentsMargins(dress.px(20), dress.px(6), dress.px(20), dress.px(6))
        row.setSpacing(dress.px(24))
        self.clock = BigClock(dress, self)
        row.addWidget(self.clock, 5)
        side = QVBoxLayout()
        side.setSpacing(dress.px(4))
        side.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(dress.px(18))
        self.state = self._sign(desk, "ring", "")
        top.addWidget(self.state)
        self.radio = self._sign(desk, "triangle", desk.say(_("Radio: upper bounds")))
        self.radio.hide()
        top.addWidget(self.radio, 1)
        on, off = pgettext("sounds", "Sounds on"), pgettext("sounds", "Sounds off")
        self.sounds = Switch(dress, desk.say(on), desk.say(off), self)
        self.sounds.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top.addWidget(self.sounds)
        side.addLayout(top)
        self.caption = self._label(role="muted")
        side.addWidget(self.caption)
        self.next_label = self._label(wraps=True)
        self.next_label.setFont(dress.font(17, bold=True))
        self.next_label.setStyleSheet(f"font-size: {dress.px(17)}px; font-weight: bold;")
        side.addWidget(self.next_label)
        self.where = self._label(role="muted", wraps=True)
        side.addWidget(self.where)
        # In the place of where this is, so that no step moves under a finger when it comes.
        self.standing = Strip(dress, "banner", "dot", self)
        self.standing.hide()
        side.addWidget(self.standing)
        self._is_low = False
        side.addStretch(1)
        row.addLayout(side, 4)

    def show_next(self, words: str) -> None:
        """Show what is expected next."""
        if self.next_label.text() != words:
            self.next_label.setText(words)

    def show_low(self, *, is_low: bool) -> None:
        """Leave out what can be done without where the window is low."""
        self._is_low = is_low
        is_alone = self.standing.isHidden()
        self.where.setVisible(is_alone and not is_low)
        self.caption.setVisible(is_alone and not is_low)
        # What stands there says the state too, and needs all the room there is.
        self.next_label.setVisible(is_alone or not is_low)
        self.state.setVisible(is_alone or not is_low)

    def show_standing(self, words: str, shape: Shape) -> None:
        """Show what can be done about the start or the hold just now; empty shows nothing."""
        if words:
            self.standing.say(words, shape)
        else:
            self.standing.hide()
        self.show_low(is_low=self._is_low)

    def _sign(self, desk: Desk, shape: Shape, words: str) -> SignLabel:
        dress = desk.dress
        sign = SignLabel(dress, shape, words, 24, self)
        sign.label.setFont(dress.font(24, bold=True))
        sign.label.setStyleSheet(f"font-size: {dress.px(24)}px; font-weight: bold;")
        return sign

    def _label(self, *, role: str = "", wraps: bool = False) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(wraps)
        if role:
            label.setProperty("role", role)
        return label
