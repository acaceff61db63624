"""Do slow work off the GUI thread: one lane for the database, one for everything else.

A lane is one worker thread, so what a lane is given is done in order. Results and errors
arrive on the GUI thread, where also everything that a job held is let go: a worker knows a
job by its number only, because the last reference to a page may not be dropped on its thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from drillplanner.services.lanes import Lane

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(slots=True)
class _Job:
    """What is to be done, for whom, and what came of it."""

    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[BaseException], None] | None
    owner: QObject | None
    latest: str
    value: Any = None
    error: BaseException | None = None
    is_dropped: bool = False

    def do(self) -> None:
        """Work, on a lane."""
        try:
            self.value = self.work()
        except BaseException as error:
            self.error = error

    def deliver(self, failed: Callable[[BaseException], None]) -> None:
        """Tell who asked, on the GUI thread; `failed` hears of an error nobody else does."""
        is_heard = self.owner is None or isValid(self.owner)
        error, self.error = self.error, None  # its traceback leads back to this job
        if error is None:
            if is_heard and self.done is not None:
                self.done(self.value)
        elif is_heard and self.failed is not None:
            self.failed(error)
        else:
            failed(error)


class Jobs(QObject):
    """The two lanes; ask with `run`, and stop with `close`.

    `failed` is emitted for an error that nobody asked to hear of.
    """

    failed = Signal(object)
    busyChanged = Signal(int)
    #: The number of a job that a lane is through with; emitted on the lane's thread.
    _finished = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {
            "data": ThreadPoolExecutor(1, thread_name_prefix="data"),
            "work": ThreadPoolExecutor(1, thread_name_prefix="work"),
        }
        self._numbers = count()
        self._jobs: dict[int, _Job] = {}
        self._latest: dict[tuple[int, str], _Job] = {}
        self._is_closed = False
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        *,
        owner: QObject | None = None,
        latest: str = "",
    ) -> None:
        """Do `work` on a lane, then call `done` or `failed` on the GUI thread.

        An error goes to `failed` if given, else to the signal of that name. Once the lanes
        are closed nothing is done and nobody called.

        Args:
            lane: which thread works.
            work: what is done; it touches no QObject.
            done: called with what `work` gave.
            failed: called with the error it ended by.
            owner: a page or presenter; once it is destroyed `done` and `failed` are not called
                any more, and an error goes to the signal.
            latest: names a question of this owner. A newer job of the same name takes the
                place of this one, which is then dropped, begun or not, with its answer.
        """
        if self._is_closed:
            return
        job = _Job(work, done, failed, owner, latest)
        if latest:
            self.drop(owner, latest)
            self._latest[id(owner), latest] = job
        number = next(self._numbers)
        self._jobs[number] = job
        self.busyChanged.emit(len(self._jobs))
        self._lanes[lane].submit(self._do, number)

    def drop(self, owner: QObject | None, latest: str) -> None:
        """Answer a question no more: nobody waits for it."""
        job = self._latest.pop((id(owner), latest), None)
        if job is not None:
            job.is_dropped = True

    def submit(self, lane: Lane, work: Callable[[], None]) -> None:
        """Do `work` on a lane and tell nobody; any thread may ask. RuntimeError once closed."""
        self._lanes[lane].submit(work)

    @property
    def is_busy(self) -> bool:
        """Tell whether anything is under way."""
        return bool(self._jobs)

    @property
    def is_closed(self) -> bool:
        """Tell whether the program is closing; long work asks now and then, on its lane."""
        return self._is_closed

    def close(self) -> None:
        """Write all that is to be written, drop what was only to be computed, end both threads."""
        self._is_closed = True
        # What is under way there may have something to write.
        self._lanes["work"].shutdown(wait=True, cancel_futures=True)
        self._lanes["data"].shutdown(wait=True)
        self._jobs.clear()
        self._latest.clear()

    def _do(self, number: int) -> None:
        """Do a job on a lane, and let go of it before the GUI thread can."""
        job = self._jobs[number]
        if not job.is_dropped:
            job.do()
        del job
        self._finished.emit(number)

    def _on_finished(self, number: int) -> None:
        job = self._jobs.pop(number, None)
        if job is None:
            return
        if self._latest.get((id(job.owner), job.latest)) is job:
            del self._latest[id(job.owner), job.latest]
        self.busyChanged.emit(len(self._jobs))
        if not job.is_dropped:
            job.deliver(self.failed.emit)
