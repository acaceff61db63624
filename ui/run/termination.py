"""End the program without a question when the session ends: log-out, shutdown, SIGTERM."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QApplication


class Endings(QObject):
    """Watches for the end of the session while a drill runs.

    What is unsaved is saved first and nobody is asked; the drill stays unfinished and is
    offered at the next start.
    """

    def __init__(
        self,
        flush: Callable[[], None],
        may_close: Callable[[], bool],
        close: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._flush = flush
        self._may_close = may_close
        self._close = close
        self._pair: tuple[socket.socket, socket.socket] | None = None
        self._notifier: QSocketNotifier | None = None
        self._before: object = None
        application = QCoreApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self.commit, Qt.ConnectionType.DirectConnection)

    def watch(self) -> None:
        """Begin to watch for SIGTERM; only the main thread of a program can."""
        if self._pair is not None or threading.current_thread() is not threading.main_thread():
            return
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.setblocking(False)
        self._pair = (ours, theirs)
        self._wakeup_before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        # Python runs handlers between byte codes; Qt's loop has none, so a socket wakes it.
        self._before = signal.signal(signal.SIGTERM, _do_nothing)
        self._notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._terminate)

    def rest(self) -> None:
        """Watch no more."""
        if self._pair is None:
            return
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        signal.set_wakeup_fd(self._wakeup_before)
        signal.signal(signal.SIGTERM, self._before or signal.SIG_DFL)  # type: ignore[arg-type]  # what signal() gave
        for end in self._pair:
            end.close()
        self._pair = None

    def commit(self, _manager: QSessionManager | None = None) -> None:
        """Save because the desktop's session ends; nobody is asked."""
        self._flush()

    def _terminate(self) -> None:
        if self._pair is not None:
            number = self._pair[0].recv(64)
            if bytes([signal.SIGTERM]) not in number:
                return
        self._flush()
        self.rest()
        is_safe = self._may_close()
        # Python would close the database without the workspace knowing, and the file would
        # look like a copy that was taken while it was open.
        self._close()
        if is_safe:
            QApplication.closeAllWindows()
        QCoreApplication.exit(0)


def _do_nothing(_number: int, _frame: object) -> None:
    """Let the socket tell of it."""
