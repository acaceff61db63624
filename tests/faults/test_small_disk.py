"""A disk that fills up, or a folder or stick that goes away in mid drill (rows 8, 11 and 13)."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from drillplanner.base.errors import StoreFault
from drillplanner.run.chain import verify
from drillplanner.run.codec import unseal
from drillplanner.run.journal import read_journal
from drillplanner.services.run.live_session import LiveSession, recover
from drillplanner.services.run.sessions import create_workspace, open_workspace
from tests.faults.live import checked_log, ids
from tests.faults.session import Ear, session, wait_until
from tests.faults.small_disk import small_disk

MIB = 2**20


def mark_until_it_fails(log: LiveSession, ear: Ear) -> None:
    log.recorder.arm()
    for _turn in range(2000):
        if ear.failed:
            return
        log.recorder.mark("begin", text="x" * 2000)
        wait_until(lambda: not log.queue.unsaved or bool(ear.failed))
    raise AssertionError("the disk never filled")


def is_safe(log: LiveSession) -> bool:
    return log.queue.is_safe


def test_on_a_full_disk_entries_wait_in_order_and_are_saved_once_there_is_space(
    tmp_path: Path,
) -> None:
    elsewhere = tmp_path / "elsewhere.journal"
    with small_disk(tmp_path, 16 * 1024) as disk:
        path = disk.path / "w.drill"
        with session(path, second=disk.path / "second.journal") as (log, ear):
            disk.fill()
            mark_until_it_fails(log, ear)
            assert "full" in ear.failed[0]
            before = list(ear.saved)
            more = [log.recorder.mark("begin").id for _turn in range(20)]

            assert ear.saved == before
            assert log.queue.unsaved == len(ear.queued) - len(before) >= 21
            assert not is_safe(log)
            assert log.queue.save_elsewhere(elsewhere) == len(ear.queued)
            assert is_safe(log)

            disk.free()
            wait_until(lambda: not log.queue.unsaved)
            assert ear.queued[-20:] == more
            wait_until(lambda: ear.saved == ear.queued)
        assert ids(checked_log(path)) == ear.queued
        left = sorted(one.name for one in disk.path.iterdir())
        assert left == ["w.drill", "w.drill.journals"]

    kept = read_journal(elsewhere.read_bytes())
    assert kept.is_whole
    sealed = [unseal(one.data) for one in kept.facts if one.kind == "entry"]
    assert ids(sealed) == ear.queued
    assert verify(sealed, [one.hash for one in kept.facts if one.kind == "drill"]).is_whole
    with create_workspace(tmp_path / "other.drill") as other:
        assert recover(other, elsewhere) == len(ear.queued)
    assert ids(checked_log(tmp_path / "other.drill")) == ear.queued


def test_a_disk_that_is_full_at_the_start_says_so(tmp_path: Path) -> None:
    with small_disk(tmp_path, 2 * 1024) as disk:
        disk.fill()
        with (
            pytest.raises(StoreFault, match="disk is full"),
            session(disk.path / "w.drill"),
        ):
            pass


def test_a_drill_goes_on_where_there_is_little_room_left(tmp_path: Path) -> None:
    with small_disk(tmp_path, 16 * 1024) as disk:
        path = disk.path / "w.drill"
        with session(path) as (log, ear):
            log.recorder.arm()
            log.recorder.mark("begin")
            wait_until(lambda: len(ear.saved) == 2)
        disk.fill(leaving=MIB)

        with session(path) as (log, ear):
            assert len(log.before) == 2
            log.recorder.mark("begin")
            wait_until(lambda: len(ear.saved) == 1)
        assert len(checked_log(path)) == 3


def test_a_stick_that_is_pulled_out_loses_nothing_and_goes_on_when_it_is_back(
    tmp_path: Path,
) -> None:
    second = tmp_path / "second.journal"
    with small_disk(tmp_path, 16 * 1024) as disk:
        path = disk.path / "w.drill"
        with session(path, second=second) as (log, ear):
            log.recorder.arm()
            wait_until(lambda: len(ear.saved) == 1)
            disk.pull()
            log.recorder.mark("begin")
            log.recorder.mark("begin")

            wait_until(lambda: len(ear.failed) >= 2)
            assert "not there any more" in ear.failed[0]
            assert len(ear.saved) == 1
            left = read_journal(second.read_bytes()).facts
            # Neither the script nor the drill: these the workspace has.
            assert [one.kind for one in left] == ["entry"] * 3
            assert stat.S_IMODE(second.stat().st_mode) == 0o600
            assert list(disk.path.iterdir()) == []

            disk.put_back()
            wait_until(lambda: ear.saved == ear.queued)
            assert not second.exists()
        assert ids(checked_log(path)) == ear.queued


def test_a_stick_that_stays_away_leaves_what_was_saved_elsewhere_to_be_joined(
    tmp_path: Path,
) -> None:
    second = tmp_path / "second.journal"
    with small_disk(tmp_path, 16 * 1024) as disk:
        path = disk.path / "w.drill"
        with session(path, second=second) as (log, ear):
            log.recorder.arm()
            wait_until(lambda: len(ear.saved) == 1)
            disk.pull()
            log.recorder.mark("begin")
            wait_until(lambda: bool(ear.failed))
        disk.put_back()
        assert second.exists()

        with session(path) as (log, _ear):
            assert len(log.before) == 1
        with open_workspace(path) as workspace:
            assert recover(workspace, second) == 1
        assert ids(checked_log(path)) == ear.queued


def test_a_folder_that_goes_away_loses_nothing_and_is_gone_on_with_when_it_is_back(
    tmp_path: Path,
) -> None:
    folder, away, second = tmp_path / "drills", tmp_path / "away", tmp_path / "second.journal"
    folder.mkdir()
    with session(folder / "w.drill", second=second) as (log, ear):
        log.recorder.arm()
        wait_until(lambda: len(ear.saved) == 1)
        folder.rename(away)
        for _turn in range(3):
            log.recorder.mark("begin")

        wait_until(lambda: bool(ear.failed))
        assert "not there any more" in ear.failed[0]
        assert not folder.exists()
        away.rename(folder)
        wait_until(lambda: ear.saved == ear.queued)
    assert ids(checked_log(folder / "w.drill")) == ear.queued
    assert not second.exists()


def test_a_folder_that_was_deleted_leaves_the_whole_session_to_be_saved_elsewhere(
    tmp_path: Path,
) -> None:
    folder, second = tmp_path / "drills", tmp_path / "second.journal"
    folder.mkdir()
    with session(folder / "w.drill", second=second) as (log, ear):
        log.recorder.arm()
        wait_until(lambda: len(ear.saved) == 1)
        shutil.rmtree(folder)
        for _turn in range(3):
            log.recorder.mark("begin")
        wait_until(lambda: bool(ear.failed))

        assert log.queue.save_elsewhere(tmp_path / "kept.journal") == 4
        assert is_safe(log)
    with create_workspace(tmp_path / "other.drill") as other:
        # What had been saved before the folder went is in it as well.
        assert recover(other, tmp_path / "kept.journal") == 4
    assert ids(checked_log(tmp_path / "other.drill")) == ear.queued
    assert second.exists()
