"""Planned times are typed as people write them, and write the lags."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drillplanner.plan.editing import acts
from drillplanner.plan.editing.draft import CellRefused, Draft, Look
from drillplanner.plan.editing.times import clock_text, read_day_time, read_time, with_clock
from drillplanner.plan.particulars import Appointment, Particulars
from tests.plan.editing.test_acts import row, said, steps_of, typed


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("T+1:30", 90),
        ("t + 1：30", 90),
        ("90", 90),
        ("９０", 90),
        ("3分20秒", 200),
        ("3 min 20 s", 200),
        ("1h30", 5400),
        ("1小时2分3秒", 3723),
        ("1:02:03", 3723),
        ("T-2:00", -120),
        ("-120", -120),
        ("−2:00", -120),
        ("提前2分", -120),
        ("T0", 0),
        ("0:30.5", 30.5),
    ],
)
def test_a_time_from_t0_is_read(text: str, seconds: float) -> None:
    typed_time = read_time(text)

    assert (typed_time.seconds, typed_time.is_of_day) == (seconds, False)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("9点10分", 33_000),
        ("9时10分05秒", 33_005),
        ("下午3点", 54_000),
        ("9点半", 34_200),
        ("9:10 AM", 33_000),
        ("12:05 am", 300),
    ],
)
def test_a_time_of_day_is_told_apart(text: str, seconds: float) -> None:
    typed_time = read_time(text)

    assert (typed_time.seconds, typed_time.is_of_day) == (seconds, True)


@pytest.mark.parametrize(
    "text", ["soon", "1:75", "1:2:3:4", "25点", "9点75分", "", "T+", "1e9", "--2"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(CellRefused):
        read_time(text)


def with_t0(count: int) -> Draft:
    draft = steps_of(count)
    return acts.choose_t0(draft, row(draft, 1)).draft


def test_a_step_without_links_is_linked_to_t0() -> None:
    draft = typed(with_t0(3), 3, "planned", "T+1:30")

    assert said(draft, 3, "after") == "1+1:30"
    assert said(draft, 3, "planned") == "T+1:30"
    assert said(draft, 2, "planned") == ""


def test_a_time_typed_into_a_linked_step_writes_its_lag_and_moves_what_follows() -> None:
    draft = typed(typed(with_t0(3), 2, "planned", "30"), 3, "after", "2+0:20")

    draft = typed(draft, 2, "planned", "1:00")

    assert said(draft, 2, "after") == "1+1:00"
    assert said(draft, 3, "planned") == "T+1:20"


def test_a_locked_step_keeps_its_time_when_what_comes_before_moves() -> None:
    draft = typed(typed(with_t0(3), 2, "planned", "30"), 3, "after", "2+0:20")
    draft = acts.lock(draft, {row(draft, 3)}).draft

    draft = typed(draft, 2, "planned", "40")

    assert said(draft, 3, "planned") == "T+0:50"
    assert said(draft, 3, "after") == "2+0:10"


def test_a_locked_step_moves_only_where_it_must() -> None:
    draft = typed(typed(with_t0(3), 2, "planned", "30"), 3, "after", "2+0:20")
    draft = acts.lock(draft, {row(draft, 3)}).draft

    draft = typed(draft, 2, "planned", "2:00")

    assert said(draft, 3, "planned") == "T+2:00"


def test_a_step_before_t0_is_planned_back_from_it() -> None:
    draft = steps_of(3)
    draft = acts.choose_t0(draft, row(draft, 2)).draft

    draft = typed(draft, 1, "planned", "T-2:00")

    assert said(draft, 1, "planned") == "T-2:00"
    assert said(draft, 2, "planned") == "T+0:00"
    assert said(draft, 2, "after") == "1+2:00"


def test_times_of_day_follow_that_of_t0() -> None:
    draft = with_t0(2)
    with pytest.raises(CellRefused, match="time of day of T0"):
        typed(draft, 2, "planned", "9点11分30秒")

    draft = typed(draft, 1, "planned", "9点10分")
    draft = typed(draft, 2, "planned", "9点11分30秒")

    assert draft.t0_clock_s == 33_000
    assert said(draft, 2, "planned") == "T+1:30"


def test_a_drill_over_midnight_takes_the_nearest_day() -> None:
    draft = typed(with_t0(2), 1, "planned", "23点59分")

    draft = typed(draft, 2, "planned", "0点1分")

    assert said(draft, 2, "planned") == "T+2:00"


def test_a_time_before_what_it_comes_after_is_refused_with_the_step() -> None:
    draft = typed(typed(with_t0(3), 2, "planned", "30"), 3, "after", "2+0:20")

    with pytest.raises(CellRefused, match=r"comes after step 2, which is planned for T\+0:30"):
        typed(draft, 3, "planned", "10")


def test_t0_is_where_it_is() -> None:
    with pytest.raises(CellRefused, match="This step is T0"):
        typed(with_t0(2), 1, "planned", "30")


@pytest.mark.parametrize(
    ("text", "seconds"), [("9:10", 33_000), ("9:10:30", 33_030), ("9点10分", 33_000)]
)
def test_where_only_a_time_of_day_is_meant_it_is_read_as_one(text: str, seconds: float) -> None:
    assert read_day_time(text) == seconds


@pytest.mark.parametrize("text", ["90", "25:00", "-1:00", "soon"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(CellRefused):
        read_day_time(text)


def test_slack_is_how_much_later_a_step_may_come() -> None:
    # a → b (10) → d (20); a → c (5) → d (5): c may come 20 s later, the others decide.
    draft = steps_of(4)
    draft = acts.choose_t0(draft, row(draft, 1)).draft
    for number, text in ((2, "1+10"), (3, "1+5"), (4, "2+20; 3+5")):
        draft = typed(draft, number, "after", text)

    assert [said(draft, number, "slack") for number in (1, 2, 3, 4)] == [
        "0:00", "0:00", "0:20", "0:00",
    ]  # fmt: skip


def test_moving_t0_moves_every_time_of_the_day() -> None:
    day = Particulars(
        schedule=(Appointment("a1", "muster", 30_600.0), Appointment("a2", "talk")),
    )
    draft = replace(with_t0(2), t0_clock_s=33_000.0, particulars=day)
    table = acts.TABLES["steps"]
    draft = acts.type_cell(draft, table, row(draft, 2), "planned", "9点12分", "zh_CN").draft

    moved = acts.type_cell(draft, table, row(draft, 1), "planned", "9点40分", "zh_CN").draft

    assert [one.clock_s for one in moved.particulars.schedule] == [32_400.0, None]
    assert clock_text(Look(moved, "zh_CN"), row(moved, 2)) == "09:42:00"
    assert with_clock(moved, None).particulars == moved.particulars
