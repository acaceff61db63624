"""Show the readiness check: the big clock, a line for each check, and what this post will see."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.services.readiness.checks import (
    CHECKS,
    NAMES,
    STANDINGS,
    Check,
    CheckId,
    Standing,
)
from drillplanner.terms.document import Shape
from ui.context import AppContext
from ui.run.big_clock import BigClock
from ui.run.input_time import Instants
from ui.run.readiness.pad import KeyField
from ui.system.lifetime import keep_until_destroyed
from ui.theme.theme import Dress
from ui.widgets.card import Card, words_label
from ui.widgets.flow import Flow
from ui.widgets.narrow_page import make_column
from ui.widgets.sign import ShapeMark

SHAPES: dict[Standing, Shape] = {
    "good": "disc",
    "watch": "triangle",
    "bad": "cross",
    "open": "ring",
}

#: The clock is read this often; its seconds change within a tenth of the true change.
_TICK_MS = 100


def keep_room(widget: QWidget) -> None:
    """Let a widget keep its room while it is hidden: nothing moves when it comes."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


class CheckLine(QWidget):
    """One check: shape, name and standing; what is so; what to do."""

    def __init__(self, context: AppContext, check: CheckId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._check = context, check
        dress = context.dress
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dress.px(14))
        self.mark = ShapeMark(dress, "ring", 18, self)
        beside = QVBoxLayout()
        beside.addSpacing(dress.px(3))
        beside.addWidget(self.mark)
        beside.addStretch(1)
        row.addLayout(beside)
        self.column = QVBoxLayout()
        self.column.setSpacing(dress.px(3))
        row.addLayout(self.column, 1)
        head = QHBoxLayout()
        head.setSpacing(dress.px(10))
        name = QLabel(context.say(NAMES[check]), self)
        name.setFont(dress.font(15, bold=True))
        self.standing = QLabel("", self)
        self.standing.setProperty("role", "muted")
        head.addWidget(name)
        head.addWidget(self.standing)
        head.addStretch(1)
        self.column.addLayout(head)
        self.says = words_label("", parent=self)
        self.advice = words_label("", "muted", self)
        self.column.addWidget(self.says)
        self.column.addWidget(self.advice)
        keep_room(self.advice)
        self.advice.hide()

    def show_check(self, check: Check) -> None:
        """Show how it stands."""
        say = self._context.say
        self.mark.set_shape(SHAPES[check.standing])
        self.standing.setText(say(STANDINGS[check.standing]))
        self.says.setText(say(check.says))
        self.advice.setText(say(check.advice) if check.advice is not None else "")
        self.advice.setVisible(check.advice is not None)
        self.setAccessibleName(f"{say(NAMES[self._check])}: {self.standing.text()}")


class ReadinessPage(QScrollArea):
    """The page; it is left by Esc or its button at any moment and holds nothing up."""

    shown = Signal()
    hidden = Signal()
    ticked = Signal()
    keyPressed = Signal(str)
    againRequested = Signal()
    soundRequested = Signal()
    soundAnswered = Signal(bool)
    backRequested = Signal()

    def __init__(
        self, context: AppContext, instants: Instants, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self.context = context
        dress = context.dress
        self._column = make_column(self, dress)
        self._column.addWidget(self._make_head())
        self._column.addWidget(self._make_clock())
        self.lines = {check: CheckLine(context, check, self) for check in CHECKS}
        self._make_checks(instants)
        self._column.addWidget(self._make_steps())
        self._column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.ticked)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.backRequested)
        self.setFocusProxy(self.field)

    # -- what is shown -----------------------------------------------------------------

    def show_time(self, time: str, zone: str) -> None:
        """Show the time of day, large, and the time zone below it."""
        self.clock.show_time(time)
        self._zone.setText(zone)

    def show_check(self, check: Check) -> None:
        self.lines[check.id].show_check(check)

    def show_summary(self, standing: Standing, words: Text) -> None:
        """Show the one sentence."""
        self._summary_mark.set_shape(SHAPES[standing])
        self.summary.setText(self.context.say(words))
        self.summary.setAccessibleName(self.summary.text())

    def show_steps(self, steps: Sequence[tuple[str, str]]) -> None:
        """List the post's steps: the key and the title of each."""
        while self._steps.count():
            widget = self._steps.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (key, title) in enumerate(steps):
            cap = _cap(self.context.dress, key)
            self._steps.addWidget(cap, number, 0, Qt.AlignmentFlag.AlignTop)
            self._steps.addWidget(words_label(title), number, 1)
        self._steps_card.setVisible(bool(steps))

    def show_sound(self, *, is_asked: bool) -> None:
        """Ask whether the sound was heard, once it was played."""
        self.heard.setVisible(is_asked)
        self.unheard.setVisible(is_asked)
        if is_asked:
            self.heard.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self.shown.emit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verticalScrollBar().setValue(0)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.hidden.emit()

    # -- inside ------------------------------------------------------------------------

    def _make_head(self) -> QWidget:
        context, dress = self.context, self.context.dress
        head = QWidget(self)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dress.px(10))
        title = words_label(context.say(_("Readiness check")), "title", self)
        column.addWidget(title)
        holder = QWidget(head)
        row = Flow(holder, dress.px(12))
        column.addWidget(holder)
        self.again = QPushButton(context.say(_("Check again")), self)
        self.again.clicked.connect(self.againRequested)
        self.back = QPushButton(context.say(_("Back (Esc)")), self)
        self.back.clicked.connect(self.backRequested)
        for button in (self.again, self.back):
            button.setAutoDefault(True)
            row.addWidget(button)
        return head

    def _make_clock(self) -> Card:
        dress = self.context.dress
        card = Card(dress, self)
        summary = QHBoxLayout()
        summary.setSpacing(dress.px(12))
        self._summary_mark = ShapeMark(dress, "ring", 22, card)
        self.summary = words_label("", "heading", card)
        beside = QVBoxLayout()
        beside.addSpacing(dress.px(3))
        beside.addWidget(self._summary_mark)
        beside.addStretch(1)
        summary.addLayout(beside)
        summary.addWidget(self.summary, 1)
        card.column.addLayout(summary)
        self.clock = BigClock(dress, card)
        self.clock.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clock.setFixedHeight(dress.px(116))
        self.clock.setMinimumWidth(dress.px(160))
        card.column.addWidget(self.clock)
        self._zone = words_label("", "muted", card)
        card.column.addWidget(self._zone)
        return card

    def _make_checks(self, instants: Instants) -> None:
        context, dress = self.context, self.context.dress
        card = Card(dress, self)
        card.column.setSpacing(dress.px(16))
        for line in self.lines.values():
            card.column.addWidget(line)
        words = context.say(_("Press keys here"))
        self.field = KeyField(dress, instants, words, self.lines["keys"])
        self.field.setMaximumWidth(dress.px(320))
        self.field.pressed.connect(self._on_key)
        keys = self.lines["keys"].column
        keys.addSpacing(dress.px(4))
        keys.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(dress.px(8))
        self.play = QPushButton(context.say(_("Play the sound")), self)
        self.play.clicked.connect(self.soundRequested)
        self.heard = QPushButton(context.say(pgettext("sound test", "Heard")), self)
        self.heard.clicked.connect(self._on_heard)
        self.unheard = QPushButton(context.say(pgettext("sound test", "Not heard")), self)
        self.unheard.clicked.connect(self._on_unheard)
        for button in (self.play, self.heard, self.unheard):
            button.setAutoDefault(True)
            row.addWidget(button)
        row.addStretch(1)
        self.heard.hide()
        self.unheard.hide()
        sound = self.lines["sound"].column
        sound.addSpacing(dress.px(4))
        sound.addLayout(row)
        self._column.addWidget(card)

    def _make_steps(self) -> Card:
        context, dress = self.context, self.context.dress
        self._steps_card = Card(dress, self)
        heading = words_label(
            context.say(_("What this post will see")), "heading", self._steps_card
        )
        self._steps_card.column.addWidget(heading)
        self._steps = QGridLayout()
        self._steps.setHorizontalSpacing(dress.px(14))
        self._steps.setVerticalSpacing(dress.px(6))
        self._steps.setColumnStretch(1, 1)
        self._steps_card.column.addLayout(self._steps)
        self._steps_card.hide()
        return self._steps_card

    def _on_heard(self) -> None:
        self.soundAnswered.emit(True)

    def _on_unheard(self) -> None:
        self.soundAnswered.emit(False)

    def _on_key(self, place: str, _caught: object, _is_shifted: bool) -> None:
        if place == "Esc":
            self.backRequested.emit()
            return
        self.field.show_key(place)
        self.keyPressed.emit(place)


def _cap(dress: Dress, key: str) -> QLabel:
    cap = QLabel(key or "·")
    cap.setFont(dress.font(15, bold=True))
    cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
    cap.setProperty("role", "muted")
    cap.setMinimumWidth(dress.px(30))
    return cap
