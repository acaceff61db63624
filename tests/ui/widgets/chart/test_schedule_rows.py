from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.chart.legend import marks_in
from ui.widgets.chart.rows import Bar, Heading, Layout, Span, lay_out, tick_step, ticks


def test_targets_stand_above_steps_and_steps_in_the_order_of_time() -> None:
    layout = lay_out(
        [Span("t", 0, 5, 10, id="t")],
        [Bar("late", 9, id="a"), Bar("unknown", id="b"), Bar("early", -3, id="c")],
        "Targets",
        "Steps",
    )

    assert [line.label for line in layout.lines] == [
        "Targets",
        "t",
        "Steps",
        "early",
        "late",
        "unknown",
    ]
    assert layout.places == {"t": 1, "c": 3, "a": 4, "b": 5}


def test_a_step_without_a_plan_stands_where_it_was_seen() -> None:
    layout = lay_out([], [Bar("b", planned_s=5), Bar("a", actual_s=4)])

    assert [line.label for line in layout.lines if not isinstance(line, Heading)] == ["a", "b"]


def test_the_extent_holds_limits_actual_times_and_their_uncertainty() -> None:
    layout = lay_out(
        [Span("t", 0, 5, 60, actual_start_s=2, actual_stop_s=50)],
        [Bar("s", planned_s=-120, actual_s=100, uncertainty_s=3)],
    )

    assert layout.extent() == (-120, 103)


def test_nothing_planned_still_has_an_axis() -> None:
    assert lay_out([], [Bar("s")]).extent() == (0.0, 10.0)
    assert Layout().extent() == (0.0, 10.0)


def test_the_chain_joins_critical_steps_beyond_the_rows_in_view() -> None:
    bars = [Bar(str(n), float(n), is_critical=n % 3 == 0) for n in range(12)]
    layout = lay_out([], bars)

    # Row 0 is the heading; steps 0, 3, 6, 9 stand in rows 1, 4, 7, 10.
    assert layout.chain == ((1, 0.0), (4, 3.0), (7, 6.0), (10, 9.0))
    assert layout.chain_in(5, 6) == ((4, 3.0), (7, 6.0))


@pytest.mark.parametrize(
    ("low", "high", "most", "step"), [(0, 60, 7, 10), (-120, 600, 8, 120), (0, 5, 10, 1)]
)
def test_ticks_stand_at_times_people_count_in(
    low: float, high: float, most: int, step: int
) -> None:
    assert tick_step(low, high, most) == step


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**7), st.integers(1, 30))
def test_ticks_lie_in_the_range_and_are_few(low: int, length: int, most: int) -> None:
    found = ticks(low, low + length, most)

    assert all(low <= second <= low + length for second in found)
    assert len(found) <= most + 1


def test_the_legend_names_only_what_is_drawn() -> None:
    assert marks_in(lay_out([Span("t", 0, 5)], [])) == ("span",)
    assert marks_in(lay_out([], [Bar("a", actual_s=1)])) == ("actual",)
    both = [Bar("a", 0, is_critical=True), Bar("b", 1, is_critical=True)]
    assert marks_in(lay_out([Span("t", 0, 5, 9)], both)) == ("span", "limit", "planned", "chain")
