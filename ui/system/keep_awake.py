"""Keep the screen on and the machine awake, where the system lets a program do so.

Windows: SetThreadExecutionState, on the window's thread, which lives as long as the program.
Linux: the session bus, as desktops offer it; the request ends with our connection to the bus,
so nothing is left behind by a crash.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from drillplanner.services.readiness.checks import Awake
from ui.context import AppContext

#: learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadexecutionstate
_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x00000001, 0x00000002

#: Our connection to the session bus; closing it takes the request back.
_BUS_NAME = "drillplanner-awake"
#: The bus is waited for no longer than this.
_PATIENCE_MS = 1000
#: Why, as desktops show it in their list of what keeps the screen on.
_APPLICATION, _REASON = "drillplanner", "A drill is being logged"
#: Desktops offer the service at the first place, older ones at the second.
_SAVER, _PATHS = "org.freedesktop.ScreenSaver", ("/org/freedesktop/ScreenSaver", "/ScreenSaver")


class Keeper(Protocol):
    """A system's way to stay awake; `hold` says whether it was granted, and may take a second."""

    #: Whether `hold` and `release` belong to the window's thread.
    is_instant: bool

    def hold(self) -> bool:
        """Ask the system to stay awake."""
        ...

    def release(self) -> None:
        """Let it sleep again."""
        ...


class StayingAwake(QObject):
    """Asks the system to stay awake for each of several reasons, and lets go with the last.

    While a drill runs it is held by itself; pages that want it say so with `want`.
    """

    changed = Signal(object)

    def __init__(
        self, context: AppContext, keeper: Keeper | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._keeper = keeper or keeper_here()
        self._reasons: set[str] = set()
        self._is_held = False
        self.state: Awake = "asked"
        context.runningChanged.connect(self._on_running)

    def want(self, reason: str, *, is_wanted: bool) -> None:
        """Say that there is a reason to stay awake, or that it has gone."""
        if is_wanted:
            self._reasons.add(reason)
        else:
            self._reasons.discard(reason)
        if self._reasons and not self._is_held:
            self._is_held = True
            self._tell("asked")
            self._do(self._keeper.hold, self._on_answer)
        elif not self._reasons and self._is_held:
            self._is_held = False
            self._do(self._release, self._on_released)

    def _on_running(self, is_running: bool) -> None:
        self.want("drill", is_wanted=is_running)

    def _do(self, work: Callable[[], bool], done: Callable[[bool], None]) -> None:
        if self._keeper.is_instant:
            done(work())
        else:
            self._context.jobs.run("work", work, done, self._on_failure)

    def _release(self) -> bool:
        self._keeper.release()
        return True

    def _on_answer(self, is_granted: bool) -> None:
        self._tell("held" if is_granted else "refused")

    def _on_released(self, _is_done: bool) -> None:
        if not self._is_held:
            self._tell("asked")

    def _on_failure(self, error: BaseException) -> None:
        self._tell("refused")
        self._context.failures.tell(error)

    def _tell(self, state: Awake) -> None:
        self.state = state
        self.changed.emit(state)


class WindowsKeeper:
    """Stays awake by SetThreadExecutionState."""

    is_instant = True

    def __init__(self, set_state: Callable[[int], int] | None = None) -> None:
        libraries: Any = getattr(ctypes, "windll", None)
        if set_state is None and libraries is not None:
            function = libraries.kernel32.SetThreadExecutionState
            function.argtypes = [ctypes.c_uint32]
            function.restype = ctypes.c_uint32
            set_state = function
        self._set_state = set_state

    def hold(self) -> bool:
        """Keep display and system on; the call gives 0 where it fails."""
        if self._set_state is None:
            return False
        return self._set_state(_CONTINUOUS | _SYSTEM | _DISPLAY) != 0

    def release(self) -> None:
        """Take it back."""
        if self._set_state is not None:
            self._set_state(_CONTINUOUS)


class BusKeeper:
    """Stays awake by the desktop's own service on the session bus."""

    is_instant = False

    def hold(self) -> bool:
        """Ask the screen saver's service, which all large desktops offer; False without it."""
        try:
            from PySide6.QtDBus import QDBusConnection, QDBusMessage
        except ImportError:
            return False
        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _BUS_NAME)
        if not bus.isConnected():
            return False
        for path in _PATHS:
            message = QDBusMessage.createMethodCall(_SAVER, path, _SAVER, "Inhibit")
            message.setArguments([_APPLICATION, _REASON])
            answer = bus.call(message, timeout=_PATIENCE_MS)
            if answer.type() == QDBusMessage.MessageType.ReplyMessage:
                return True
        QDBusConnection.disconnectFromBus(_BUS_NAME)
        return False

    def release(self) -> None:
        """Close our connection: the service drops what it was asked for."""
        from PySide6.QtDBus import QDBusConnection

        QDBusConnection.disconnectFromBus(_BUS_NAME)


class NoKeeper:
    """A system that cannot be asked."""

    is_instant = True

    def hold(self) -> bool:
        """Say that it is not held off."""
        return False

    def release(self) -> None:
        """Do nothing."""


def keeper_here() -> Keeper:
    """Choose the way of this system."""
    if sys.platform == "win32":
        return WindowsKeeper()
    return BusKeeper() if sys.platform.startswith("linux") else NoKeeper()
