"""A head count is a note of numbers and words; nothing else reads as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.heads import HeadNumbers, head_numbers
from drillplanner.base.ids import StepId
from drillplanner.run.codec import decode, encode
from drillplanner.run.entry_markers import HeadsNote, heads_of
from tests.run.build import bare

IDS = st.from_regex(r"[A-Za-z0-9_.-]{1,64}", fullmatch=True)
NUMBERS = st.integers(0, 999_999)
WORDS = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \n"), max_size=40
).map(str.strip)


def test_what_a_note_says_is_read() -> None:
    text = "!heads assembled/c11 36+2/40 两人在医务室，缺小明、小红"

    said = heads_of(bare(1, "note", text=text))

    assert said == HeadsNote(
        StepId("assembled"), "c11", HeadNumbers(36, 40, 2), "两人在医务室，缺小明、小红"
    )
    assert said.text() == text


@given(IDS, st.none() | IDS, st.builds(HeadNumbers, NUMBERS, NUMBERS, NUMBERS), WORDS)
def test_a_count_comes_back_from_the_bytes_of_its_entry(
    step: str, unit: str | None, heads: HeadNumbers, words: str
) -> None:
    said = HeadsNote(StepId(step), unit, heads, words)

    assert heads_of(decode(encode(bare(1, "note", text=said.text())))) == said


@pytest.mark.parametrize(
    ("present", "elsewhere", "expected", "missing"),
    [(40, 0, 40, 0), (38, 0, 40, 2), (38, 2, 40, 0), (36, 2, 40, 2), (41, 0, 40, 0), (0, 0, 0, 0)],
)
def test_missing_are_those_of_whom_nobody_knows_where_they_are(
    present: int, elsewhere: int, expected: int, missing: int
) -> None:
    assert HeadNumbers(present, expected, elsewhere).missing == missing


@pytest.mark.parametrize("text", ["38", "/40", "38/", "38/40/2", "38+/40", "-1/40", "1234567/40"])
def test_what_is_no_count_is_none(text: str) -> None:
    assert head_numbers(text) is None
    assert heads_of(bare(1, "note", text=f"!heads s1 {text}")) is None


def test_only_a_note_counts_heads() -> None:
    assert heads_of(bare(1, "sync", text="!heads s1 38/40")) is None
    assert heads_of(bare(1, "note", text="heads s1 38/40")) is None
