"""Take the console's keys: one plain widget that keeps the focus and has no input method."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.run.instants import Instants
from ui.run.keys import place_of

#: The key that ends the drill, and for how long it is to be held.
END_KEY, END_MS = "F12", 1000
#: X11 makes a release and a press of each repeat, with one time; Qt tells most of them from
#: a person's, but not where the press is not in its queue yet. Nobody lets go of a key and
#: presses it again within this many milliseconds.
_REPEAT_MS = 3
#: So long a release of the end key may be such a one.
_GRACE_MS = 80


class KeyPad(QWidget):
    """Says which key was pressed and when; whatever lies on it must not take the focus.

    `pressed` carries the place of the key, its instant and whether Shift is down. Repeats
    of a key that is held down are no presses. `focusChanged` says whether keys arrive.
    """

    pressed = Signal(str, object, bool)
    focusChanged = Signal(bool)
    #: The end key goes down (True) or comes up too soon (False).
    endHeld = Signal(bool)
    endReached = Signal()

    def __init__(self, instants: Instants, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instants = instants
        self._platform = QGuiApplication.platformName()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(END_MS)
        self._end.timeout.connect(self.endReached)
        self._grace = QTimer(self)
        self._grace.setSingleShot(True)
        self._grace.setInterval(_GRACE_MS)
        self._grace.timeout.connect(self.release_end)
        #: When each key was let go, by its code, in the platform's time.
        self._released: dict[int, int] = {}

    @property
    def instants(self) -> Instants:
        """Give what tells instants, for taps."""
        return self._instants

    def event(self, event: QEvent) -> bool:
        """Keep plain keys from being taken for shortcuts."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def _is_ours(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or _is_command(event):
            return False
        return place_of(event, self._platform) not in ("", "F1")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stamp the press and say it; a held key's repeats and commands are left alone."""
        caught = self._instants.catch(event)
        if event.isAutoRepeat() or self._is_repeat(event):
            self._grace.stop()
            return
        place = place_of(event, self._platform)
        if not place or _is_command(event):
            super().keyPressEvent(event)
            return
        if place == END_KEY:
            self.hold_end()
            return
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.pressed.emit(place, caught, is_shifted)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Learn from the release how long events wait; let go of the end key."""
        self._instants.catch(event)
        if event.isAutoRepeat():
            return
        self._released[event.nativeScanCode()] = event.timestamp()
        if place_of(event, self._platform) == END_KEY:
            self._grace.start()

    def _is_repeat(self, event: QKeyEvent) -> bool:
        """Tell a held key's repeat that came as a release and a press at the same time."""
        before = self._released.get(event.nativeScanCode())
        if not before or not event.timestamp():
            return False
        return 0 <= event.timestamp() - before <= _REPEAT_MS

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the focus back at a click anywhere."""
        self._instants.catch(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def hold_end(self) -> None:
        """Begin to hold the end key or button."""
        self._grace.stop()
        self._end.start()
        self.endHeld.emit(True)

    def release_end(self) -> None:
        """Let it go; too soon ends nothing."""
        self._grace.stop()
        if self._end.isActive():
            self._end.stop()
            self.endHeld.emit(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that keys arrive."""
        super().focusInEvent(event)
        self.focusChanged.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that keys do not arrive."""
        super().focusOutEvent(event)
        self.release_end()
        self.focusChanged.emit(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the end key go with the page."""
        self.release_end()
        super().hideEvent(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Keep the focus at Tab: nothing else here needs it."""
        return False


def _is_command(event: QKeyEvent) -> bool:
    """Tell a way to the menus from a mark.

    A stuck Ctrl marks like any press: nobody means to leave or quit in mid drill, and a
    press that is swallowed cannot be repeated.
    """
    command = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.modifiers() & command)
