"""What a round is follows from its entries, whatever the order the laptops' logs come in."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.run.entry import Entry
from drillplanner.run.rounds import Arming, Round, read_rounds, round_to_show
from tests.run.build import bare, entry

REHEARSAL = Arming("rehearsal").words()
FORMAL = Arming("formal").words()
COMMAND = Arming("formal", is_control=True).words()


def said(seq: int, kind: str, source: str = "gate", **fields: Any) -> Entry:
    """Make an entry that is told apart from those of other sources."""
    return bare(seq, kind, source=source, session=source, id=f"{source}-{seq}", **fields)


def only(entries: list[Entry]) -> Round:
    (one,) = read_rounds(entries)
    return one


def test_the_control_posts_nature_counts_before_an_earlier_one() -> None:
    log = [
        said(1, "arm", text=REHEARSAL),
        said(2, "arm", "command", text=COMMAND),
        said(3, "arm", "square", text=REHEARSAL),
    ]

    found = only(log)

    assert (found.nature, found.control) == ("formal", frozenset({"command"}))
    assert found.sources == ("gate", "command", "square")
    assert only(log[:1]).nature == "rehearsal"


def test_what_others_armed_the_round_as_is_kept_too() -> None:
    log = [
        said(1, "arm", text=REHEARSAL),
        said(2, "arm", "command", text=COMMAND),
        said(3, "arm", "square", text=REHEARSAL),
    ]

    assert only(log).also == ("rehearsal",)
    assert only(log[:1]).also == ()


def test_without_a_control_post_the_first_to_arm_says_the_nature() -> None:
    first, second = said(1, "arm", text=FORMAL), said(2, "arm", "square", text=REHEARSAL)

    assert only([second, first]).nature == "formal"
    assert only([said(1, "arm"), second]).nature == "rehearsal"
    assert only([said(1, "arm", text="ready")]).nature == ""


def test_rounds_stand_each_for_itself() -> None:
    log = [
        said(1, "arm", text=REHEARSAL),
        said(2, "end"),
        said(3, "arm", round=2, text=FORMAL),
    ]

    first, second = read_rounds(log)

    assert (first.number, first.standing, first.nature) == (1, "ended", "rehearsal")
    assert (second.number, second.standing, second.nature) == (2, "under_way", "formal")


def test_a_round_is_broken_off_with_its_reason_and_void_with_its_own() -> None:
    armed = said(1, "arm")

    assert only([armed, said(2, "abort", text="real alarm")]).standing == "broken_off"
    assert only([armed, said(2, "abort", text="real alarm")]).reason == "real alarm"
    void = only([armed, said(2, "abort", text="!void_round wrong target")])
    assert (void.standing, void.is_void, void.reason) == ("void", True, "wrong target")
    assert only([armed, said(2, "abort", text="!void_rounds")]).standing == "broken_off"


def test_an_ended_round_can_be_made_void_afterwards_and_that_can_be_taken_back() -> None:
    log = [said(1, "arm"), said(2, "end"), said(3, "abort", text="!void_round")]

    assert only(log).is_void
    assert only([*log, said(4, "void", amends="gate-3")]).standing == "ended"


def test_where_somebody_commands_only_that_word_makes_void_or_breaks_off() -> None:
    log = [
        said(1, "arm", "command", text=COMMAND),
        said(1, "arm"),
        said(2, "abort", text="!void_round"),
        said(2, "end", "command"),
    ]

    assert only(log).standing == "ended"
    assert only([*log[:2], said(2, "end"), said(2, "abort", "command")]).standing == "broken_off"
    assert only([*log[:3], said(2, "abort", "command", text="!void_round")]).is_void


def test_the_round_to_show_is_the_last_that_is_not_void() -> None:
    ended, void = Round(1, "ended"), Round(2, "void")

    assert round_to_show([ended, void]) == 1
    assert round_to_show([ended, void, Round(3, "under_way")]) == 3
    assert round_to_show([Round(1, "void"), void]) == 2
    assert round_to_show([]) == 1


SOURCES = ("command", "gate", "square")


@given(
    st.permutations(SOURCES),
    st.lists(
        st.tuples(st.sampled_from([REHEARSAL, FORMAL, COMMAND, ""]), st.integers(0, 3)),
        min_size=3,
        max_size=3,
    ),
    st.sampled_from(["end", "abort"]),
)
def test_the_order_of_sources_says_nothing(
    order: tuple[str, ...], arms: list[tuple[str, int]], last: str
) -> None:
    log = {
        source: [
            said(1, "arm", source, text=text, wall_utc_ns=at),
            entry(2, source=source, session=source, id=f"{source}-2"),
            said(3, last, source),
        ]
        for source, (text, at) in zip(SOURCES, arms, strict=True)
    }

    mixed = read_rounds(one for source in order for one in log[source])

    assert mixed == read_rounds(one for source in SOURCES for one in log[source])
