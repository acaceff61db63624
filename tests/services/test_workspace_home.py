"""Reading and writing go on side by side, each on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.services.catalogue import list_drills, shelf
from drillplanner.services.workspace_home import FILE_NAME, WorkspaceHome
from drillplanner.store.workspace import Workspace
from tests.fakes import FakeClock, wall_ns
from tests.run.build import session
from tests.services.drills_held import hold

MORNING = "2026-11-23T09:00:00+08:00"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[WorkspaceHome]:
    made = WorkspaceHome(tmp_path / "data" / FILE_NAME, FakeClock(wall_ns(MORNING)))
    yield made
    made.close()


def counted(workspace: Workspace) -> int:
    return sum(one.count for one in workspace.sessions("d1"))


def test_what_is_read_is_what_was_written_last(home: WorkspaceHome) -> None:
    assert home.read(list_drills) == ()

    home.write(hold, "Lockdown", MORNING)

    assert [one.drill.title for one in home.read(shelf)] == ["Lockdown"]


def test_lists_are_read_while_entries_are_written(home: WorkspaceHome) -> None:
    log = session(300)
    seen: list[int] = []
    is_written = threading.Event()

    def look() -> None:
        while not is_written.is_set():
            seen.append(home.read(counted))

    reader = threading.Thread(target=look)
    home.workspace()
    reader.start()
    for sealed in log:
        home.write(Workspace.append, sealed)
    is_written.set()
    reader.join()

    assert seen == sorted(seen)
    assert home.read(counted) == len(log)
    assert home.read(Workspace.check_index) == ()


def test_one_read_sees_one_moment(home: WorkspaceHome) -> None:
    log = session(2)
    home.write(Workspace.append, log[0])

    def twice(workspace: Workspace) -> tuple[int, int]:
        before = counted(workspace)
        home.write(Workspace.append, log[1])
        return before, counted(workspace)

    assert home.read(twice) == (1, 1)
    assert home.read(counted) == 2


def test_closing_waits_for_a_read_and_leaves_one_whole_file(home: WorkspaceHome) -> None:
    home.write(hold, "Lockdown", MORNING)
    is_reading, may_end = threading.Event(), threading.Event()
    found: list[int] = []

    def slow(workspace: Workspace) -> int:
        is_reading.set()
        may_end.wait(5)
        return len(workspace.drills())

    reader = threading.Thread(target=lambda: found.append(home.read(slow)))
    reader.start()
    is_reading.wait(5)
    closing = threading.Thread(target=home.close)
    closing.start()
    may_end.set()
    reader.join()
    closing.join()

    assert found == [1]
    beside = {one.name for one in home.path.parent.iterdir()}
    assert beside == {FILE_NAME, f"{FILE_NAME}.journals"}


def test_facts_are_stamped_by_the_clock_that_was_handed_in(home: WorkspaceHome) -> None:
    home.write(hold, "Lockdown", MORNING)

    (held,) = home.read(list_drills)

    assert held.drill.made_utc_ns == wall_ns(MORNING)
