"""Bytes of attachments travel in parts: any order, any damage, never other bytes than sent."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.base.errors import FileRefused
from drillplanner.run.fact import Fact, canonical, digest, make_fact, read_body
from drillplanner.run.journal import read_journal, write_journal
from drillplanner.run.photos.attachments import PART_BYTES, Gathering, parts, read_part

LARGE = random.Random(7).randbytes(2 * PART_BYTES + 5)  # noqa: S311 - only bytes to carry


def gathered(facts: list[Fact]) -> tuple[list[bytes], tuple[str, ...]]:
    gathering = Gathering()
    whole = [data for fact in facts if (data := gathering.take(read_part(fact))) is not None]
    return whole, gathering.unfinished


@given(st.permutations(range(3)))
@settings(max_examples=6)
def test_parts_in_any_order_give_the_bytes_back(order: list[int]) -> None:
    sent = list(parts("d1", LARGE))

    assert len(sent) == 3
    assert gathered([sent[place] for place in order]) == ([LARGE], ())


def test_parts_are_the_same_each_time_and_differ_between_drills() -> None:
    assert list(parts("d1", b"abc")) == list(parts("d1", b"abc"))
    assert next(parts("d1", b"abc")).id != next(parts("d2", b"abc")).id


def test_a_missing_part_leaves_the_attachment_unfinished() -> None:
    sent = list(parts("d1", LARGE))

    assert gathered([sent[0], sent[2]]) == ([], (digest(LARGE),))


def test_a_part_with_other_bytes_never_passes_for_the_attachment() -> None:
    sent = next(parts("d1", b"genuine"))
    body = {**read_body(sent.data), "data": "Zm9yZ2VkIQ=="}
    data = canonical(body)
    forged = Fact(sent.id, sent.kind, sent.drill, data, digest(data))

    assert gathered([forged]) == ([], (digest(b"genuine"),))
    assert gathered([forged, sent]) == ([b"genuine"], ())


def test_a_part_fits_into_a_line_of_the_journal() -> None:
    sent = tuple(parts("d1", LARGE))

    assert read_journal(write_journal(sent)).facts == sent


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "x"},
        {"part": 0},
        {"part": 2},
        {"of": 10**9},
        {"data": "%%%"},
        {"data": ""},
        {"data": 7},
        {"id": "another"},
    ],
)
def test_what_is_no_part_of_ours_is_refused(changes: dict[str, str | int]) -> None:
    body = {**read_body(next(parts("d1", b"abc")).data), **changes}
    fact = make_fact("attachment_part", str(body["id"]), body, "d1")

    with pytest.raises(FileRefused, match="damaged"):
        read_part(fact)
    assert read_journal(write_journal([fact])).facts == ()
