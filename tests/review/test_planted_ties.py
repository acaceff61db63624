"""Planted offsets and drifts are recovered inside the stated uncertainty 95 % of the time."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.plan.model import Scoring
from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.clocks.ties import SharedMark, fit
from drillplanner.review.observation import Log, Observation, SyncMark

#: Seconds of the day of the marks at muster and at the debriefing, and of what is timed.
MUSTER, DEBRIEFING = 32_400.0, 36_600.0
PRESS_S = 0.3


def recovered(chance: random.Random, marks: tuple[float, ...]) -> bool:
    """Plant a laptop's offset and drift; tell whether a time is carried within U of the truth."""
    offset, drift = chance.uniform(-90, 90), chance.gauss(0, 15) * 1e-6
    at = chance.uniform(MUSTER + 300, DEBRIEFING - 300)

    def shown(true_s: float) -> float:
        return true_s + offset + drift * (true_s - MUSTER)

    def pressed(value: float) -> Fraction:
        return Fraction(value + chance.gauss(0, PRESS_S)).limit_denominator(10**9)

    variance = Fraction(str(PRESS_S)) ** 2
    found = []
    for number, true_s in enumerate(marks):
        found.append(SyncMark("post", f"m{number}", pressed(true_s), variance, 2 * number))
        found.append(
            SyncMark("gate", f"m{number}", pressed(shown(true_s)), variance, 2 * number + 1)
        )
    row = Observation("gate", "s", None, None, "time", 99, Fraction(shown(at)))
    log = Log((row,), tuple(found), scales={"post": "clock", "gate": "clock"})
    passage = Alignment(log, Scoring()).carry(Fraction(shown(at)), "gate", "post")
    return abs(float(passage.at_s) - at) <= 2 * math.sqrt(passage.variance_s2)


@pytest.mark.parametrize("count", [600, pytest.param(20_000, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    "marks",
    [
        (MUSTER,),
        (MUSTER, DEBRIEFING),
        (MUSTER, MUSTER + 20, DEBRIEFING),
        (MUSTER, 34_500.0, DEBRIEFING),
    ],
)
def test_u_holds_the_planted_clocks(count: int, marks: tuple[float, ...]) -> None:
    chance = random.Random(len(marks))  # noqa: S311 - the same drills every time

    share = sum(recovered(chance, marks) for _drill in range(count)) / count
    print(f"{len(marks)} marks, inside U: {100 * share:.1f} %")  # noqa: T201 - `make soak` shows it

    # 95.45 % within 2 u where it is normal; drift_ppm, a bound, makes it rather more.
    slack = 3 * math.sqrt(0.95 * 0.05 / count)
    assert share >= 0.95 - slack


def fitted(marks: tuple[float, ...], offset: float, drift: float, noise: list[float]) -> bool:
    """Plant a drift; tell whether it is found within its stated uncertainty."""
    variance = Fraction(str(PRESS_S)) ** 2
    shared = []
    for number, (true_s, off) in enumerate(zip(marks, noise, strict=True)):
        there = true_s + offset + drift * (true_s - MUSTER) + off
        shared.append(SharedMark(f"m{number}", Fraction(true_s), Fraction(there), variance))
    found = fit(shared, Fraction(300))
    return abs(float(found.rate) - drift) <= 2 * math.sqrt(found.rate_variance)


@pytest.mark.parametrize("count", [600, pytest.param(20_000, marks=pytest.mark.soak)])
@pytest.mark.parametrize("marks", [(MUSTER, DEBRIEFING), (MUSTER, 34_500.0, DEBRIEFING)])
def test_u_holds_the_planted_drift(count: int, marks: tuple[float, ...]) -> None:
    chance = random.Random(len(marks))  # noqa: S311 - the same drills every time

    share = (
        sum(
            fitted(
                marks, chance.uniform(-90, 90), chance.gauss(0, 15) * 1e-6,
                [chance.gauss(0, PRESS_S) for _mark in marks],
            )
            for _drill in range(count)
        )
        / count
    )  # fmt: skip
    print(f"{len(marks)} marks, drift inside U: {100 * share:.1f} %")  # noqa: T201 - as above

    assert share >= 0.95 - 3 * math.sqrt(0.95 * 0.05 / count)


@given(
    offset=st.integers(-39_600, 39_600),
    ppm=st.integers(-100, 100),
    at=st.integers(0, 4_200),
    marks=st.lists(st.integers(0, 4_200), min_size=1, max_size=4, unique=True),
)
def test_marks_without_error_give_back_what_was_planted(
    offset: int, ppm: int, at: int, marks: list[int]
) -> None:
    """Drift is known exactly where the marks span enough, and stays inside U where they do not."""
    rate = Fraction(ppm, 1_000_000)

    def shown(true_s: int) -> Fraction:
        return true_s + offset + rate * true_s

    variance = Fraction(str(PRESS_S)) ** 2
    found = []
    for number, true_s in enumerate(marks):
        found.append(SyncMark("post", f"m{number}", Fraction(true_s), variance, 2 * number))
        found.append(SyncMark("gate", f"m{number}", shown(true_s), variance, 2 * number + 1))
    row = Observation("gate", "s", None, None, "time", 99, shown(at))
    log = Log((row,), tuple(found), scales={"post": "clock", "gate": "clock"})
    passage = Alignment(log, Scoring()).carry(shown(at), "gate", "post")

    apart = abs(float(passage.at_s) - at)
    assert apart <= 2 * math.sqrt(passage.variance_s2)
    if max(marks) - min(marks) > 300:
        assert apart < 1e-6
