"""Durations, times of day, dates and measured values are said exactly, in both languages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.durations import (
    calendar_date,
    duration,
    measured,
    measured_between,
    number,
    reading,
    rounded,
    seconds,
    shown,
    time_of_day,
)
from drillplanner.base.texts import Text
from drillplanner.base.translator import translator


def both(text: Text) -> tuple[str, str]:
    return translator("zh_CN").say(text), translator("en").say(text)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (0, "0秒", "0 s"),
        (45, "45秒", "45 s"),
        (12.4, "12.4秒", "12.4 s"),
        (60, "1分钟", "1 min"),
        (200, "3分20秒", "3 min 20 s"),
        (Fraction(2004, 10), "3分20.4秒", "3 min 20.4 s"),
        (3900, "1小时5分钟", "1 h 5 min"),
        (3600, "1小时", "1 h"),
        (3620, "1小时0分20秒", "1 h 0 min 20 s"),
        (59.96, "1分钟", "1 min"),  # rounds to 60.0 before it is divided
        (-5, "−5秒", "−5 s"),
    ],
)
def test_a_duration_is_never_written_like_a_time_of_day(
    value: float | Fraction, chinese: str, english: str
) -> None:
    assert both(duration(value)) == (chinese, english)


@pytest.mark.parametrize(
    ("value", "expanded", "bound", "chinese"),
    [
        ("52.34", 0.9, "exact", "52.34 ± 0.90秒"),
        ("52.342", 0.8485, "exact", "52.34 ± 0.85秒"),
        ("52.34", 0.131, "exact", "52.34 ± 0.14秒"),  # rounded up
        ("0.5", 0.034, "exact", "0.500 ± 0.034秒"),
        ("0.5", 0.0995, "exact", "0.50 ± 0.10秒"),
        ("0.5", 0.1 + 0.2, "exact", "0.50 ± 0.30秒"),  # 0.30000000000000004 in binary
        ("200.4", 1.26, "exact", "3分20.4秒 ± 1.3秒"),
        ("200.4", 2.6, "exact", "3分20.4秒 ± 2.6秒"),
        ("200.4", 35.2, "exact", "3分20秒 ± 36秒"),
        ("2520", 147.1, "exact", "42分钟 ± 148秒"),  # never coarser than a second
        ("59.997", 0.25, "exact", "1分0.00秒 ± 0.25秒"),
        ("52", 0, "exact", "52 ± 0秒"),
        ("9.5", 0.6, "at_most", "≤ 9.50 ± 0.60秒"),
        ("9.5", 0.6, "at_least", "≥ 9.50 ± 0.60秒"),
    ],
)
def test_a_measured_value_stops_where_its_uncertainty_does(
    value: str, expanded: float, bound: str, chinese: str
) -> None:
    assert both(measured(Fraction(value), expanded, bound))[0] == chinese


@pytest.mark.parametrize(
    ("value", "expanded", "limit", "pair"),
    [
        # 59.151 + 0.8485 ≤ 60, but 59.15 + 0.85 is 60.00: it may stand
        ("59.151", 0.8485, 60, "59.15 ± 0.85秒"),
        # 59.1519 + 0.848 ≤ 60; 59.15 + 0.85 says so too
        ("59.1519", 0.848, 60, "59.15 ± 0.85秒"),
        # 59.158 + 0.8412 ≤ 60; 59.16 + 0.85 would say too close, 59.158 + 0.842 is 60.000
        ("59.158", 0.8412, 60, "59.158 ± 0.842秒"),
        # known exactly, and over the limit by a hair
        ("60.0004", 0, 60, "1分0.0004秒 ± 0秒"),
    ],
)
def test_digits_are_printed_until_the_pair_gives_the_verdict(
    value: str, expanded: float, limit: int, pair: str
) -> None:
    exact = Fraction(value)
    is_met = exact + Fraction(str(expanded)) <= limit

    said = measured(exact, expanded, "exact", lambda d, u: (d + u <= limit) == is_met)

    assert both(said)[0] == pair


def test_a_duration_between_two_lengths_is_said_as_an_interval() -> None:
    assert both(measured_between(Fraction(105), Fraction(134), 0)) == (
        "1分45秒～2分14秒",
        "1 min 45 s to 2 min 14 s",
    )
    assert both(measured_between(Fraction(30), Fraction(40), 3.0))[0] == "30.0秒～40.0秒（±3.0秒）"


def test_without_uncertainty_the_duration_stands_alone() -> None:
    assert both(measured(Fraction(200), None)) == ("3分20秒", "3 min 20 s")


@pytest.mark.parametrize(
    ("at", "places", "chinese", "english"),
    [
        (54482, None, "15:08:02", "15:08:02"),
        (Fraction("54482.44"), None, "15:08:02.4", "15:08:02.4"),
        (Fraction("54482.44"), 3, "15:08:02.440", "15:08:02.440"),
        (Fraction("86399.96"), 1, "次日00:00:00.0", "00:00:00.0 (next day)"),
        (172801, None, "00:00:01（后2日）", "00:00:01 (+2 days)"),
        (-3, None, "前一日23:59:57", "23:59:57 (the day before)"),
    ],
)
def test_a_time_of_day_names_another_day(
    at: float | Fraction, places: int | None, chinese: str, english: str
) -> None:
    assert both(time_of_day(at, places)) == (chinese, english)


def test_dates_are_written_as_each_language_writes_them() -> None:
    assert both(calendar_date(date(2026, 11, 3))) == ("2026年11月3日", "3 November 2026")


def test_a_reading_without_clock_time_counts_from_its_own_zero() -> None:
    assert both(reading(Fraction("83.2"), "seconds")) == ("自零点起83.2秒", "83.2 s from its zero")
    assert both(reading(Fraction(54482), "clock"))[0] == "15:08:02"


def test_a_column_of_seconds_keeps_its_decimals() -> None:
    assert both(seconds(Fraction(5), 1)) == ("5.0秒", "5.0 s")


@given(st.fractions(min_value=-10_000, max_value=10_000), st.integers(0, 4))
def test_rounding_is_to_the_nearest_and_halves_go_away_from_zero(
    value: Fraction, places: int
) -> None:
    near = rounded(value, places)

    assert abs(near - value) <= Fraction(1, 2 * 10**places)
    assert rounded(-value, places) == -near
    assert Fraction(number(value, places).replace("−", "-")) == near


@given(
    st.fractions(min_value=-1000, max_value=1000),
    st.fractions(min_value=Fraction(1, 10**6), max_value=1000),
)
def test_an_uncertainty_is_never_printed_smaller_nor_by_a_tenth_greater(
    value: Fraction, expanded: Fraction
) -> None:
    pair = shown(value, expanded)

    most = max(expanded * Fraction(11, 10), expanded + (pair.places == 0))
    assert expanded <= pair.spread <= most
    assert abs(pair.value - value) <= Fraction(1, 2 * 10**pair.places)
