"""The settings of the drill console; they hold from the next drill on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.services.run.unit_times import seconds_in
from ui.context import AppContext
from ui.run.sound_choice import has_sounds, with_sounds
from ui.run.start.kept_posts import Kept, kept_of
from ui.settings import DOUBLE_PRESS_MS
from ui.widgets.dialogs import Sheet
from ui.widgets.switch import FINGER_PX, Switch

_STEP_MS = 50


class ConsoleSettings(Sheet):
    """A sheet whose choices are remembered as they are made."""

    def __init__(self, context: AppContext, parent: QWidget | None) -> None:
        super().__init__(context.say(_("Drill console settings")), parent)
        self._context = context
        self._source = context.settings.source or context.say(_("Command post"))
        # On a small screen at a large scale it scrolls.
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(area)
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(context.dress.px(8))
        area.setWidget(body)
        self.column.addWidget(area)
        self._make_double_press()
        self._make_sounds()
        self._make_full_screen()
        self._make_seconds()
        self._rows.addStretch(1)
        self.add_buttons(context.say(_("Close")))
        self.resize(context.dress.px(580), context.dress.px(600))
        self.double_press.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_double_press(self) -> None:
        context, px = self._context, self._context.dress.px
        ms = self.double_press = QSpinBox(self)
        # Its own arrows are too small for a finger.
        ms.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        ms.setRange(DOUBLE_PRESS_MS[0], DOUBLE_PRESS_MS[-1])
        ms.setSingleStep(_STEP_MS)
        ms.setSuffix(context.say(pgettext("after a number", " ms")))
        ms.setValue(context.settings.double_press_ms)
        ms.setMinimumSize(px(110), px(FINGER_PX))
        ms.valueChanged.connect(self._keep_double_press)
        steps = (
            ("−", pgettext("double press", "Shorter"), ms.stepDown),
            ("+", pgettext("double press", "Longer"), ms.stepUp),
        )
        self.steps: list[QPushButton] = []
        for sign, words, step in steps:
            button = QPushButton(sign, self)
            button.setAccessibleName(context.say(words))
            button.setAutoDefault(True)
            button.setFixedWidth(px(52))
            button.clicked.connect(step)
            self.steps.append(button)
        QWidget.setTabOrder(self.steps[0], ms)
        QWidget.setTabOrder(ms, self.steps[1])
        hint = _("Two presses of one key within this time count as one; of Space, within 150 ms.")
        self._add(_("Double press"), [self.steps[0], ms, self.steps[1]], hint)

    def _make_sounds(self) -> None:
        context = self._context
        on, off = pgettext("sounds", "Sounds on"), pgettext("sounds", "Sounds off")
        self.sounds = Switch(context.dress, context.say(on), context.say(off), self)
        self.sounds.show_on(is_on=has_sounds(context.settings, self._source, self._kept()))
        self.sounds.turned.connect(self._keep_sounds)
        hint = _("Turn them off where somebody hides: everything heard is shown as well.")
        self._add(_("Sounds at the post {post}", post=self._source), [self.sounds], hint)

    def _kept(self) -> Kept:
        """Give what this laptop keeps of the script on the desk."""
        script = self._context.script
        return kept_of(self._context.settings, script.script) if script is not None else Kept()

    def _make_full_screen(self) -> None:
        context = self._context
        on = context.say(pgettext("full screen", "By itself while a drill runs"))
        off = context.say(pgettext("full screen", "Only with F11"))
        self.full_screen = Switch(context.dress, on, off, self)
        self.full_screen.show_on(is_on=context.settings.full_screen)
        self.full_screen.turned.connect(self._keep_full_screen)
        hint = _("F11 goes there and back at any time.")
        self._add(_("Full screen"), [self.full_screen], hint)

    def _make_seconds(self) -> None:
        context = self._context
        self.seconds = QLineEdit(context.settings.unit_seconds, self)
        self.seconds.setMinimumWidth(context.dress.px(220))
        self.seconds.setMinimumHeight(context.dress.px(FINGER_PX))
        self.seconds.editingFinished.connect(self._keep_seconds)
        hint = _("After so many seconds from T0 the share of units that were done is shown.")
        self._add(_("Seconds for the share of units"), [self.seconds], hint)

    def _keep_seconds(self) -> None:
        chosen = " ".join(map(str, seconds_in(self.seconds.text())))
        self.seconds.setText(chosen)
        self._context.remember(replace(self._context.settings, unit_seconds=chosen))

    def _add(self, name: Text, fields: Sequence[QWidget], hint: Text) -> None:
        say, px = self._context.say, self._context.dress.px
        heading, below = QLabel(say(name), self), QLabel(say(hint), self)
        heading.setStyleSheet("font-weight: bold;")
        below.setProperty("role", "muted")
        below.setWordWrap(True)
        for label in (heading, below):
            label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout()
        row.setSpacing(px(6))
        for field in fields:
            field.setAccessibleDescription(f"{say(name)}. {say(hint)}")
            row.addWidget(field)
        row.addStretch(1)
        self._rows.addWidget(heading)
        self._rows.addLayout(row)
        self._rows.addWidget(below)
        self._rows.addSpacing(px(14))

    def _keep_double_press(self, ms: int) -> None:
        self._context.remember(replace(self._context.settings, double_press_ms=ms))

    def _keep_sounds(self, is_on: bool) -> None:
        self._context.remember(with_sounds(self._context.settings, self._source, is_on=is_on))

    def _keep_full_screen(self, is_on: bool) -> None:
        self._context.remember(replace(self._context.settings, full_screen=is_on))
