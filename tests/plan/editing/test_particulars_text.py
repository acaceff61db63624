"""Schedule and cast are lines: what is written is read again as it was."""

from __future__ import annotations

import pytest

from drillplanner.plan.editing.draft import CellRefused
from drillplanner.plan.editing.particulars_text import (
    cast_lines,
    read_cast,
    read_schedule,
    schedule_lines,
)
from drillplanner.plan.particulars import CastMember


def test_a_schedule_is_read_again_as_it_was_written() -> None:
    schedule = read_schedule("8:30 集合，东门\n8点40分 对表\n点评")

    assert [one.clock_s for one in schedule] == [30600.0, 31200.0, None]
    assert read_schedule(schedule_lines(schedule)) == schedule


def test_a_time_that_is_none_is_told_by_its_line() -> None:
    with pytest.raises(CellRefused) as refused:
        read_schedule("8:30 集合\n25:99 对表")

    assert "Line 2" in str(refused.value.text)


def test_a_cast_is_pasted_from_a_table_and_read_again() -> None:
    cast = read_cast("张三\t一小\t专职保安员\t01\t\t130\n李四，派出所")

    assert cast == (
        CastMember("c1", "张三", "一小", "专职保安员", "01", "", "130"),
        CastMember("c2", "李四", "派出所"),
    )
    assert read_cast(cast_lines(cast)) == cast
