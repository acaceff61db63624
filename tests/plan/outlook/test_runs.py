"""A plan is played many times: shares that can be worked out by hand come out so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drillplanner.plan.editing.draft import blank_script
from drillplanner.plan.model import (
    After,
    Duration,
    LastOf,
    LimitSource,
    Phase,
    Role,
    Script,
    Step,
    Target,
)
from drillplanner.plan.outlook.runs import outlook
from drillplanner.services.plan.scripts import samples


def script(*steps: Step, limit_s: float | None, stop: str | LastOf = "b") -> Script:
    return replace(
        blank_script("own", "x", "other", "en"),
        roles=(Role("r", "Guard"),),
        phases=(Phase("h", "One"),),
        steps=steps,
        targets=(Target("t", "b", "a", stop, limit_s, LimitSource("D")),),
        t0="a",
    )


def step(id_: str, lasts: Duration | None = None, *after: After) -> Step:
    return Step(id_, "h", "action", "r", id_, after=after, duration=lasts)


def test_a_plan_without_ranges_comes_as_it_was_planned() -> None:
    made = script(step("a"), step("b", None, After("a", 30.0)), limit_s=31.0)

    (found,) = outlook(made).targets

    assert (found.met, found.p50_s, found.p90_s, found.deciding) == (1.0, 30.0, 30.0, None)


def test_the_share_of_a_triangle_is_that_of_its_formula() -> None:
    lasts = Duration(20.0, 30.0, 60.0)
    made = script(step("a"), step("b", lasts, After("a", 30.0)), limit_s=40.0)

    (found,) = outlook(made, 100_000).targets

    # P(x ≤ 40) of the triangle 20, 30, 60 is 1 − (60−40)² / ((60−20)(60−30)) = 2/3.
    assert found.met == pytest.approx(2 / 3, abs=0.006)
    assert (found.deciding, found.deciding_share) == ("b", 1.0)


def test_the_latest_of_two_decides_where_both_are_waited_for() -> None:
    slow, quick = Duration(10.0, 20.0, 90.0), Duration(10.0, 11.0, 12.0)
    made = script(
        step("a"),
        step("b", slow, After("a", 20.0)),
        step("c", quick, After("a", 11.0)),
        limit_s=30.0,
        stop=LastOf(("b", "c")),
    )

    (found,) = outlook(made).targets

    assert found.deciding == "b"
    assert found.met is not None
    assert found.met < 0.5


def test_a_step_far_back_on_the_way_can_decide() -> None:
    made = script(
        step("a"),
        step("x", Duration(5.0, 10.0, 100.0), After("a", 10.0)),
        step("b", None, After("x", 10.0)),
        limit_s=25.0,
    )

    (found,) = outlook(made).targets

    assert (found.deciding, found.deciding_share) == ("x", 1.0)


def test_what_comes_late_before_the_start_decides_nothing() -> None:
    made = script(
        step("x", Duration(0.0, 10.0, 900.0)),
        step("a", Duration(0.0, 5.0, 800.0), After("x", 5.0)),
        step("b", Duration(5.0, 10.0, 20.0), After("a", 10.0)),
        limit_s=11.0,
    )

    (found,) = outlook(made).targets

    assert (found.deciding, found.deciding_share) == ("b", 1.0)


def test_a_way_around_the_start_is_followed_to_its_beginning() -> None:
    made = script(
        step("a"),
        step("x", Duration(0.0, 10.0, 100.0)),
        step("b", None, After("a", 5.0), After("x", 5.0)),
        limit_s=20.0,
    )

    (found,) = outlook(made).targets

    assert (found.deciding, found.deciding_share) == ("x", 1.0)


def test_the_same_seed_gives_the_same_runs() -> None:
    made = samples()[0].script

    assert outlook(made, 500) == outlook(made, 500)


def test_what_is_only_recorded_has_lengths_and_no_share() -> None:
    made = script(step("a"), step("b", Duration(1, 2, 3), After("a", 2.0)), limit_s=None)

    (found,) = outlook(made).targets

    assert found.met is None
    assert 1.0 <= found.p50_s <= found.p90_s <= 3.0
