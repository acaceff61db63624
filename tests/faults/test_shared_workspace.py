"""Two programs on one workspace, locks left behind, a file changed behind our back (15, 17, 18)."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.run.codec import unseal
from drillplanner.run.journal import read_journal
from drillplanner.services.catalogue import find_unfinished
from drillplanner.services.run.sessions import open_workspace
from drillplanner.services.workspace_home import WorkspaceHome
from tests.faults.live import checked_log, ids, live
from tests.faults.session import session, wait_until


def test_beside_a_running_drill_a_second_program_only_looks_and_sees_what_is_saved(
    tmp_path: Path,
) -> None:
    path = tmp_path / "w.drill"
    with live(path) as drill:
        drill.wait_for("saved", 5)
        with pytest.raises(UserError, match=f"Process {drill.child.pid} "):
            open_workspace(path)
        home = WorkspaceHome(path)
        shown = drill.said("saved")
        workspace = home.workspace()

        assert workspace.is_read_only
        assert str(drill.child.pid) in str(home.read_only_because)
        (found,) = find_unfinished(workspace)
        assert set(shown) <= set(ids(workspace.entries(found.drill.id)))
        with pytest.raises(UserError, match="reading only"):
            workspace.append(workspace.entries(found.drill.id)[0])
        drill.wait_for_more("saved", 20)
        home.close()
        drill.wait_for_more("saved", 5)
        assert drill.finish() == 0

    assert drill.said("failed") == []
    assert ids(checked_log(path)) == drill.said("queued")


def test_the_lock_of_a_killed_program_is_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "w.drill"
    with live(path) as drill:
        drill.wait_for("saved", 5)
        drill.kill()
    lock = tmp_path / "w.drill.lock"
    assert json.loads(lock.read_text("utf-8"))["pid"] == drill.child.pid

    home = WorkspaceHome(path)
    workspace = home.workspace()

    assert not workspace.is_read_only
    assert len(find_unfinished(workspace)) == 1
    home.close()
    assert not lock.exists()


@pytest.mark.parametrize(
    ("left", "words"),
    # Another computer's lock is named, and taken over by a button; what cannot be read, by hand.
    [(b'{"pid": 7, "host": "laptop-b"}', "laptop-b"), (b"\xff\x00junk", "w.drill.lock")],
)
def test_a_lock_that_only_a_person_can_judge_opens_the_workspace_for_looking(
    tmp_path: Path, left: bytes, words: str
) -> None:
    path = tmp_path / "w.drill"
    with session(path) as (log, _ear):
        log.recorder.arm()
        assert log.queue.flush(10)
    lock = tmp_path / "w.drill.lock"
    lock.write_bytes(left)

    home = WorkspaceHome(path)
    workspace = home.workspace()

    assert words in str(home.read_only_because)
    assert len(find_unfinished(workspace)) == 1
    home.close()
    assert lock.read_bytes() == left
    # The person does as the message says.
    lock.unlink()
    assert len(checked_log(path)) == 1


def test_a_file_that_was_exchanged_in_mid_drill_is_left_alone_and_both_are_kept(
    tmp_path: Path,
) -> None:
    path, second = tmp_path / "w.drill", tmp_path / "second.journal"
    with session(path, second=second) as (log, ear):
        log.recorder.arm()
        assert log.queue.flush(10)
        other, ours = tmp_path / "conflict copy.drill", tmp_path / "ours.drill"
        shutil.copy(path, other)
        exchanged = other.read_bytes()
        path.rename(ours)
        other.rename(path)

        log.recorder.mark("begin")
        wait_until(lambda: bool(ear.failed))
        assert "replaced" in ear.failed[0]
        assert path.read_bytes() == exchanged
        found = [unseal(one.data) for one in read_journal(second.read_bytes()).facts]
        assert ids(found) == ear.queued

        ours.replace(path)
        wait_until(lambda: not log.queue.unsaved)
    assert ids(checked_log(path)) == ear.queued


def test_a_touched_file_is_still_the_same(tmp_path: Path) -> None:
    path = tmp_path / "w.drill"
    with session(path) as (log, ear):
        log.recorder.arm()
        os.utime(path, (0, 0))
        log.recorder.mark("begin")
        assert log.queue.flush(10)
    assert ids(checked_log(path)) == ear.queued


def test_bytes_appended_by_another_program_spoil_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.drill"
    with session(path) as (log, ear):
        log.recorder.arm()
        assert log.queue.flush(10)
        with path.open("ab") as file:
            file.write(b"not ours" * 100)
        log.recorder.mark("begin")
        assert log.queue.flush(10)
    assert ids(checked_log(path)) == ear.queued
