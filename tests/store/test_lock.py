"""One writer at a time, who is named; a dead one's lock is cleared alone."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from drillplanner.base.errors import LeftElsewhere, StoreFault, UserError
from drillplanner.store.lock import WriteLock
from drillplanner.store.workspace import Workspace

HOLD = """
import sys, os
from pathlib import Path
from drillplanner.store.lock import WriteLock
lock = WriteLock(Path(sys.argv[1]))
lock.take()
os.write(1, b"held\\n")
sys.stdin.read()
"""


def test_a_second_opener_is_refused_and_the_first_is_named(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    with Workspace.create(path):
        with pytest.raises(UserError, match=f"Process {os.getpid()} on {platform.node()}"):
            Workspace.open(path)
        with Workspace.open(path, read_only=True) as view:
            assert view.is_read_only

    with Workspace.open(path) as again:
        assert not again.is_read_only


def test_the_lock_of_another_process_holds_until_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    command = [sys.executable, "-c", HOLD, str(path)]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PYTHONPATH": root}
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(UserError, match=f"Process {child.pid} "):
            Workspace.create(path)
        child.kill()
        child.wait()

    assert (tmp_path / "w.db.lock").exists()
    Workspace.create(path).close()
    assert [one.name for one in tmp_path.iterdir()] == ["w.db"]


def test_the_lock_of_a_dead_process_of_this_machine_is_cleared_alone(tmp_path: Path) -> None:
    content = {"pid": 1, "host": platform.node()}
    (tmp_path / "w.db.lock").write_text(json.dumps(content), "utf-8")

    lock = WriteLock(tmp_path / "w.db")
    lock.take()
    lock.release()

    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_another_machine_is_left_to_a_person(tmp_path: Path) -> None:
    left = tmp_path / "w.db.lock"
    left.write_text('{"pid": 7, "host": "laptop-b"}', "utf-8")

    with pytest.raises(UserError, match="laptop-b"):
        WriteLock(tmp_path / "w.db").take()
    assert left.read_text("utf-8") == '{"pid": 7, "host": "laptop-b"}'


@pytest.mark.parametrize("content", [b"\xff\x00", b"{}", b"[[[[", b'{"pid": "x", "host": 1}'])
def test_an_unreadable_lock_is_left_to_a_person(tmp_path: Path, content: bytes) -> None:
    left = tmp_path / "w.db.lock"
    left.write_bytes(content)

    with pytest.raises(UserError, match="cannot be read"):
        WriteLock(tmp_path / "w.db").take()
    assert left.read_bytes() == content


def test_a_lock_can_be_taken_again_after_its_release(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "w.db")
    for _ in range(3):
        lock.take()
        with pytest.raises(UserError):
            WriteLock(tmp_path / "w.db").take()
        lock.release()
        lock.release()


def test_a_person_takes_over_what_another_machine_left(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    Workspace.create(path).close()
    (tmp_path / "w.db.lock").write_text('{"pid": 7, "host": "laptop-b"}', "utf-8")
    with pytest.raises(LeftElsewhere):
        Workspace.open(path)

    with Workspace.open(path, takes_over=True) as workspace:
        assert not workspace.is_read_only
        # Nobody takes over from a program that runs.
        with pytest.raises(UserError, match=str(os.getpid())):
            Workspace.open(path, takes_over=True)


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_a_link_in_place_of_a_lock_is_not_followed(tmp_path: Path) -> None:
    path, victim = tmp_path / "w.db", tmp_path / "victim"
    with Workspace.create(path):
        pass
    (tmp_path / "w.db.lock").symlink_to(victim)

    with pytest.raises((UserError, StoreFault)):
        Workspace.open(path)

    assert not victim.exists()
