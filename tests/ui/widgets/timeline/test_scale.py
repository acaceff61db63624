from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.terms.timeline import Timeline, TimelineRow, arranged
from ui.theme.theme import Dress
from ui.theme.tokens import LIGHT
from ui.widgets.timeline.painter import Shown, legend
from ui.widgets.timeline.scale import (
    beyond,
    described,
    extent,
    first_view,
    ticks,
    whole_view,
)


def step(name: str, planned: float | None = None, actual: float | None = None) -> TimelineRow:
    return TimelineRow(
        name,
        name,
        planned=None if planned is None else (planned, planned),
        actual=None if actual is None else (actual, actual),
    )


def span(start: float, stop: float, limit_s: float | None = None) -> TimelineRow:
    return TimelineRow("t", "t", planned=(start, stop), limit_s=limit_s, is_span=True)


def test_targets_stand_above_steps_and_steps_in_the_order_of_time() -> None:
    rows = arranged(
        (span(0, 5),), (step("late", 9), step("unknown"), step("early", -3)), "Targets", "Steps"
    )

    assert [row.label for row in rows] == ["Targets", "t", "Steps", "early", "late", "unknown"]


def test_a_step_without_a_plan_stands_where_it_was_seen() -> None:
    rows = arranged((), (step("b", planned=5), step("a", actual=4)), "", "Steps")

    assert [row.label for row in rows] == ["Steps", "a", "b"]


def test_the_extent_holds_limits_actual_times_and_their_uncertainty() -> None:
    seen = TimelineRow("s", "s", planned=(-120, -120), actual=(90, 100), uncertainty_s=3)

    assert extent(Timeline((span(0, 5, 60), seen))) == (-120, 103)


@pytest.mark.parametrize("rows", [(), (step("s"),)])
def test_nothing_planned_still_has_an_axis(rows: tuple[TimelineRow, ...]) -> None:
    assert extent(Timeline(rows)) == (0.0, 10.0)
    assert first_view(Timeline(rows)) == whole_view(Timeline(rows))


def test_a_long_tail_does_not_crush_what_comes_before_it() -> None:
    bulk = [step(str(n), n * 10) for n in range(19)]
    timeline = Timeline((*bulk, step("two hours later", 7200)))

    assert first_view(timeline)[1] < 250
    assert beyond(timeline, first_view(timeline)[1]) == 1
    assert whole_view(timeline)[1] > 7200
    assert beyond(timeline, whole_view(timeline)[1]) == 0


def test_a_row_is_said_with_all_that_it_shows() -> None:
    row = TimelineRow(
        "Alarm",
        "t",
        planned=(0, 15),
        actual=(1, 31.04),
        limit_s=20,
        uncertainty_s=0.8,
        verdict="missed",
        is_span=True,
    )

    assert described(row, str) == "Alarm; planned 15 s; limit 20 s; measured 30 s; ± 0.8 s; missed"


@pytest.mark.parametrize(
    ("low", "high", "most", "step_s"), [(0, 60, 7, 10), (-120, 600, 8, 120), (0, 5, 10, 1)]
)
def test_ticks_stand_at_times_people_count_in(
    low: float, high: float, most: int, step_s: int
) -> None:
    found = ticks(low, high, most)

    assert found[1] - found[0] == step_s


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**7), st.integers(1, 30))
def test_ticks_lie_in_the_range_and_are_few(low: int, length: int, most: int) -> None:
    found = ticks(low, low + length, most)

    assert all(low <= second <= low + length for second in found)
    assert len(found) <= most + 1


def test_the_chain_joins_critical_steps_beyond_the_rows_in_view() -> None:
    rows = [TimelineRow(str(n), str(n), planned=(n, n), is_critical=n % 3 == 0) for n in range(12)]
    shown = Shown(Timeline((TimelineRow("Steps"), *rows)))

    # Steps 0, 3, 6, 9 stand in rows 1, 4, 7, 10.
    assert shown.chain == [(1, 0.0), (4, 3.0), (7, 6.0), (10, 9.0)]
    assert shown.chain_in(range(5, 6)) == [(4, 3.0), (7, 6.0)]


@pytest.mark.usefixtures("qapp")
def test_the_legend_names_only_what_is_drawn() -> None:
    def words(*rows: TimelineRow, holds: tuple[tuple[float, float], ...] = ()) -> list[str]:
        return [str(one) for _mark, one in legend(Shown(Timeline(rows, holds)), Dress(LIGHT))]

    assert words(span(0, 5)) == ["planned length of a target"]
    assert words(step("a", actual=1)) == ["recorded time, with its uncertainty"]
    assert words(step("a", 0), holds=((1, 2),)) == ["planned time of a step", "drill paused"]
