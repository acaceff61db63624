"""Name the two lanes that services work on, and wait for the one that writes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Literal, Protocol, TypeAlias, TypeVar

#: data: the one thread that writes. work: everything else that takes time, reading first.
Lane: TypeAlias = Literal["data", "work"]
T = TypeVar("T")


class Lanes(Protocol):
    """Where work is done; each lane is one thread and does what it is given in order."""

    def submit(self, lane: Lane, work: Callable[[], None]) -> None:
        """Do `work` on a lane and tell nobody; RuntimeError once the lanes are closed."""
        ...


class AtOnce:
    """Lanes for a program of one thread: all work is done before `submit` returns."""

    def submit(self, lane: Lane, work: Callable[[], None]) -> None:
        """Do `work` now."""
        work()


def on_data_lane(lanes: Lanes, work: Callable[[], T]) -> T:
    """Do one short thing on the data lane and wait for it; never call it on that lane.

    What takes long, such as attaching fifty photos, thus holds the data lane for each of them
    only as long as it takes to write it, and log entries find room between.
    """
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:
            answer.set_exception(error)

    lanes.submit("data", run)
    return answer.result()
