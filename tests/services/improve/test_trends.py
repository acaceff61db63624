"""A target over many drills: a series a school, and what cannot stand beside it with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.services.improve.actions import read_later
from drillplanner.services.improve.trends import Question, Trend, drills_of, follow, trend_json
from drillplanner.services.review.review_session import review_drill, review_target
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold, plan


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def asked(workspace: Workspace, target: str = "T", school: str = "") -> Trend:
    question = Question(plan().id, target, "formal", school)
    drills = drills_of(workspace, question.script)
    return follow(question, drills, lambda drill: read_later(workspace, drill))


def day(number: int) -> str:
    return f"2026-{1 + number // 28:02}-{1 + number % 28:02}T09:00:00+08:00"


def test_drills_of_one_school_stand_in_order_with_median_and_pass_rate(
    workspace: Workspace,
) -> None:
    # All at 60 s: missed at 90 and at 80, met at 40, by more than U.
    for number, shut_s in enumerate((90, 80, 40)):
        hold(workspace, f"drill {number}", day(number), shut_s=shut_s)

    (series,) = asked(workspace).series

    assert series.school == "First School"
    assert [one.verdict for one in series.points] == ["missed", "missed", "met"]
    assert series.median_s == pytest.approx(80)
    assert series.slow_s == pytest.approx(88)  # type 7: 80 + 0.8 · 10
    assert (series.met, series.judged) == (1, 3)
    assert series.direction is None


def test_what_is_not_of_a_kind_is_refused_with_its_reason(workspace: Workspace) -> None:
    hold(workspace, "rehearsal", day(0), nature="rehearsal")
    hold(workspace, "other limit", day(1), limit_s=90)
    hold(workspace, "nobody's", day(2), school="")
    hold(workspace, "latest", day(3))

    trend = asked(workspace)

    assert [len(series.points) for series in trend.series] == [1]
    assert {one.title: one.code for one in trend.refused} == {
        "rehearsal": "other_nature",
        "other limit": "other_limit",
        "nobody's": "no_school",
    }
    assert "another: 90 s" in str(next(r.reason for r in trend.refused if r.code == "other_limit"))


def test_schools_are_never_mixed(workspace: Workspace) -> None:
    hold(workspace, "a", day(0), shut_s=50)
    hold(workspace, "b", day(1), shut_s=30, school="Second School")

    both, one = asked(workspace), asked(workspace, school="Second School")

    assert [series.school for series in both.series] == ["First School", "Second School"]
    assert [series.lengths for series in one.series] == [pytest.approx((30,))]


def test_a_direction_is_told_from_ten_drills_on(workspace: Workspace) -> None:
    for number in range(10):
        hold(workspace, f"drill {number}", day(number), shut_s=100 - 5 * number)

    (series,) = asked(workspace).series
    said = trend_json(asked(workspace), str)["series"][0]

    assert series.direction is not None
    assert series.direction.slope == pytest.approx(-5)
    assert series.direction.p < 0.001
    assert said["theil_sen_s"] == pytest.approx(-5)
    assert said["mann_kendall"]["s"] == -45


def test_an_unknown_script_or_target_is_told(workspace: Workspace) -> None:
    hold(workspace, "drill", day(0))

    with pytest.raises(UserError, match="No drill here was held"):
        drills_of(workspace, "nothing")
    with pytest.raises(UserError, match="has a target"):
        asked(workspace, "X")


def test_a_target_that_is_judged_alone_comes_out_as_in_the_whole_review(
    workspace: Workspace,
) -> None:
    for number, shut_s in enumerate((90, 60, 40)):
        hold(workspace, f"drill {number}", day(number), shut_s=shut_s)
    for held in workspace.drills():
        recorded = read_later(workspace, held.drill.id)
        assert recorded is not None
        for whole in review_drill(recorded).card.targets:
            alone = review_target(recorded, whole.id).result

            assert alone is not None
            assert replace(alone, score=whole.score) == whole
