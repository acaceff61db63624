"""Read when an input event happened, from what the platform says of it.

X11 and Wayland stamp events as they happen, and Qt hands the stamp on. On Windows Qt stamps
an event when it is taken out of the queue, too late by as long as the program was busy; there
the time of the message itself is read in a native filter. That adapter is tested with made-up
messages only and is to be confirmed on Windows.
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtGui import QGuiApplication, QInputEvent, QKeyEvent
from typing_extensions import override

from drillplanner.run.clock.input_time import Caught, InstantMap
from drillplanner.run.clock.machine_clock import Clock, Stamp, has_jumped, now

_KEY_MESSAGES = frozenset({0x0100, 0x0101, 0x0104, 0x0105})
_SCAN_SHIFT, _SCAN_MASK = 16, 0x1FF
#: Messages remembered at most; Qt takes each within one turn of its loop.
_REMEMBERED = 64


class Instants(Protocol):
    """Gives the instant of an input event; ask first thing in the handler, for each event."""

    def catch(self, event: QInputEvent) -> Caught:
        """Give the event's instant on both clocks, with its uncertainty."""
        ...


class EventInstants:
    """Instants from the event's own timestamp (X11, Wayland, macOS).

    `known_ns` reads elapsed clock minus event clock where the platform lets it be read: on
    Linux both are the kernel's, CLOCK_BOOTTIME and CLOCK_MONOTONIC.
    """

    def __init__(self, clock: Clock, known_ns: Callable[[], int | None] | None = None) -> None:
        self._clock = clock
        self._known_ns = known_ns or (lambda: None)
        self._map = InstantMap()
        self._before: Stamp | None = None

    def catch(self, event: QInputEvent) -> Caught:
        """Give the event's instant on both clocks, with its uncertainty."""
        present = now(self._clock)
        return self.map(self.time_ms(event), present)

    def map(self, event_ms: int, present: Stamp) -> Caught:
        """Map a time of the platform that is handled at `present`."""
        if self._before is not None and has_jumped(self._before, present):
            self._map.clear()
        self._before = present
        return self._map.catch(event_ms, present, self._known_ns())

    def time_ms(self, event: QInputEvent) -> int:
        """Read the platform's time of an event; 0 if it has none."""
        return int(event.timestamp())


class MessageInstants(EventInstants):
    """Instants from the time of Windows' messages, matched first in, first out to Qt's events."""

    def __init__(self, clock: Clock, known_ns: Callable[[], int | None] | None = None) -> None:
        super().__init__(clock, known_ns)
        self._messages: deque[tuple[int, int]] = deque(maxlen=_REMEMBERED)
        self.native_filter = _MessageFilter(self.remember)

    def install(self, application: QCoreApplication) -> None:
        """Begin to read the messages' times."""
        application.installNativeEventFilter(self.native_filter)

    def remember(self, scan_code: int, time_ms: int) -> None:
        """Keep the time of a key message until Qt's event of it comes."""
        self._messages.append((scan_code, time_ms))

    @override
    def time_ms(self, event: QInputEvent) -> int:
        # Give the time of the message that this event was made of; 0 if it is not known.
        if not isinstance(event, QKeyEvent):
            return int(event.timestamp())
        while self._messages:
            scan_code, time_ms = self._messages.popleft()
            if scan_code == event.nativeScanCode():
                return time_ms
        return 0


class _MessageFilter(QAbstractNativeEventFilter):
    """Reads scan code and time of key messages; lets every message pass."""

    def __init__(self, remember: Callable[[int, int], None]) -> None:
        super().__init__()
        self._remember = remember

    @override
    def nativeEventFilter(
        self, event_type: QByteArray | bytes | bytearray | memoryview[int], message: int
    ) -> Any:
        if QByteArray(event_type) == QByteArray(b"windows_generic_MSG"):
            found = Message.from_address(int(message))
            if found.message in _KEY_MESSAGES:
                self._remember((found.l_param >> _SCAN_SHIFT) & _SCAN_MASK, found.time)
        return False, 0


class Message(ctypes.Structure):
    """Windows' MSG; handles and parameters are as wide as pointers."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint32),
        ("w_param", ctypes.c_size_t),
        ("l_param", ctypes.c_size_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
    )


def make_instants(clock: Clock) -> Instants:
    """Choose the adapter for this platform."""
    platform = QGuiApplication.platformName()
    application = QCoreApplication.instance()
    if platform == "windows" and application is not None:
        messages = MessageInstants(clock, _windows_known_ns(clock))
        messages.install(application)
        return messages
    return EventInstants(clock, _linux_known_ns(clock) if platform == "xcb" else None)


def _linux_known_ns(clock: Clock) -> Callable[[], int | None] | None:
    if not sys.platform.startswith("linux"):
        return None

    def read() -> int:
        return clock.elapsed_ns() - time.clock_gettime_ns(time.CLOCK_MONOTONIC)

    return read


def _windows_known_ns(clock: Clock) -> Callable[[], int | None] | None:
    """Read how far the elapsed clock is from the tick count that messages are stamped with."""
    libraries: Any = getattr(ctypes, "windll", None)
    if libraries is None:
        return None
    ticks = libraries.kernel32.GetTickCount64
    ticks.restype = ctypes.c_uint64

    def read() -> int:
        return clock.elapsed_ns() - int(ticks()) * 10**6

    return read
