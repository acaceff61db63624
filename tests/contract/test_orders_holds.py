"""Orders between steps (§1, §5) and interruptions (§4)."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from tests.contract.build import ANY, Answer, Doc, Score, holds, script, step, target, write_files


def order(before: str = "S", after: str = "X", **more: Any) -> Doc:
    return {"id": "O", "before": before, "after": after, **more}


# after - before = d: met if d - U >= 0, broken if d + U < 0, else too_close.
ORDERS = [
    (["A,S,10,0", "A,X,20,0"], "met"),
    (["A,S,10,0", "A,X,10,0"], "met"),
    (["A,S,10,0", "A,X,9.9,0"], "broken"),
    (["A,S,20,0", "A,X,10,0"], "broken"),
    # U = 6
    (["A,S,10,0", "A,X,16,3"], "met"),
    (["A,S,10,0", "A,X,15.9,3"], "too_close"),
    (["A,S,10,0", "A,X,10,3"], "too_close"),
    (["A,S,10,0", "A,X,4,3"], "too_close"),
    (["A,S,10,0", "A,X,3.9,3"], "broken"),
    # U = 2·√(0.3² + 0.4²) = 1
    (["A,S,10.1,0.3", "A,X,11.1,0.4"], "met"),
    (["A,S,11.1,0.3", "A,X,10.1,0.4"], "too_close"),
    (["A,S,11.1,0.3", "A,X,10.0,0.4"], "broken"),
    # edges that binary floats miss
    (["A,S,0.9,0.3", "A,X,0.3,0"], "too_close"),
    (["A,S,0.3,0.3", "A,X,0.9,0"], "met"),
    (["A,S,0.1,0.1", "A,X,0.3,0"], "met"),
    (["A,S,0.8,0.35", "A,X,1.5,0"], "met"),
    (["A,S,09:00:00.1,0.3", "A,X,09:00:00.7,0"], "met"),
    (["A,S,09:00:00.7,0.3", "A,X,09:00:00.1,0"], "too_close"),
    # not known
    (["A,S,10,0"], "not_recorded"),
    (["A,X,10,0"], "not_recorded"),
    ([], "not_recorded"),
    (["A,S,10,0", "A,X,done"], "not_recorded"),
    # untied counts as not_recorded
    (["A,S,10,0", "B,X,20,0"], "not_recorded"),
    # tied: offset 70, U = 2·√(0.6² + 0.8²) = 2
    (["A,@W,0,0.6", "B,@W,70,0.8", "A,S,10,0", "B,X,82,0"], "met"),
    (["A,@W,0,0.6", "B,@W,70,0.8", "A,S,10,0", "B,X,81,0"], "too_close"),
    (["A,@W,0,0.6", "B,@W,70,0.8", "A,S,10,0", "B,X,78,0"], "too_close"),
    (["A,@W,0,0.6", "B,@W,70,0.8", "A,S,10,0", "B,X,77,0"], "broken"),
    # bounds that cannot change it
    (["A,S,10,0,bound=at_most", "A,X,20,0"], "met"),
    (["A,S,10,0", "A,X,20,0,bound=at_least"], "met"),
    (["A,S,20,0", "A,X,10,0,bound=at_most"], "broken"),
    (["A,S,20,0,bound=at_least", "A,X,10,0"], "broken"),
]


@pytest.mark.parametrize(("rows", "verdict"), ORDERS)
def test_an_order_is_met_broken_or_too_close(score: Score, rows: list[str], verdict: str) -> None:
    made = script(["S", "X", "Y"], [target(stop="Y")], orders=[order()], scoring={"drift_ppm": 0})
    assert score(made, [*rows, "other,Y,590,0"]).order() == verdict


def test_an_order_may_name_one_unit(score: Score) -> None:
    made = script(["S", step("X", units="K1 K2")], orders=[order("X/K1", "S")])
    rows = ["A,X/K1,10,0", "A,S,20,0", "A,X/K2,30,0"]
    assert score(made, rows).order() == "met"


# A critical broken order caps the owner of its `after` step and the whole; T has 100.
# (rows, critical, whole, R, Q): T is R's, X is done by Q, Y by R.
CAPPING = [
    ("broken", True, 59, 100, 59),
    ("broken", False, 100, 100, 100),
    ("too_close", True, 100, 100, 100),
    ("met", True, 100, 100, 100),
    ("not_recorded", True, 100, 100, 100),
]


@pytest.mark.parametrize(("verdict", "critical", "whole", "own", "other"), CAPPING)
def test_a_critical_broken_order_caps_owner_and_whole(
    score: Score, verdict: str, critical: bool, whole: float, own: float, other: float
) -> None:
    after = {
        "broken": ["A,X,5,0"],
        "too_close": ["A,X,9,3"],
        "met": ["A,X,20,0"],
        "not_recorded": [],
    }
    made = script(
        ["S", "Y", step("B", role="R"), step("X", role="Q"), "Z"],
        [
            target("T", "S", "Y", owner="R"),
            target("U", "S", "Z", owner="Q"),
        ],
        orders=[order("B", "X", critical=critical)],
    )
    rows = ["A,S,0,0", "A,Y,30,0", "A,Z,30,0", "A,B,10,0", *after[verdict]]
    answer = score(made, rows)
    assert answer.order() == verdict
    holds(answer.card, score=whole, timed=100, capped=whole == 59)
    holds(answer.card["owners"]["R"], score=own, capped=own == 59)
    holds(answer.card["owners"]["Q"], score=other, capped=other == 59)


HOLD = ["A,!hold,20", "A,!resume,30"]

# S at 0; (rows, verdict, net, gross, U, score); limit 60, u = 0 unless said.
HOLDS = [
    ([*HOLD, "A,X,70,0"], "interrupted", 60, 70, 0, None),
    ([*HOLD, "A,X,40,3"], "interrupted", 30, 40, 6, None),
    ([*HOLD, "A,X,500,0"], "interrupted", 490, 500, 0, None),
    # the order of rows in the file says nothing here
    (["A,X,70,0", *HOLD], "interrupted", 60, 70, 0, None),
    # an overlap of 10 s with a U of 2·√(9² + 9²) = 25.5 may be none, and is not taken out
    (["A,!hold,20,9", "A,!resume,30,9", "A,X,70,0"], "missed", 70, 70, 0, 100 - 40 * 10 / 30),
    # 10 s with 2·√(3² + 3²) = 8.5 is one
    (["A,!hold,20,3", "A,!resume,30,3", "A,X,70,0"], "interrupted", 60, 70, 0, None),
    # two holds
    ([*HOLD, "A,!hold,40", "A,!resume,45", "A,X,70,0"], "interrupted", 55, 70, 0, None),
    # a hold outside changes nothing
    (["A,!hold,80", "A,!resume,90", "A,X,30,0"], "met", 30, 30, 0, 100),
    (["A,X,10,0", *HOLD], "met", 10, 10, 0, 100),
    ([*HOLD, "A,X,10,0"], "met", 10, 10, 0, 100),
    # one inside, one outside
    ([*HOLD, "A,!hold,80", "A,!resume,95", "A,X,70,0"], "interrupted", 60, 70, 0, None),
    # not closed: whatever it is worth, it lies inside
    (["A,!hold,20", "A,X,40,0"], "interrupted", ANY, ANY, ANY, None),
]


@pytest.mark.parametrize(("rows", "verdict", "net", "gross", "expanded", "points"), HOLDS)
def test_a_hold_inside_a_span_interrupts_it(
    score: Score,
    rows: list[str],
    verdict: str,
    net: float,
    gross: float,
    expanded: float,
    points: float | None,
) -> None:
    answer = score(script(), ["A,S,0,0", *rows])
    holds(
        answer.target(),
        verdict=verdict,
        elapsed_s=net,
        gross_s=gross,
        expanded_uncertainty_s=expanded,
        score=points,
    )
    holds(answer.card, coverage=0 if verdict == "interrupted" else 1)


def test_a_hold_before_the_start_changes_nothing(score: Score) -> None:
    rows = ["A,!hold,0", "A,!resume,9", "A,S,10,0", "A,X,40,0"]
    holds(score(script(), rows).target(), verdict="met", elapsed_s=30, gross_s=30)


def test_a_hold_logged_on_a_tied_clock_counts_there(score: Score) -> None:
    # B runs 70 ahead: held from 20 to 30 on A's clock
    rows = ["A,@W,0,0", "B,@W,70,0", "A,S,0,0", "A,X,70,0", "B,!hold,90", "B,!resume,100"]
    holds(score(script(), rows).target(), verdict="interrupted", elapsed_s=60, gross_s=70)


def test_a_hold_logged_by_two_sources_is_one_hold(score: Score) -> None:
    rows = ["A,@W,0,0", "B,@W,0,0", "A,S,0,0", *HOLD, "B,!hold,20", "B,!resume,30", "A,X,70,0"]
    holds(score(script(), rows).target(), verdict="interrupted", elapsed_s=60, gross_s=70)


def test_a_hold_uses_clock_times_too(score: Score) -> None:
    rows = ["A,S,23:59:00,0", "A,!hold,23:59:50", "A,!resume,00:00:20", "A,X,00:01:00,0"]
    holds(score(script(), rows).target(), verdict="interrupted", elapsed_s=90, gross_s=120)


def test_a_span_across_two_clocks_is_net_of_the_hold(score: Score) -> None:
    # u² = 0.6² + 0.8² = 1: the hold adds nothing to it
    rows = ["A,@W,0,0.6", "B,@W,100,0.8", "A,S,0,0", *HOLD, "B,X,170,0"]
    found = score(script(scoring={"drift_ppm": 0}), rows).target()
    holds(found, verdict="interrupted", elapsed_s=60, gross_s=70, expanded_uncertainty_s=2)
    assert sqrt(0.6**2 + 0.8**2) == pytest.approx(1)


# Every hold-resume interval inside is taken out, whoever logged it; what overlaps, once.
# B is tied to A, both clocks alike; S at 0, X at 60. (holds, scoring, net)
SEVERAL_HOLDS = [
    (["A,!hold,10", "A,!resume,20", "B,!hold,30", "B,!resume,40"], {}, 40),
    (["A,!hold,10", "A,!resume,20", "B,!hold,30", "B,!resume,40"], {"reference": "A"}, 40),
    (["A,!hold,10", "A,!resume,20", "B,!hold,30", "B,!resume,40"], {"reference": "B"}, 40),
    (["B,!hold,30", "B,!resume,40"], {"reference": "A"}, 50),
    (["A,!hold,10", "A,!resume,40", "B,!hold,15", "B,!resume,20"], {}, 30),
    (["A,!hold,10", "A,!resume,20", "B,!hold,15", "B,!resume,40"], {}, 30),
    (["B,!hold,10", "B,!resume,20", "A,!hold,15", "A,!resume,40"], {}, 30),
    (["A,!hold,10", "A,!resume,20", "B,!hold,20", "B,!resume,30"], {}, 40),
]


@pytest.mark.parametrize(("rows", "scoring", "net"), SEVERAL_HOLDS)
def test_all_holds_inside_are_taken_out_once(
    score: Score, rows: list[str], scoring: dict[str, str], net: float
) -> None:
    tied = ["A,@W,0,0", "B,@W,0,0", "A,S,0,0", *rows, "A,X,60,0"]
    found = score(script(scoring=scoring), tied).target()
    holds(found, verdict="interrupted", elapsed_s=net, gross_s=60, score=None)


# A hold counts from the overlap that its own uncertainty explains no more (k·u of the overlap).
# S at 0, X at 30, u = 0. (hold, resume, verdict, net)
OVERLAPS = [
    # pressed 0.2 s before the stop with a U of 0.6: not taken out
    ("29.8,0.3", "90,0.3", "met", 30),
    # 2 s before it
    ("28,0.3", "90,0.3", "interrupted", 28),
    # across the start: resumed 0.2 s and 2 s after it (the hold is at -9)
    ("-9,0.3", "0.2,0.3", "met", 30),
    ("-9,0.3", "2,0.3", "interrupted", 28),
    # inside: 1 s with 2·√(0.4² + 0.4²) = 1.13, and with 2·√(0.1² + 0.1²) = 0.28
    ("10,0.4", "11,0.4", "met", 30),
    ("10,0.1", "11,0.1", "interrupted", 29),
    # blanks: a person's stopwatch in whole seconds, 2·√(2·(1/12 + 0.09)) = 1.18
    ("10", "11", "met", 30),
    ("10", "12", "interrupted", 28),
]


@pytest.mark.parametrize(("hold", "resume", "verdict", "net"), OVERLAPS)
def test_an_overlap_that_may_be_none_is_not_taken_out(
    score: Score, hold: str, resume: str, verdict: str, net: float
) -> None:
    rows = ["A,S,0,0", f"A,!hold,{hold}", f"A,!resume,{resume}", "A,X,30,0"]
    found = score(script(), rows).target()
    holds(found, verdict=verdict, elapsed_s=net, gross_s=30, expanded_uncertainty_s=0)


def test_the_coverage_factor_widens_what_may_be_none(score: Score) -> None:
    # 1 s: 2·√(0.2² + 0.2²) = 0.57, 4·0.283 = 1.13
    rows = ["A,S,0,0", "A,!hold,10,0.2", "A,!resume,11,0.2", "A,X,30,0"]
    for factor, verdict in ((2, "interrupted"), (4, "met")):
        made = script(scoring={"coverage_factor": factor})
        holds(score(made, rows).target(), verdict=verdict)


def test_a_resume_that_a_minute_allows_is_no_fault(score: Score) -> None:
    # 09:01 may be any instant to 09:02: after 09:01:20 too; the hold has no length
    rows = ["A,S,09:00:05,0", "A,!hold,09:01:20", "A,!resume,09:01", "A,X,09:02:35,0"]
    found = score(script(targets=[target(limit=200)]), rows).target()
    holds(found, verdict="met", elapsed_s=150, gross_s=150)


@pytest.mark.parametrize(
    ("hold", "resume", "refused"),
    # 2·√(0.6² + 0.8²) = 2
    [("50,0.6", "48,0.8", False), ("50,0.6", "47.9,0.8", True), ("50,0", "20,0", True)],
)
def test_a_resume_before_its_hold_is_refused_beyond_its_uncertainty(
    call: Callable[..., Answer], tmp_path: Path, hold: str, resume: str, refused: bool
) -> None:
    rows = ["A,S,0,0", f"A,!hold,{hold}", f"A,!resume,{resume}", "A,X,55,0"]
    answer = call("score", *write_files(tmp_path, script(), [rows]), "--json")
    assert answer.status == int(refused), answer.err
    if not refused:
        holds(answer.target(), verdict="met", elapsed_s=55)
