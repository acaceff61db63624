"""A written time is read as one time or refused, whatever it is, and said as it was read."""

from __future__ import annotations

from datetime import UTC
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drillplanner.base.translator import Language, translator
from drillplanner.exchange.fault_list import CellFault
from drillplanner.exchange.tables.typed_table import Typed, read_typed, typed_said
from drillplanner.exchange.time_reader.cell import time_cell
from drillplanner.exchange.time_reader.dial import (
    CLOCKS,
    DIALS,
    Ambiguous,
    Dial,
    Mixed,
    Written,
    understand,
)
from drillplanner.exchange.time_reader.value import ShownTime, shown_time, time_said


def at(text: str, dial: Dial | None = None) -> ShownTime:
    """Read a time that stands alone."""
    cell = time_cell(text)
    return shown_time(cell, understand([Written(0, cell)], dial), UTC)


def said(text: str, dial: Dial, language: Language = "zh_CN") -> str:
    """Say how a typed cell is read."""
    typed = read_typed(text)
    column = [] if typed.cell is None else [Written(0, typed.cell)]
    return translator(language).say(typed_said(typed, understand(column, dial)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0320", "3分20秒"),
        ("320", "3分20秒"),
        ("5", "5秒"),
        ("45", "45秒"),
        ("0", "0秒"),
        ("10320", "1小时3分20秒"),
        ("032045", "3小时20分45秒"),
        ("0320.45", "3分20.45秒"),
        ("0320。5", "3分20.5秒"),
        ("3:20", "3分20秒"),
        ("３：２０", "3分20秒"),
        ("０３２０", "3分20秒"),
        ("1:03:20", "1小时3分20秒"),
        ("3'20\"", "3分20秒"),
        ("3′20″", "3分20秒"),
        ("3分20秒", "3分20秒"),
        ("3分20", "3分20秒"),
        ("3分", "3分钟"),
        ("1小时", "1小时"),
        ("3 min 20 s", "3分20秒"),
        ("90s", "1分30秒"),
        ("90秒", "1分30秒"),
        (" 03 20 ", "3分20秒"),
        ("-0:30", "\N{MINUS SIGN}30秒"),
    ],
)
def test_a_stopwatch_is_read_from_the_right(text: str, shown: str) -> None:
    assert said(text, "hmmss") == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("150802", "15:08:02"),
        ("90802", "09:08:02"),
        ("0935", "09:35"),
        ("935", "09:35"),
        ("0320", "03:20"),
        ("000000", "00:00:00"),
        ("235959.5", "23:59:59.5"),
        ("15:08", "15:08"),
        ("15：08：02", "15:08:02"),
        ("15时08分02秒", "15:08:02"),
        ("15点8分", "15:08"),
        ("3:08 pm", "15:08"),
        ("下午3:08", "15:08"),
        ("中午12点5分", "12:05"),
        ("中午1:05", "13:05"),
        ("凌晨12:05", "00:05"),
    ],
)
def test_a_clock_is_read_as_hours_minutes_and_seconds(text: str, shown: str) -> None:
    assert said(text, "clock") == shown


@pytest.mark.parametrize("dial", ["hmmss", "clock"])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("n", "未执行"),
        ("Ｎ", "未执行"),
        ("未执行", "未执行"),
        ("not_performed", "未执行"),
        ("F", "未奏效"),
        ("未奏效", "未奏效"),
    ],
)
def test_letters_and_words_stand_for_what_has_no_time(dial: Dial, text: str, shown: str) -> None:
    wanted = {"未奏效": translator("zh_CN").say(typed_said(Typed("failed"), None))}

    assert said(text, dial) == wanted.get(shown, shown)
    assert read_typed(text).cell is None


def test_a_failure_may_have_a_time() -> None:
    assert said("F0320", "hmmss", "en") == "failed at 3 min 20 s"
    assert said("未奏效 150802", "clock", "en") == "failed at 15:08:02"


@pytest.mark.parametrize(
    ("text", "dial", "why"),
    [
        ("90", "hmmss", "write 130, or 90s"),
        ("0375", "hmmss", "from 0 to 59"),
        ("7530", "hmmss", "write 11530"),
        ("1234567", "hmmss", "more than 6 digits"),
        ("15时08分", "hmmss", "is not hours, minutes and seconds in digits"),
        ("2400", "clock", "from 0 to 23"),
        ("0960", "clock", "from 0 to 59"),
        ("35", "clock", "at least HHMM"),
        ("0935.5", "clock", "no seconds"),
        ("90s", "clock", "is not a time of day"),
        ("3分20秒", "clock", "is not a time of day"),
        ("n0320", "hmmss", "takes no time"),
        ("", "hmmss", "is blank"),
        ("abc", "clock", "is no time"),
        ("0" * 200, "clock", "too long"),
    ],
)
def test_what_no_dial_shows_is_refused_with_words(text: str, dial: Dial, why: str) -> None:
    with pytest.raises(CellFault) as refused:
        said(text, dial)

    assert why in str(refused.value.text)


@pytest.mark.parametrize(
    ("column", "dial"),
    [
        (["9:35 AM", "9:36"], "clock"),
        (["9点35分", "0936"], "clock"),
        (["3分20秒", "1:20"], "stopwatch"),
        (["-5", "9:35"], "stopwatch"),
        (["24:00:00", "9:35:10"], "stopwatch"),
        (["0:42.5", "9:35:00", "9:36:00"], "stopwatch"),
        (["9:35:10", "9:36"], "clock"),
        (["9:35:00", "9:36"], "clock"),
        (["9:35:00", "9:36:00.5"], "clock"),
        (["2026-05-12T09:35"], "clock"),
        (["100", "190"], "seconds"),
        (["12.5"], "seconds"),
        (["0.123", "0.5"], "seconds"),
        (["0.1234", "1.5"], "seconds"),
        (["30000", "50000", "99999"], "seconds"),
        (["99999999.5"], "seconds"),
    ],
)
def test_a_column_decides_what_it_is(column: list[str], dial: Dial) -> None:
    assert understand(written(column)).dial == dial


@pytest.mark.parametrize(
    ("column", "doubt"),
    [
        (["9:35", "9:36"], "parts"),
        (["24:01"], "parts"),
        (["9:35:00", "9:36:00", "9:37"], "whole_minutes"),
        (["100", "159"], "digits"),
        (["0935"], "digits"),
        (["093501"], "digits"),
        (["0", "0.1234"], "fraction"),
        (["45427.5", "45428"], "serial"),
        (["1", "100000001"], "epoch"),
    ],
)
def test_a_column_that_does_not_decide_is_ambiguous(column: list[str], doubt: str) -> None:
    with pytest.raises(Ambiguous) as raised:
        understand(written(column))

    assert raised.value.doubt == doubt


@pytest.mark.parametrize(
    "column", [["9:35 AM", "3分20秒"], ["9:35:10", "45"], ["2026-05-12T09:35", "9:36:10"]]
)
def test_a_column_of_two_kinds_is_told(column: list[str]) -> None:
    with pytest.raises(Mixed) as raised:
        understand(written(column))

    assert (raised.value.first, raised.value.at) == (0, 1)


def written(column: list[str]) -> list[Written]:
    return [Written(row, time_cell(text)) for row, text in enumerate(column)]


dials: st.SearchStrategy[Dial] = st.sampled_from(DIALS)


@given(st.text(max_size=30), dials)
@example("9:35 AM", "clock")
@example("1" * 24, "seconds")
def test_any_text_is_read_or_refused(text: str, dial: Dial) -> None:
    try:
        shown = at(text, dial)
    except (CellFault, Mixed):
        return
    assert shown.unit_s > 0
    if shown.kind == "clock":
        assert 0 <= shown.value_s < 86_400
        assert dial in CLOCKS
    assert str(time_said(shown))


_WRITTEN = st.one_of(
    st.from_regex(r"\A-?[0-9]{1,11}(\.[0-9]{1,6})?\Z"),
    st.from_regex(r"\A[0-9]{1,3}:[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3})?)?\Z"),
    st.sampled_from(["9:35 AM", "9点35分", "3分20秒", "2026-05-12T09:35"]),
)


@given(st.lists(_WRITTEN, min_size=1, max_size=5), st.none() | dials)
def test_any_column_is_understood_or_told_of(column: list[str], dial: Dial | None) -> None:
    cells = written(column)
    try:
        understood = understand(cells, dial)
        before = understand(cells, understood.dial)
    except (Ambiguous, Mixed):
        return
    # What a column is understood as can be declared, and means the same.
    assert before == understood


@given(st.integers(0, 359_999), st.integers(0, 3), st.sampled_from(["zh_CN", "en"]), st.booleans())
def test_a_time_that_is_said_reads_back_as_that_time(
    whole: int, decimals: int, language: Language, is_clock: bool
) -> None:
    value = Fraction(whole) + (Fraction(3, 10**decimals) if decimals else 0)
    shown = ShownTime(
        "clock" if is_clock else "seconds",
        value % 86_400 if is_clock else value,
        Fraction(1, 10**decimals),
    )
    words = translator(language).say(time_said(shown))

    assert at(words, "clock" if is_clock else "stopwatch").value_s == shown.value_s
