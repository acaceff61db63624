"""Instants: the event's own time counts, mapped by the least lag, unless it is absurd."""

from __future__ import annotations

from decimal import Decimal

import pytest

from drillplanner.run.clock.input_time import SLOT_U_S, WRAP_MS, Caught, InstantMap
from drillplanner.run.clock.machine_clock import Stamp

MS = 10**6
SECOND = 10**9
WALL = 1_700_000_000 * SECOND


class AppContext:
    """A machine whose event clock has its zero `zero_ns` after the elapsed clock's."""

    def __init__(self, zero_ns: int = 12_345 * MS, *, is_known: bool = True) -> None:
        self.zero_ns = zero_ns
        self.is_known = is_known
        self.map = InstantMap()

    def press(self, at_ms: int, lag_ms: int, event_ms: int | None = None) -> Caught:
        """Press at an elapsed time and handle it `lag_ms` later."""
        own = at_ms - self.zero_ns // MS if event_ms is None else event_ms
        elapsed = (at_ms + lag_ms) * MS
        known = self.zero_ns if self.is_known else None
        return self.map.catch(own % WRAP_MS, Stamp(elapsed, WALL + elapsed), known)


def test_a_press_that_waited_keeps_its_own_time() -> None:
    context = AppContext()

    caught = context.press(50_000, lag_ms=500)

    assert caught.stamp.elapsed_ns == 50_000 * MS
    assert caught.stamp.wall_utc_ns == WALL + 50_000 * MS
    assert caught.is_exact
    assert caught.note == ""
    assert caught.stamp.u_s == Decimal("0.01")


def test_without_a_known_zero_the_least_lag_seen_stands_for_it() -> None:
    context = AppContext(is_known=False)

    first = context.press(50_000, lag_ms=1)
    second = context.press(51_000, lag_ms=501)

    assert first.why == "first"
    assert second.stamp.elapsed_ns == 51_001 * MS


def test_a_lesser_lag_betters_all_that_follow() -> None:
    context = AppContext(is_known=False)
    context.press(50_000, lag_ms=400)
    context.press(51_000, lag_ms=2)

    assert context.press(52_000, lag_ms=302).stamp.elapsed_ns == 52_002 * MS


def test_a_lag_seen_more_than_ten_minutes_ago_counts_no_more() -> None:
    context = AppContext(is_known=False)
    context.press(50_000, lag_ms=1)
    context.press(60_000, lag_ms=21)

    assert context.press(655_000, lag_ms=21).stamp.elapsed_ns == 655_021 * MS


def test_times_wrap_after_two_to_the_32_milliseconds() -> None:
    for is_known in (True, False):
        context = AppContext(zero_ns=0, is_known=is_known)
        context.press(WRAP_MS - 3_000, lag_ms=0)

        caught = context.press(WRAP_MS + 2_000, lag_ms=250)

        assert caught.stamp.elapsed_ns == (WRAP_MS + 2_000) * MS
        assert caught.is_exact


@pytest.mark.parametrize(
    ("event_ms", "why"),
    [(0, "absent"), (50_000 - 12_345 + 5_000, "future"), (50_000 - 12_345 - 31_000, "old")],
)
def test_an_absurd_time_gives_way_to_the_programs_clock_and_the_entry_says_so(
    event_ms: int, why: str
) -> None:
    caught = AppContext().press(50_000, lag_ms=3, event_ms=event_ms)

    assert caught.why == why
    assert caught.stamp.elapsed_ns == 50_003 * MS
    assert caught.stamp.u_s == SLOT_U_S
    assert caught.note == f"!instant slot {why}"


def test_one_absurd_time_does_not_spoil_the_next_ones() -> None:
    context = AppContext()
    context.press(50_000, lag_ms=3)
    for absurd in (1, WRAP_MS - 1, 77_000_000):
        assert not context.press(51_000, lag_ms=3, event_ms=absurd).is_exact

    assert context.press(52_000, lag_ms=200).stamp.elapsed_ns == 52_000 * MS


def test_a_window_that_is_busy_for_seconds_all_the_time_moves_no_known_zero() -> None:
    context = AppContext()

    lags = [context.press(50_000 + n * 3_000, lag_ms=300 + 150 * (n % 9)) for n in range(20)]
    quick = context.press(200_000, lag_ms=1)

    assert all(one.is_exact for one in (*lags, quick))
    assert [one.lag_ns // MS for one in lags] == [300 + 150 * (n % 9) for n in range(20)]
    assert quick.stamp.elapsed_ns == 200_000 * MS


def test_a_sleep_that_the_event_clock_did_not_count_is_followed() -> None:
    context = AppContext()
    context.press(50_000, lag_ms=1)
    context.zero_ns += 600 * SECOND

    caught = context.press(700_000, lag_ms=300)

    assert caught.is_exact
    assert caught.stamp.elapsed_ns == 700_000 * MS


def test_an_event_clock_of_another_zero_than_the_known_one_is_learnt() -> None:
    context = AppContext()
    shifted = [50_000 + n * 1_000 + 3_600_000 for n in range(6)]

    caught = [context.press(50_000 + n * 1_000, 10, event_ms=own) for n, own in enumerate(shifted)]

    assert [one.why for one in caught] == ["future"] * 3 + ["first", "", ""]


def test_no_instant_lies_after_the_moment_it_was_handled() -> None:
    context = AppContext()
    caught = context.press(50_000, lag_ms=0, event_ms=50_000 - 12_345 + 9)

    assert caught.is_exact
    assert caught.stamp.elapsed_ns == 50_000 * MS
