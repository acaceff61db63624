"""The range of a score, the suggested grade and why, owners, and what is shown (§5, §7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contract.build import Answer, Doc, Score, holds, script, spread, target, write_files

# One target from S to X within 60 s; d at d - U and at d + U, judged there without U.
# (rows of X, fields of the target, least, greatest)
RANGES: list[tuple[list[str], Doc, float, float]] = [
    (["A,X,30,0"], {}, 100, 100),
    (["A,X,75,0"], {}, 80, 80),
    # 63 and 69: 100 - 40·3/30 and 100 - 40·9/30
    (["A,X,66,1.5"], {}, 88, 96),
    # 57 and 63
    (["A,X,60,1.5"], {}, 96, 100),
    # 80 and 100: 100 - 40·20/30 and 60·20/30
    (["A,X,90,5"], {}, 40, 100 - 80 / 3),
    # 110 and 130
    (["A,X,120,5"], {}, 0, 20),
    # d - U below 0
    (["A,X,2,3"], {}, 100, 100),
    # a critical one is missed at 61, met at 57
    (["A,X,59,1"], {"critical": True}, 59, 100),
    (["A,X,59,0.5"], {"critical": True}, 100, 100),
    # missed at 79 and at 71: capped at both
    (["A,X,75,2"], {"critical": True}, 59, 59),
    # bounds at their ends: an open low end is d = 0, an open high end 0 points
    (["A,X,50,0,bound=at_most"], {}, 100, 100),
    (["A,X,75,0,bound=at_least"], {}, 0, 80),
    # between 75 and 80: 80 and 100 - 40·20/30
    (["A,X,75,,until=80"], {}, 100 - 80 / 3, 80),
    (["A,X,not_performed"], {}, 0, 0),
    (["A,X,failed"], {}, 0, 0),
]


@pytest.mark.parametrize(("rows", "fields", "least", "greatest"), RANGES)
def test_a_score_has_the_range_of_its_times(
    score: Score, rows: list[str], fields: Doc, least: float, greatest: float
) -> None:
    card = score(script(targets=[target(**fields)]), ["A,S,0,0", *rows]).card
    assert card["score_range"] == [pytest.approx(least), pytest.approx(greatest)]


def test_edges_that_cross_are_taken_from_the_least_to_the_greatest(score: Score) -> None:
    # no earlier than 75, no later than 74, 1 s apart and no conflict yet: 80 and 100 - 40·14/30
    rows = ["A,@W,0,0", "B,@W,0,0", "A,S,0,0", "A,X,75,0,bound=at_least", "B,X,74,0,bound=at_most"]
    card = score(script(scoring={"drift_ppm": 0}), rows).card
    assert card["score_range"] == [pytest.approx(80), pytest.approx(100 - 40 * 14 / 30)]


def test_all_targets_stand_at_the_same_end_at_once(score: Score) -> None:
    # 88 and 96 beside 76 (78) and 84 (72): 82 and 90; what is unscored stays out
    made = script(*spread({}, {}, {}))
    card = score(made, ["A,S,0,0", "A,X1,66,1.5", "A,X2,75,1.5"]).card
    assert card["score_range"] == [pytest.approx(82), pytest.approx(90)]


def test_ratings_stand_in_the_range_as_they_are(score: Score) -> None:
    # 0.6·88 + 0.4·80 and 0.6·96 + 0.4·80
    made = script(criteria=[{"id": "C", "text": "C", "scale": "psmu"}])
    card = score(made, ["A,S,0,0", "A,X,66,1.5"], ratings="C,E1,S,\n").card
    assert card["score_range"] == [pytest.approx(84.8), pytest.approx(89.6)]


# T1 (weight 99) has 100 points, T2 as said. Why this grade and not the next better one.
# (fields of T2, rows, grade, codes that say so)
REASONS: list[tuple[Doc, list[str], str | None, set[str]]] = [
    # only half is known
    ({"weight": 99}, [], None, {"coverage"}),
    # a critical target without a verdict that counts
    ({"critical": True}, [], None, {"critical"}),
    ({"critical": True}, ["A,X2,60,3"], None, {"critical"}),
    ({"critical": True}, ["B,X2,30,0"], None, {"critical"}),
    ({"critical": True}, ["A,X2,0,0"], None, {"critical"}),
    ({"critical": True}, ["A,!hold,31", "A,!resume,39", "A,X2,40,0"], None, {"critical"}),
    # a critical target missed, failed, left out
    ({"critical": True}, ["A,X2,75,0"], "poor", {"capped"}),
    ({"critical": True}, ["A,X2,failed"], "poor", {"capped"}),
    ({"critical": True}, ["A,X2,not_performed"], "poor", {"capped"}),
    # points enough for the best, but something missed or left out
    ({}, ["A,X2,75,0"], "good", {"shortfall"}),
    ({}, ["A,X2,failed"], "good", {"shortfall"}),
    ({}, ["A,X2,not_performed"], "good", {"shortfall"}),
]


@pytest.mark.parametrize(("fields", "rows", "grade", "codes"), REASONS)
def test_a_grade_says_why_it_is_no_better(
    score: Score, fields: Doc, rows: list[str], grade: str | None, codes: set[str]
) -> None:
    made = script(*spread({"weight": 99}, fields))
    answer = score(made, ["A,S,0,0", "A,X1,30,0", *rows])
    holds(answer.card, grade=grade)
    assert answer.reason in codes
    assert answer.card["grade_reason"]["text"].strip()


def test_too_few_points_are_a_reason(score: Score) -> None:
    # 80 points: good and no better
    answer = score(script(), ["A,S,0,0", "A,X,75,1"])
    holds(answer.card, grade="good")
    assert answer.reason in {"boundary", "shortfall"}


# Once the score is capped, an undecided critical target cannot raise it: T1 (weight 8) is
# critical and missed, T2 critical and undecided.
# (rows of T2, min_coverage, grade)
CAPPED = [
    ([], 0.7, "poor"),
    (["A,X2,60,3"], 0.7, "poor"),
    (["B,X2,30,0"], 0.7, "poor"),
    ([], 0.95, None),
]


@pytest.mark.parametrize(("rows", "least", "grade"), CAPPED)
def test_a_capped_grade_stands_and_names_what_is_undecided(
    score: Score, rows: list[str], least: float, grade: str | None
) -> None:
    made = script(
        *spread({"critical": True, "weight": 9}, {"critical": True}),
        scoring={"min_coverage": least},
    )
    answer = score(made, ["A,S,0,0", "A,X1,75,0", *rows])
    holds(answer.card, capped=True, grade=grade)
    if grade:
        assert "T2" in answer.card["grade_reason"]["text"]
    else:
        assert answer.reason == "coverage"


def test_a_score_capped_by_an_order_keeps_its_grade(score: Score) -> None:
    made = script(
        *spread({"weight": 9}, {"critical": True}),
        orders=[{"id": "O", "before": "X1", "after": "S", "critical": True}],
    )
    holds(score(made, ["A,S,0,0", "A,X1,30,0"]).card, capped=True, grade="poor")


def test_the_cap_of_the_script_may_leave_a_better_grade(score: Score) -> None:
    made = script(*spread({"critical": True, "weight": 9}, {"critical": True}), scoring={"cap": 85})
    holds(score(made, ["A,S,0,0", "A,X1,61.5,0"]).card, score=85, grade="good")


def test_what_is_only_recorded_bars_nothing(score: Score) -> None:
    made = script(*spread({}, {"limit": None}, {"limit": None}, {"limit": None}))
    rows = ["A,S,0,0", "A,X1,30,0", "A,X2,failed", "A,X3,not_performed"]
    holds(score(made, rows).card, grade="excellent", coverage=1, score=100)


def test_what_does_not_apply_bars_nothing(score: Score) -> None:
    stated = {"source": {"class": "N", "text": "stated so"}}
    made = script(*spread({}, stated))
    rows = ["A,S,0,0", "A,X1,30,0", "A,#T2,not_applicable,note=rain"]
    holds(score(made, rows).card, grade="excellent")


def test_an_owner_has_a_reason_of_its_own(score: Score) -> None:
    # R: one of two known; Q: nothing with a limit
    made = script(
        *spread({"owner": "R"}, {"owner": "R"}, {"owner": "Q", "limit": None}, {"weight": 9})
    )
    card = score(made, ["A,S,0,0", "A,X1,30,0", "A,X3,30,0", "A,X4,30,0"]).card
    holds(card["owners"]["R"], grade=None)
    assert card["owners"]["R"]["grade_reason"]["code"] == "coverage"
    holds(card["owners"]["Q"], grade=None, score=None)
    assert card["owners"]["Q"]["grade_reason"]["code"] == "no_targets"
    holds(card, grade="excellent")


def test_an_owner_whose_critical_target_is_undecided_has_no_grade(score: Score) -> None:
    made = script(*spread({"owner": "R", "weight": 9}, {"owner": "R", "critical": True}))
    card = score(made, ["A,S,0,0", "A,X1,30,0", "A,X2,60,3"]).card
    holds(card["owners"]["R"], grade=None)
    assert card["owners"]["R"]["grade_reason"]["code"] == "critical"


def test_one_owners_miss_bars_no_other(score: Score) -> None:
    made = script(*spread({"owner": "R", "weight": 99}, {"owner": "Q"}))
    card = score(made, ["A,S,0,0", "A,X1,30,0", "A,X2,61.5,0"]).card
    holds(card["owners"]["R"], grade="excellent")
    holds(card["owners"]["Q"], grade="good", score=98)
    holds(card, grade="good")


# What is printed: U to two digits rounded up, d to the same place, more digits until the printed
# pair gives the verdict. (rows, printed)
SHOWN = [
    # a person's stopwatch to 0.001 s: U = 2·√(2·0.09) = 0.8485: 59.20 ± 0.85 is 60.05
    (["A,S,0.000", "A,X,59.200"], ["59.20", "0.85"]),
    # whole seconds of a person's watch: U = 2·√(13/12 + 13/12) = 2.944
    (["A,S,09:00:05", "A,X,09:00:35"], ["30.0", "3.0"]),
    # U = 0.801: 59.20 ± 0.81 would be over 60, 59.199 ± 0.801 is not
    (["A,S,0,0", "A,X,59.199,0.4005"], ["59.199", "0.801"]),
]


@pytest.mark.parametrize(("rows", "printed"), SHOWN)
def test_the_printed_pair_gives_the_verdict(
    call: Callable[..., Answer], tmp_path: Path, rows: list[str], printed: list[str]
) -> None:
    answer = call("score", *write_files(tmp_path, script(), [rows]))
    assert answer.status == 0, answer.err
    for number in printed:
        assert number in answer.out


# Criteria on the form's own scale, and marks out of a number.
LEVELS: Doc = {
    "levels": [
        {"id": "quick", "text": {"zh_CN": "迅速准确", "en": "Quick and right"}, "points": 100},
        {"id": "late", "text": {"zh_CN": "个别不到位", "en": "Some late"}, "points": 60},
        {"id": "absent", "text": {"zh_CN": "不到位", "en": "Absent"}, "points": 0},
    ]
}


def criterion(scale: Any, **more: Any) -> Doc:
    return {"id": "C", "text": "C", "scale": scale, **more}


# (scale, ratings, criteria)
RATED: list[tuple[Any, str, float | None]] = [
    (LEVELS, "C,E1,quick,\n", 100),
    (LEVELS, "C,E1,late,\n", 60),
    (LEVELS, "C,E1,Some late,\n", 60),
    (LEVELS, "C,E1,个别不到位,\n", 60),
    (LEVELS, "C,E1,absent,\n", 0),
    (LEVELS, "C,E1,late,\nC,E2,Some late,\n", 60),
    (LEVELS, "C,E1,late,\nC,E2,no_occasion,\n", 60),
    (LEVELS, "C,E1,no_occasion,\nC,E2,absent,\n", 0),
    (LEVELS, "C,E1,no_occasion,\n", None),
    ({"full": 10}, "C,E1,10,\n", 100),
    ({"full": 10}, "C,E1,7.5,\n", 75),
    ({"full": 10}, "C,E1,0,\n", 0),
    ({"full": 30}, "C,E1,12,\n", 40),
    ({"full": 10}, "C,E1,未有机会观察,\n", None),
    ({"full": 10}, "C,E1,5,\nC,E2,no_occasion,\n", 50),
    ("psmu", "C,E1,S,\nC,E2,no_occasion,\n", 80),
    ("psmu", "C,E1,未有机会观察,\n", None),
    ("yes_no", "C,E1,no_occasion,\n", None),
]


@pytest.mark.parametrize(("scale", "ratings", "points"), RATED)
def test_a_form_is_rated_in_its_own_words(
    score: Score, scale: Any, ratings: str, points: float | None
) -> None:
    # timed 75 s of 60: 80; 0.6·80 + 0.4·points
    made = script(version=2, criteria=[criterion(scale)])
    card = score(made, ["A,S,0,0", "A,X,75,0"], ratings=ratings).card
    holds(card, criteria=points, score=80 if points is None else 48 + 0.4 * points)


@pytest.mark.parametrize(
    ("scale", "rating"),
    [
        ({"full": 10}, "11"),
        ({"full": 10}, "-1"),
        ({"full": 10}, "P"),
        ({"full": 10}, "nan"),
        (LEVELS, "50"),
        (LEVELS, "P"),
        (LEVELS, "Quick"),
    ],
)
def test_a_rating_that_is_none_of_the_scale_is_refused(
    call: Callable[..., Answer], tmp_path: Path, scale: Any, rating: str
) -> None:
    made = script(version=2, criteria=[criterion(scale)])
    arguments = write_files(tmp_path, made, [["A,S,0,0", "A,X,75,0"]])
    path = tmp_path / "ratings.csv"
    path.write_text(f"criterion,evaluator,rating,note\nC,E1,{rating},\n", encoding="utf-8")
    answer = call("score", *arguments, "--ratings", str(path), "--json")
    assert answer.status == 1
    assert "ratings.csv" in answer.err
    assert "Traceback" not in answer.err


# A critical criterion that every evaluator rates 0 caps like a critical target.
# (scale, ratings, capped)
ZEROES: list[tuple[Any, str, bool]] = [
    ("psmu", "C,E1,U,\n", True),
    ("psmu", "C,E1,U,\nC,E2,U,\n", True),
    ("psmu", "C,E1,U,\nC,E2,M,\n", False),
    ("psmu", "C,E1,M,\n", False),
    ("psmu", "C,E1,no_occasion,\n", False),
    ("yes_no", "C,E1,no,\n", True),
    ({"full": 10}, "C,E1,0,\n", True),
    (LEVELS, "C,E1,absent,\n", True),
]


@pytest.mark.parametrize(("scale", "ratings", "capped"), ZEROES)
def test_a_critical_criterion_rated_nothing_caps(
    score: Score, scale: Any, ratings: str, capped: bool
) -> None:
    # 0.9·100 + 0.1·0 is 90 without the cap
    made = script(
        version=2,
        targets=[target(owner="R")],
        criteria=[criterion(scale, critical=True, role="R")],
        scoring={"share_timed": 0.9},
    )
    card = score(made, ["A,S,0,0", "A,X,30,0"], ratings=ratings).card
    holds(card, capped=capped)
    holds(card["owners"]["R"], capped=capped)
    if capped:
        holds(card, score=59, grade="poor")


def test_a_criterion_that_is_not_critical_caps_nothing(score: Score) -> None:
    made = script(criteria=[criterion("psmu")], scoring={"share_timed": 0.9})
    card = score(made, ["A,S,0,0", "A,X,30,0"], ratings="C,E1,U,\n").card
    holds(card, capped=False, score=90)
