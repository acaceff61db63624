"""The wall clock is set in mid drill: no interval changes, and the log says so (row 19)."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest

from drillplanner.run.clock import read_clock_note
from tests.fakes import SECOND_NS, FakeClock
from tests.faults.live import checked_log, live
from tests.faults.session import session

HOUR, DAY = 3600, 86_400

FAKETIME = next(
    (
        path
        for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib")
        if (path := Path(folder, "faketime", "libfaketimeMT.so.1")).exists()
    ),
    None,
)


@pytest.mark.parametrize("step_s", [HOUR, -HOUR, DAY, -DAY])
def test_a_wall_clock_set_in_mid_drill_changes_no_interval_and_is_logged(
    tmp_path: Path, step_s: int
) -> None:
    clock = FakeClock()
    with session(tmp_path / "w.drill", clock) as (log, _ear):
        log.recorder.arm()
        for _turn in range(4):
            log.recorder.mark("begin")
            clock.advance(10)
        clock.set_wall(step_s)
        for _turn in range(4):
            log.recorder.mark("begin")
            clock.advance(10)
        assert log.queue.flush(10)
        # A restart of the program afterwards is on the same clock: nothing moved since.
        clock.advance(5)
    with session(tmp_path / "w.drill", clock) as (again, _ear):
        again.recorder.mark("begin")
        assert again.queue.flush(10)

    log_now = [one.entry for one in checked_log(tmp_path / "w.drill")]
    marks = [one for one in log_now if one.kind == "mark"]
    gaps = [b.elapsed_ns - a.elapsed_ns for a, b in pairwise(marks)]
    assert gaps == [10 * SECOND_NS] * 7 + [15 * SECOND_NS]
    (note,) = [read_clock_note(one.text) for one in log_now if one.kind == "note"]
    assert note is not None
    assert (note.what, note.moved_ns) == ("jump", step_s * SECOND_NS)
    assert len({one.clock for one in log_now}) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="libfaketime is for Linux")
def test_the_wall_clock_of_a_real_process_is_set_there_and_back(tmp_path: Path) -> None:
    if FAKETIME is None:
        pytest.skip("libfaketime is not installed")
    path, told = tmp_path / "w.drill", tmp_path / "faketime"
    told.write_text("+0\n")
    environment = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(told),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    steps_s = (HOUR, -HOUR, DAY, -DAY)
    with live(path, 20, environment=environment) as drill:
        drill.wait_for("saved", 5)
        for step_s in steps_s:
            # Each is a step away and, by the next, back.
            told.write_text(f"{step_s:+d}\n")
            drill.wait_for_more("saved", 4)
        assert drill.finish() == 0

    log = [one.entry for one in checked_log(path)]
    notes = [read_clock_note(one.text) for one in log if one.kind == "note"]
    moved_s = [round(one.moved_ns / SECOND_NS) for one in notes if one is not None]
    assert moved_s == [HOUR, -2 * HOUR, HOUR + DAY, -2 * DAY]
    gaps = [b.elapsed_ns - a.elapsed_ns for a, b in pairwise(log)]
    assert all(0 <= gap < 10 * SECOND_NS for gap in gaps)
