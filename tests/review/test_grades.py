"""The suggested grade, its reason, and the range of the score; by hand."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest

from drillplanner.base.translator import translator
from drillplanner.plan.model import Criterion, LimitSource, Order, Scoring, Script
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.scoring import score
from drillplanner.terms.grade_words import grade_reason_said
from tests.review.build import LogBuilder, script, step, target

NATIONAL = LimitSource(class_="N", text="国家规定")


def drill(*targets: dict[str, Any], **fields: Any) -> Script:
    """Give a script with a target from S to each X1, X2 …, limit 60 unless said."""
    steps = [step("S", role="q"), *(step(f"X{n}") for n, _t in enumerate(targets, 1))]
    scoring = Scoring(drift_ppm=0, **fields.pop("scoring", {}))
    made = [
        target(f"T{n}", "S", f"X{n}", one.pop("limit", 60), **{"owner": "r", **one})
        for n, one in enumerate(({**t} for t in targets), 1)
    ]
    return script(steps, made, scoring=scoring, **fields)


def card(
    made: Script, times: Iterable[Any], ratings: Iterable[Rating] = (), u_s: Any = 0
) -> Scorecard:
    log = LogBuilder().saw("A", "S", 0)
    for number, at_s in enumerate(times, 1):
        if at_s == "never":
            log.saw("A", f"X{number}", None)
        elif at_s is not None:
            log.saw("A", f"X{number}", at_s, u_s)
    return score(made, log.log(), tuple(ratings))


def outcome(found: Scorecard) -> tuple[Any, Any]:
    reason = found.whole.reason
    assert reason is not None
    return found.whole.grade, reason.code


# d 75: 100 − 40·15/30 = 80; d 90: 60; d 66: 92
@pytest.mark.parametrize(
    ("times", "grade", "code", "better"),
    [
        ([30], "excellent", "boundary", None),
        ([75], "good", "boundary", "excellent"),
        ([76], "fair", "boundary", "good"),
        ([92], "poor", "boundary", "fair"),
        # 92 would do, but the target is missed
        ([66], "good", "shortfall", "excellent"),
        ([None], None, "coverage", None),
    ],
)
def test_a_grade_says_why_it_is_not_better(
    times: list[Any], grade: str | None, code: str, better: str | None
) -> None:
    found = card(drill({}), times)

    assert outcome(found) == (grade, code)
    assert found.whole.reason is not None
    assert found.whole.reason.better == better


@pytest.mark.parametrize("miss", [66, "never"])
def test_nothing_is_excellent_with_a_target_failed(miss: Any) -> None:
    found = card(drill({"weight": 20}, {}), [30, miss])

    # (20·100 + 92)/21 = 99.6; (20·100 + 0)/21 = 95.2
    assert outcome(found) == ("good", "shortfall")
    assert found.whole.reason is not None
    assert found.whole.reason.barred_by == ("T2",)


def test_a_record_only_target_bars_nothing() -> None:
    record = {"limit": None, "critical": True, "source": NATIONAL}

    assert outcome(card(drill({}, record), [30, None])) == ("excellent", "boundary")


def test_a_national_limit_that_is_too_close_bars_excellence() -> None:
    found = card(drill({"source": NATIONAL}), [60], u_s=1)

    assert outcome(found) == ("good", "shortfall")


@pytest.mark.parametrize(
    ("stop", "u_s"),
    [(None, 0), (60, 1)],
)
def test_an_undecided_critical_target_is_no_grade(stop: Any, u_s: float) -> None:
    found = card(drill({"weight": 9}, {"critical": True}), [30, stop], u_s=u_s)

    assert outcome(found) == (None, "critical")
    assert found.whole.reason is not None
    assert found.whole.reason.undecided == ("T2",)


def test_a_capped_score_keeps_its_grade_and_names_what_is_undecided() -> None:
    made = drill({"weight": 8}, {"critical": True}, {"critical": True})

    found = card(made, [30, None, 70])

    assert outcome(found) == ("poor", "capped")
    assert found.whole.reason is not None
    assert (found.whole.reason.barred_by, found.whole.reason.undecided) == (("T3",), ("T2",))


def test_a_broken_critical_order_caps_as_well() -> None:
    made = drill({}, {}, orders=(Order("O", "X2", "X1", critical=True),))

    assert outcome(card(made, [30, 40])) == ("poor", "capped")


def test_a_thin_record_has_no_grade_though_it_is_capped() -> None:
    made = drill({"critical": True}, {"weight": 9})

    assert outcome(card(made, [70, None])) == (None, "coverage")


def test_an_owner_without_anything_to_score_says_so() -> None:
    made = drill({}, {"limit": None, "owner": "q"})

    owners = card(made, [30, 30]).owners

    assert (owners["q"].grade, owners["q"].reason and owners["q"].reason.code) == (
        None,
        "no_targets",
    )
    assert owners["r"].grade == "excellent"


def test_an_owner_with_ratings_alone_has_a_score_and_no_grade() -> None:
    made = drill({}, criteria=(Criterion("C", "C", "psmu", role="q"),))

    owners: Any = card(made, [30], [Rating("C", "E", "S")]).owners

    assert (owners["q"].score, owners["q"].grade) == (80, None)
    assert owners["q"].reason.code == "no_targets"


def test_what_cannot_cap_the_whole_leaves_its_grade() -> None:
    found = card(drill({"weight": 9}, {"critical": True, "caps_whole": False}), [30, None])

    assert outcome(found) == ("excellent", "boundary")
    assert found.owners["r"].grade is None


# -- the range ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stop", "u_s", "ends"),
    [
        # d 75 ± 3: 78 → 76, 72 → 84
        (75, "1.5", (76, 84)),
        # met: d + U is still met
        (57, "1.5", (100, 100)),
        # too close at 60 ± 3: 63 → 96
        (60, "1.5", (96, 100)),
        # missed at 63 ± 3 − a hair: d − U is still missed, all but 100 points
        (70, "1.5", (Fraction(248, 3), Fraction(272, 3))),
    ],
)
def test_the_range_is_the_score_at_both_ends_of_u(
    stop: Any, u_s: str, ends: tuple[Any, Any]
) -> None:
    found = card(drill({}), [stop], u_s=u_s).whole.score_range

    assert found is not None
    assert [float(end) for end in found] == pytest.approx([float(end) for end in ends])


def test_an_end_of_the_range_takes_the_cap() -> None:
    found: Any = card(drill({"critical": True}, {"weight": 9}), [60, 30], u_s=1).whole

    # 62 would be missed: (97.333 + 9·100)/10 = 99.73, capped at 59
    assert (found.score, found.score_range) == (100, (59, 100))


@pytest.mark.parametrize(
    ("fields", "ends"),
    [
        ({"bound": "at_most"}, (100, 100)),
        ({"until": 58}, (100, 100)),
        ({"bound": "at_least"}, (0, Fraction(248, 3))),
    ],
)
def test_bounds_run_between_their_ends(fields: dict[str, Any], ends: tuple[Any, Any]) -> None:
    # 50 s at most or to 58 s are met; 73 s at least is missed: 100 − 40·13/30 = 82.667
    at_s = 73 if fields.get("bound") == "at_least" else 50
    log = LogBuilder().saw("A", "S", 0).saw("A", "X1", at_s, **fields)

    found = score(drill({}), log.log()).whole

    assert found.score_range == ends


def test_both_grades_are_named_where_a_boundary_lies_between() -> None:
    found = card(drill({}), [75], u_s="1.5").whole

    assert found.reason is not None
    assert found.reason.within == ("fair", "good")
    said = grade_reason_said(found, drill({}))
    assert said is not None
    assert translator("zh_CN").say(said) == (
        "良：80.0分；90.0分起为优。在测量不确定度之内为中或良（76.0～84.0分）。"
    )


def test_no_score_has_no_range() -> None:
    assert card(drill({}), [None]).whole.score_range is None
