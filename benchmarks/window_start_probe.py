"""Start a window and say when it was painted, usable and filled; runs in its own process.

The moments are read on a clock that all processes share, so that whoever started this one
can count from before it began.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override

#: How often the probe looks whether the page is filled; it errs by no more.
_LOOK_MS = 2


class Probe(QObject):
    """Watches a window from outside; the program knows nothing of it."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._moments: list[float] = []
        self._is_painting = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        application.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch the first painting of a window."""
        if event.type() is QEvent.Type.Paint and not self._is_painting:
            self._is_painting = True
            # Once this very painting is done and shown.
            QTimer.singleShot(0, self._was_painted)
        return False

    def _was_painted(self) -> None:
        self._moments.append(time.perf_counter())
        self._application.removeEventFilter(self)
        self._timer.start(_LOOK_MS)

    def _look(self) -> None:
        """Note when the window takes commands, then when its first page waits for nothing."""
        windows = (one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow))
        window = next((one for one in windows if one.isVisible()), None)
        if window is None:
            return
        if len(self._moments) == 1:
            self._moments.append(time.perf_counter())
        context = getattr(window, "desk", None)
        if context is None or not context.jobs.is_busy:
            self._timer.stop()
            print(*self._moments, time.perf_counter(), flush=True)
            QApplication.closeAllWindows()


def run_bare() -> None:
    """Show a window with nothing in it."""
    application = QApplication([])
    Probe(application)
    window = QMainWindow()
    window.resize(1180, 760)
    window.show()
    application.exec()


def run_program() -> None:
    """Show the program's window."""
    application = QApplication([])
    Probe(application)
    from ui.main import run

    run()


if __name__ == "__main__":
    run_bare() if sys.argv[1:] == ["bare"] else run_program()
