"""Scores of targets, totals, coverage, caps, owners and grades (§5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.build import ANY, Doc, Score, holds, script, spread, target

# Limit 60: 100 to 60 s; 100 - 40·(d - 60)/30 to 90 s; 60·(120 - d)/30 to 120 s; 0 beyond.
CURVE = [
    ("0.1", 100),
    ("30", 100),
    ("60", 100),
    ("60.3", 99.6),
    ("61.5", 98),
    ("66", 92),
    ("75", 80),
    ("82.5", 70),
    ("89.7", 60.4),
    ("90", 60),
    ("90.3", 59.4),
    ("99", 42),
    ("105", 30),
    ("119.7", 0.6),
    ("120", 0),
    ("120.1", 0),
    ("6000", 0),
]


@pytest.mark.parametrize(("stop", "points"), CURVE)
def test_points_fall_in_two_lines(score: Score, stop: str, points: float) -> None:
    answer = score(script(), ["A,S,0,0", f"A,X,{stop},0"])
    holds(answer.target(), score=points)
    holds(answer.card, timed=points, score=points, coverage=1, criteria=None)


# Limit 100, half_ratio 1.2, half_score 50, zero_ratio 3:
# 100 - 50·(d - 100)/20 to 120 s; 50·(300 - d)/180 to 300 s
@pytest.mark.parametrize(
    ("stop", "points"),
    [("100", 100), ("110", 75), ("120", 50), ("210", 25), ("291", 2.5), ("300", 0), ("301", 0)],
)
def test_the_lines_follow_the_scripts_parameters(score: Score, stop: str, points: float) -> None:
    scoring = {"half_ratio": 1.2, "half_score": 50, "zero_ratio": 3}
    made = script(targets=[target(limit=100)], scoring=scoring)
    holds(score(made, ["A,S,0,0", f"A,X,{stop},0"]).target(), score=points)


# Too close to call: scored at d without bounds, unscored with.
CLOSE = [
    ("59.5,1", 100),
    ("60,1", 100),
    ("61.5,1", 98),
    ("66,3", 92),
    ("90,20", 60),
    ("59.5,1,bound=at_most", None),
    ("61.5,1,bound=at_least", None),
]


@pytest.mark.parametrize(("tail", "points"), CLOSE)
def test_too_close_is_scored_at_d_unless_bounded(
    score: Score, tail: str, points: float | None
) -> None:
    answer = score(script(), ["A,S,0,0", f"A,X,{tail}"])
    holds(answer.target(), verdict="too_close", score=points)
    holds(answer.card, timed=points, score=points, coverage=0 if points is None else 1)


# Targets T1, T2, ... from S (at 0) to X1, X2, ...; limits 60. (fields, rows, timed, coverage)
TOTALS = [
    ([{}, {}], ["A,X1,30,0", "A,X2,90,0"], 80, 1),
    ([{"weight": 3}, {"weight": 1}], ["A,X1,30,0", "A,X2,90,0"], 90, 1),
    ([{"weight": 1}, {"weight": 3}], ["A,X1,30,0", "A,X2,90,0"], 70, 1),
    ([{"weight": 0.5}, {"weight": 0}], ["A,X1,90,0", "A,X2,30,0"], 60, 1),
    # unscored ones count for coverage only: not_recorded, untied, interrupted, out of order,
    # too close with a bound
    ([{}, {}], ["A,X1,90,0"], 60, 0.5),
    ([{"weight": 3}, {}], ["A,X1,90,0"], 60, 0.75),
    ([{}, {"weight": 3}], ["A,X1,90,0"], 60, 0.25),
    ([{}, {}], ["A,X1,90,0", "B,X2,30,0"], 60, 0.5),
    ([{}, {}], ["A,X1,90,0", "A,!hold,91", "A,!resume,94", "A,X2,95,0"], 60, 0.5),
    ([{}, {}], ["A,S,10,0", "A,X1,100,0", "A,X2,5,0"], 60, 0.5),
    ([{}, {}], ["A,X1,90,0", "A,X2,61,0,bound=at_most"], 60, 0.5),
    # not_performed and not_achieved are scored 0
    ([{}, {}], ["A,X1,30,0", "A,X2,not_performed"], 50, 1),
    ([{}, {}], ["A,X1,30,0", "A,X2,failed"], 50, 1),
    ([{"weight": 3}, {}], ["A,X1,30,0", "A,X2,failed 9,0"], 75, 1),
    # without a limit, and not applicable: out of both
    ([{}, {"limit": None, "weight": 9}], ["A,X1,90,0", "A,X2,30,0"], 60, 1),
    ([{}, {"limit": None, "weight": 9}], ["A,X1,90,0"], 60, 1),
    ([{}, {"weight": 9}], ["A,X1,90,0", "A,#T2,not_applicable"], 60, 1),
    ([{}, {"weight": 9}], ["A,X1,90,0", "A,X2,30,0", "A,#T2,not_applicable"], 60, 1),
    ([{}, {}, {"weight": 2}], ["A,X1,90,0", "A,#T2,not_applicable"], 60, 1 / 3),
    # nothing scored, nothing to score
    ([{}, {}], [], None, 0),
    ([{}, {}], ["A,X1,done"], None, 0),
    ([{"limit": None}], ["A,X1,30,0"], None, None),
    ([{}], ["A,#T1,not_applicable"], None, None),
]


@pytest.mark.parametrize(("fields", "rows", "timed", "coverage"), TOTALS)
def test_the_total_is_weighted_over_what_is_scored(
    score: Score,
    fields: list[Doc],
    rows: list[str],
    timed: float | None,
    coverage: float | None,
) -> None:
    made = script(*spread(*fields))
    begun = any(row.startswith("A,S,") for row in rows)
    answer = score(made, rows if begun else ["A,S,0,0", *rows])
    holds(answer.card, timed=timed, score=timed, coverage=coverage, criteria=None, capped=False)


def test_weights_of_nothing_divide_nothing(score: Score) -> None:
    card = score(script(targets=[target(weight=0)]), ["A,S,0,0", "A,X,30,0"]).card
    holds(card["targets"][0], verdict="met", score=100)


# Each owner: its own targets alone.
def test_owners_have_totals_of_their_own(score: Score) -> None:
    # R: (2·100 + 1·60)/3 = 260/3, coverage 3/4; Q: 42, coverage 1; whole (200 + 60 + 42·1)/4
    fields: list[Doc] = [
        {"owner": "R", "weight": 2},
        {"owner": "R"},
        {"owner": "R"},
        {"owner": "Q"},
    ]
    rows = ["A,S,0,0", "A,X1,30,0", "A,X2,90,0", "A,X4,99,0"]
    card = score(script(*spread(*fields)), rows).card
    holds(card, score=302 / 4, coverage=4 / 5)
    holds(card["owners"]["R"], score=260 / 3, coverage=3 / 4, grade="good", capped=False)
    holds(card["owners"]["Q"], score=42, coverage=1, grade="poor", capped=False)


# T1 (critical, owner R) with T2 (owner R, weight 9, 100) and T3 (owner Q, 100).
# (fields of T1, its row, score R uncapped, capped owner, capped whole)
CAPS: list[tuple[Doc, list[str], float, bool, bool]] = [
    ({}, ["A,X1,75,0"], 98, True, True),
    ({"caps_whole": True}, ["A,X1,75,0"], 98, True, True),
    ({"caps_whole": False}, ["A,X1,75,0"], 98, True, False),
    ({"critical": False}, ["A,X1,75,0"], 98, False, False),
    ({}, ["A,X1,not_performed"], 90, True, True),
    ({"caps_whole": False}, ["A,X1,not_performed"], 90, True, False),
    ({}, ["A,X1,failed"], 90, True, True),
    ({}, ["A,X1,failed 30,0"], 90, True, True),
    ({}, ["A,X1,30,0"], 100, False, False),
    ({}, ["A,X1,60,3"], 100, False, False),
    ({}, ["A,X1,66,3"], 99.2, False, False),
    ({}, ["A,X1,99,0,bound=at_most"], 100, False, False),
    ({}, ["A,X1,75,0,bound=at_least"], 98, True, True),
    ({}, [], 100, False, False),
    ({}, ["B,X1,99,0"], 100, False, False),
    ({}, ["A,X1,99,0", "A,#T1,not_applicable"], 100, False, False),
    ({"limit": None}, ["A,X1,99,0"], 100, False, False),
]


@pytest.mark.parametrize(("fields", "rows", "own", "owner_capped", "whole_capped"), CAPS)
def test_a_critical_target_caps_its_owner_and_the_whole(
    score: Score,
    fields: Doc,
    rows: list[str],
    own: float,
    owner_capped: bool,
    whole_capped: bool,
) -> None:
    first: Doc = {"owner": "R", "critical": True} | fields
    made = script(*spread(first, {"owner": "R", "weight": 9}, {"owner": "Q"}))
    card = score(made, ["A,S,0,0", "A,X2,30,0", "A,X3,30,0", *rows]).card
    holds(card["owners"]["R"], score=59 if owner_capped else own, capped=owner_capped)
    holds(card["owners"]["Q"], score=100, capped=False)
    holds(card, capped=whole_capped)
    if whole_capped:
        holds(card, score=59, grade="poor")
    else:
        assert card["score"] == pytest.approx(card["timed"])
        assert card["timed"] >= own - 1e-9
    assert card["timed"] > 89


def test_a_critical_target_without_owner_caps_the_whole_alone(score: Score) -> None:
    made = script(*spread({"critical": True}, {"owner": "R", "weight": 9}))
    card = score(made, ["A,S,0,0", "A,X1,75,0", "A,X2,30,0"]).card
    holds(card, score=59, timed=98, capped=True)
    holds(card["owners"]["R"], score=100, capped=False)


def test_the_cap_is_the_scripts(score: Score) -> None:
    made = script(*spread({"critical": True}, {"weight": 9}), scoring={"cap": 85})
    card = score(made, ["A,S,0,0", "A,X1,75,0", "A,X2,30,0"]).card
    holds(card, score=85, timed=98, capped=True, grade="good")


def test_a_cap_never_raises(score: Score) -> None:
    made = script(targets=[target(critical=True)])
    holds(score(made, ["A,S,0,0", "A,X,105,0"]).card, score=30, grade="poor")


# One target, class D, limit 60: graded as rounded to 0.1, half up. Where an excellent is wanted,
# U is 40 (u 20), so that the target is too close to call: nothing missed may stand beside it.
# 89.95 = 100 - 40·(d - 60)/30 at d = 67.5375; 79.95 at 75.0375; 59.95 = 60·(120 - d)/30 at 90.025
GRADES = [
    ("30,0", 100, "excellent"),
    ("67.5,20", 90, "excellent"),
    ("67.5375,20", 89.95, "excellent"),
    ("67.5376,20", 100 - 40 * 7.5376 / 30, "good"),
    ("67.56,20", 89.92, "good"),
    ("75,20", 80, "good"),
    ("75.0375,20", 79.95, "good"),
    ("75.0376,20", 100 - 40 * 15.0376 / 30, "fair"),
    ("90,20", 60, "fair"),
    ("90.025,20", 59.95, "fair"),
    ("90.0251,20", 60 * (120 - 90.0251) / 30, "poor"),
    # missed: no excellent whatever the points
    ("61.5,0", 98, "good"),
    ("67.5,0", 90, "good"),
    ("75,0", 80, "good"),
    ("90,0", 60, "fair"),
    ("99,0", 42, "poor"),
    ("500,0", 0, "poor"),
]


@pytest.mark.parametrize(("stop", "points", "grade"), GRADES)
def test_a_grade_is_that_of_the_rounded_score(
    score: Score, stop: str, points: float, grade: str
) -> None:
    made = script(targets=[target(owner="R")])
    card = score(made, ["A,S,0,0", f"A,X,{stop}"]).card
    holds(card, score=points, grade=grade)
    holds(card["owners"]["R"], score=points, grade=grade)


# Too close to call with U = 60. (100 + 79.9)/2 = 89.95: d = 75.075;
# three thirds (100 + 100 + 69.85)/3 = 89.95: d = 82.6125
@pytest.mark.parametrize(
    ("rows", "grade"),
    [
        (["A,X1,30,0", "A,X2,75.075,30"], "excellent"),
        (["A,X1,30,0", "A,X2,75.0752,30"], "good"),
        (["A,X1,30,0", "A,X2,30,0", "A,X3,82.6125,30"], "excellent"),
        (["A,X1,30,0", "A,X2,30,0", "A,X3,82.6126,30"], "good"),
    ],
)
def test_a_mean_on_the_edge_is_rounded_half_up(score: Score, rows: list[str], grade: str) -> None:
    made = script(*spread(*({} for _ in rows)))
    holds(score(made, ["A,S,0,0", *rows]).card, grade=grade)


@pytest.mark.parametrize(
    ("stop", "grade"),
    [("60.0375", "excellent"), ("60.0376", "good"), ("67.5", "good"), ("82.5", "fair")],
)
def test_the_grades_are_the_scripts(score: Score, stop: str, grade: str) -> None:
    # 100 - 40·0.0375/30 = 99.95 → 100.0; 90; 70; U = 60, so all are too close to call
    grades = {"excellent": 100, "good": 85, "fair": 70}
    made = script(scoring={"grades": grades})
    holds(score(made, ["A,S,0,0", f"A,X,{stop},30"]).card, grade=grade)


# Excellent asks that every N and L target is met and no target missed, failed or left out.
# T1 (weight 99) has 100; T2 as said.
# (class of T2, row, grade)
FORMAL = [
    ("N", ["A,X2,30,0"], "excellent"),
    ("L", ["A,X2,30,0"], "excellent"),
    ("N", ["A,X2,75,0"], "good"),
    ("L", ["A,X2,75,0"], "good"),
    ("I", ["A,X2,75,0"], "good"),
    ("D", ["A,X2,75,0"], "good"),
    ("N", ["A,X2,60,3"], "good"),
    ("L", ["A,X2,60,3"], "good"),
    ("D", ["A,X2,60,3"], "excellent"),
    ("N", ["A,X2,not_performed"], "good"),
    ("L", ["A,X2,failed"], "good"),
    ("D", ["A,X2,failed"], "good"),
    ("D", ["A,X2,not_performed"], "good"),
    ("I", ["A,X2,60,3"], "excellent"),
    ("N", [], "good"),
    ("L", ["B,X2,30,0"], "good"),
    ("D", [], "excellent"),
]


@pytest.mark.parametrize(("cls", "rows", "grade"), FORMAL)
def test_excellent_asks_that_national_targets_are_met_and_none_is_missed(
    score: Score, cls: str, rows: list[str], grade: str
) -> None:
    stated: Doc = {"source": {"class": cls, "text": "stated so"}}
    made = script(*spread({"weight": 99}, stated))
    card = score(made, ["A,S,0,0", "A,X1,30,0", *rows]).card
    holds(card, grade=grade)
    assert card["score"] >= 90 - 1e-9


def test_an_owner_is_graded_by_its_own_national_targets(score: Score) -> None:
    stated: Doc = {"source": {"class": "N", "text": "stated so"}}
    made = script(
        *spread(
            {"owner": "R", "weight": 99},
            {"owner": "R", **stated},
            {"owner": "Q", **stated},
        )
    )
    card = score(made, ["A,S,0,0", "A,X1,30,0", "A,X2,75,0", "A,X3,30,0"]).card
    holds(card, grade="good")
    holds(card["owners"]["R"], grade="good")
    holds(card["owners"]["Q"], grade="excellent")


# Under min_coverage there is no grade. T1 recorded with 100, T2 not recorded.
COVERAGES: list[tuple[float, float, Doc, float, str | None]] = [
    (7, 3, {}, 0.7, "excellent"),
    (2.1, 0.9, {}, 0.7, "excellent"),
    (0.7, 0.3, {}, 0.7, "excellent"),
    (6.9, 3.1, {}, 0.69, None),
    (69.9, 30.1, {}, 0.699, None),
    (1, 0, {}, 1, "excellent"),
    (1, 1, {"min_coverage": 0.5}, 0.5, "excellent"),
    (1, 1, {"min_coverage": 0.51}, 0.5, None),
    (1, 9, {"min_coverage": 0.1}, 0.1, "excellent"),
    (3, 7, {"min_coverage": 0.3}, 0.3, "excellent"),
    (0.3, 0.2, {"min_coverage": 0.6}, 0.6, "excellent"),
    (1, 9, {"min_coverage": 0}, 0.1, "excellent"),
    (9, 1, {"min_coverage": 1}, 0.9, None),
]


@pytest.mark.parametrize(("known", "unknown", "scoring", "coverage", "grade"), COVERAGES)
def test_too_little_recorded_has_no_grade(
    score: Score,
    known: float,
    unknown: float,
    scoring: Doc,
    coverage: float,
    grade: str | None,
) -> None:
    made = script(*spread({"weight": known}, {"weight": unknown}), scoring=scoring)
    holds(score(made, ["A,S,0,0", "A,X1,30,0"]).card, coverage=coverage, grade=grade, score=100)


def test_weights_whose_sum_floats_get_wrong_reach_the_least_coverage(score: Score) -> None:
    # (0.1 + 0.2 + 0.4)/1 = 0.7
    weights = [0.1, 0.2, 0.4, 0.3]
    made = script(*spread(*({"weight": one} for one in weights)))
    rows = ["A,S,0,0", "A,X1,30,0", "A,X2,30,0", "A,X3,30,0"]
    holds(score(made, rows).card, coverage=0.7, grade="excellent")


# A critical target without a verdict that counts: no grade. T1 has weight 99, 100 points.
CRITICAL_UNKNOWN: list[tuple[list[str], bool, str | None]] = [
    ([], True, None),
    (["A,X2,done"], True, None),
    (["B,X2,30,0"], True, None),
    (["A,X2,30,0"], True, "excellent"),
    (["A,X2,60,3"], True, None),
    (["A,X2,60,3"], False, "excellent"),
    (["A,X2,not_performed"], True, "poor"),
    (["A,X2,failed"], True, "poor"),
    (["A,#T2,not_applicable"], True, "excellent"),
    (["A,X2,75,0"], True, "poor"),
    (["A,!hold,31", "A,!resume,35", "A,X2,40,0"], True, None),
    (["A,!hold,31", "A,!resume,35", "A,X2,40,0"], False, "excellent"),
    (["A,X2,75,0,bound=at_most"], True, None),
    (["A,X2,75,0,bound=at_most"], False, "excellent"),
    # S and X2 at one instant, X2 before S
    (["A,X2,0,0"], True, None),
    (["A,X2,0,0"], False, "excellent"),
    (["A,X2,-9,0"], True, None),
    (["A,X2,-9,0"], False, "excellent"),
    ([], False, "excellent"),
    (["B,X2,30,0"], False, "excellent"),
]


@pytest.mark.parametrize(("rows", "critical", "grade"), CRITICAL_UNKNOWN)
def test_a_critical_target_not_known_has_no_grade(
    score: Score, rows: list[str], critical: bool, grade: str | None
) -> None:
    made = script(*spread({"weight": 99, "owner": "Q"}, {"critical": critical, "owner": "R"}))
    card = score(made, ["A,S,0,0", "A,X1,30,0", *rows]).card
    holds(card, grade=grade)
    holds(card["owners"]["Q"], grade="excellent")


def test_an_owner_with_too_little_recorded_has_no_grade_while_the_whole_has(
    score: Score,
) -> None:
    made = script(*spread({"weight": 9, "owner": "Q"}, {"owner": "R"}, {"owner": "R"}))
    card = score(made, ["A,S,0,0", "A,X1,30,0", "A,X2,30,0"]).card
    holds(card, coverage=10 / 11, grade="excellent")
    holds(card["owners"]["R"], coverage=0.5, grade=None, score=100)


# Criteria: psmu 100/80/60/0, grade4 100/85/70/0, yes_no 100/0.
def criterion(ident: str, scale: str, **more: Any) -> Doc:
    return {"id": ident, "text": ident, "scale": scale, **more}


PSMU = [criterion("C", "psmu")]
# timed 75 s of 60: 80
# (criteria, ratings, scoring, criteria's share, score)
RATED: list[tuple[list[Doc], str, Doc, float | None, float]] = [
    (PSMU, "C,E1,P,\n", {}, 100, 0.6 * 80 + 0.4 * 100),
    (PSMU, "C,E1,S,\n", {}, 80, 80),
    (PSMU, "C,E1,M,\n", {}, 60, 0.6 * 80 + 0.4 * 60),
    (PSMU, "C,E1,U,late and loud\n", {}, 0, 48),
    ([criterion("C", "yes_no")], "C,E1,yes,\n", {}, 100, 88),
    ([criterion("C", "yes_no")], "C,E1,no,\n", {}, 0, 48),
    (PSMU, "C,E1,P,\n", {"share_timed": 1}, 100, 80),
    (PSMU, "C,E1,P,\n", {"share_timed": 0}, 100, 100),
    (PSMU, "C,E1,P,\n", {"share_timed": 0.25}, 100, 95),
    (PSMU, "", {}, None, 80),
    (PSMU, "", {"share_timed": 0}, None, 80),
    (
        [criterion("C", "psmu", weight=3), criterion("D", "yes_no")],
        "C,E1,S,\nD,E1,no,\n",
        {},
        60,
        0.6 * 80 + 0.4 * 60,
    ),
    # one without a rating is left out
    ([criterion("C", "psmu", weight=3), criterion("D", "yes_no")], "C,E1,S,\n", {}, 80, 80),
    # evaluators who agree
    (PSMU, "C,E1,M,\nC,E2,M,\nC,E3,M,\n", {}, 60, 72),
]


@pytest.mark.parametrize(("criteria", "ratings", "scoring", "share", "total"), RATED)
def test_ratings_join_the_measured_times(
    score: Score,
    criteria: list[Doc],
    ratings: str,
    scoring: Doc,
    share: float | None,
    total: float,
) -> None:
    made = script(criteria=criteria, scoring=scoring)
    card = score(made, ["A,S,0,0", "A,X,75,0"], ratings=ratings).card
    holds(card, timed=80, criteria=share, score=total)


def test_without_a_file_of_ratings_criteria_are_null(score: Score) -> None:
    card = score(script(criteria=PSMU), ["A,S,0,0", "A,X,75,0"]).card
    holds(card, timed=80, criteria=None, score=80)


@pytest.mark.parametrize(("word", "points"), [(0, 100), (1, 85), (2, 70), (3, 0)])
def test_the_scale_of_four_grades(score: Score, word: int, points: float) -> None:
    made = script(criteria=[criterion("C", "grade4")])
    ratings = f"C,E1,{'优良中差'[word]},\n"
    card = score(made, ["A,S,0,0", "A,X,75,0"], ratings=ratings).card
    holds(card, criteria=points, score=48 + 0.4 * points)


def test_ratings_alone_make_the_score(score: Score) -> None:
    made = script(criteria=PSMU)
    card = score(made, ["A,S,0,0"], ratings="C,E1,S,\n").card
    holds(card, timed=None, criteria=80, score=80, coverage=0, grade=None)


def test_a_cap_comes_after_the_ratings(score: Score) -> None:
    made = script(targets=[target(critical=True, owner="R")], criteria=PSMU)
    card = score(made, ["A,S,0,0", "A,X,75,0"], ratings="C,E1,P,\n").card
    holds(card, timed=80, criteria=100, score=59, capped=True)
    holds(card["owners"]["R"], score=59, capped=True)


def test_a_criterion_with_a_role_counts_for_that_owner(score: Score) -> None:
    # R: 0.6·80 + 0.4·100; Q has no criterion; whole: timed (80 + 100)/2 = 90, criteria 100
    made = script(
        *spread({"owner": "R"}, {"owner": "Q"}),
        criteria=[criterion("C", "psmu", role="R")],
    )
    rows = ["A,S,0,0", "A,X1,75,0", "A,X2,30,0"]
    card = score(made, rows, ratings="C,E1,P,\n").card
    holds(card, timed=90, criteria=100, score=94)
    holds(card["owners"]["R"], score=88)
    holds(card["owners"]["Q"], score=100)


# Published instants: 09:35:39 to 09:39:00 is 201 s; a published 4 min 38 s is 278 s.
def test_published_spans(score: Score) -> None:
    found = score(
        script(targets=[target(limit=300)]),
        ["A,S,2012-12-14T09:35:39,0", "A,X,2012-12-14T09:39:00,0"],
    ).target()
    holds(found, elapsed_s=201, verdict="met", bound=ANY)
    holds(
        score(script(targets=[target(limit=300)]), ["A,S,0,0", "A,X,278,0"]).target(),
        elapsed_s=278,
        verdict="met",
    )
