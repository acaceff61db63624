"""What befell the clocks between two looks (rows 19 and 21)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.translator import translator
from drillplanner.run.clock.machine_clock import ClockNote, now
from drillplanner.run.clock.watch import ClockWatch
from drillplanner.terms.clock_notes import clock_note_said
from tests.fakes import SECOND_NS, FakeClock


def look(watch: ClockWatch, clock: FakeClock) -> tuple[ClockNote, ...]:
    return watch.look(now(clock))


def test_clocks_that_run_evenly_are_not_told_of() -> None:
    clock = FakeClock()
    watch = ClockWatch(clock)

    for _look in range(100):
        clock.advance(0.1)
        assert look(watch, clock) == ()


def test_a_wall_clock_that_was_set_is_told_of_once() -> None:
    clock = FakeClock()
    watch = ClockWatch(clock)
    clock.set_wall(-3600)

    assert look(watch, clock) == (ClockNote("jump", -3600 * SECOND_NS),)
    assert look(watch, clock) == ()


def test_ten_minutes_of_sleep_are_told_of_once_and_are_no_jump() -> None:
    clock = FakeClock()
    watch = ClockWatch(clock)
    clock.sleep(600)

    assert look(watch, clock) == (ClockNote("slept", 600 * SECOND_NS),)
    assert look(watch, clock) == ()


def test_a_clock_set_in_sleep_is_told_of_after_the_sleep() -> None:
    clock = FakeClock()
    watch = ClockWatch(clock)
    clock.sleep(600)
    clock.set_wall(2)

    assert [note.what for note in look(watch, clock)] == ["slept", "jump"]


def test_a_nap_of_a_second_is_not_told_of_and_does_not_add_up() -> None:
    clock = FakeClock()
    watch = ClockWatch(clock)

    for _nap in range(10):
        clock.sleep(1)
        assert look(watch, clock) == ()


def test_fifty_ppm_creep_to_one_note_in_four_hours() -> None:
    # 50 ppm of 14,400 s are 0.72 s: half a second is reached after 10,000 s, and only once
    clock = FakeClock()
    watch = ClockWatch(clock)
    told = []
    for second in range(1, 14_401):
        clock.advance(1)
        clock.set_wall(50e-6)
        told += [(second, note) for note in look(watch, clock)]

    assert told == [(10_000, ClockNote("jump", 500_000_000))]


@given(st.lists(st.tuples(st.sampled_from(["pass", "set", "sleep"]), st.integers(0, 7200))))
def test_what_was_noted_and_what_is_left_add_up_to_what_befell(
    turns: list[tuple[str, int]],
) -> None:
    clock = FakeClock()
    watch, before = ClockWatch(clock), now(clock)
    moved = slept = 0
    for what, seconds in turns:
        {"pass": clock.advance, "set": clock.set_wall, "sleep": clock.sleep}[what](seconds)
        for note in look(watch, clock):
            moved += note.moved_ns if note.what == "jump" else 0
            slept += note.moved_ns if note.what == "slept" else 0

    assert moved == now(clock).base_ns - before.base_ns
    assert slept == sum(s * SECOND_NS for what, s in turns if what == "sleep" and s > 1)


@pytest.mark.parametrize(
    ("note", "said"),
    [
        # 602.3 s are 10 min 2 s
        (ClockNote("slept", 602_300_000_000), "slept for 10 min 2 s"),
        (ClockNote("jump", 3600 * SECOND_NS), "went ahead by 1 h"),
        (ClockNote("jump", -500_000_000), "went back by 0.5 s"),
        (ClockNote("new", 5), "was restarted"),
    ],
)
def test_each_note_is_said_in_words(note: ClockNote, said: str) -> None:
    assert said in translator("en").say(clock_note_said(note))
