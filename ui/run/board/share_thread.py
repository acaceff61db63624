"""Reach a shared folder on a thread of its own: a share that hangs holds up nobody else.

The thread is a daemon, so that not even the end of the program waits for a share.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)


class ShareThread(QObject):
    """Does one thing at a time; what is asked while it is busy is not done.

    `work` touches neither QObject nor workspace. Answers arrive on the GUI thread.
    """

    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_busy = False
        self._told: tuple[Callable[[Any], None], Callable[[BaseException], None]] | None = None
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether it has not come back from the share yet."""
        return self._is_busy

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> bool:
        """Do something with the share; tell whether it was begun."""
        if self._is_busy:
            return False
        self._is_busy, self._told = True, (done, failed)
        threading.Thread(target=self._do, args=(work,), name="share", daemon=True).start()
        return True

    def _do(self, work: Callable[[], Any]) -> None:
        value: object = None
        error: BaseException | None = None
        try:
            value = work()
        except BaseException as fault:
            error = fault
        try:
            self._finished.emit(value, error)
        except RuntimeError:
            # The window was closed meanwhile; nobody waits for an answer.
            log.debug("nobody waits for the share any more")

    def _on_finished(self, value: object, error: object) -> None:
        told, self._told, self._is_busy = self._told, None, False
        if told is None:
            return
        if isinstance(error, BaseException):
            told[1](error)
        else:
            told[0](value)
