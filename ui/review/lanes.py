"""Ask a lane for something on behalf of a room that may be gone when the answer comes."""

from __future__ import annotations

from collections.abc import Callable
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
