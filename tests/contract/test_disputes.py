"""Observers who cannot both be right, and how sure anyone can be (§3.3, §7)."""

from __future__ import annotations

from math import sqrt
from typing import Any

import pytest

from tests.contract.build import ANY, Doc, Score, holds, script, step, target

NO_DRIFT = {"drift_ppm": 0}
TIED = [f"{source},@W,0,0" for source in "ABCD"]


def sure(ident: str, u: float, **more: Any) -> Doc:
    """Build a step that nobody can be surer of than u."""
    return step(ident, **more) | {"u_s": u}


# S by A at 0, u = 0; the spread is over 2 + 2·√(0.1² + 0.1²) = 2.28, so X is in dispute. Every
# reading and the joined value must share a verdict. (rows of X, limit, verdict, d, U, score)
DISPUTES = [
    # 266 and 321 against 300: met or missed; joined 293.5 ± 55
    (["A,X,266,0.1", "B,X,321,0.1"], 300, "disputed", 293.5, 55, None),
    # 30 and 45: both met, and 37.5 ± 15 too
    (["A,X,30,0.1", "B,X,45,0.1"], 60, "met", 37.5, 15, 100),
    # 10 and 50: both met, but 30 ± 40 is not
    (["A,X,10,0.1", "B,X,50,0.1"], 60, "disputed", 30, 40, None),
    # 100 and 110: both missed, and 105 ± 10 too: 60·(120 - 105)/30 = 30
    (["A,X,100,0.1", "B,X,110,0.1"], 60, "missed", 105, 10, 30),
    # 65 and 75: both missed, and 70 ± 10 is not
    (["A,X,65,0.1", "B,X,75,0.1"], 60, "disputed", 70, 10, None),
    # three, one apart: the middle is 31, MAD 1; 70 alone would be missed
    (["A,X,30,0.1", "B,X,31,0.1", "C,X,70,0.1"], 60, "disputed", 31, ANY, None),
    (["A,X,30,0.1", "B,X,31,0.1", "C,X,40,0.1"], 60, "met", 31, ANY, 100),
    # without a limit
    (["A,X,266,0.1", "B,X,321,0.1"], None, ANY, 293.5, 55, None),
]


@pytest.mark.parametrize(("rows", "limit", "verdict", "elapsed", "expanded", "points"), DISPUTES)
def test_a_verdict_stands_only_where_every_reading_shares_it(
    score: Score,
    rows: list[str],
    limit: float | None,
    verdict: str,
    elapsed: float,
    expanded: float,
    points: float | None,
) -> None:
    made = script(targets=[target(limit=limit)], scoring=NO_DRIFT)
    answer = score(made, [*TIED, "A,S,0,0", *rows])
    holds(
        answer.target(),
        verdict=verdict,
        elapsed_s=elapsed,
        expanded_uncertainty_s=expanded,
        score=points,
    )
    assert answer.conflicts("X")
    if limit is not None:
        holds(answer.card, coverage=0 if points is None else 1)


def test_a_spread_that_the_instruments_explain_is_no_dispute(score: Score) -> None:
    # 1.8 apart: under 2; 59.3 ± 1.8 is too close to call, and says that the two differ
    rows = [*TIED, "A,S,0,0", "A,X,58.4,0.1", "B,X,60.2,0.1"]
    answer = score(script(scoring=NO_DRIFT), rows)
    found = answer.target()
    holds(found, verdict="too_close", elapsed_s=59.3, expanded_uncertainty_s=1.8, score=100)
    assert "observers_differ" in str(found["doubts"])
    assert answer.conflicts() == []


# Where Birge's external u or MAD's is the greater, the target carries the doubt.
# (rows of X, doubted)
DOUBTS = [
    (["A,X,40,1"], False),
    (["A,X,40,1", "B,X,41,1"], False),
    (["A,X,40,1", "B,X,43,1"], True),
    # MAD 0.2: 0.32 against 1; MAD 1: 1.6
    (["A,X,40,1", "B,X,40.2,1", "C,X,40.6,1"], False),
    (["A,X,40,1", "B,X,41,1", "C,X,42,1"], True),
]


@pytest.mark.parametrize(("rows", "doubted"), DOUBTS)
def test_observers_who_differ_more_than_their_u_are_a_doubt(
    score: Score, rows: list[str], doubted: bool
) -> None:
    made = script(["S", "X", "Y"], [target(), target("U", stop="Y")], scoring=NO_DRIFT)
    answer = score(made, [*TIED, "A,S,0,0", *rows, "A,Y,50,0"])
    assert ("observers_differ" in str(answer.target()["doubts"])) is doubted
    assert not answer.target("U")["doubts"]


def test_a_dispute_of_the_start_is_judged_alike(score: Score) -> None:
    # S at 0 or 20, joined 10 ± 20; X at 65: 65 missed, 45 met
    rows = [*TIED, "A,S,0,0.1", "B,S,20,0.1", "A,X,65,0"]
    found = score(script(scoring=NO_DRIFT), rows).target()
    holds(found, verdict="disputed", elapsed_s=55, expanded_uncertainty_s=20, score=None)


# S at 0 or 10, X at 30 or 40: 20 to 40 in four combinations, joined 30 ± 14.1.
@pytest.mark.parametrize(("limit", "verdict"), [(80, "met"), (35, "disputed")])
def test_two_disputes_are_judged_in_all_combinations(
    score: Score, limit: float, verdict: str
) -> None:
    rows = [*TIED, "A,S,0,0.1", "B,S,10,0.1", "A,X,30,0.1", "B,X,40,0.1"]
    made = script(targets=[target(limit=limit)], scoring=NO_DRIFT)
    found = score(made, rows).target()
    holds(found, verdict=verdict, elapsed_s=30, expanded_uncertainty_s=2 * sqrt(25 + 25))


# K1 seen at 10 and 50, K2 at 40: the last is 40 or 50. (limit, verdict)
@pytest.mark.parametrize(("limit", "verdict"), [(60, "met"), (45, "disputed"), (30, "missed")])
def test_a_last_of_several_runs_over_all_lowest_and_all_highest(
    score: Score, limit: float, verdict: str
) -> None:
    # joined: K1 30 ± 40, K2 40 ± 0: the last is K2's 40; over 30 the joined 40 and the readings
    # 40 and 50 are all missed
    made = script(["S", step("X", units="K1 K2")], [target(limit=limit)], scoring=NO_DRIFT)
    rows = [*TIED, "A,S,0,0", "A,X/K1,10,0.1", "B,X/K1,50,0.1", "A,X/K2,40,0"]
    found = score(made, rows).target()
    holds(found, verdict=verdict, elapsed_s=40)


def test_a_critical_dispute_is_no_grade(score: Score) -> None:
    made = script(targets=[target(critical=True, limit=300)], scoring=NO_DRIFT)
    rows = [*TIED, "A,S,0,0", "A,X,266,0.1", "B,X,321,0.1"]
    holds(score(made, rows).card, grade=None)


def test_use_ends_the_dispute(score: Score) -> None:
    rows = [*TIED, "A,S,0,0", "A,X,266,0.1", "B,X,321,0.1", "B,X,use,note=Li saw the film"]
    made = script(targets=[target(limit=300, critical=True)], scoring=NO_DRIFT)
    answer = score(made, rows)
    holds(answer.target(), verdict="missed", elapsed_s=321, expanded_uncertainty_s=0.2)
    assert answer.conflicts("X")
    holds(answer.card, capped=True, grade="poor")


# Orders: S before X; S seen at 10 and 30. (X, verdict)
ORDERS = [
    ("60", "met"),
    ("20", "too_close"),
    ("29", "too_close"),
    ("-15", "broken"),
]


@pytest.mark.parametrize(("stop", "verdict"), ORDERS)
def test_an_order_in_dispute_is_too_close_unless_all_readings_agree(
    score: Score, stop: str, verdict: str
) -> None:
    # joined: 20 ± 20
    made = script(orders=[{"id": "O", "before": "S", "after": "X"}], scoring=NO_DRIFT)
    rows = [*TIED, "A,S,10,0.1", "B,S,30,0.1", f"A,X,{stop},0"]
    assert score(made, rows).order() == verdict


# The step's own u is added once, after the observers are joined. (rows of X, d, u²)
SURE = [
    (["A,X,40,0"], 40, 4),
    (["A,X,40,1"], 40, 1 + 4),
    (["A,X,40,1", "B,X,41,1"], 40.5, 0.5 + 4),
    (["A,X,40,0", "B,X,41,1"], 40, 4),
    (["A,X,40,1", "B,X,41,1", "C,X,42,1"], 41, (1.25 * 1.483 * 1.495) ** 2 / 3 + 4),
]


@pytest.mark.parametrize(("rows", "elapsed", "square"), SURE)
def test_how_sure_anyone_can_be_is_added_once(
    score: Score, rows: list[str], elapsed: float, square: float
) -> None:
    made = script(["S", sure("X", 2)], version=2, scoring=NO_DRIFT)
    found = score(made, [*TIED, "A,S,0,0", *rows]).target()
    holds(found, elapsed_s=elapsed, expanded_uncertainty_s=2 * sqrt(square))


def test_it_is_added_at_either_end(score: Score) -> None:
    # 1.5² + 2² = 2.5²
    made = script([sure("S", 1.5), sure("X", 2)], version=2)
    holds(score(made, ["A,S,0,0", "A,X,40,0"]).target(), expanded_uncertainty_s=5)


def test_it_is_added_to_a_unit_too(score: Score) -> None:
    made = script(["S", sure("X", 2, units="K1 K2")], version=2)
    rows = ["A,S,0,0", "A,X/K1,10,0", "A,X/K2,40,1.5"]
    holds(score(made, rows).target(), elapsed_s=40, expanded_uncertainty_s=5)


def test_it_is_added_to_an_order_too(score: Score) -> None:
    # 3 s after it, U = 4
    made = script(["S", sure("X", 2)], orders=[{"id": "O", "before": "S", "after": "X"}], version=2)
    assert score(made, ["A,S,10,0", "A,X,13,0"]).order() == "too_close"


# The spread that is no conflict grows with it: 2 + 2·√(2·2²) = 7.66.
@pytest.mark.parametrize(("seen", "reported"), [("47.6", False), ("47.7", True)])
def test_a_spread_is_judged_with_how_sure_anyone_can_be(
    score: Score, seen: str, reported: bool
) -> None:
    made = script(["S", sure("X", 2)], version=2, scoring=NO_DRIFT)
    rows = [*TIED, "A,S,0,0", "A,X,40,0", f"B,X,{seen},0"]
    assert bool(score(made, rows).conflicts("X")) is reported


def test_an_entry_of_a_step_weighs_by_its_own_u_alone(score: Score) -> None:
    # weights 1 and 1/4 as ever: 40.4
    made = script(["S", sure("X", 50)], [target(limit=900)], version=2, scoring=NO_DRIFT)
    found = score(made, [*TIED, "A,S,0,0", "A,X,40,1", "B,X,42,2"]).target()
    holds(found, elapsed_s=40.4, expanded_uncertainty_s=2 * sqrt(0.8 + 2500))
