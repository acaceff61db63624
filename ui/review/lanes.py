"""Ask a lane for something on behalf of a room that may be gone when the answer comes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from ui.context import AppContext
from ui.jobs import Lane

T = TypeVar("T")


def ask(
    owner: QObject,
    context: AppContext,
    lane: Lane,
    work: Callable[[], T],
    done: Callable[[T], None],
    failed: Callable[[BaseException], None] | None = None,
) -> None:
    """Do `work` on a lane; the window is built anew on a change of theme, and then nobody asks.

    An error goes to `failed` if given, else to the failures, whether the room is there or not.
    """

    def answer(value: T) -> None:
        if isValid(owner):
            done(value)

    def refuse(error: BaseException) -> None:
        if failed is not None and isValid(owner):
            failed(error)
        else:
            context.failures.tell(error)

    context.jobs.run(lane, work, answer, refuse)


def on_data_lane(context: AppContext, work: Callable[[], T]) -> T:
    """Do one short thing on the data lane and wait for it; called on the work lane only.

    What takes long, such as drawing fifty photos, thus holds the data lane for each of them
    only as long as it takes to read it, and log entries find room between.
    """
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:
            answer.set_exception(error)

    context.jobs.submit("data", run)
    return answer.result()


def fetcher(context: AppContext) -> Callable[[str], bytes | None]:
    """Give what fetches the bytes of a photo by its hash, for use on the work lane."""
    return lambda sha256: on_data_lane(context, lambda: context.home.workspace().attachment(sha256))
