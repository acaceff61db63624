"""Units, last_of and first_of (§1 targets, §2 rows without unit, §3.4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.build import ANY, Score, holds, script, step, target

# X has the units K1 K2 K3; S starts at 0, u = 0; limit 60.
# (rows of X, verdict, elapsed, U, score)
LAST_UNIT = [
    # the last unit, with its own u
    (["A,X/K1,10,1", "A,X/K2,40,3", "A,X/K3,20,2"], "met", 40, 6, 100),
    (["A,X/K1,75,0", "A,X/K2,40,3", "A,X/K3,20,2"], "missed", 75, 0, 80),
    (["A,X,10,0,unit=K1", "A,X,40,0,unit=K2", "A,X,20,0,unit=K3"], "met", 40, 0, 100),
    (["A,X,10,0,unit=K1", "A,X/K2,40,0", "A,X,20,0,unit=K3"], "met", 40, 0, 100),
    # a unit missing, said done, not performed, failed
    (["A,X/K1,10,0", "A,X/K2,40,0"], "not_recorded", None, None, None),
    (["A,X/K1,10,0", "A,X/K2,40,0", "A,X/K3,done"], "not_recorded", None, None, None),
    (["A,X/K1,10,0", "A,X/K2,40,0", "A,X/K3,not_performed"], "not_performed", None, None, 0),
    (["A,X/K1,10,0", "A,X/K2,40,0", "A,X/K3,failed"], "not_achieved", None, None, 0),
    (["A,X/K1,10,0", "A,X/K2,40,0", "A,X/K3,failed 41,0"], "not_achieved", None, None, 0),
    # the row without unit: at most for each unit that has no entry of its own
    (["A,X,50,0"], "met", 50, 0, 100),
    (["A,X,57,1.5"], "met", 57, 3, 100),
    (["A,X,58,1.5"], "too_close", 58, 3, None),
    (["A,X,75,0"], "too_close", 75, 0, None),
    (["A,X,500,0"], "too_close", 500, 0, None),
    # a blank of radio in whole seconds: u² = 1.5² + 1/12 = 7/3
    (["A,X,50,,observed=radio"], "met", 50, 2 * (7 / 3) ** 0.5, 100),
    # K1 exact at 40, K2 and K3 at most 50: [40, 50]; 50 <= 60
    (["A,X/K1,40,0", "A,X,50,0"], "met", 50, 0, 100),
    (["A,X,50,0", "A,X/K1,40,0"], "met", 50, 0, 100),
    (["A,X,50,0", "A,X,40,0,unit=K1"], "met", 50, 0, 100),
    # K1 exact at 40, the others at most 70: [40, 70]; neither all within nor all beyond
    (["A,X/K1,40,0", "A,X,70,0"], "too_close", 70, 0, None),
    # K1 exact at 75, the others at most 80: [75, 80]; 75 > 60
    (["A,X/K1,75,0", "A,X,80,0"], "missed", 80, 0, ANY),
    # K1 exact at 55, the others at most 50: lows 55, -inf; highs 55, 50: exactly 55
    (["A,X/K1,55,0", "A,X,50,0"], "met", 55, 0, 100),
    # K1 exact at 66, the others at most 50: exactly 66
    (["A,X/K1,66,0", "A,X,50,0"], "missed", 66, 0, 92),
    # every unit has its own entry: the row without unit says nothing more
    (["A,X/K1,10,0", "A,X/K2,20,0", "A,X/K3,30,0", "A,X,90,0"], "met", 30, 0, 100),
    # at most on a unit itself
    (["A,X/K1,10,0", "A,X/K2,20,0", "A,X/K3,30,0,bound=at_most"], "met", 30, 0, 100),
    (["A,X/K1,10,0", "A,X/K2,20,0", "A,X/K3,20,0,bound=at_most"], "met", 20, 0, 100),
    # at least on a unit: [max(10, 20, 61), inf)
    (["A,X/K1,10,0", "A,X/K2,20,0", "A,X/K3,61,0,bound=at_least"], "missed", 61, 0, ANY),
    (["A,X/K1,10,0", "A,X/K2,66,0", "A,X/K3,20,0,bound=at_least"], "missed", 66, 0, 92),
    (["A,X/K1,10,0", "A,X/K2,40,0", "A,X/K3,20,0,bound=at_least"], "too_close", 40, 0, None),
]


@pytest.mark.parametrize(("rows", "verdict", "elapsed", "expanded", "points"), LAST_UNIT)
def test_a_stop_with_units_is_its_last_unit(
    score: Score,
    rows: list[str],
    verdict: str,
    elapsed: float | None,
    expanded: float | None,
    points: float | None,
) -> None:
    made = script(["S", step("X", units="K1 K2 K3")])
    found = score(made, ["A,S,0,0", *rows]).target()
    holds(
        found,
        verdict=verdict,
        elapsed_s=elapsed,
        expanded_uncertainty_s=expanded,
        score=points,
    )


# S has the units G1 G2; X stops at 100, u = 0; limit 60. (Y at 2 says that the numbers are
# seconds: 100 and 150 alone could be minutes and seconds.)
FIRST_UNIT = [
    (["A,S/G1,50,1", "A,S/G2,60,3"], "met", 50, 2),
    (["A,S/G1,60,1", "A,S/G2,50,3"], "met", 50, 6),
    (["A,S/G1,60,0", "A,S/G2,25,0"], "missed", 75, 0),
    # a member of the first not recorded may have been earlier: at most 50, so d >= 50
    (["A,S/G2,50,0"], "too_close", 50, 0),
    (["A,S/G2,25,0"], "missed", 75, 0),
    # a member said not performed was not earlier
    (["A,S/G1,not_performed", "A,S/G2,50,0"], "met", 50, 0),
    ([], "not_recorded", None, None),
    (["A,S/G1,not_performed", "A,S/G2,not_performed"], "not_recorded", None, None),
    # said without unit: each unit at most 50, so their first too: d >= 50
    (["A,S,50,0"], "too_close", 50, 0),
    (["A,S,25,0"], "missed", 75, 0),
    # G1 exact at 60, G2 at most 50: [-inf, 50], d >= 50
    (["A,S/G1,60,0", "A,S,50,0"], "too_close", 50, 0),
    # G1 exact at 20, G2 at most 50: [min(20, -inf), min(20, 50)] = [-inf, 20], d >= 80
    (["A,S/G1,20,0", "A,S,50,0"], "missed", 80, 0),
    # G1 exact at 50, G2 at least 70: [min(50, 70), min(50, inf)] = exactly 50
    (["A,S/G1,50,0", "A,S/G2,70,0,bound=at_least"], "met", 50, 0),
    # a start that failed at a known time counts at that time
    (["A,S/G1,failed 50,0", "A,S/G2,60,0"], "met", 50, 0),
]


@pytest.mark.parametrize(("rows", "verdict", "elapsed", "expanded"), FIRST_UNIT)
def test_a_start_with_units_is_its_first_unit(
    score: Score,
    rows: list[str],
    verdict: str,
    elapsed: float | None,
    expanded: float | None,
) -> None:
    made = script([step("S", units="G1 G2"), "X", "Y"])
    found = score(made, [*rows, "A,X,100,0", "A,Y,2,0"]).target()
    holds(found, verdict=verdict, elapsed_s=elapsed, expanded_uncertainty_s=expanded)


def last(*members: str) -> Any:
    return {"last_of": list(members)}


def first(*members: str) -> Any:
    return {"first_of": list(members)}


# Steps S, Y, Z and X (units K1, K2); S at 0 unless said; limit 60, u as given.
# (start, stop, rows, verdict, elapsed, U)
ENDS = [
    ("S", last("Y", "Z"), ["A,Y,20,1", "A,Z,30,2"], "met", 30, 4),
    ("S", last("Y", "Z"), ["A,Y,40,1", "A,Z,30,2"], "met", 40, 2),
    ("S", last("Y"), ["A,Y,40,1"], "met", 40, 2),
    ("S", last("Y", "Z"), ["A,Y,40,1"], "not_recorded", None, None),
    ("S", last("Y", "Z"), ["A,Y,40,1", "A,Z,not_performed"], "not_performed", None, None),
    ("S", last("Y", "Z"), ["A,Y,40,1", "A,Z,failed"], "not_achieved", None, None),
    ("S", last("Y", "Z"), ["A,Y,40,1", "B,Z,30,0"], "untied", None, None),
    # [40, 50] and [40, 70]
    ("S", last("Y", "Z"), ["A,Y,40,0", "A,Z,50,0,bound=at_most"], "met", 50, 0),
    ("S", last("Y", "Z"), ["A,Y,40,0", "A,Z,70,0,bound=at_most"], "too_close", 70, 0),
    # an exact member and a bounded one at one instant: exactly 40, as [max(40, -inf), 40]
    ("S", last("Y", "Z"), ["A,Y,40,0", "A,Z,40,0,bound=at_most"], "met", 40, 0),
    ("S", last("Y", "Z"), ["A,Y,66,0", "A,Z,66,0,bound=at_most"], "missed", 66, 0),
    ("S", last("Y", "Z"), ["A,Y,66,0", "A,Z,50,0,bound=at_most"], "missed", 66, 0),
    ("S", last("Y", "Z"), ["A,Y,40,0", "A,Z,61,0,bound=at_least"], "missed", 61, 0),
    ("S", first("Y", "Z"), ["A,Y,20,1", "A,Z,30,2"], "met", 20, 2),
    ("S", first("Y", "Z"), ["A,Y,40,1", "A,Z,30,2"], "met", 30, 4),
    # Z not recorded may have been earlier: at most 40, at most 66
    ("S", first("Y", "Z"), ["A,Y,40,1"], "met", 40, 2),
    ("S", first("Y", "Z"), ["A,Y,66,0"], "too_close", 66, 0),
    ("S", first("Y", "Z"), ["A,Z,not_performed", "A,Y,40,1"], "met", 40, 2),
    ("S", first("Y", "Z"), [], "not_recorded", None, None),
    (
        "S",
        first("Y", "Z"),
        ["A,Y,not_performed", "A,Z,not_performed"],
        "not_performed",
        None,
        None,
    ),
    ("S", first("Y", "Z"), ["A,Y,20,0", "B,Z,30,0"], "untied", None, None),
    # [min(40, -inf), min(40, 30)]: at most 30
    ("S", first("Y", "Z"), ["A,Y,40,0", "A,Z,30,0,bound=at_most"], "met", 30, 0),
    # [min(40, -inf), min(40, 50)]: at most 40
    ("S", first("Y", "Z"), ["A,Y,40,0", "A,Z,50,0,bound=at_most"], "met", 40, 0),
    # [min(66, -inf), min(66, 90)]: at most 66, never missed
    ("S", first("Y", "Z"), ["A,Y,66,0", "A,Z,90,0,bound=at_most"], "too_close", 66, 0),
    # [min(66, 62), min(66, inf)] = [62, 66]: missed
    ("S", first("Y", "Z"), ["A,Y,66,0", "A,Z,62,0,bound=at_least"], "missed", 66, 0),
    # [min(66, 50), 66] = [50, 66]
    ("S", first("Y", "Z"), ["A,Y,66,0", "A,Z,50,0,bound=at_least"], "too_close", 66, 0),
    # [min(40, 90), 40]: exactly 40
    ("S", first("Y", "Z"), ["A,Y,40,0", "A,Z,90,0,bound=at_least"], "met", 40, 0),
    # one unit by its name
    ("S", "X/K1", ["A,X/K1,40,1", "A,X/K2,90,0"], "met", 40, 2),
    ("S", "X/K2", ["A,X/K1,40,1", "A,X/K2,90,0"], "missed", 90, 0),
    ("S", "X/K1", ["A,X/K2,40,0"], "not_recorded", None, None),
    ("S", "X/K1", ["A,X/K2,40,0", "A,X,50,0"], "met", 50, 0),
    ("X/K1", "Z", ["A,X/K1,40,1", "A,X/K2,10,0", "A,Z,60,0"], "met", 20, 2),
    ("X/K1", "X/K2", ["A,X/K1,10,1", "A,X/K2,60,0"], "met", 50, 2),
    # units inside: as a stop a step with units is its last unit, as a start its first
    ("S", last("X", "Z"), ["A,X/K1,10,0", "A,X/K2,45,1", "A,Z,40,2"], "met", 45, 2),
    ("S", last("X", "Z"), ["A,X/K1,10,0", "A,X/K2,35,1", "A,Z,40,2"], "met", 40, 4),
    ("S", last("X/K1", "Z"), ["A,X/K1,10,0", "A,X/K2,90,1", "A,Z,40,2"], "met", 40, 4),
    ("S", last("X", "Z"), ["A,X/K1,10,0", "A,Z,40,2"], "not_recorded", None, None),
    ("S", first("X/K1", "X/K2"), ["A,X/K1,30,1", "A,X/K2,45,2"], "met", 30, 2),
    ("S", first("X/K2", "Z"), ["A,X/K1,10,1", "A,X/K2,45,2", "A,Z,50,0"], "met", 45, 4),
    (first("Y", "X"), "Z", ["A,Y,40,1", "A,X/K1,30,2", "A,X/K2,50,0", "A,Z,80,0"], "met", 50, 4),
    (last("Y", "S"), "Z", ["A,Y,40,1", "A,Z,80,0"], "met", 40, 2),
    (last("X/K1", "X/K2"), "Z", ["A,X/K1,30,2", "A,X/K2,50,0", "A,Z,80,0"], "met", 30, 0),
    (first("S", "Y"), "Z", ["A,Y,40,1", "A,Z,50,0"], "met", 50, 0),
]


@pytest.mark.parametrize(("start", "stop", "rows", "verdict", "elapsed", "expanded"), ENDS)
def test_the_latest_and_the_earliest_of_several(
    score: Score,
    start: Any,
    stop: Any,
    rows: list[str],
    verdict: str,
    elapsed: float | None,
    expanded: float | None,
) -> None:
    made = script(
        ["S", "Y", "Z", step("X", units="K1 K2")], [target(start=start, stop=stop, limit=60)]
    )
    found = score(made, ["A,S,0,0", *rows]).target()
    holds(found, verdict=verdict, elapsed_s=elapsed, expanded_uncertainty_s=expanded)


def test_a_member_read_on_another_clock_is_put_on_the_starts(score: Score) -> None:
    # B runs 70 ahead; Z is 50 on A's clock, later than Y's 40. u² = 3² + (0.6² + 0.8²), U = 2√10
    made = script(["S", "Y", "Z"], [target(stop=last("Y", "Z"))], scoring={"drift_ppm": 0})
    rows = ["A,@W,0,0.6", "B,@W,70,0.8", "A,S,0,0", "A,Y,40,0", "B,Z,120,3"]
    found = score(made, rows).target()
    holds(found, verdict="met", elapsed_s=50, expanded_uncertainty_s=2 * 10**0.5)


def test_units_are_marked_each_on_its_own_by_several_sources(score: Score) -> None:
    # K1 by A at 40, K2 by B at 120 - 70 = 50: different units are no conflict
    made = script(["S", step("X", units="K1 K2")], scoring={"drift_ppm": 0})
    rows = ["A,@W,0,0", "B,@W,70,0", "A,S,0,0", "A,X/K1,40,0", "B,X/K2,120,0"]
    answer = score(made, rows)
    holds(answer.target(), verdict="met", elapsed_s=50)
    assert answer.conflicts() == []


def test_a_unit_in_an_untied_group_makes_the_last_untied(score: Score) -> None:
    made = script(["S", step("X", units="K1 K2")])
    found = score(made, ["A,S,0,0", "A,X/K1,40,0", "B,X/K2,50,0"]).target()
    holds(found, verdict="untied", elapsed_s=None, score=None)


# Untied groups and units: the group that holds every unit counts, whatever another saw.
GROUPS: list[tuple[list[str], dict[str, str], float]] = [
    (["A,X/K1,10,0", "A,X/K2,40,0", "B,X/K1,20,0"], {}, 40),
    (["A,X/K1,10,0", "A,X/K2,40,0", "B,S,0,0", "B,X/K1,20,0"], {}, 40),
    (["A,X/K1,10,0", "A,X/K2,40,0", "B,S,0,0", "B,X/K1,20,0"], {"reference": "B"}, 40),
    (
        ["A,X/K1,10,0", "A,X/K2,40,0", "B,S,0,0", "B,X/K1,20,0", "B,X/K2,45,0"],
        {"reference": "B"},
        45,
    ),
]


@pytest.mark.parametrize(("rows", "scoring", "elapsed"), GROUPS)
def test_a_group_that_holds_every_unit_counts(
    score: Score, rows: list[str], scoring: dict[str, str], elapsed: float
) -> None:
    made = script(["S", step("X", units="K1 K2")], scoring=scoring)
    holds(score(made, ["A,S,0,0", *rows]).target(), verdict="met", elapsed_s=elapsed)


@pytest.mark.parametrize("tied", [True, False])
def test_a_first_of_that_only_lower_bounds_know_is_not_recorded(score: Score, tied: bool) -> None:
    # K1 no earlier than 50, K2 not recorded: the first may have been at any time; what another
    # clock saw of a part of K1 (its unit of Y) does not make it one of clocks that are not tied
    made = script(
        ["S", step("X", units="K1 K2"), step("Y", units="L1 L2")],
        [target(stop={"first_of": ["X", "Y"]})],
    )
    rows = ["A,S,0,0", "A,X/K1,20,0", "A,X/K2,50,0,bound=at_least", "A,Y/L1,done"]
    if not tied:
        rows += ["B,X/K1,20,0"]
    holds(score(made, rows).target(), verdict="not_recorded")
