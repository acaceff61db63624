"""What cannot be so, and what is weakly known, is named (§3.2, §3.3, §7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.build import Doc, Score, holds, script, step, target

NO_DRIFT = {"drift_ppm": 0}
TIED = ["A,@W,0,0", "B,@W,0,0"]


# The script says X after Y; T is S to X. S at 0. (Y and X, contradicted)
AGAINST: list[tuple[list[str], bool]] = [
    (["A,Y,50,0", "A,X,30,0"], True),
    (["A,Y,30.1,0", "A,X,30,0"], True),
    (["A,Y,30,0", "A,X,30,0"], False),
    (["A,Y,20,0", "A,X,30,0"], False),
    # U = 2·√(0.6² + 0.8²) = 2
    (["A,Y,32,0.6", "A,X,30,0.8"], False),
    (["A,Y,32.1,0.6", "A,X,30,0.8"], True),
    # not known of both
    (["A,X,30,0"], False),
    (["A,Y,done", "A,X,30,0"], False),
    (["A,Y,not_performed", "A,X,30,0"], False),
]


@pytest.mark.parametrize(("rows", "contradicted"), AGAINST)
def test_a_log_against_the_scripts_order_is_a_conflict(
    score: Score, rows: list[str], contradicted: bool
) -> None:
    made = script(["S", "Y", step("X", after="Y")], [target(), target("U", stop="Y")])
    answer = score(made, ["A,S,0,0", *rows])
    found = [one for one in answer.conflicts() if one["kind"] == "against_order"]
    assert len(found) == int(contradicted)
    holds(answer.target(), verdict="met", elapsed_s=30, score=100)
    assert ("against_order" in str(answer.target()["doubts"])) is contradicted
    if contradicted:
        holds(found[0], step="X", steps=["Y", "X"])
        # the target that stops at the other one carries it too
        assert "against_order" in str(answer.target("U")["doubts"])


def test_a_target_that_touches_neither_step_carries_no_doubt(score: Score) -> None:
    steps: list[Any] = ["S", "Y", step("X", after="Y"), "Z"]
    made = script(steps, [target(), target("U", stop="Z")])
    answer = score(made, ["A,S,0,0", "A,Y,50,0", "A,X,30,0", "A,Z,40,0"])
    assert answer.target()["doubts"]
    assert not answer.target("U")["doubts"]


def test_a_planned_lag_contradicts_nothing(score: Score) -> None:
    made = script(["S", "Y", step("X") | {"after": [{"step": "Y", "lag_s": 90}]}])
    assert score(made, ["A,S,0,0", "A,Y,20,0", "A,X,30,0"]).conflicts() == []


def test_clocks_that_are_not_tied_contradict_nothing(score: Score) -> None:
    made = script(["S", "Y", step("X", after="Y")])
    kinds = score(made, ["A,S,0,0", "B,Y,50,0", "A,X,30,0"]).kinds
    assert "against_order" not in kinds


# Units: each against its own where both steps have it, else first against first.
# (units of Y, units of X, rows, contradicted)
UNITS: list[tuple[str, str, list[str], bool]] = [
    # K1 goes on before K2 has begun
    ("K1 K2", "K1 K2", ["A,Y/K1,5,0", "A,X/K1,10,0", "A,Y/K2,20,0", "A,X/K2,30,0"], False),
    ("K1 K2", "K1 K2", ["A,Y/K1,5,0", "A,X/K1,10,0", "A,Y/K2,35,0", "A,X/K2,30,0"], True),
    ("", "K1 K2", ["A,Y,20,0", "A,X/K1,10,0", "A,X/K2,30,0"], True),
    ("", "K1 K2", ["A,Y,8,0", "A,X/K1,10,0", "A,X/K2,30,0"], False),
    ("K1 K2", "", ["A,Y/K1,20,0", "A,Y/K2,40,0", "A,X,30,0"], False),
    ("K1 K2", "", ["A,Y/K1,35,0", "A,Y/K2,40,0", "A,X,30,0"], True),
]


@pytest.mark.parametrize(("before", "after", "rows", "contradicted"), UNITS)
def test_an_order_is_contradicted_unit_by_unit(
    score: Score, before: str, after: str, rows: list[str], contradicted: bool
) -> None:
    made = script(["S", step("Y", units=before), step("X", units=after, after="Y")])
    answer = score(made, ["A,S,0,0", *rows])
    assert ("against_order" in answer.kinds) is contradicted


# Start and stop of different steps at one instant. (start, stop, limit, passed)
INSTANTS: list[tuple[list[str], float | None, bool]] = [
    (["A,S,5,0", "A,X,5,0"], 60, False),
    (["A,S,5", "A,X,5"], 60, False),
    (["A,S,5,3", "A,X,5,3"], 60, False),
    (["A,S,5.00,0", "A,X,5.00,0"], None, False),
    (["A,S,09:00:05", "A,X,09:00:05"], 60, False),
    (["A,S,2026-05-12T09:00:05", "A,X,2026-05-12T09:00:05"], 60, False),
    (["A,S,5,0", "A,X,5.001,0"], 60, True),
    # both shown to the minute: either may have been later in it
    (["A,S,09:00,,dial=clock", "A,X,09:00"], 100, True),
    (["A,S,9点12分", "A,X,9点12分"], 100, True),
    # bounded: nobody says that it was that instant
    (["A,S,5,0", "A,X,5,0,bound=at_most"], 60, True),
]


@pytest.mark.parametrize(("rows", "limit", "passed"), INSTANTS)
def test_no_time_between_two_steps_is_named(
    score: Score, rows: list[str], limit: float | None, passed: bool
) -> None:
    answer = score(script(targets=[target(limit=limit)]), rows)
    found = answer.target()
    if passed:
        assert found["verdict"] != "no_time_passed"
        assert "no_time_passed" not in answer.kinds
    else:
        holds(found, verdict="no_time_passed", elapsed_s=0, score=None)
        (conflict,) = answer.conflicts()
        holds(conflict, kind="no_time_passed", step="X")


def test_two_units_of_one_step_may_stand_at_one_instant(score: Score) -> None:
    made = script([step("X", units="K1 K2")], [target(start="X/K1", stop="X/K2")])
    answer = score(made, ["A,X/K1,5,0", "A,X/K2,5,0"])
    holds(answer.target(), verdict="met", elapsed_s=0)
    assert answer.conflicts() == []


# B's key was pressed once too often before A's first mark: its @2 is A's @1. As named the marks
# are 7, 190 and 200 s apart; one further on, they agree.
MISNAMED = ["A,@1,10,0.1", "A,@2,200,0.1", "A,@3,400,0.1"]
MISNAMED += ["B,@1,3,0.1", "B,@2,10,0.1", "B,@3,200,0.1", "B,@4,400,0.1"]
NAMED = ["A,@1,10,0.1", "A,@2,200,0.1", "A,@3,450,0.1"]
NAMED += ["B,@1,10,0.1", "B,@2,200,0.1", "B,@3,450,0.1"]


@pytest.mark.parametrize(("marks", "doubtful"), [(MISNAMED, True), (NAMED, False)])
def test_marks_that_fit_better_in_another_pairing_are_a_conflict(
    score: Score, marks: list[str], doubtful: bool
) -> None:
    answer = score(script(), [*marks, "A,S,0,0", "B,X,30,0"])
    found = [one for one in answer.conflicts() if one["kind"] == "doubtful_tie"]
    assert bool(found) is doubtful
    if doubtful:
        assert {"A", "B"} <= set(found[0]["sources"])


# Marks tie; a difference that someone read off the two clocks beside them is their comparison.
# The tie is 100 with u 0; the comparison has u 0.5: 5 + 2·0.5 = 6. (row, doubtful)
COMPARED = [
    ("B,@offset:A,106,0.5", False),
    ("B,@offset:A,106.1,0.5", True),
    ("A,@offset:B,-93.9,0.5", True),
    ("A,@offset:B,-94,0.5", False),
    ("B,@offset:A,40,0.5", True),
]


@pytest.mark.parametrize(("row", "doubtful"), COMPARED)
@pytest.mark.parametrize("marks", [["0"], ["0", "400"]])
def test_a_comparison_of_two_clocks_doubts_their_tie(
    score: Score, row: str, doubtful: bool, marks: list[str]
) -> None:
    rows = [f"A,@W{mark},{float(mark)},0" for mark in marks]
    rows += [f"B,@W{mark},{float(mark) + 100},0" for mark in marks]
    answer = score(script(), [*rows, row, "A,S,0,0", "B,X,130,0"])
    assert ("doubtful_tie" in answer.kinds) is doubtful
    holds(answer.target(), verdict="met", elapsed_s=30)


# A tie with all marks on one side of an end, the nearest over an hour from it.
# (marks on both clocks, S on A, X and its clock, weak)
WEAK: list[tuple[list[str], str, str, bool]] = [
    (["0"], "A,S,3970,0", "B,X,4000,0", True),
    (["0", "90"], "A,S,3970,0", "B,X,4000,0", True),
    (["8000"], "A,S,3970,0", "B,X,4000,0", True),
    (["0"], "A,S,3470,0", "B,X,3500,0", False),
    (["0", "90"], "A,S,3640,0", "B,X,3670,0", False),
    (["0", "9000"], "A,S,3970,0", "B,X,4000,0", False),
    # within one source no tie is used
    (["0"], "A,S,3970,0", "A,X,4000,0", False),
]


@pytest.mark.parametrize(("marks", "start", "stop", "weak"), WEAK)
def test_a_tie_far_from_all_its_marks_is_weak(
    score: Score, marks: list[str], start: str, stop: str, weak: bool
) -> None:
    rows = [f"{source},@W{one},{one},0" for one in marks for source in "AB"]
    rows += [start, stop, "A,Y,7,0", "B,Z,7,0"]
    answer = score(script(["S", "X", "Y", "Z"]), rows)
    assert ("weak_tie" in answer.kinds) is weak
    holds(answer.target(), verdict="met", elapsed_s=30)


def test_a_weak_tie_is_named_for_the_ends_of_targets_alone(score: Score) -> None:
    rows = ["A,@W,0,0", "B,@W,0,0", "A,S,0,0", "B,X,30,0", "B,Y,9000,0"]
    assert "weak_tie" not in score(script(["S", "X", "Y"]), rows).kinds


# A bound that the exact result contradicts by more than 2·√(u² + u_bound² + tie²).
# (A's exact row, B's bounded row, contradicted)
BOUNDS = [
    ("A,X,40,0", "B,X,30,0,bound=at_most", True),
    ("A,X,40,0", "B,X,50,0,bound=at_least", True),
    ("A,X,40,0", "B,X,50,0,bound=at_most", False),
    ("A,X,40,0", "B,X,30,0,bound=at_least", False),
    ("A,X,40,0.6", "B,X,38,0.8,bound=at_most", False),
    ("A,X,40,0.6", "B,X,37.9,0.8,bound=at_most", True),
    ("A,X,40,0.6", "B,X,42,0.8,bound=at_least", False),
    ("A,X,40,0.6", "B,X,42.1,0.8,bound=at_least", True),
    # a radio call in whole seconds: 2·√(2.25 + 1/12) = 3.06
    ("A,X,40,0", "B,X,36.9,,observed=radio", True),
    ("A,X,40,0", "B,X,37,,observed=radio", False),
    ("A,X,40,0", "B,X,36,,observed=radio", True),
]


@pytest.mark.parametrize(("exact", "bounded", "contradicted"), BOUNDS)
def test_a_bound_that_contradicts_an_eyewitness_is_named(
    score: Score, exact: str, bounded: str, contradicted: bool
) -> None:
    answer = score(script(scoring=NO_DRIFT), [*TIED, "A,S,0,0", exact, bounded])
    holds(answer.target(), verdict="met", elapsed_s=40)
    found = [one for one in answer.conflicts("X") if one["kind"] == "contradicts_bound"]
    assert bool(found) is contradicted
    if contradicted:
        assert "B" in found[0]["sources"]


def test_the_tie_counts_against_a_bound(score: Score) -> None:
    # 0.6² + 0.8² = 1: 2 s are explained
    rows = ["A,@W,0,0.6", "B,@W,0,0.8", "A,S,0,0", "A,X,40,0", "B,X,38,0,bound=at_most"]
    assert "contradicts_bound" not in score(script(scoring=NO_DRIFT), rows).kinds


# Bounded ones alone whose edges cross are a spread of that size.
def test_bounds_that_cross_are_a_spread(score: Score) -> None:
    rows = [*TIED, "A,S,0,0", "A,X,30,0,bound=at_most", "B,X,45,0,bound=at_least"]
    (found,) = score(script(scoring=NO_DRIFT), rows).conflicts("X")
    holds(found, spread_s=15)


# Exact and bounded at one instant: exact, with the greater u. (stop, rows, U)
ONE_INSTANT: list[tuple[Any, list[str], float]] = [
    ({"last_of": ["X", "Y"]}, ["A,X,40,1", "A,Y,40,3,bound=at_most"], 6),
    ({"last_of": ["X", "Y"]}, ["A,X,40,3", "A,Y,40,1,bound=at_most"], 6),
    ("Z", ["A,Z/K1,40,1", "A,Z,40,3"], 6),
    ("Z", ["A,Z/K1,40,1", "A,Z/K2,30,0", "A,Z/K3,40,3,bound=at_most"], 6),
]


@pytest.mark.parametrize(("stop", "rows", "expanded"), ONE_INSTANT)
def test_exact_and_bounded_at_one_instant_are_exact(
    score: Score, stop: Any, rows: list[str], expanded: float
) -> None:
    made = script(["S", "X", "Y", step("Z", units="K1 K2 K3")], [target(stop=stop, limit=30)])
    # 40 - 6 > 30: missed, which no upper bound could be
    found = score(made, ["A,S,0,0", *rows]).target()
    holds(found, verdict="missed", elapsed_s=40, expanded_uncertainty_s=expanded)


# A row of an end in a group that does not count is listed, not silent.
ELSEWHERE: list[tuple[list[str], str]] = [
    (["A,S,0,0", "A,X,30,0", "B,X,40,0"], "X"),
    (["A,S,0,0", "A,X,30,0", "B,S,5,0"], "S"),
    (["B,X,40,0", "A,S,0,0", "A,X,30,0"], "X"),
]


@pytest.mark.parametrize(("rows", "where"), ELSEWHERE)
def test_a_row_of_an_untied_source_at_an_end_is_listed(
    score: Score, rows: list[str], where: str
) -> None:
    answer = score(script(["S", "X", "Y"]), [*rows, "A,Y,50,0"])
    holds(answer.target(), verdict="met", elapsed_s=30)
    found = [one for one in answer.conflicts() if one["kind"] == "untied_group"]
    assert any(one["step"] == where and "B" in one["sources"] for one in found), found


def test_the_first_row_of_the_start_decides_even_where_it_is_not_used(score: Score) -> None:
    # two groups with as many marks each; the first row of S is C's radio call, which B's own
    # eye outdoes, so the group of B and C counts
    rows = ["C,S,3,0,observed=radio", "B,@W,0,0", "C,@W,0,0", "A,@P,1,0", "A,@Q,2,0"]
    rows += ["A,S,0,0", "A,X,30,0", "A,Y,50,0", "B,S,0,0", "B,X,40,0"]
    made: Doc = script(["S", "X", "Y"], scoring=NO_DRIFT)
    holds(score(made, rows).target(), verdict="met", elapsed_s=40)
