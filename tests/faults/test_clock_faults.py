"""Clocks are set, creep or sleep: no interval changes, and the log says so (rows 19, 21)."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest

from drillplanner.run.clock.machine_clock import read_clock_note
from drillplanner.services.review.observation_builder import observe
from drillplanner.services.run.live_session import LiveSession
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


@pytest.mark.parametrize("step_s", [HOUR, -HOUR, DAY, -DAY])
def test_a_wall_clock_that_is_set_is_logged_before_anybody_presses_a_key(
    tmp_path: Path, step_s: int
) -> None:
    clock = FakeClock()
    with session(tmp_path / "w.drill", clock) as (log, _ear):
        log.recorder.arm()
        watched(log, clock, 5)
        clock.set_wall(step_s)
        watched(log, clock, 0.1)
        seen = [one.text for one in log.recorder.log.entries.values() if one.kind == "note"]
        assert seen == [f"!clock jump moved_ns={step_s * SECOND_NS} u_s=0"]
        watched(log, clock, 5)
        log.recorder.mark("begin")
        assert log.queue.flush(10)

    assert [one.entry.kind for one in checked_log(tmp_path / "w.drill")] == ["arm", "note", "mark"]


def test_a_clock_that_is_slewed_is_logged_each_half_second_and_moves_no_interval(
    tmp_path: Path,
) -> None:
    # 500 ppm, as NTP slews at most, for an hour are 1.8 s: 0.5 s after 1,000, 2,000 and 3,000 s
    clock = FakeClock()
    with session(tmp_path / "w.drill", clock) as (log, _ear):
        log.recorder.arm()
        for _second in range(HOUR):
            clock.advance(1)
            clock.set_wall(500e-6)
            log.recorder.watch()
            if clock.elapsed % (600 * SECOND_NS) == 0:
                log.recorder.mark("begin")
        assert log.queue.flush(30)

    entries = [one.entry for one in checked_log(tmp_path / "w.drill")]
    notes = [read_clock_note(one.text) for one in entries if one.kind == "note"]
    assert [note.moved_ns for note in notes if note is not None] == [SECOND_NS // 2] * 3
    marks = [one.elapsed_ns for one in entries if one.kind == "mark"]
    assert {b - a for a, b in pairwise(marks)} == {600 * SECOND_NS}


def test_a_laptop_suspended_for_ten_minutes_says_so_and_counts_them(tmp_path: Path) -> None:
    clock = FakeClock()
    with session(tmp_path / "w.drill", clock) as (log, _ear):
        log.recorder.arm()
        log.recorder.mark("intruder")
        clock.advance(30)
        clock.sleep(600)
        watched(log, clock, 10)
        log.recorder.mark("alarm")
        assert log.queue.flush(10)

    entries = [one.entry for one in checked_log(tmp_path / "w.drill")]
    assert [one.kind for one in entries] == ["arm", "mark", "note", "mark"]
    assert entries[2].text == f"!clock slept ns={600 * SECOND_NS}"
    # 30 s awake, 10 min asleep, 10 s awake
    assert entries[3].elapsed_ns - entries[1].elapsed_ns == 640 * SECOND_NS
    seen = observe(checked_log(tmp_path / "w.drill")).observations
    assert [one.at_s for one in seen] == [32_400, 33_040]


def test_a_key_pressed_right_after_waking_comes_after_the_note_of_the_sleep(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    with session(tmp_path / "w.drill", clock) as (log, _ear):
        log.recorder.arm()
        clock.sleep(600)
        log.recorder.mark("intruder")
        log.recorder.watch()
        assert log.queue.flush(10)

    assert [one.entry.kind for one in checked_log(tmp_path / "w.drill")] == ["arm", "note", "mark"]


def watched(log: LiveSession, clock: FakeClock, seconds: float) -> None:
    """Let time pass as on the console: the clocks are looked at ten times a second."""
    for _tick in range(round(seconds * 10)):
        clock.advance(0.1)
        log.recorder.watch()


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
