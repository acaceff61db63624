"""Lines keep the Chinese rules, lose nothing, and never leave their column."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.report.render.typeset.linebreak import NO_END, NO_START, break_lines, widest_part

MARKS_AT_START = "，。、；：！？）》」』】〕〗〉”’%…—～·℃%),.:;>?]}"
MARKS_AT_END = "（《「『【〔〖〈“‘([{$￥"
WORDS = [
    "关",
    "闭大门",
    "王𬶟",
    "3分20秒",
    "1200人",
    "SWAT",
    "GB/T",
    "29315",
    "15:08:02",
    "don’t",
    " ",
]
MIX = st.lists(st.sampled_from([*WORDS, *MARKS_AT_START, *MARKS_AT_END, "×", '"', "  "])).map(
    "".join
)


def em(text: str) -> float:
    """Measure as a font does: one em for a Chinese character, half for the rest."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


@pytest.mark.parametrize("mark", list(MARKS_AT_START))
def test_closing_mark_never_starts_a_line(mark: str) -> None:
    text = f"疏散学生{mark}" * 20

    lines = break_lines(text, 9, em)

    assert "".join(lines) == text
    assert not [line for line in lines if line[0] in NO_START]


@pytest.mark.parametrize("mark", list(MARKS_AT_END))
def test_opening_mark_never_ends_a_line(mark: str) -> None:
    text = f"疏散学{mark}生" * 20

    lines = break_lines(text, 9, em)

    assert "".join(lines) == text
    assert not [line for line in lines if line[-1] in NO_END]


@given(MIX, st.integers(1, 60))
def test_nothing_is_lost_but_spaces_at_breaks(text: str, width: int) -> None:
    lines = break_lines(text, width, em)

    rest = text
    for line in lines:
        rest = rest.lstrip(" ") if not rest.startswith(line) else rest
        assert rest.startswith(line)
        rest = rest[len(line) :]
    assert not rest.strip(" ")


@given(MIX, st.integers(1, 60))
def test_no_line_leaves_the_column(text: str, width: int) -> None:
    lines = break_lines(text, width, em)

    assert all(em(line) <= width for line in lines if len(line) > 1)


@given(MIX, st.integers(1, 60), st.integers(0, 4))
def test_marks_stand_wrong_only_where_the_line_has_no_other_break(
    text: str, width: int, indent: int
) -> None:
    lines = break_lines(text, width, em, width - min(indent, width - 1))

    for line, after in pairwise(lines):
        if not line or not after:
            continue
        if line[-1] in NO_END or after[0] in NO_START:
            glued = line.replace(" ", "")
            pairs = pairwise(glued)
            assert all(a in NO_END or b in NO_START for a, b in pairs)


@given(MIX)
def test_no_mark_stands_wrong_where_every_part_fits(text: str) -> None:
    lines = break_lines(text, max(1.0, widest_part(text, em)), em)

    assert not [line for line in lines[1:] if line[0] in NO_START]
    assert not [line for line in lines[:-1] if line and line[-1] in NO_END]


@pytest.mark.parametrize(
    "whole", ["SWAT-7", "3分20秒", "1小时5分", "1200人", "0.5秒", "25 s", "1.25 m/s"]
)
def test_words_and_numbers_with_their_unit_stay_whole(whole: str) -> None:
    text = f"门卫在{whole}内关闭大门" * 8

    for width in range(8, 30):
        lines = break_lines(text, width, em)
        assert sum(line.count(whole) for line in lines) == 8


def test_dash_and_dots_are_not_torn() -> None:
    text = "随后——报告……完毕××学校" * 9

    for width in range(6, 40):
        lines = break_lines(text, width, em)
        assert sum(line.count("——") + line.count("……") + line.count("××") for line in lines) == 27


def test_a_break_beside_a_bracket_is_found_where_two_half_width_ones_meet() -> None:
    assert break_lines("甲(乙)(丙)丁", 3, em) == ["甲(乙)", "(丙)丁"]


def test_english_breaks_at_spaces() -> None:
    assert break_lines("the gate guard pressed the alarm", 8, em) == [
        "the gate guard",
        "pressed the",
        "alarm",
    ]


def test_line_ends_in_the_text_hold() -> None:
    assert break_lines("甲\n\n乙", 10, em) == ["甲", "", "乙"]
    assert break_lines("", 10, em) == [""]


def test_first_line_leaves_room_for_its_indent() -> None:
    assert break_lines("甲乙丙丁戊己", 4, em, 2) == ["甲乙", "丙丁戊己"]


def test_a_line_narrower_than_a_character_holds_one() -> None:
    assert break_lines("甲乙", 0.1, em) == ["甲", "乙"]


@pytest.mark.parametrize(
    "unit", ["x", "甲", "，", "（", "甲，", " ", "x ", "))((", "1", '"', "5分", "1 s "]
)
def test_fifty_thousand_characters_break_in_linear_time(unit: str) -> None:
    text = (unit * 50_000)[:50_000]

    begun = time.process_time()
    lines = break_lines(text, 30, em)
    spent = time.process_time() - begun

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert spent < 3, f"{spent:.1f} s"
