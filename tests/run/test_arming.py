"""What a source says of the run as it arms can be read back, and nothing else can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.run.rounds import Arming, read_arming

names = st.from_regex(r"[A-Za-z0-9_.-]{1,64}", fullmatch=True)
armings = st.builds(
    Arming, names | st.just(""), st.booleans(), st.lists(names, unique=True, max_size=8).map(tuple)
)


def test_the_words_are_canonical_json_behind_one_word() -> None:
    arming = Arming("rehearsal", is_control=True, posts=("gate", "square"))

    assert arming.words() == (
        '!run {"control":true,"nature":"rehearsal","posts":["gate","square"]}'
    )


@given(armings)
def test_what_was_written_is_read_back(arming: Arming) -> None:
    assert read_arming(arming.words()) == arming


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ready",
        "!run",
        "!run ",
        "!run {}",
        "!run []",
        "!run null",
        '!run {"control":1,"nature":"formal","posts":[]}',
        '!run {"control":true,"nature":"formal"}',
        '!run {"control":true,"nature":"formal","posts":"gate"}',
        '!run {"control":true,"nature":"formal","posts":[1]}',
        '!run {"control":true,"nature":"formal","posts":["a","a"]}',
        '!run {"control":true,"nature":"two words","posts":[]}',
        '!run {"control":true,"nature":"formal","posts":[],"more":1}',
        '!run {"control":true,"control":true,"nature":"formal","posts":[]}',
        '!run {"nature":"formal","control":true,"posts":[]}',
        '!run {"control": true,"nature":"formal","posts":[]}',
        ' !run {"control":true,"nature":"formal","posts":[]}',
        '!run {"control":NaN,"nature":"formal","posts":[]}',
        "!run " + "[" * 3990,
        '!run {"control":' + "9" * 3900,
    ],
)
def test_any_other_text_says_nothing(text: str) -> None:
    assert read_arming(text) is None


@given(st.text(max_size=60))
def test_no_text_is_too_odd_to_be_looked_at(tail: str) -> None:
    read = read_arming("!run " + tail)

    assert read is None or read.words() == "!run " + tail


def test_no_posts_named_keeps_all_and_a_step_without_a_post_is_kept_by_all() -> None:
    assert Arming().keeps("gate")
    gate = Arming(posts=("gate",))
    assert gate.keeps("gate")
    assert not gate.keeps("square")
    assert gate.keeps("square", "gate")
    assert not gate.keeps("square", None)
    assert gate.keeps(None)
