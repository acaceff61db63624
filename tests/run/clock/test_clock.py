"""The two clocks of every entry, and what is said when one moves against the other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.run.clock.machine_clock import (
    ClockNote,
    Stamp,
    SystemClock,
    has_jumped,
    moved_ns,
    now,
    read_clock_note,
    tie_by_wall,
)
from tests.fakes import SECOND_NS, FakeClock


def test_the_system_clock_runs_forward_and_tells_this_century() -> None:
    clock = SystemClock()

    first, second = now(clock), now(clock)

    assert first.elapsed_ns < second.elapsed_ns
    assert 1_700_000_000 * SECOND_NS < first.wall_utc_ns < 4_000_000_000 * SECOND_NS


@pytest.mark.parametrize(
    ("seconds", "jumped"),
    [(0.499, False), (-0.499, False), (0.5, True), (-0.5, True), (3600.0, True)],
)
def test_half_a_second_is_a_jump(seconds: float, jumped: bool) -> None:
    clock = FakeClock()
    before = now(clock)
    clock.advance(100)
    clock.set_wall(seconds)

    assert has_jumped(before, now(clock)) is jumped
    assert moved_ns(before, now(clock)) == round(seconds * SECOND_NS)


def test_what_was_entered_late_lies_earlier_on_both_clocks() -> None:
    stamp = Stamp(10 * SECOND_NS, 1000 * SECOND_NS)

    late = stamp.earlier(4 * SECOND_NS, Decimal(30))

    assert late == Stamp(6 * SECOND_NS, 996 * SECOND_NS, Decimal(30))
    assert late.base_ns == stamp.base_ns


def test_after_a_restart_the_tie_is_good_to_a_second() -> None:
    last, first = Stamp(1000 * SECOND_NS, 0), Stamp(20 * SECOND_NS, 60 * SECOND_NS)

    assert tie_by_wall(last, first).u_s == Decimal(1)


def test_where_the_wall_clock_may_have_been_set_the_tie_is_no_better_than_the_step() -> None:
    last, first = Stamp(1000 * SECOND_NS, 0), Stamp(1010 * SECOND_NS, 47 * SECOND_NS)

    assert tie_by_wall(last, first).u_s == Decimal(37)


@given(
    st.sampled_from(["jump", "new"]),
    st.integers(-(10**18), 10**18),
    st.decimals(0, 10**9, places=9),
)
def test_what_the_program_notes_of_clocks_reads_back(what: str, moved: int, u: Decimal) -> None:
    note = ClockNote(what, moved, u)

    assert read_clock_note(note.words()) == note


@pytest.mark.parametrize(
    "text", ["", "!clock", "!clock jump", "门开了", "!clock new moved_ns=x u_s=1"]
)
def test_a_persons_note_is_no_clock_note(text: str) -> None:
    assert read_clock_note(text) is None


def test_sleep_is_noted_by_its_length_alone_and_reads_back() -> None:
    note = ClockNote("slept", 602 * SECOND_NS)

    assert note.words() == "!clock slept ns=602000000000"
    assert read_clock_note(note.words()) == note
    assert read_clock_note("!clock slept ns=-1") is None
    assert read_clock_note("!clock slept ns=1 u_s=0") is None
    assert read_clock_note("!clock slept ns=１２") is None
