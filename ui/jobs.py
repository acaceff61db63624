"""Do slow work off the GUI thread: one lane for the database, one for everything else.

A lane is one worker thread, so what a lane is given is done in order. Results and errors
arrive on the GUI thread. A worker touches no QObject but its own signal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Literal, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)

Lane: TypeAlias = Literal["data", "work"]
T = TypeVar("T")


class _Answer(QObject):
    """Carries one result to the GUI thread, where it lives, and calls who asked."""

    _arrived = Signal(object, object)

    def __init__(self, deliver: Callable[[_Answer, Any, BaseException | None], None]) -> None:
        super().__init__()
        self._deliver = deliver
        self._arrived.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def finish(self, future: Future[Any]) -> None:
        """Take what a worker thread came to; called on that thread."""
        if future.cancelled():
            return
        error = future.exception()
        self._arrived.emit(None if error else future.result(), error)

    def _arrive(self, value: Any, error: BaseException | None) -> None:
        self._deliver(self, value, error)


class Jobs(QObject):
    """The two lanes; ask with `run`, and stop with `close`.

    `failed` is emitted for an error that nobody asked to hear of.
    """

    failed = Signal(object)
    busyChanged = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {
            "data": ThreadPoolExecutor(1, thread_name_prefix="data"),
            "work": ThreadPoolExecutor(1, thread_name_prefix="work"),
        }
        self._waiting: set[_Answer] = set()
        self._is_closed = False

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Do `work` on a lane, then call `done` or `failed` on the GUI thread.

        An error goes to `failed` if given, else to the signal of that name. Once the lanes
        are closed nothing is done and nobody called.
        """
        if self._is_closed:
            return

        def deliver(answer: _Answer, value: Any, error: BaseException | None) -> None:
            self._waiting.discard(answer)
            if self._is_closed:
                return
            self.busyChanged.emit(len(self._waiting))
            if error is None:
                if done is not None:
                    done(value)
            elif failed is not None:
                failed(error)
            else:
                self.failed.emit(error)

        answer = _Answer(deliver)
        self._waiting.add(answer)
        self.busyChanged.emit(len(self._waiting))
        self._lanes[lane].submit(work).add_done_callback(answer.finish)

    def submit(self, lane: Lane, work: Callable[[], None]) -> None:
        """Do `work` on a lane and tell nobody; any thread may ask. RuntimeError once closed."""
        self._lanes[lane].submit(work)

    @property
    def is_busy(self) -> bool:
        """Tell whether anything is under way."""
        return bool(self._waiting)

    def close(self) -> None:
        """Write all that is to be written, drop what was only to be computed, end both threads."""
        self._is_closed = True
        self._lanes["work"].shutdown(wait=False, cancel_futures=True)
        for lane in self._lanes.values():
            lane.shutdown(wait=True)
        self._waiting.clear()
