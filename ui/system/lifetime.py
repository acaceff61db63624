"""Decide when Python lets go of Qt's objects: after Qt has, on the GUI thread, between events.

Two things make PySide6 crash, whatever a window is made of (seen with 6.8 to 6.11):

- Python's collector clears a cycle object by object, in the order of their making. Where a child
  holds the last reference to its page, the page dies in the middle of that, and Qt deletes
  for a second time what the collector has just deleted. `keep_until_destroyed` keeps a page
  out of the collector's reach while Qt has it.
- The collector runs on whichever thread allocates next. On a worker's it destroys widgets
  there, or waits for Qt's locks while the GUI thread waits for the interpreter. `Collector`
  turns it off and does its work from a timer of the GUI thread.

`tests/guards/test_lifetime.py` shows the first of them, and when the workaround may go.
"""

from __future__ import annotations

import gc
from functools import partial
from itertools import count

from PySide6.QtCore import QObject, QTimer

_kept: dict[int, QObject] = {}
_next_key = count()


def keep_until_destroyed(made: QObject) -> None:
    """Hold `made` from outside until Qt has destroyed it.

    Every page, dialog and chart that is made and dropped calls this first. A parent or
    `deleteLater` ends it; to drop its name does not.
    """
    key = next(_next_key)
    _kept[key] = made
    made.destroyed.connect(partial(_let_go_later, key))


def _let_go_later(key: int, _destroyed: object = None) -> None:
    # `destroyed` comes from inside the destructor, where the rest of the tree still stands.
    QTimer.singleShot(0, partial(_kept.pop, key, None))


class Collector(QObject):
    """Python's garbage collector, run on the GUI thread alone: once a second, where it is due.

    A pass over everything stops all threads for some 35 ms with the program loaded, and a key
    waits as long; so there is none while a drill is logged. A pass over what is new takes less
    than a millisecond.
    """

    INTERVAL_MS = 1000

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_drill_running = False
        self._was_enabled = gc.isenabled()
        self._timer = QTimer(self)
        self._timer.setInterval(self.INTERVAL_MS)
        self._timer.timeout.connect(self.collect_due)

    def start(self) -> None:
        """Take collecting over from Python."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give it back as it was found, once no worker's thread is left."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()

    def collect_due(self) -> None:
        """Collect the oldest generation whose threshold is passed."""
        oldest = 1 if self._is_drill_running else 2
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in range(oldest, -1, -1):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def rest_while_running(self, is_running: bool) -> None:
        """Collect everything once as a drill begins, and then no more than what is new."""
        self._is_drill_running = is_running
        if is_running:
            gc.collect()
