"""Take the console's keys: one plain widget that keeps the focus and has no input method."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from drillplanner.run.clock.input_time import Caught
from ui.navigation_guard import HOLD_MS
from ui.run.input_time import Instants
from ui.run.keys import HOLD_KEYS, place_of

#: X11 makes a release and a press of each repeat, with one time; Qt tells most of them from
#: a person's, but not where the press is not in its queue yet. Nobody lets go of a key and
#: presses it again within this many milliseconds.
_REPEAT_MS = 3
#: So long a release of a held key may be such a one.
_GRACE_MS = 80
#: A hold counts as reached only where the window's thread was not blocked when it was due: the
#: release may wait behind the timer. It is then asked again after so many milliseconds.
_LATE_S, _AGAIN_MS = 0.1, 50


class KeyPad(QWidget):
    """Says which key was pressed and when; whatever lies on it must not take the focus.

    `pressed` carries the place of the key, its instant, and whether Shift and Ctrl are down.
    Repeats of a key that is held down are no presses. `focusChanged` says whether keys arrive.
    """

    pressed = Signal(str, object, bool, bool)
    focusChanged = Signal(bool)
    #: A key of HOLD_KEYS, by what it does, goes down (True) or comes up too soon (False).
    holdChanged = Signal(str, bool)
    #: It was held long enough.
    holdReached = Signal(str)
    #: A key of the console was pressed with Alt or the system key down: it is no mark.
    missed = Signal()
    #: Ctrl goes down (True) or comes up: what is pressed under it was heard by radio.
    ctrlChanged = Signal(bool)

    def __init__(self, instants: Instants, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instants = instants
        self._platform = QGuiApplication.platformName()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._held = ""
        #: When the held key went down, on the elapsed clock; None for a button.
        self._since_ns: int | None = None
        self.hold_timer = QTimer(self)
        self.hold_timer.setSingleShot(True)
        self.hold_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.hold_timer.timeout.connect(self.on_due)
        self._due_s = 0.0
        self._grace = QTimer(self)
        self._grace.setSingleShot(True)
        self._grace.setInterval(_GRACE_MS)
        self._grace.timeout.connect(self.let_go)
        #: When each key was let go, by its code, in the platform's time.
        self._released: dict[int, int] = {}

    @property
    def instants(self) -> Instants:
        """Give what tells instants, for taps."""
        return self._instants

    @override
    def event(self, event: QEvent) -> bool:
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def _is_ours(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or _is_command(event):
            return False
        return place_of(event, self._platform) not in ("", "F1", "F11")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Stamp the press and say it; a held key's repeats and commands are left alone.
        caught = self._instants.catch(event)
        if event.isAutoRepeat() or self._is_repeat(event):
            self._grace.stop()
            if self._held and not self.hold_timer.isActive():
                self._wait(HOLD_MS - self._held_ms(caught))
            return
        if event.key() == Qt.Key.Key_Control:
            self.ctrlChanged.emit(True)
        place = place_of(event, self._platform)
        if not place or _is_command(event):
            if place:
                self.missed.emit()
            super().keyPressEvent(event)
            return
        if place == "F11":
            super().keyPressEvent(event)
            return
        if place in HOLD_KEYS:
            self.hold(HOLD_KEYS[place], caught.stamp.elapsed_ns)
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self.pressed.emit(place, caught, is_shifted, has_ctrl)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        # Learn from the release how long events wait; let go of a held key.
        caught = self._instants.catch(event)
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Control:
            self.ctrlChanged.emit(False)
        self._released[event.nativeScanCode()] = event.timestamp()
        if self._held and HOLD_KEYS.get(place_of(event, self._platform)) == self._held:
            # By the keys' own times: with the thread blocked, press and release come at once.
            if self._held_ms(caught) >= HOLD_MS:
                self._reach()
            else:
                self.hold_timer.stop()
                self._grace.start()

    def _is_repeat(self, event: QKeyEvent) -> bool:
        """Tell a held key's repeat that came as a release and a press at the same time."""
        before = self._released.get(event.nativeScanCode())
        if not before or not event.timestamp():
            return False
        return 0 <= event.timestamp() - before <= _REPEAT_MS

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._instants.catch(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def hold(self, name: str, since_ns: int | None = None) -> None:
        """Begin to hold a key of HOLD_KEYS, or its button, named by what it does."""
        self.let_go()
        self._held, self._since_ns = name, since_ns
        self._wait(HOLD_MS)
        self.holdChanged.emit(name, True)

    def let_go(self) -> None:
        """Let it go; too soon does nothing."""
        self._grace.stop()
        self.hold_timer.stop()
        name, self._held = self._held, ""
        if name:
            self.holdChanged.emit(name, False)

    def _held_ms(self, caught: Caught) -> int:
        since_ns = caught.stamp.elapsed_ns if self._since_ns is None else self._since_ns
        return (caught.stamp.elapsed_ns - since_ns) // 10**6

    def _wait(self, milliseconds: int) -> None:
        self._due_s = time.monotonic() + max(0, milliseconds) / 1000
        self.hold_timer.start(max(0, milliseconds))

    def on_due(self) -> None:
        if time.monotonic() - self._due_s > _LATE_S:
            self._wait(_AGAIN_MS)
        else:
            self._reach()

    def _reach(self) -> None:
        self._grace.stop()
        self.hold_timer.stop()
        name, self._held = self._held, ""
        self.holdReached.emit(name)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focusChanged.emit(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.let_go()
        self.ctrlChanged.emit(False)
        self.focusChanged.emit(False)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.let_go()
        super().hideEvent(event)

    @override
    def focusNextPrevChild(self, _next: bool) -> bool:
        # Keep the focus at Tab: nothing else here needs it.
        return False


def _is_command(event: QKeyEvent) -> bool:
    """Tell a way to the menus from a mark.

    A stuck Ctrl marks like any press: nobody means to leave or quit in mid drill, and a
    press that is swallowed cannot be repeated.
    """
    command = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.modifiers() & command)
