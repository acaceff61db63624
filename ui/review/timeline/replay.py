"""Replay a drill on its time line: a second that moves at 1 to 16 times, or is put anywhere."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSlider, QWidget

from drillplanner.base.texts import _
from drillplanner.terms.timeline import Seconds
from ui.context import AppContext
from ui.widgets.columns import words_label
from ui.widgets.timeline.scale import tick_text

SPEEDS = (1, 2, 4, 8, 16)
#: How often the second moves on while it plays, in milliseconds.
_STEP_MS = 50
#: The slider's steps are tenths of a second.
_TENTHS = 10


class ReplayBar(QWidget):
    """Plays, pauses and jumps; `moved` tells the second that is shown."""

    moved = Signal(float)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._range: Seconds = 0.0, 0.0
        self.second = 0.0
        say, dress = context.say, context.dress
        self._clock, self._timer = QElapsedTimer(), QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._step)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dress.px(10))
        self.play = QPushButton("", self)
        self.play.clicked.connect(self.toggle)
        self.speed = QComboBox(self)
        self.speed.setAccessibleName(say(_("Speed of the replay")))
        for speed in SPEEDS:
            self.speed.addItem(f"{speed} ×", speed)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(say(_("Second of the replay")))
        self.slider.setSingleStep(_TENTHS)
        self.slider.setPageStep(10 * _TENTHS)
        self.slider.valueChanged.connect(self._on_slider)
        self.at = words_label("", self)
        self.at.setMinimumWidth(dress.px(84))
        for part in (self.play, self.speed, self.at):
            row.addWidget(part)
        row.insertWidget(2, self.slider, 1)
        self._show_playing()

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def set_range(self, seconds: Seconds) -> None:
        """Play between two seconds, from the first."""
        self.pause()
        self._range = seconds
        with QSignalBlocker(self.slider):
            self.slider.setRange(round(seconds[0] * _TENTHS), round(seconds[1] * _TENTHS))
        self.go(seconds[0])

    def go(self, second: float) -> None:
        """Go to a second."""
        self.second = min(max(second, self._range[0]), self._range[1])
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(self.second * _TENTHS))
        self.at.setText(self._context.say(tick_text(round(self.second, 1))))
        self.moved.emit(self.second)

    def toggle(self) -> None:
        """Play, or pause; at the end it begins anew."""
        if self.is_playing:
            self.pause()
            return
        if self.second >= self._range[1]:
            self.go(self._range[0])
        self._clock.start()
        self._timer.start()
        self._show_playing()

    def pause(self) -> None:
        """Stand still."""
        self._timer.stop()
        self._show_playing()

    def _step(self) -> None:
        passed_s = self._clock.restart() / 1000
        self.go(self.second + passed_s * SPEEDS[self.speed.currentIndex()])
        if self.second >= self._range[1]:
            self.pause()

    def _show_playing(self) -> None:
        words = _("Pause the replay") if self.is_playing else _("Replay")
        self.play.setText(self._context.say(words))

    def _on_slider(self, value: int) -> None:
        self.go(value / _TENTHS)
