"""Planned times: the critical path of a textbook, and spans between a target's ends."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.plan.model import After, FirstOf, LastOf, LimitSource, Step, Target
from drillplanner.plan.parser.reading import parse_script
from drillplanner.plan.schedule import Schedule, planned_times
from tests.plan.sample import sample, written

# Taylor, Introduction to Management Science, chapter 8, solutions: activities on arcs, with
# earliest start, earliest finish, latest start, latest finish and slack.
ARCS = {(1, 2): 7, (1, 3): 10, (2, 4): 6, (3, 4): 5, (3, 5): 4, (4, 5): 3, (5, 6): 2}
TABLE = {
    (1, 2): (0, 7, 2, 9, 2),
    (1, 3): (0, 10, 0, 10, 0),
    (2, 4): (7, 13, 9, 15, 2),
    (3, 4): (10, 15, 10, 15, 0),
    (3, 5): (10, 14, 14, 18, 4),
    (4, 5): (15, 18, 15, 18, 0),
    (5, 6): (18, 20, 18, 20, 0),
}


def step(name: str, **after: float) -> Step:
    links = tuple(After(other, lag) for other, lag in after.items())
    return Step(name, "p", "action", "r", "x", after=links)


def target(start: Any, stop: Any) -> Target:
    return Target("T", "x", start, stop, 10.0, LimitSource("D"))


def textbook() -> Schedule:
    nodes = range(1, 7)
    return Schedule(
        [step(f"n{j}", **{f"n{i}": lag for (i, k), lag in ARCS.items() if k == j}) for j in nodes]
    )


def test_the_textbook_plan_takes_twenty_over_its_critical_path() -> None:
    schedule = textbook()

    assert schedule.duration_s == 20
    assert schedule.critical_path() == ("n1", "n3", "n4", "n5", "n6")


@pytest.mark.parametrize(("arc", "row"), list(TABLE.items()))
def test_the_textbook_table_comes_out(arc: tuple[int, int], row: tuple[float, ...]) -> None:
    schedule = textbook()
    earlier, later = (f"n{node}" for node in arc)
    lag = ARCS[arc]

    assert row == (
        schedule.earliest_s[earlier],
        schedule.earliest_s[earlier] + lag,
        schedule.latest_s[later] - lag,
        schedule.latest_s[later],
        schedule.slack_s(earlier, later),
    )


def test_planned_times_count_from_the_danger() -> None:
    value = sample()

    assert planned_times(parse_script(written(value))) == {
        "seen": 0,
        "alarm": 10,
        "locked": 30,
        "route": 10,
        "assembled": 70,
        "police_there": 10,
    }
    value["t0"] = "alarm"
    assert planned_times(parse_script(written(value)))["seen"] == -10


def test_without_t0_planned_times_count_from_the_first_step() -> None:
    value = sample()
    del value["t0"]

    assert min(planned_times(parse_script(written(value))).values()) == 0


@pytest.mark.parametrize(
    ("start", "stop", "planned"),
    [
        ("a", "c", 15),
        ("a", "b/u1", 10),
        ("a", LastOf(("b", "c")), 15),
        ("a", FirstOf(("b", "c")), 10),
        (FirstOf(("a", "b")), "c", 15),
        (LastOf(("a", "b")), "c", 5),
        ("b/u1", "b", 0),
        ("a", "other", None),
        ("c", "a", None),
        ("a", "nowhere", None),
    ],
)
def test_a_span_is_planned_where_its_stop_follows_its_start(
    start: Any, stop: Any, planned: float | None
) -> None:
    schedule = Schedule([step("a"), step("b", a=10), step("c", b=5), step("other")])

    assert schedule.span_s(target(start, stop)) == planned


def test_a_circle_has_no_planned_times() -> None:
    with pytest.raises(ValueError, match="circle"):
        Schedule([step("a", b=1), step("b", a=1)])


def test_no_steps_have_an_empty_plan() -> None:
    assert Schedule([]).duration_s == 0
    assert Schedule([]).critical_path() == ()


@given(st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 99))), max_size=30))
def test_no_step_is_planned_before_what_it_comes_after(links: list[list[tuple[int, int]]]) -> None:
    steps = [
        Step(
            f"s{place}",
            "p",
            "action",
            "r",
            "x",
            after=tuple(After(f"s{n % place}", float(lag)) for n, lag in earlier if place),
        )
        for place, earlier in enumerate(links)
    ]

    schedule = Schedule(steps)

    for one in steps:
        times = [schedule.earliest_s[after.step] + after.lag_s for after in one.after]
        assert schedule.earliest_s[one.id] == max(times, default=0)
        assert schedule.earliest_s[one.id] <= schedule.latest_s[one.id] <= schedule.duration_s
    path = schedule.critical_path()
    lags = [schedule.earliest_s[b] - schedule.earliest_s[a] for a, b in pairwise(path)]
    assert sum(lags) == schedule.duration_s


def test_two_thousand_steps_are_planned_at_once() -> None:
    steps = [step("s0")] + [
        step(f"s{n}", **{f"s{m}": 1 for m in range(max(0, n - 20), n)}) for n in range(1, 2_000)
    ]

    began = time.process_time()
    schedule = Schedule(steps)

    assert schedule.duration_s == 1_999
    assert time.process_time() - began < 2
