"""The console's head: the big clock, where the drill stands, and what is expected next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import _, pgettext
from drillplanner.terms.document import Shape
from ui.context import AppContext
from ui.run.big_clock import BigClock
from ui.run.console.widgets.message_strip import Strip
from ui.theme.theme import TEXT_PX
from ui.widgets.sign import SignLabel
from ui.widgets.switch import Switch

#: More signs than these are written smaller.
_SPACIOUS = 2


class TappedSign(SignLabel):
    """A sign that does something; `tapped` carries the mouse event."""

    tapped = Signal(object)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.tapped.emit(event)


class ConsoleHead(QFrame):
    """A card with the clock at the left and words at the right; where room is short, fewer."""

    #: The sign of instants without a name was tapped; carries the mouse event.
    namingAsked = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_short = self._is_low = self._is_tight = self._is_held = False
        self._text_px = 0
        self._dress = dress = context.dress
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._row = row = QHBoxLayout(self)
        self.clock = BigClock(dress, self)
        row.addWidget(self.clock, 5)
        self._side = side = QVBoxLayout()
        side.setSpacing(dress.px(4))
        side.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(dress.px(18))
        self._signs = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.state = self._sign(context, "ring", "")
        self._by_mode = context.say(_("By radio: upper bounds (B ends it)"))
        self._by_ctrl = context.say(_("Ctrl: heard by radio"))
        self.radio = self._sign(context, "triangle", self._by_mode)
        self._is_radio = self._is_ctrl = False
        self.same = self._sign(context, "swap", "")
        self.unnamed = TappedSign(context.dress, "lozenge", "", 24, self)
        self.unnamed.setCursor(Qt.CursorShape.PointingHandCursor)
        self.unnamed.tapped.connect(self.namingAsked)
        for sign in (self.state, self.radio, self.same, self.unnamed):
            self._signs.addWidget(sign)
        self.same.hide()
        self.unnamed.hide()
        words = context.say(_("Practice: counts for nothing"))
        self.practice = self._sign(context, "dash", words)
        self._signs.insertWidget(0, self.practice)
        self.practice.hide()
        top.addLayout(self._signs)
        top.addStretch(1)
        on, off = pgettext("sounds", "Sounds on"), pgettext("sounds", "Sounds off")
        self.sounds = Switch(dress, context.say(on), context.say(off), self)
        self.sounds.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top.addWidget(self.sounds)
        side.addLayout(top)
        self.caption = self._label(role="muted")
        side.addWidget(self.caption)
        self.next_label = self._label(wraps=True)
        side.addWidget(self.next_label)
        self.where = self._label(role="muted", wraps=True)
        side.addWidget(self.where)
        # In the place of where this is, so that no step moves under a finger when it comes.
        self.standing = Strip(dress, "banner", "dot", self)
        self.standing.hide()
        side.addWidget(self.standing)
        side.addStretch(1)
        row.addLayout(side, 4)
        self.fit(dress.px(TEXT_PX), is_short=False, is_low=False, is_tight=False)

    @override
    def hasHeightForWidth(self) -> bool:
        # Say no in a low window: there the head gives way, not the question below.
        return not self._is_low and super().hasHeightForWidth()

    def show_state(self, shape: Shape, words: str) -> None:
        """Show where the drill stands; while it is held, nothing else takes that place."""
        self.state.say(shape, words)
        self._is_held = shape == "pause"
        self._show_parts()

    def show_next(self, words: str) -> None:
        if self.next_label.text() != words:
            self.next_label.setText(words)

    def fit(self, text_px: int, *, is_short: bool, is_low: bool, is_tight: bool) -> None:
        """Leave out what can be done without where the window is low, more where it is tight.

        All words follow the height of plain ones.
        """
        before = (self._text_px, self._is_short, self._is_low, self._is_tight)
        if (text_px, is_short, is_low, is_tight) != before:
            self._text_px, self._is_short = text_px, is_short
            self._is_low, self._is_tight = is_low, is_tight
            self._show_parts()

    def show_radio(self, *, is_on: bool) -> None:
        """Show whether every press is of what was heard by radio."""
        self._is_radio = is_on
        self._show_parts()

    def show_ctrl(self, *, is_down: bool) -> None:
        """Show what a press under Ctrl is taken for, as long as it is down."""
        if is_down != self._is_ctrl:
            self._is_ctrl = is_down
            self._show_parts()

    def show_same(self, words: str) -> None:
        """Show all the time that steps get an instant that was kept; empty shows nothing."""
        self.same.say("swap", words)
        self.same.setVisible(bool(words))
        self._show_parts()

    def show_practice(self, *, is_on: bool) -> None:
        self.practice.setVisible(is_on)
        self._fit()

    def show_unnamed(self, words: str) -> None:
        """Show how many instants wait for a name; empty shows nothing."""
        self.unnamed.say("lozenge", words)
        self.unnamed.setVisible(bool(words))
        self._fit()

    def show_standing(self, words: str, shape: Shape) -> None:
        """Show what can be done about the start or the hold just now; empty shows nothing."""
        if words:
            self.standing.say(words, shape)
        else:
            self.standing.hide()
        self._show_parts()

    def _show_parts(self) -> None:
        """Show what there is room for; where that is short, what measures differently stays."""
        is_low, hears = self._is_low, self._is_radio or self._is_ctrl
        is_radio = hears or not self.same.isHidden()
        is_alone = self.standing.isHidden()
        self.sounds.setVisible(not is_low)
        self.where.setVisible(is_alone and not is_low and not self._is_short)
        self.caption.setVisible(is_alone and not is_low)
        self.next_label.setVisible(not is_low or (is_alone and not is_radio))
        is_last = is_radio or self._is_tight
        self.state.setVisible(not is_low or is_alone or self._is_held or not is_last)
        self.radio.say("triangle", self._by_mode if self._is_radio else self._by_ctrl)
        self.radio.setVisible(hears)
        self._fit()

    def _fit(self) -> None:
        """Take the measures of a low window, or of one with room."""
        px, is_low, text_px = self._dress.px, self._is_low, self._text_px
        signs = (self.state, self.radio, self.same, self.unnamed, self.practice)
        is_crowded = sum(not sign.isHidden() for sign in signs) > _SPACIOUS
        side, top, between, share = (8, 0, 10, 1.1) if is_low else (20, 4, 24, 1.6)
        share = 1.0 if is_crowded and is_low else 1.2 if is_crowded else share
        self._row.setContentsMargins(px(side), px(top), px(side), px(top))
        self._row.setSpacing(px(between))
        self._row.setStretch(0, 2 if is_low else 5)
        self._row.setStretch(1, 4 if is_low else 5)
        self._side.setSpacing(0 if is_low else px(4))
        self._signs.setSpacing(px(10) if is_low else px(18))
        for sign in signs:
            self._size(sign.label, round(text_px * share))
        self._size(self.next_label, round(text_px * (1.0 if is_low else 1.13)))
        self.standing.fit(is_low=is_low)

    @staticmethod
    def _size(label: QLabel, px: int) -> None:
        sheet = f"font-size: {px}px; font-weight: bold;"
        if label.styleSheet() != sheet:
            label.setStyleSheet(sheet)

    def _sign(self, context: AppContext, shape: Shape, words: str) -> SignLabel:
        return SignLabel(context.dress, shape, words, 24, self)

    def _label(self, *, role: str = "", wraps: bool = False) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(wraps)
        if role:
            label.setProperty("role", role)
        return label
