"""A practice measures bias and spread, and can only make a source less sure of itself."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.run.practice import (
    LATEST_NS,
    LEAST_WAIT_NS,
    LONGEST_WAIT_NS,
    WINDOW_NS,
    Habit,
    Mode,
    Practice,
    errors_ns,
    habit,
    raised_u_s,
)

MS, S = 10**6, 10**9
ERRORS = st.lists(st.integers(-2 * S, 2 * S), min_size=0, max_size=30)
WAITS = st.lists(st.integers(LEAST_WAIT_NS, LONGEST_WAIT_NS), min_size=1, max_size=10)


def test_bias_is_the_median_and_spread_the_standard_deviation() -> None:
    # 100 200 300 400 500 ms: median 300; squares 2·(200² + 100²) = 100 000, / 4 = 25 000,
    # root 158.113 883 008 ms.
    found = habit([500 * MS, 100 * MS, 300 * MS, 200 * MS, 400 * MS])

    assert found == Habit(5, 300 * MS, 158_113_884)


def test_one_slip_moves_the_spread_and_not_the_bias() -> None:
    # nine at 200 ms and one at 1200 ms: mean 300, squares 9·100² + 900² = 900 000,
    # / 9 = 100 000, root 316.227 766 017 ms.
    found = habit([200 * MS] * 9 + [1200 * MS])

    assert found == Habit(10, 200 * MS, 316_227_767)


def test_an_even_number_has_its_median_in_the_middle() -> None:
    assert habit([100 * MS, 200 * MS]).bias_ns == 150 * MS


def test_no_press_and_one_press_say_nothing() -> None:
    assert habit([]) == Habit(0, 0, 0)
    assert habit([7]) == Habit(1, 7, 0)
    assert not habit([7]).is_enough


@pytest.mark.parametrize(
    ("count", "spread_ms", "wanted"),
    [(10, 150, "0.3"), (10, 300, "0.3"), (10, 301, "0.31"), (10, 425, "0.43"), (4, 900, "0.3")],
)
def test_the_uncertainty_of_a_press_is_raised_up_to_a_hundredth_or_stays(
    count: int, spread_ms: int, wanted: str
) -> None:
    assert raised_u_s(0.3, Habit(count, 0, spread_ms * MS)) == Decimal(wanted)


@given(ERRORS, st.floats(0, 5, allow_nan=False))
def test_a_practice_never_lowers_the_uncertainty(errors: list[int], press_u_s: float) -> None:
    raised = raised_u_s(press_u_s, habit(errors))

    assert raised >= Decimal(str(press_u_s)).quantize(Decimal("1e-9"))


@pytest.mark.parametrize(
    ("bias_ms", "spread_ms", "wanted"),
    # roots of the sums of squares: 0.5, 0.5, 0.300 017, 0.299 983 and 0.781 025 s
    [(300, 400, "0.5"), (-300, 400, "0.5"), (299, 24.7, "0.31"), (299, 24.2, "0.3"),
     (-500, 600, "0.79")],
)  # fmt: skip
def test_the_bias_belongs_to_the_uncertainty_on_either_side(
    bias_ms: float, spread_ms: float, wanted: str
) -> None:
    found = Habit(10, round(bias_ms * MS), round(spread_ms * MS))

    assert raised_u_s(0.3, found) == Decimal(wanted)


@given(ERRORS.filter(bool), st.integers(-S, S))
def test_a_bias_moves_no_spread(errors: list[int], bias: int) -> None:
    plain, moved = habit(errors), habit([one + bias for one in errors])

    assert moved.spread_ns == plain.spread_ns
    assert abs(moved.bias_ns - plain.bias_ns - bias) <= 1


@given(ERRORS, st.randoms())
def test_the_order_of_presses_does_not_matter(errors: list[int], chance: object) -> None:
    mixed = list(errors)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    assert habit(mixed) == habit(errors)


@pytest.mark.parametrize("mode", ["announced", "sudden"])
@given(waits=WAITS, late=st.integers(150 * MS, 900 * MS))
def test_a_keeper_who_is_always_as_late_has_that_bias_and_no_spread(
    mode: Mode, waits: list[int], late: int
) -> None:
    practice = Practice(mode, 5 * S, waits)
    for one in practice.tries:
        practice.press(one.due_ns + late)

    assert practice.is_over
    assert habit(errors_ns(practice.tries)) == Habit(len(waits), late, 0)


def test_moments_follow_each_other_by_the_waits() -> None:
    practice = Practice("announced", 10 * S, [3 * S, 4 * S])

    assert [one.due_ns for one in practice.tries] == [13 * S, 17 * S]


def test_a_moment_that_is_not_pressed_is_missed_and_leaves_no_error() -> None:
    practice = Practice("announced", 0, [3 * S, 3 * S])
    assert practice.current(3 * S + WINDOW_NS) is practice.tries[0]
    after = practice.current(3 * S + WINDOW_NS + 1)

    assert after == practice.tries[1]
    assert practice.tries[0].outcome == "missed"
    assert errors_ns(practice.tries) == ()


def test_a_press_in_time_that_is_heard_of_late_still_counts() -> None:
    practice = Practice("announced", 0, [3 * S, 3 * S])
    practice.current(3 * S + WINDOW_NS + 1)

    settled = practice.press(3 * S + 200 * MS)

    assert settled is not None
    assert settled.error_ns == 200 * MS


def test_a_second_press_for_one_moment_is_left_alone() -> None:
    practice = Practice("announced", 0, [3 * S, 3 * S])
    practice.press(3 * S)

    assert practice.press(3 * S + 50 * MS) is None
    assert [one.outcome for one in practice.tries] == ["pressed", "open"]


def test_a_press_far_from_every_moment_belongs_to_none() -> None:
    practice = Practice("announced", 0, [3 * S])

    assert practice.press(S) is None
    assert practice.tries[0].outcome == "open"


def test_a_press_before_a_sudden_sign_is_a_guess_and_does_not_count() -> None:
    practice = Practice("sudden", 0, [3 * S, 3 * S])
    practice.press(3 * S + 99 * MS)
    practice.press(6 * S + 100 * MS)

    assert [one.outcome for one in practice.tries] == ["early", "pressed"]
    assert errors_ns(practice.tries) == (100 * MS,)


def test_a_sudden_sign_is_measured_from_when_it_was_seen() -> None:
    practice = Practice("sudden", 0, [3 * S])
    practice.shown(3 * S + 40 * MS)
    practice.press(3 * S + 300 * MS)

    assert errors_ns(practice.tries) == (260 * MS,)


def test_an_announced_moment_does_not_move_with_the_screen() -> None:
    practice = Practice("announced", 0, [3 * S])
    practice.shown(3 * S + 40 * MS)

    assert practice.tries[0].due_ns == 3 * S


def test_no_press_can_belong_to_two_moments() -> None:
    assert LEAST_WAIT_NS > 2 * WINDOW_NS
    assert LEAST_WAIT_NS > LATEST_NS
