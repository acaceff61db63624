"""Notes on the safety gate come back as they were written, and nothing else reads as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.run.codec import decode, encode
from drillplanner.run.entry_markers import SafetyNote, SafetyOpenNote, safety_of, safety_open_of
from tests.run.build import NINE_NS, bare

IDS = st.from_regex(r"[A-Za-z0-9_.-]{1,64}", fullmatch=True)
REASONS = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \n"), min_size=1, max_size=40
).filter(lambda words: words == words.strip() != "")


def test_what_the_notes_say_is_read() -> None:
    ticked = f"!safety s-report p1 {NINE_NS}"
    opened = "!safety_open p2 s-parents,s-medic 校医在途，已到校门"

    assert safety_of(bare(1, "note", text=ticked)) == SafetyNote("s-report", "p1", NINE_NS)
    assert safety_open_of(bare(1, "note", text=opened)) == SafetyOpenNote(
        "p2", ("s-parents", "s-medic"), "校医在途，已到校门"
    )


@given(IDS, IDS, st.integers(0, NINE_NS))
def test_a_confirmation_comes_back_from_the_bytes_of_its_entry(
    item: str, person: str, at_ns: int
) -> None:
    said = SafetyNote(item, person, at_ns)

    assert safety_of(decode(encode(bare(1, "note", text=said.text())))) == said


@given(IDS, st.lists(IDS, min_size=1, max_size=8).map(tuple), REASONS)
def test_arming_with_open_items_comes_back_from_the_bytes_of_its_entry(
    person: str, items: tuple[str, ...], reason: str
) -> None:
    said = SafetyOpenNote(person, items, reason)
    entry = decode(encode(bare(1, "note", text=said.text())))

    assert safety_open_of(entry) == said
    assert safety_of(entry) is None


@pytest.mark.parametrize(
    "text",
    [
        "safety s1 p1 5",
        "!safety s1 p1",
        "!safety s1 p1 05",
        "!safety s1 p1 -5",
        "!safety s1 p1 5 more",
        "!safety_open p1 s1",
        "!safety_open p1 s1, why",
        "!safety_open p1  why",
    ],
)
def test_what_is_neither_is_a_note_like_any_other(text: str) -> None:
    entry = bare(1, "note", text=text)

    assert safety_of(entry) is None
    assert safety_open_of(entry) is None


def test_only_a_note_speaks_of_the_gate() -> None:
    assert safety_of(bare(1, "sync", text="!safety s1 p1 5")) is None
    assert safety_open_of(bare(1, "abort", text="!safety_open p1 s1 why")) is None
