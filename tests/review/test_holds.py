"""Which holds move scoring time: the control post's, else the one that began first."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.plan.model import Scoring
from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.clocks.holds import counted_holds
from drillplanner.review.observation import Hold, Log
from drillplanner.review.scorecard import TargetResult
from drillplanner.review.scoring import score
from tests.review.build import LogBuilder, script, step, target

SPAN = script([step("a"), step("b")], [target("T", "a", "b", 60.0)], scoring=Scoring(drift_ppm=0))

#: (source, start, stop); None is never resumed.
Held = tuple[str, int, int | None]


def log_of(
    held: list[Held], commands: Mapping[str, bool], ahead: Mapping[str, int] | None = None
) -> Log:
    """Give a log of A, B and C: a at 0 and b at 100 on A's clock, tied by one exact mark."""
    shift = {"A": 0, "B": 0, "C": 0, **(ahead or {})}
    made = LogBuilder().saw("A", "a", 0).saw("A", "b", 100)
    for source, by in shift.items():
        made.sync(source, "W", by)
    holds = tuple(
        Hold(
            source,
            Fraction(start + shift[source]),
            None if stop is None else Fraction(stop + shift[source]),
            f"{source} {start}",
        )
        for source, start, stop in held
    )
    return made.log(holds=holds, commands=commands)


def places(log: Log) -> list[str]:
    return [hold.place for hold in counted_holds(log, Alignment(log, SPAN.scoring))]


def result(log: Log) -> TargetResult:
    return score(SPAN, log).targets[0]


LIVE = {"A": False, "B": False, "C": False}

# Gross 100 s from a to b. (holds, who commands, what counts, net)
RULES: list[tuple[list[Held], dict[str, bool], list[str], int]] = [
    # Of two holds that overlap, the one that began first: 10 to 20 is 10 s.
    ([("A", 10, 20), ("B", 15, 40)], LIVE, ["A 10"], 90),
    # The other way round it is B's 10 s, though A resumed long after.
    ([("A", 15, 40), ("B", 10, 20)], LIVE, ["B 10"], 90),
    # Apart they are two incidents: 10 + 15 s.
    ([("A", 10, 20), ("B", 30, 45)], LIVE, ["A 10", "B 30"], 75),
    # Where one resumes as the other holds, nothing is shared.
    ([("A", 10, 20), ("B", 20, 45)], LIVE, ["A 10", "B 20"], 65),
    # Began at one instant: by name.
    ([("B", 10, 50), ("A", 10, 20)], LIVE, ["A 10"], 90),
    # B's is of A's first incident, and does not swallow A's second: 10 + 5 s.
    ([("A", 10, 20), ("B", 15, 40), ("A", 35, 40)], LIVE, ["A 10", "A 35"], 85),
    # Never resumed: it lasts to the end, 100 - 30 = 70 s.
    ([("A", 30, None), ("B", 40, 50)], LIVE, ["A 30"], 30),
    # The control post's alone, though it was later and shorter: 5 s.
    ([("A", 10, 40), ("B", 30, 35)], {**LIVE, "B": True}, ["B 30"], 95),
    # Those of others count for nothing where the control post held at all.
    ([("A", 10, 20), ("B", 60, 65)], {**LIVE, "B": True}, ["B 60"], 95),
    # A control post that held nothing leaves it to the others.
    ([("A", 10, 20), ("B", 15, 40)], {**LIVE, "C": True}, ["A 10"], 90),
    # Two laptops of the control post: what they share counts once, 10 to 40.
    ([("A", 10, 20), ("B", 15, 40)], {"A": True, "B": True}, ["A 10", "B 15"], 70),
    # Tables have no control post; what they share counts once (contract, section 4).
    ([("A", 10, 20), ("B", 15, 40)], {}, ["A 10", "B 15"], 70),
    # A table beside a live control post is not asked.
    ([("A", 10, 20), ("B", 15, 40)], {"B": True}, ["B 15"], 75),
]


@pytest.mark.parametrize(("held", "commands", "counting", "net"), RULES)
def test_one_command_holds_the_drill(
    held: list[Held], commands: dict[str, bool], counting: list[str], net: int
) -> None:
    log = log_of(held, commands)

    assert places(log) == counting
    found = result(log)
    assert found.verdict == "interrupted"
    assert (found.elapsed_s, found.gross_s) == (Fraction(net), Fraction(100))


@pytest.mark.parametrize(("held", "commands", "counting", "net"), RULES)
def test_overlaps_are_seen_across_clocks_that_stand_differently(
    held: list[Held], commands: dict[str, bool], counting: list[str], net: int
) -> None:
    log = log_of(held, commands, {"B": 1000, "C": -250})

    assert places(log) == counting
    assert result(log).elapsed_s == net


def test_holds_on_clocks_that_nothing_ties_are_no_overlap() -> None:
    made = LogBuilder().saw("A", "a", 0).saw("A", "b", 100).saw("B", "a", 0)
    held = tuple(Hold(source, Fraction(10), Fraction(20), source) for source in "AB")
    log = made.log(holds=held, commands={"A": False, "B": False})

    assert places(log) == ["A", "B"]
    kinds = [one.kind for one in score(SPAN, log).conflicts if one.target == "T"]
    # B's row of the start is not used either, and that is named too.
    assert kinds == ["untied_group", "untied_hold"]


def test_a_hold_that_does_not_count_is_no_conflict() -> None:
    log = log_of([("A", 10, 20), ("B", 15, 40)], LIVE)

    assert [one.kind for one in score(SPAN, log).conflicts] == []


times = st.integers(0, 120)
holds = st.lists(
    st.tuples(st.sampled_from("ABC"), times, st.none() | times).filter(
        lambda one: one[2] is None or one[1] < one[2]
    ),
    max_size=7,
)
commanding = st.dictionaries(st.sampled_from("ABC"), st.booleans())


@given(holds, commanding, st.randoms())
def test_the_order_in_which_logs_were_joined_says_nothing(
    held: list[Held], commands: dict[str, bool], chance: Random
) -> None:
    mixed = list(held)
    chance.shuffle(mixed)

    first, second = log_of(held, commands), log_of(mixed, commands)

    assert sorted(places(first)) == sorted(places(second))
    assert result(first).elapsed_s == result(second).elapsed_s


@given(holds, commanding)
def test_one_source_alone_keeps_all_its_holds(held: list[Held], commands: dict[str, bool]) -> None:
    alone: list[Held] = [("A", start, stop) for _source, start, stop in held]
    log = log_of(alone, commands)

    assert len(places(log)) == len(held)


@given(holds, commanding)
def test_what_counts_was_logged_and_something_counts_where_anything_was(
    held: list[Held], commands: dict[str, bool]
) -> None:
    log = log_of(held, commands)

    found = counted_holds(log, Alignment(log, SPAN.scoring))

    assert set(found) <= set(log.holds)
    assert bool(found) == bool(held)


def test_where_nothing_ties_the_control_post_the_holds_that_are_tied_still_count() -> None:
    made = LogBuilder().saw("A", "a", 0).saw("A", "b", 100).saw("C", "a", 0)
    made.sync("A", "W", 0).sync("B", "W", 0)
    held = (
        Hold("C", Fraction(10), Fraction(20), "C"),
        Hold("A", Fraction(15), Fraction(35), "A"),
        Hold("B", Fraction(10), Fraction(20), "B"),
    )
    log = made.log(holds=held, commands={"A": False, "B": False, "C": True})

    # C commands, but nobody knows where its hold lies for A; of A's and B's the first counts.
    assert places(log) == ["C", "B"]
    found = result(log)
    assert found.verdict == "interrupted"
    assert (found.elapsed_s, found.gross_s) == (Fraction(90), Fraction(100))
    kinds = [one.kind for one in score(SPAN, log).conflicts if one.target == "T"]
    assert kinds == ["untied_group", "untied_hold"]
