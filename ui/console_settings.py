"""The settings of the drill console, for the next drill at this machine."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QSpinBox, QWidget

from drillplanner.base.texts import Text, _
from ui.desk import Desk
from ui.run.sound_choice import USUAL_POST, has_sounds, with_sounds
from ui.settings import DOUBLE_PRESS_MS
from ui.widgets.dialogs import Sheet

_STEP_MS = 50


class ConsoleSettings(Sheet):
    """A sheet whose choices are remembered as they are made."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(desk.say(_("Drill console settings")), parent)
        self._desk = desk
        self._source = desk.settings.source or desk.say(USUAL_POST)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(desk.dress.px(20))
        self._form.setVerticalSpacing(desk.dress.px(12))
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self.column.addLayout(self._form)
        self._make_double_press()
        self._make_sounds()
        self._make_full_screen()
        self.column.addStretch(1)
        self.add_buttons(desk.say(_("Close")))
        self.resize(desk.dress.px(560), desk.dress.px(360))
        self.double_press.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_double_press(self) -> None:
        desk = self._desk
        self.double_press = QSpinBox(self)
        self.double_press.setRange(DOUBLE_PRESS_MS[0], DOUBLE_PRESS_MS[-1])
        self.double_press.setSingleStep(_STEP_MS)
        self.double_press.setSuffix(desk.say(_(" ms")))
        self.double_press.setValue(desk.settings.double_press_ms)
        self.double_press.valueChanged.connect(self._keep_double_press)
        words = _("Two presses of one key within this time count as one.")
        self._add(_("Double press"), self.double_press, desk.say(words))

    def _make_sounds(self) -> None:
        desk = self._desk
        self.sounds = QCheckBox(desk.say(_("Sounds at the post {post}", post=self._source)), self)
        self.sounds.setChecked(has_sounds(desk.settings, self._source))
        self.sounds.toggled.connect(self._keep_sounds)
        words = _("Turn them off where somebody hides: whatever is heard is shown as well.")
        self._add(_("Sounds"), self.sounds, desk.say(words))

    def _make_full_screen(self) -> None:
        desk = self._desk
        self.full_screen = QCheckBox(desk.say(_("Fill the screen while a drill runs")), self)
        self.full_screen.setChecked(desk.settings.full_screen)
        self.full_screen.toggled.connect(self._keep_full_screen)
        words = _("F11 goes there and back at any time.")
        self._add(_("Full screen"), self.full_screen, desk.say(words))

    def _add(self, name: Text, field: QWidget, hint: str) -> None:
        label = QLabel(hint, self)
        label.setProperty("role", "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        field.setAccessibleDescription(hint)
        self._form.addRow(self._desk.say(name), field)
        self._form.addRow("", label)

    def _keep_double_press(self, ms: int) -> None:
        self._desk.remember(replace(self._desk.settings, double_press_ms=ms))

    def _keep_sounds(self, is_on: bool) -> None:
        self._desk.remember(with_sounds(self._desk.settings, self._source, is_on=is_on))

    def _keep_full_screen(self, is_on: bool) -> None:
        self._desk.remember(replace(self._desk.settings, full_screen=is_on))
