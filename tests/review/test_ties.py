"""Ties between clocks: chains and their days, drift, stated differences, doubts; by hand."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

from drillplanner.plan.model import Scoring
from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.clocks.ties import SharedMark, fit
from drillplanner.review.observation import ClockComparison, Log
from drillplanner.review.scoring import score
from tests.review.build import LogBuilder, script, step, target

STILL = Scoring(drift_ppm=0)
SPAN = script([step("S"), step("X")], [target("T", "S", "X", 600)], scoring=STILL)
NEVER = Fraction(10**6)

#: Seconds since midnight.
EVENING, MORNING = 86_390, 92


def result(log: Log, made: Any = SPAN) -> Any:
    return score(made, log).targets[0]


def kinds(log: Log, made: Any = SPAN) -> list[str]:
    return [one.kind for one in score(made, log).conflicts]


# -- days -----------------------------------------------------------------------------------------


def test_a_chain_of_stated_differences_over_midnight_takes_each_hops_day() -> None:
    # 23:59:50 by A to 00:01:32 by C; B is 300 s ahead of A, C 40 s behind B: C shows 260 s more.
    made = LogBuilder().offset("B", "A", 300).offset("C", "B", -40)
    made.saw("A", "S", EVENING).saw("C", "X", MORNING + 260)

    found = result(made.log("clock"))

    assert (found.verdict, found.elapsed_s) == ("met", 102)


@pytest.mark.parametrize("noon", [43_190, 43_210])
def test_a_clock_without_rows_stands_on_its_neighbours_day(noon: int) -> None:
    # Twelve hours off any midnight of its own, B must not shift the chain by a day.
    made = LogBuilder().offset("B", "A", 0).offset("C", "B", 0)
    made.saw("A", "S", noon).saw("C", "X", noon + 30)

    assert result(made.log("clock")).elapsed_s == 30


def test_drift_after_a_stated_hop_is_not_taken_over_a_day() -> None:
    # A 23:59:50, B stated equal to A; B and C share a mark at 00:00:10 on B's next midnight.
    made = LogBuilder().saw("A", "S", EVENING).offset("B", "A", 0)
    made.sync("B", "W", 10).sync("C", "W", 15).saw("C", "X", 35)
    drifting = script([step("S"), step("X")], [target("T", "S", "X", 600)])

    found = result(made.log("clock"), drifting)

    # X at 00:00:30 on B, 40 s after S; drift 50 ppm of the 20 s since the mark.
    assert found.elapsed_s == 40
    assert found.expanded_uncertainty_s == pytest.approx(2 * 50e-6 * 20)


# -- the fit --------------------------------------------------------------------------------------


def test_a_mark_to_nine_decimals_beside_a_rough_one_makes_no_drift() -> None:
    fine = Fraction(1, 12 * 10**18)
    shared = [
        SharedMark("a", Fraction(0), Fraction(100), fine),
        SharedMark("b", Fraction("600.000000001"), Fraction("700.000000001"), Fraction("0.09")),
    ]

    assert fit(shared, Fraction(300)).rate == 0


def test_drift_is_fitted_about_the_weighted_middle() -> None:
    # Differences 10.00 at 0 (u 0.1) and 10.06 at 600 (u 0.2): weights 100 and 25, middle 120,
    # offset 10.012, rate 0.06/600 = 100 ppm; u² of the offset 1/125,
    # of the rate 1/(100·120² + 25·480²) = 1/7,200,000.
    shared = [
        SharedMark("a", Fraction(0), Fraction(10), Fraction("0.01")),
        SharedMark("b", Fraction(600), Fraction("610.06"), Fraction("0.04")),
    ]

    found: Any = fit(shared, Fraction(300))
    carried = found.carry(Fraction(300), Fraction(0))

    assert (found.middle_s, found.offset_s, found.rate) == (
        120,
        Fraction("10.012"),
        Fraction(1, 10**4),
    )
    assert carried.at_s == Fraction("310.03")
    assert float(carried.variance_s2) == pytest.approx(1 / 125 + 180**2 / 7_200_000)


# -- stated differences ---------------------------------------------------------------------------


def stated(*differences: tuple[float, float]) -> LogBuilder:
    """Give S by ref at 36,005 s and X by cam; (cam minus ref, when on cam's clock)."""
    made = LogBuilder().saw("ref", "S", 36_005)
    for offset_s, at_s in differences:
        made.offset("cam", "ref", offset_s, Fraction("0.1"), at_s)
    return made.saw("cam", "X", 39_615)


def test_several_stated_differences_make_a_drift_as_marks_do() -> None:
    # cam is 0 s ahead at 10:00:05 and 15 s at 11:30:20: at 11:00:15 it is 10 s, so 3,600 s.
    log = stated((0, 36_005), (15, 41_420)).log("clock")
    made = script([step("S"), step("X")], [target("T", "S", "X", 3605)])

    card = score(made, log)
    found = card.targets[0]

    assert found.elapsed_s == pytest.approx(3600)
    # Offset 0.1²/2; away from the middle 902.5² over Σw·x² = 2·2,707.5²/0.01; drift 1,805 s.
    square = 0.005 + 902.5**2 * 0.01 / (2 * 2707.5**2) + (50e-6 * 1805) ** 2
    assert found.expanded_uncertainty_s == pytest.approx(2 * sqrt(square))
    # ref against cam: −15 s in 5,415 s by cam's clock.
    assert card.ties[0].drift_ppm == pytest.approx(15 / 5400 * 1e6)
    assert [one.kind for one in card.conflicts] == ["drift"]


def test_one_stated_difference_has_no_drift_term() -> None:
    made = script([step("S"), step("X")], [target("T", "S", "X", 3605)])

    found = result(stated((10, 36_005)).log("clock"), made)

    assert found.elapsed_s == 3600
    assert found.expanded_uncertainty_s == pytest.approx(0.2)


# -- doubts ---------------------------------------------------------------------------------------


def marked(a: dict[str, float], b: dict[str, float], u_s: float = 0.3) -> LogBuilder:
    made = LogBuilder()
    for source, marks in (("A", a), ("B", b)):
        for name, at_s in marks.items():
            made.sync(source, name, at_s, u_s)
    return made.saw("A", "S", 900).saw("A", "X", 950)


@pytest.mark.parametrize(
    ("a", "b", "doubted"),
    [
        # A pressed once too often at first: its second and third are B's first and second.
        # By name the differences are 60.5 and 1,739.8, so paired they are 0.1 and 0.2.
        ({"S1": 0, "S2": 60.4, "S3": 1800}, {"S1": 60.5, "S2": 1800.2}, 1679.2),
        # the same in the middle
        (
            {"S1": 0, "S2": 60, "S3": 90, "S4": 1800},
            {"S1": 0, "S2": 60.2, "S3": 1800},
            1710 - 0.2,
        ),
        # nothing pressed too often
        ({"S1": 0, "S2": 1800}, {"S1": 5, "S2": 1805.4}, None),
        # the named pairing agrees within U = 2·√(0.18 + 0.18) = 1.2
        ({"S1": 0, "S2": 600, "S3": 1200}, {"S1": 0, "S2": 601}, None),
        # one shared mark fits with anything
        ({"S1": 0, "S2": 60}, {"S1": 60}, None),
    ],
)
def test_other_marks_that_pair_better_make_a_tie_doubtful(
    a: dict[str, float], b: dict[str, float], doubted: float | None
) -> None:
    card = score(SPAN, marked(a, b).log())

    found = [one.spread_s for one in card.conflicts if one.kind == "doubtful_tie"]

    assert found == ([] if doubted is None else [pytest.approx(doubted)])


@pytest.mark.parametrize(
    ("apart", "is_doubted"),
    # The tie has u 0.3·√2, the comparison 0.4: 5 + 2·√(0.18 + 0.16) = 6.166
    [(6.16, False), (6.17, True), (-6.17, True)],
)
@pytest.mark.parametrize("is_turned", [False, True])
def test_a_comparison_at_enrolment_contradicts_a_tie(
    apart: float, is_doubted: bool, is_turned: bool
) -> None:
    square = Fraction("0.4") ** 2
    said = Fraction(str(100 + apart))
    one = ClockComparison("B", "A", said, square)
    if is_turned:
        one = ClockComparison("A", "B", -said, square)
    log = marked({"S1": 0}, {"S1": 100}).log(comparisons=(one,))

    assert ("doubtful_tie" in kinds(log)) is is_doubted


@pytest.mark.parametrize(
    ("marks", "at_s", "is_weak"),
    [
        ((0,), 3600, False),
        ((0,), 3601, True),
        ((0, 100), 3701, True),
        ((0, 100), 3700, False),
        ((0, 9000), 4500, False),
        ((8000,), 4399, True),
    ],
)
def test_a_tie_at_one_end_used_over_an_hour_away_is_weak(
    marks: tuple[float, ...], at_s: float, is_weak: bool
) -> None:
    made = LogBuilder().saw("A", "S", at_s - 10).saw("B", "X", at_s)
    for number, mark in enumerate(marks):
        made.sync("A", f"W{number}", mark, 0.3).sync("B", f"W{number}", mark, 0.3)

    found = [one.sources for one in score(SPAN, made.log()).conflicts if one.kind == "weak_tie"]

    assert found == ([("A", "B")] if is_weak else [])


def test_a_source_used_on_its_own_clock_needs_no_tie() -> None:
    made = LogBuilder().sync("A", "W", 0).sync("B", "W", 0)
    made.saw("B", "S", 9000).saw("B", "X", 9050)

    assert kinds(made.log()) == []


def test_the_square_of_a_nanosecond_is_not_rounded_away() -> None:
    u = Fraction(1, 10**9)
    made = LogBuilder().sync("A", "W", 0, u).sync("B", "W", 0, u)
    for number in range(1, 9):
        made.sync("A", f"W{number}", number, u).sync("B", f"W{number}", number, u)
    alignment = Alignment(made.log(), STILL)

    assert alignment.carry(Fraction(4), "A", "B").variance_s2 > 0
