"""Which verdict stands when several could: the order of §4, pair by pair."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.build import ANY, Score, holds, script, step, target

NA = "A,#T,not_applicable"


def row_sets() -> list[tuple[str, list[str], float | None, str, float | None]]:
    """List (what meets what, rows, limit, verdict, score)."""
    return [
        # alone
        ("met", ["A,S,0,0", "A,X,30,0"], 60, "met", 100),
        ("recorded", ["A,S,0,0", "A,X,30,0"], None, "recorded", None),
        ("out_of_order", ["A,S,30,0", "A,X,0,0"], 60, "out_of_order", None),
        ("untied", ["A,S,0,0", "B,X,30,0"], 60, "untied", None),
        ("start missing", ["A,X,30,0"], 60, "not_recorded", None),
        ("stop missing", ["A,S,0,0"], 60, "not_recorded", None),
        ("both missing", [], 60, "not_recorded", None),
        ("stop done", ["A,S,0,0", "A,X,done"], 60, "not_recorded", None),
        ("start done", ["A,S,done", "A,X,30,0"], 60, "not_recorded", None),
        ("stop failed", ["A,S,0,0", "A,X,failed"], 60, "not_achieved", 0),
        ("stop failed at a time", ["A,S,0,0", "A,X,failed 30,0"], 60, "not_achieved", 0),
        ("stop not performed", ["A,S,0,0", "A,X,not_performed"], 60, "not_performed", 0),
        ("said so", ["A,S,0,0", "A,X,30,0", NA], 60, "not_applicable", None),
        # not_applicable before all others
        ("na > not_performed", ["A,S,0,0", "A,X,not_performed", NA], 60, "not_applicable", None),
        ("na > not_achieved", ["A,S,0,0", "A,X,failed", NA], 60, "not_applicable", None),
        ("na > not_recorded", ["A,S,0,0", NA], 60, "not_applicable", None),
        ("na > untied", ["A,S,0,0", "B,X,30,0", NA], 60, "not_applicable", None),
        (
            "na > interrupted",
            ["A,S,0,0", "A,!hold,10", "A,!resume,20", "A,X,30,0", NA],
            60,
            "not_applicable",
            None,
        ),
        ("na > out_of_order", ["A,S,30,0", "A,X,0,0", NA], 60, "not_applicable", None),
        ("na > recorded", ["A,S,0,0", "A,X,30,0", NA], None, "not_applicable", None),
        ("na > missed", ["A,S,0,0", "A,X,300,0", NA], 60, "not_applicable", None),
        ("na first in the file", [NA, "A,S,0,0", "A,X,300,0"], 60, "not_applicable", None),
        # not_performed: the stop, whatever is known of the start
        ("np > start missing", ["A,X,not_performed"], 60, "not_performed", 0),
        ("np > start np", ["A,S,not_performed", "A,X,not_performed"], 60, "not_performed", 0),
        ("np > start failed", ["A,S,failed", "A,X,not_performed"], 60, "not_performed", 0),
        ("np > start done", ["A,S,done", "A,X,not_performed"], 60, "not_performed", 0),
        ("np > untied source", ["A,S,0,0", "B,X,not_performed"], 60, "not_performed", 0),
        ("np > recorded", ["A,S,0,0", "A,X,not_performed"], None, "not_performed", ANY),
        # not_achieved
        ("na'd > start missing", ["A,X,failed"], 60, "not_achieved", 0),
        ("na'd > start np", ["A,S,not_performed", "A,X,failed"], 60, "not_achieved", 0),
        ("na'd > start failed", ["A,S,failed", "A,X,failed"], 60, "not_achieved", 0),
        ("na'd > untied", ["A,S,0,0", "B,X,failed 30,0"], 60, "not_achieved", 0),
        (
            "na'd > interrupted",
            ["A,S,0,0", "A,!hold,10", "A,!resume,20", "A,X,failed 30,0"],
            60,
            "not_achieved",
            0,
        ),
        ("na'd > out_of_order", ["A,S,30,0", "A,X,failed 0,0"], 60, "not_achieved", 0),
        ("na'd > recorded", ["A,S,0,0", "A,X,failed"], None, "not_achieved", ANY),
        # not_recorded
        ("start np", ["A,S,not_performed", "A,X,30,0"], 60, "not_recorded", None),
        ("start failed, no time", ["A,S,failed", "A,X,30,0"], 60, "not_recorded", None),
        ("start failed at a time counts", ["A,S,failed 0,0", "A,X,30,0"], 60, "met", 100),
        ("nr > recorded", ["A,S,0,0"], None, "not_recorded", None),
        (
            "nr > interrupted",
            ["A,S,0,0", "A,!hold,10", "A,!resume,20"],
            60,
            "not_recorded",
            None,
        ),
        # untied
        (
            "untied > interrupted",
            ["A,S,0,0", "A,!hold,10", "A,!resume,20", "B,X,30,0"],
            60,
            "untied",
            None,
        ),
        ("untied > out_of_order", ["A,S,30,0", "B,X,0,0"], 60, "untied", None),
        ("untied > recorded", ["A,S,0,0", "B,X,30,0"], None, "untied", None),
        # interrupted
        (
            "interrupted > recorded",
            ["A,S,0,0", "A,!hold,10", "A,!resume,20", "A,X,30,0"],
            None,
            "interrupted",
            None,
        ),
        (
            "interrupted > met",
            ["A,S,0,0", "A,!hold,10", "A,!resume,20", "A,X,30,0"],
            60,
            "interrupted",
            None,
        ),
        (
            "interrupted > missed",
            ["A,S,0,0", "A,!hold,10", "A,!resume,20", "A,X,300,0"],
            60,
            "interrupted",
            None,
        ),
        (
            "interrupted > too_close",
            ["A,S,0,0", "A,!hold,10", "A,!resume,20", "A,X,70,3"],
            60,
            "interrupted",
            None,
        ),
        # out_of_order
        ("ooo > recorded", ["A,S,30,0", "A,X,0,0"], None, "out_of_order", None),
        ("failed start after the stop", ["A,S,failed 30,0", "A,X,0,0"], 60, "out_of_order", None),
    ]


@pytest.mark.parametrize(
    ("rows", "limit", "verdict", "points"),
    [case[1:] for case in row_sets()],
    ids=[case[0] for case in row_sets()],
)
def test_the_first_verdict_that_holds_stands(
    score: Score, rows: list[str], limit: float | None, verdict: str, points: float | None
) -> None:
    made = script(["S", "X", "Y"], [target(limit=limit)])
    found = score(made, [*rows, "A,Y,590,0"]).target()
    holds(found, verdict=verdict, score=points)
    if verdict in {"not_applicable", "not_performed", "not_achieved", "not_recorded", "untied"}:
        holds(found, elapsed_s=None, expanded_uncertainty_s=None)
    else:
        assert found["elapsed_s"] is not None
        assert found["expanded_uncertainty_s"] is not None


@pytest.mark.parametrize(
    ("rows", "start", "stop"),
    [
        (["A,S,5,0"], 5, None),
        (["A,S,5,0", "A,X,done"], 5, None),
        (["A,S,5,0", "A,X,not_performed"], 5, None),
        (["A,S,09:00:05,0", "A,X,failed"], 32405, None),
        (["A,S,5,0", "A,X,failed 30,0"], 5, ANY),
        (["A,S,5,0", "B,X,30,0"], 5, ANY),
        (["A,S,5,0", "A,X,65,0", NA], 5, 65),
        (["A,S,5,0", "A,X,65,0"], 5, 65),
    ],
)
def test_what_is_known_of_the_ends_is_said(
    score: Score, rows: list[str], start: float | None, stop: float | None
) -> None:
    found = score(script(), rows).target()
    holds(found["start"], at=start)
    holds(found["stop"], at=stop)


# Decisions: D goes the way of a or b; XA belongs to a, XB to b.
BRANCHES = [
    (["A,D/a,0,0", "A,XA,30,0"], "met", "not_applicable"),
    (["A,D/b,0,0", "A,XB,30,0"], "not_applicable", "met"),
    (["A,D,0,0,note=x", "A,XA,30,0"], "met", "not_recorded"),
    (["A,XA,30,0"], "not_recorded", "not_recorded"),
    (["A,D,not_performed", "A,XA,30,0"], "not_recorded", "not_recorded"),
    (["A,D/a,0,0"], "not_recorded", "not_applicable"),
    (["A,D/a,0,0", "A,XA,not_performed"], "not_performed", "not_applicable"),
    (["A,D/a,0,0", "A,XA,failed"], "not_achieved", "not_applicable"),
    (["A,D/a,0,0", "A,XA,300,0"], "missed", "not_applicable"),
    (["A,D/a,0,0", "A,XB,not_performed"], "not_recorded", "not_applicable"),
]


@pytest.mark.parametrize(("rows", "first", "second"), BRANCHES)
def test_a_decision_leaves_its_other_branches(
    score: Score, rows: list[str], first: str, second: str
) -> None:
    steps = [step("D", options="a b"), step("XA", only_if="D/a"), step("XB", only_if="D/b")]
    targets = [target("TA", "D", "XA"), target("TB", "D", "XB")]
    answer = score(script(steps, targets), rows)
    holds(answer.target("TA"), verdict=first)
    holds(answer.target("TB"), verdict=second)


def test_a_span_that_starts_in_a_branch_not_taken_is_not_applicable(score: Score) -> None:
    steps: list[Any] = [step("D", options="a b"), "E"]
    steps += [step("XA", only_if="D/a"), step("XB", only_if="D/b")]
    targets = [target("TA", "XA", "E"), target("TB", "XB", "E")]
    rows = ["A,D/a,0,0", "A,XA,10,0", "A,E,40,0"]
    answer = score(script(steps, targets), rows)
    holds(answer.target("TA"), verdict="met", elapsed_s=30)
    holds(answer.target("TB"), verdict="not_applicable", elapsed_s=None)


def test_branches_not_taken_leave_the_coverage_whole(score: Score) -> None:
    steps = [step("D", options="a b"), step("XA", only_if="D/a"), step("XB", only_if="D/b")]
    targets = [target("TA", "D", "XA"), target("TB", "D", "XB", weight=9)]
    answer = score(script(steps, targets), ["A,D/a,0,0", "A,XA,30,0"])
    holds(answer.card, coverage=1, timed=100, score=100, grade="excellent")


def test_another_sources_time_marks_the_decision_too(score: Score) -> None:
    # the branch is taken by B's mark; the time of D is A's own (A holds both ends)
    steps = [step("D", options="a b"), step("XA", only_if="D/a"), step("XB", only_if="D/b")]
    targets = [target("TA", "D", "XA"), target("TB", "D", "XB")]
    rows = ["A,@W,0,0", "B,@W,0,0", "A,D/a,0,0", "B,XA,30,0"]
    answer = score(script(steps, targets, scoring={"drift_ppm": 0}), rows)
    holds(answer.target("TA"), verdict="met", elapsed_s=30)
    holds(answer.target("TB"), verdict="not_applicable")
