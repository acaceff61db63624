"""Days are read as offices write them; what has no year or no meaning is refused."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.organisation.dates import FieldRefused, read_day


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-01",
        "2025/3/1",
        "2025.3.1",
        "2025年3月1日",
        "二〇二五年三月一日",
        "２０２５．３．１",
        "20250301",
        "45717",
        "45,717",
        "45717.0",
        "2025-03-01 00:00:00",
    ],
)
def test_one_day_in_all_its_forms(written: str) -> None:
    assert read_day(written) == date(2025, 3, 1)


def test_a_day_without_a_year_takes_the_year_that_is_given() -> None:
    assert read_day("三月一日", 2026) == date(2026, 3, 1)
    assert read_day("十二月二十一日", 2026) == date(2026, 12, 21)
    assert read_day("12月31号", 2026) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "written", ["三月一日", "3月1日", "2026.2.30", "next week", "17", "3.1", "2026", "1"]
)
def test_what_is_no_whole_day_is_refused(written: str) -> None:
    with pytest.raises(FieldRefused):
        read_day(written)
