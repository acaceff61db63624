"""A live drill in this process, with the lane the window has and a clock that is ruled."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from drillplanner.base.ids import PersonId
from drillplanner.base.texts import Text
from drillplanner.run.clock.machine_clock import Clock, SystemClock
from drillplanner.services.catalogue import find_unfinished
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.live_session import Lane, LiveSession, Start, begin, resume
from drillplanner.services.run.recorder import Recorder
from drillplanner.services.run.sessions import create_workspace, open_workspace


class Ear:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.recorder: Recorder | None = None
        self.saved: list[str] = []
        self.failed: list[str] = []

    @property
    def queued(self) -> list[str]:
        """List what this session made, saved or not."""
        found = self.recorder
        assert found is not None
        return [one.id for one in found.log if one.session == found.session]

    def entries_saved(self, ids: Sequence[str]) -> None:
        self.saved.extend(ids)

    def saving_failed(self, fault: Text) -> None:
        self.failed.append(str(fault))


def wait_until(is_so: Callable[[], bool], timeout_s: float = 15) -> None:
    end = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.002)


@contextmanager
def session(
    path: Path, clock: Clock | None = None, second: Path | None = None
) -> Iterator[tuple[LiveSession, Ear]]:
    """Begin a drill on a workspace, or take its unfinished one up."""
    ear = Ear()
    with ThreadPoolExecutor(1) as writer:
        make = SystemClock if clock is None else lambda: clock
        lane = Lane(writer.submit, ear, second, make)
        workspace = writer.submit(
            open_workspace if path.exists() else create_workspace, path
        ).result()

        def start() -> LiveSession:
            found = find_unfinished(workspace)
            if found:
                return resume(workspace, found[0], lane)
            chosen = Start(samples()[0], "演练", "formal", "gate", PersonId("p1"))
            return begin(workspace, chosen, lane)

        try:
            made = writer.submit(start).result()
            ear.recorder = made.recorder
            yield made, ear
        finally:
            writer.submit(workspace.close).result()
