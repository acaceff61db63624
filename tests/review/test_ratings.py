"""Ratings are worth the points of their scale, and what nobody saw is worth none."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from drillplanner.plan.model import Criterion, FullMarks, Level, Levels, Scale
from drillplanner.plan.parser.reading import parse_script
from drillplanner.plan.scales import NO_OCCASION
from drillplanner.review.points.ratings import Rating, choices, is_rating, points_of, rated
from tests.plan.sample import sample, written

BOXES = Levels((Level("a", {"zh_CN": "完全符合"}, 100.0), Level("b", "基本符合", 62.5)))


@pytest.mark.parametrize(
    ("scale", "rating", "points"),
    [
        ("psmu", "S", 80),
        ("grade4", "good", 85),
        ("yes_no", "no", 0),
        (FullMarks(10.0), "7.5", 75),
        (FullMarks(0.3), "0.1", Fraction(100, 3)),
        (FullMarks(10.0), "0", 0),
        (FullMarks(10.0), "10", 100),
        (BOXES, "b", Fraction(125, 2)),
        (BOXES, NO_OCCASION, None),
        ("psmu", NO_OCCASION, None),
        (FullMarks(10.0), NO_OCCASION, None),
    ],
)
def test_a_rating_is_worth_the_points_of_its_scale(
    scale: Scale, rating: str, points: Fraction | int | None
) -> None:
    assert points_of(scale, rating) == points


@pytest.mark.parametrize(
    ("scale", "rating"),
    [
        ("psmu", "good"),
        (FullMarks(10.0), "10.5"),
        (FullMarks(10.0), "-1"),
        (FullMarks(10.0), "1e1"),
        (FullMarks(10.0), "07"),
        (FullMarks(10.0), "7."),
        (FullMarks(10.0), "９"),
        (BOXES, "c"),
        (BOXES, "7"),
    ],
)
def test_what_stands_on_no_scale_is_no_rating(scale: Scale, rating: str) -> None:
    assert not is_rating(scale, rating)
    with pytest.raises(KeyError):
        points_of(scale, rating)


def test_a_forms_levels_are_chosen_from_in_their_order() -> None:
    assert choices(BOXES) == ("a", "b", NO_OCCASION)


def test_an_evaluator_without_occasion_leaves_the_mean_alone() -> None:
    script = replace(
        parse_script(written(sample())),
        criteria=(Criterion("c", "c", FullMarks(10.0)), Criterion("d", "d", "psmu")),
    )
    ratings = [
        Rating("c", "甲", "7.5"),
        Rating("c", "乙", NO_OCCASION),
        Rating("c", "丙", "8"),
        Rating("d", "甲", NO_OCCASION),
    ]

    assert rated(script, ratings) == {"c": Fraction(155, 2)}
