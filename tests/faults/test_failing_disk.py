"""A disk that fails while a drill runs, by failing system calls (rows 8, 10 and 11)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from drillplanner.run.codec import unseal
from drillplanner.run.journal import read_journal
from tests.faults.at_rest import EITHER, prepare
from tests.faults.live import checked_log, ids, injected, live

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")

FULL = "pwrite64:error=ENOSPC"
NO_FLUSH = "fsync,fdatasync:error=EIO"
READ_ONLY = "pwrite64,ftruncate:error=EROFS"
PULLED = "pwrite64,pread64,fsync,fdatasync,ftruncate:error=EIO"
SOAKED = (FULL, NO_FLUSH, PULLED)


@pytest.mark.parametrize(
    "fault", [READ_ONLY, *(pytest.param(one, marks=pytest.mark.soak) for one in SOAKED)]
)
def test_while_the_disk_fails_nothing_is_saved_nothing_lost_and_then_it_goes_on_alone(
    tmp_path: Path, fault: str
) -> None:
    path, second = tmp_path / "w.drill", tmp_path / "second" / "unsaved.journal"
    with live(path) as drill:
        drill.wait_for("saved", 5)
        with injected(drill, path, fault):
            drill.wait_for("failed")
            before = drill.said("saved")
            drill.wait_for_more("failed", 1)
            assert drill.said("saved") == before
            kept = read_journal(second.read_bytes())
            assert kept.is_whole
            in_second = [unseal(one.data).entry.id for one in kept.facts if one.kind == "entry"]
        drill.wait_for_more("saved", 5)
        assert drill.finish() == 0

    assert ("full" in drill.said("failed")[0]) == (fault == FULL)
    made = drill.said("queued")
    assert in_second == made[: len(in_second)]
    assert len(in_second) > len(before)
    assert ids(checked_log(path)) == made == drill.said("saved")
    assert drill.said("unsaved") == ["0"]
    assert not second.exists()


@EITHER
@pytest.mark.soak
@pytest.mark.parametrize("number", range(1, 40))
@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EROFS"])
def test_any_one_write_may_fail(tmp_path: Path, number: int, error: str, at_rest: str) -> None:
    path = prepare(tmp_path / "w.drill", at_rest)
    with live(path) as drill:
        drill.wait_for("saved", 3)
        with injected(drill, path, f"pwrite64,fsync,fdatasync:error={error}:when={number}"):
            drill.wait_for_more("saved", 8)
        assert drill.finish() == 0

    assert ids(checked_log(path)) == drill.said("queued")


def test_a_kill_while_the_disk_fails_leaves_the_rest_in_the_second_place(tmp_path: Path) -> None:
    path, second = tmp_path / "w.drill", tmp_path / "second" / "unsaved.journal"
    with live(path) as drill:
        drill.wait_for("saved", 3)
        with injected(drill, path, FULL):
            drill.wait_for("failed", 3)
            drill.kill()

    kept = read_journal(second.read_bytes())
    known = {unseal(one.data).entry.id for one in kept.facts if one.kind == "entry"}
    unsaved = known - set(ids(checked_log(path)))
    assert set(drill.said("saved")) <= set(ids(checked_log(path)))
    assert unsaved


def stall(path: Path, seconds: float) -> None:
    with live(path) as drill:
        drill.wait_for("saved", 5)
        with injected(drill, path, f"fsync,fdatasync:delay_enter={round(seconds * 10**6)}"):
            # The first flush may have been under way already.
            drill.wait_for_more("saved", 1)
            before = len(drill.said("queued"))
            drill.wait_for_more("saved", 1)
            made_meanwhile = len(drill.said("queued")) - before
        assert drill.finish() == 0

    assert made_meanwhile > seconds * 40
    assert int(drill.said("longest")[0]) < 200
    assert drill.said("failed") == []
    assert ids(checked_log(path)) == drill.said("queued") == drill.said("saved")


def test_a_disk_that_stalls_stalls_no_key(tmp_path: Path) -> None:
    stall(tmp_path / "w.drill", 0.5)


@pytest.mark.soak
def test_a_disk_that_stalls_five_seconds_stalls_no_key(tmp_path: Path) -> None:
    stall(tmp_path / "w.drill", 5)
