"""Hear that the session ends: SIGTERM, Ctrl+C, or the desktop that logs out.

One handler for the whole program, whether a drill runs or not: what is unsaved is saved first and
nobody is asked; a drill stays unfinished and is offered at the next start.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt, Signal
from PySide6.QtGui import QGuiApplication, QSessionManager

_ENDINGS = (signal.SIGTERM, signal.SIGINT)


class TerminationHandler(QObject):
    """Calls `save`, then emits `ended`; `rest` gives the signals back to who had them.

    Where the desktop only asks to save, because it may yet go on, nothing is emitted.
    """

    ended = Signal()

    def __init__(self, save: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._save = save
        self._pair: tuple[socket.socket, socket.socket] | None = None
        self._before: dict[signal.Signals, Any] = {}

    def watch(self) -> None:
        """Begin to listen; only the main thread of a program can hear signals."""
        application = QCoreApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self.commit, Qt.ConnectionType.DirectConnection)
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

    def commit(self, _manager: QSessionManager | None = None) -> None:
        """Save because the desktop's session ends; nobody is asked."""
        self._save()

    def _hear(self) -> None:
        if self._pair is not None and set(self._pair[0].recv(64)) & set(_ENDINGS):
            self._save()
            self.ended.emit()


def _do_nothing(_number: int, _frame: object) -> None:
    """Let the socket tell of it."""
