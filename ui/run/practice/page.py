"""Let the keeper try pressing: ten moments, then bias and spread and what they are good for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.run.practice import Mode, Try
from ui.context import AppContext
from ui.run.input_time import Instants
from ui.run.practice.pad import PracticePad, TriesStrip
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.card import Card, words_label
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.narrow_page import make_column

MODES: dict[Mode, Text] = {
    "announced": pgettext("practice", "Moment seen coming"),
    "sudden": pgettext("practice", "Sudden sign"),
}

#: The bar moves once for each picture of a usual screen.
_TICK_MS = 15


@dataclass(frozen=True, slots=True)
class Result:
    """What is shown of a practice: two figures, what they mean, and what may be applied."""

    bias: Text
    spread: Text
    meaning: Text
    apply: Text | None = None
    applied: Text | None = None


class PracticePage(QScrollArea):
    """The page; keys go to its field, Enter starts, Esc stops and then goes back."""

    shown = Signal()
    hidden = Signal()
    ticked = Signal()
    started = Signal()
    modeChosen = Signal(str)
    applied = Signal()
    dropped = Signal()
    backRequested = Signal()
    consoleRequested = Signal()

    def __init__(
        self, context: AppContext, instants: Instants, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self.context = context
        dress = context.dress
        column = make_column(self, dress)
        column.addWidget(self._make_head())
        column.addLayout(self._make_modes())
        self.pad = PracticePad(dress, instants, self)
        column.addWidget(self.pad)
        column.addWidget(self._make_results())
        column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.ticked)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.backRequested)
        self.setFocusProxy(self.pad)

    # -- what is shown -----------------------------------------------------------------

    def show_mode(self, mode: Mode, hint: Text) -> None:
        """Show which practice is chosen and how it goes."""
        self.modes[mode].setChecked(True)
        self.hint.setText(self.context.say(hint))

    def show_running(self, *, is_running: bool) -> None:
        """Run the bar; meanwhile nothing else can be chosen."""
        for button in (*self.modes.values(), self.start):
            button.setEnabled(not is_running)
        if is_running:
            self._timer.start()
            self.pad.setFocus(Qt.FocusReason.OtherFocusReason)
            self.verticalScrollBar().setValue(0)
        else:
            self._timer.stop()

    def show_tries(self, tries: Sequence[Try], whole: Text) -> None:
        """Show the presses so far and how many there were."""
        say = self.context.say
        early = say(pgettext("side of a scale", "← early"))
        late = say(pgettext("side of a scale", "late →"))
        words = say(whole)
        self.progress.setText(words)
        self.strip.show_tries(tries, early, late, words)

    def show_result(self, result: Result | None) -> None:
        """Show what the practice came to, or nothing yet."""
        say = self.context.say
        self.bias.setText(say(result.bias) if result else "–")
        self.spread.setText(say(result.spread) if result else "–")
        self.meaning.setText(say(result.meaning) if result else "")
        self.meaning.setVisible(result is not None)
        offered = result.apply if result else None
        self.apply.setText(say(offered) if offered is not None else "")
        self.apply.setVisible(offered is not None)
        applied = result.applied if result else None
        self._applied.setText(say(applied) if applied is not None else "")
        self._applied_row.setVisible(applied is not None)

    def reveal_result(self) -> None:
        """Bring the result into sight, once it is laid out."""
        QTimer.singleShot(0, self, self._scroll_to_result)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verticalScrollBar().setValue(0)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()

    # -- inside ------------------------------------------------------------------------

    def _make_head(self) -> QWidget:
        context, dress = self.context, self.context.dress
        head = QWidget(self)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dress.px(10))
        title = words_label(context.say(pgettext("heading", "Practice")), "title", self)
        column.addWidget(title)
        holder = QWidget(head)
        row = Flow(holder, dress.px(12))
        column.addWidget(holder)
        self.start = QPushButton(context.say(_("Start (Enter)")), self)
        self.start.setProperty("primary", "true")
        self.start.clicked.connect(self.started)
        self.back = QPushButton(context.say(_("Back (Esc)")), self)
        self.back.clicked.connect(self.backRequested)
        self.console = QPushButton(context.say(_("On the console, with your script")), self)
        self.console.setToolTip(
            context.say(_("The real console; nothing of it is kept, and none of it counts."))
        )
        self.console.clicked.connect(self.consoleRequested)
        for button in (self.start, self.console, self.back):
            button.setAutoDefault(True)
            row.addWidget(button)
        return head

    def _make_modes(self) -> QVBoxLayout:
        context, dress = self.context, self.context.dress
        column = QVBoxLayout()
        column.setSpacing(dress.px(10))
        holder = Snug(self)
        row = Flow(holder, dress.px(8))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.modes: dict[Mode, QPushButton] = {}
        for mode, words in MODES.items():
            button = QPushButton(context.say(words), self)
            button.setCheckable(True)
            button.setObjectName(mode)
            self._group.addButton(button)
            row.addWidget(button)
            self.modes[mode] = button
        self._group.buttonClicked.connect(self._on_mode)
        column.addWidget(holder)
        self.hint = words_label("", "muted", self)
        column.addWidget(self.hint)
        return column

    def _make_results(self) -> Card:
        context, dress = self.context, self.context.dress
        card = Card(dress, self)
        card.column.setSpacing(dress.px(10))
        self.progress = words_label("", parent=card)
        card.column.addWidget(self.progress)
        self.strip = TriesStrip(dress, card)
        card.column.addWidget(self.strip)
        figures = QGridLayout()
        figures.setHorizontalSpacing(dress.px(24))
        figures.setVerticalSpacing(dress.px(2))
        self.bias = words_label("–", "heading", card)
        self.spread = words_label("–", "heading", card)
        names = (_("Your bias (median)"), _("Your spread (standard deviation)"))
        for number, (name, figure) in enumerate(zip(names, (self.bias, self.spread), strict=True)):
            figures.addWidget(words_label(context.say(name), "muted", card), 0, number)
            figures.addWidget(figure, 1, number)
            figures.setColumnStretch(number, 1)
        card.column.addLayout(figures)
        self.meaning = words_label("", parent=card)
        card.column.addWidget(self.meaning)
        self.apply = QPushButton("", card)
        self.apply.clicked.connect(self.applied)
        card.column.addWidget(self.apply, 0, Qt.AlignmentFlag.AlignLeft)
        card.column.addWidget(self._make_applied(card))
        rule = _(
            "A practice may raise the uncertainty of this post's presses to the root of "
            "spread² + bias², never lower it; no time is shifted by the bias."
        )
        card.column.addWidget(words_label(context.say(rule), "muted", card))
        return card

    def _make_applied(self, card: Card) -> QWidget:
        self._applied_row = QWidget(card)
        column = QVBoxLayout(self._applied_row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.context.dress.px(8))
        self._applied = words_label("", parent=self._applied_row)
        self.drop = QPushButton(self.context.say(_("Use the script's again")), self._applied_row)
        self.drop.clicked.connect(self.dropped)
        for button in (self.apply, self.drop):
            button.setAutoDefault(True)
        column.addWidget(self._applied)
        column.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignLeft)
        return self._applied_row

    def _scroll_to_result(self) -> None:
        self.ensureWidgetVisible(self.apply if self.apply.isVisible() else self.meaning)

    def _on_mode(self, button: QPushButton) -> None:
        self.modeChosen.emit(button.objectName())
