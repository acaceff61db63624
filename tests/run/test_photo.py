"""What was said of a photo, folded: new words replace, a withdrawal takes all of it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.ids import PersonId
from drillplanner.run.fact import Fact, Value, make_fact, read_body
from drillplanner.run.photos.photo import (
    JPEG,
    Belongs,
    Photo,
    album,
    photo_fact,
    plain_name,
    read_photo,
    standing_hashes,
)

FIRST = Photo(
    fact="p1",
    round=1,
    author=PersonId("keeper"),
    belongs=Belongs(step="gate-shut", unit="car"),
    caption="滑轨卡滞",
    name="IMG_1.jpg",
    type=JPEG,
    size=5,
    sha256="a" * 64,
    width=4000,
    height=3000,
    taken="2026:11:23 15:08:40",
    has_location=True,
    made_utc_ns=7,
)
SECOND = replace(FIRST, fact="p2", caption="滑轨卡滞，已修", replaces=("p1",))
OTHER = replace(FIRST, fact="p3", caption="另一台电脑写的", replaces=("p1",))


def withdrawn(fact: str) -> Fact:
    return make_fact("withdrawal", f"w-{fact}", {"amends": fact, "author": ""}, "d1")


def facts(*photos: Photo) -> list[Fact]:
    return [photo_fact(photo, "d1") for photo in photos]


def test_a_photo_reads_back_as_it_was_written() -> None:
    for photo in (FIRST, SECOND, replace(FIRST, belongs=Belongs(), taken="", has_location=False)):
        assert read_photo(photo_fact(photo, "d1")) == photo


def test_what_is_not_known_is_left_out_of_the_bytes() -> None:
    body = read_body(photo_fact(replace(FIRST, belongs=Belongs(), taken=""), "d1").data)

    assert not {"entry", "step", "unit", "taken", "replaces"} & body.keys()


def test_new_words_stand_in_place_of_the_old() -> None:
    assert album(facts(FIRST, SECOND)).photos == (SECOND,)


def test_a_withdrawal_takes_a_photo_back_with_what_it_replaced() -> None:
    assert album([*facts(FIRST, SECOND), withdrawn("p2")]).photos == ()


def test_words_from_two_laptops_both_stand_until_one_is_taken_out() -> None:
    assert album(facts(FIRST, SECOND, OTHER)).photos == (SECOND, OTHER)
    assert album([*facts(FIRST, SECOND, OTHER), withdrawn("p2")]).photos == (OTHER,)
    assert standing_hashes(facts(FIRST, SECOND, OTHER)) == ("a" * 64,)


def test_rounds_are_told_apart() -> None:
    second = replace(FIRST, fact="p9", round=2)

    assert album(facts(FIRST, second), 2).photos == (second,)
    assert album(facts(FIRST, second)).photos == (FIRST, second)


@given(st.permutations([*facts(FIRST, SECOND, OTHER), withdrawn("p3")]))
def test_the_order_of_arrival_decides_nothing(arrived: list[Fact]) -> None:
    assert album(arrived).photos == (SECOND,)


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "image/gif"},
        {"sha256": "short"},
        {"size": 0},
        {"round": 0},
        {"caption": "a\nb"},
        {"caption": "x" * 501},
        {"name": 7},
    ],
)
def test_a_fact_that_says_no_photo_is_counted_and_not_shown(changes: dict[str, Value]) -> None:
    body = {**read_body(photo_fact(FIRST, "d1").data), **changes}

    found = album([make_fact("photo", "bad", body, "d1"), *facts(SECOND)])

    assert found.photos == (SECOND,)
    assert found.unread == 1


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("/home-of/IMG 1.jpg".replace("-of", ""), "IMG 1.jpg"),
        ("C:\\照片\\a.png", "a.png"),
        ("..", ".."),
        ("", "photo"),
        ("a\nb\udcff.jpg", "a\ufffdb\ufffd.jpg"),
        ("x" * 300 + ".jpg", "x" * 196 + ".jpg"),
    ],
)
def test_a_file_gives_only_its_last_name(given_name: str, kept: str) -> None:
    assert plain_name(given_name) == kept
