"""Digits are read as one time or refused; what was read is shown so that it reads back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.translator import Language, translator
from drillplanner.exchange.digits import Dial, Typed, read_typed, typed_said, typed_text
from drillplanner.exchange.fault_list import CellFault
from drillplanner.review.observation import Outcome


def said(text: str, dial: Dial, language: Language = "zh_CN") -> str:
    return translator(language).say(typed_said(read_typed(text, dial), dial))


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
        ("3分", "3分钟"),
        ("1小时", "1小时"),
        ("3 min 20 s", "3分20秒"),
        ("90s", "1分30秒"),
        ("90秒", "1分30秒"),
        (" 03 20 ", "3分20秒"),
    ],
)
def test_a_stopwatch_is_read_from_the_right(text: str, shown: str) -> None:
    assert said(text, "stopwatch") == shown


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
    ],
)
def test_a_clock_is_read_as_hours_minutes_and_seconds(text: str, shown: str) -> None:
    assert said(text, "clock") == shown


def test_a_clock_without_seconds_is_known_to_the_minute_only() -> None:
    assert read_typed("0935", "clock").unit_s == 60
    assert read_typed("093500", "clock").unit_s == 1
    assert read_typed("093500.00", "clock").unit_s == Fraction(1, 100)


@pytest.mark.parametrize("dial", ["stopwatch", "clock"])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("n", "未执行"),
        ("Ｎ", "未执行"),
        ("未执行", "未执行"),
        ("not_performed", "未执行"),
        ("F", "未达到效果"),
        ("未奏效", "未达到效果"),
    ],
)
def test_letters_and_words_stand_for_what_has_no_time(dial: Dial, text: str, shown: str) -> None:
    assert said(text, dial) == shown
    assert read_typed(text, dial).value_s is None


def test_a_failure_may_have_a_time() -> None:
    assert read_typed("F0320", "stopwatch") == Typed("failed", Fraction(200), Fraction(1))
    assert read_typed("未奏效 150802", "clock").outcome == "failed"


@pytest.mark.parametrize(
    ("text", "dial", "why"),
    [
        ("90", "stopwatch", "type 130, or 90s"),
        ("0375", "stopwatch", "from 0 to 59"),
        ("7530", "stopwatch", "type 11530"),
        ("1234567", "stopwatch", "six digits"),
        ("15时08分", "stopwatch", "time of day"),
        ("-5", "stopwatch", "is no time"),
        ("", "stopwatch", "is no time"),
        ("n0320", "stopwatch", "takes no time"),
        ("2400", "clock", "from 0 to 23"),
        ("0960", "clock", "from 0 to 59"),
        ("35", "clock", "at least HHMM"),
        ("0935.5", "clock", "no seconds"),
        ("90s", "clock", "is a duration"),
        ("3分20秒", "clock", "is a duration"),
        ("abc", "clock", "no time of day"),
        ("0" * 200, "clock", "too long"),
    ],
)
def test_what_no_dial_shows_is_refused_with_words(text: str, dial: Dial, why: str) -> None:
    with pytest.raises(CellFault) as refused:
        read_typed(text, dial)

    assert why in str(refused.value.text)


dials: st.SearchStrategy[Dial] = st.sampled_from(["stopwatch", "clock"])


@st.composite
def typed_cells(draw: st.DrawFn) -> tuple[Typed, Dial]:
    """Draw a cell as it may have been read."""
    dial = draw(dials)
    outcome: Outcome = draw(st.sampled_from(["time", "failed", "done", "not_performed"]))
    if outcome in ("done", "not_performed") or (outcome == "failed" and draw(st.booleans())):
        return Typed(outcome), dial
    most = 86_399 if dial == "clock" else 359_999
    if dial == "clock" and draw(st.booleans()):
        return Typed(outcome, Fraction(draw(st.integers(0, 1439)) * 60), Fraction(60)), dial
    unit = Fraction(1, 10 ** draw(st.integers(0, 9)))
    value = draw(st.integers(0, most)) + draw(st.integers(0, int(1 / unit) - 1)) * unit
    return Typed(outcome, value, unit), dial


@given(typed_cells())
def test_what_was_read_is_typed_again_and_read_the_same(cell: tuple[Typed, Dial]) -> None:
    typed, dial = cell

    assert read_typed(typed_text(typed, dial), dial) == typed


@given(typed_cells(), st.sampled_from(["zh_CN", "en"]))
def test_a_time_that_is_shown_reads_back_as_that_time(
    cell: tuple[Typed, Dial], language: Language
) -> None:
    typed, dial = cell
    if typed.outcome != "time":
        return
    shown = translator(language).say(typed_said(typed, dial))

    assert read_typed(shown, dial).value_s == typed.value_s


@given(st.text(max_size=30), dials)
def test_any_text_is_read_or_refused(text: str, dial: Dial) -> None:
    try:
        typed = read_typed(text, dial)
    except CellFault:
        return
    assert typed.value_s is None or typed.value_s >= 0
    assert (typed.value_s is None) == (typed.unit_s is None)
    assert dial == "stopwatch" or typed.value_s is None or typed.value_s < 86_400


@given(st.from_regex(r"[0-9]{1,6}", fullmatch=True))
def test_leading_zeros_change_nothing_on_a_stopwatch(digits: str) -> None:
    def seconds(text: str) -> Fraction | None:
        try:
            return read_typed(text, "stopwatch").value_s
        except CellFault:
            return None

    assert seconds(digits) == seconds(digits.zfill(6)) or seconds(digits) is None
