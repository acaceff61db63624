"""Hear that the session ends (SIGTERM, Ctrl+C), so that the window closes as by hand."""

from __future__ import annotations

import signal
import socket
import threading
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_ENDINGS = (signal.SIGTERM, signal.SIGINT)


class SessionEnd(QObject):
    """Emits `ended` at such a signal; `rest` gives the signals back to who had them."""

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pair: tuple[socket.socket, socket.socket] | None = None
        self._before: dict[signal.Signals, Any] = {}

    def watch(self) -> None:
        """Begin to listen; only the main thread of a program can."""
        if self._pair is not None or threading.current_thread() is not threading.main_thread():
            return
        ours, theirs = self._pair = socket.socketpair()
        ours.setblocking(False)
        theirs.setblocking(False)
        # Python runs handlers between byte codes; Qt's loop has none, so a socket wakes it.
        self._wakeup_before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        self._before = {one: signal.signal(one, _do_nothing) for one in _ENDINGS}
        self._notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)

    def rest(self) -> None:
        """Listen no more."""
        if self._pair is None:
            return
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup_before)
        for number, before in self._before.items():
            signal.signal(number, before)
        for end in self._pair:
            end.close()
        self._pair = None

    def _hear(self) -> None:
        if self._pair is not None and set(self._pair[0].recv(64)) & set(_ENDINGS):
            self.ended.emit()


def _do_nothing(_number: int, _frame: object) -> None:
    """Let the socket tell of it."""
