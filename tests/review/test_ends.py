"""Ends of several members, and members that were not there, not seen or not done."""

from __future__ import annotations

from typing import Any

import pytest

from drillplanner.plan.model import FirstOf, LastOf, Scoring
from drillplanner.review.scoring import score
from tests.review.build import LogBuilder, script, step, target

STILL = Scoring(drift_ppm=0)
CLASSES = ("1", "2", "3")


def result(log: LogBuilder, start: Any = "S", stop: Any = "X", limit: float = 60) -> Any:
    steps = [step("S", CLASSES if start == "S" else ()), step("X", CLASSES), step("Y"), step("Z")]
    made = script(steps, [target("T", start, stop, limit)], scoring=STILL)
    return score(made, log.log()).targets[0]


def began() -> LogBuilder:
    return LogBuilder().saw("A", "Z", 0)


def test_the_earliest_of_some_is_at_the_latest_the_earliest_known() -> None:
    made = began().saw("A", "Y", 40)

    found = result(made, "Z", FirstOf(("Y", "X/1")))

    assert (found.verdict, found.bound, found.elapsed_s) == ("met", "at_most", 40)
    assert found.stop.named == ("X/1",)


def test_a_start_with_a_class_missing_can_be_missed_and_never_met() -> None:
    def found(stop: float) -> Any:
        made = LogBuilder().saw("A", "S/1", 10).saw("A", "S/2", 12).saw("A", "Y", stop)
        return result(made, "S", "Y")

    # The third class may have been first: the time is 30 s, or any longer one.
    assert (found(40).verdict, found(40).bound, found(40).elapsed_s) == (
        "too_close",
        "at_least",
        30,
    )
    assert found(90).verdict == "missed"


@pytest.mark.parametrize("said", ["done", None])
def test_who_was_done_at_an_unknown_time_may_have_been_first(said: str | None) -> None:
    made = began().saw("A", "Y", 40)
    if said:
        made.saw("A", "X/1", None, outcome=said)

    assert result(made, "Z", FirstOf(("Y", "X/1"))).bound == "at_most"


@pytest.mark.parametrize("said", ["not_performed", "failed", "not_applicable"])
def test_who_did_nothing_was_not_first(said: str) -> None:
    made = began().saw("A", "Y", 40).saw("A", "X/1", None, outcome=said)

    assert result(made, "Z", FirstOf(("Y", "X/1"))).bound == "exact"


def test_lower_bounds_alone_do_not_tell_the_earliest() -> None:
    made = began().saw("A", "Y", 40, bound="at_least")

    assert result(made, "Z", FirstOf(("Y", "X/1"))).verdict == "not_recorded"


def test_a_unit_that_was_not_there_leaves_the_last_of_all() -> None:
    made = began().saw("A", "X/1", 40).saw("A", "X/2", 50)
    made.saw("A", "X/3", None, outcome="not_applicable")

    found = result(made, "Z", "X")

    assert (found.verdict, found.elapsed_s) == ("met", 50)


def test_a_step_that_was_not_there_at_all_makes_its_target_not_applicable() -> None:
    made = began().saw("A", "X", None, outcome="not_applicable")

    assert result(made, "Z", "X").verdict == "not_applicable"


@pytest.mark.parametrize(
    ("other", "verdict"),
    [("not_performed", "not_performed"), ("failed", "not_achieved"), ("done", "not_recorded")],
)
def test_what_others_say_stands_before_not_there(other: str, verdict: str) -> None:
    made = began().saw("A", "Y", None, outcome="not_applicable").saw("B", "Y", None, outcome=other)
    steps = [step("Z"), step("Y")]

    card = score(script(steps, [target("T", "Z", "Y")], scoring=STILL), made.log())

    assert card.targets[0].verdict == verdict
    assert [one.kind for one in card.conflicts] == ["disagreement"]


def test_a_time_beats_not_there() -> None:
    made = began().saw("A", "Y", None, outcome="not_applicable").sync("A", "W", 0).sync("B", "W", 0)
    made.saw("B", "Y", 30)
    steps = [step("Z"), step("Y")]

    card = score(script(steps, [target("T", "Z", "Y")], scoring=STILL), made.log())

    assert card.targets[0].verdict == "met"
    assert card.targets[0].elapsed_s == 30
    assert [one.kind for one in card.conflicts] == ["disagreement"]


def test_an_exact_time_and_an_upper_bound_at_one_instant_are_exact_with_the_greater_u() -> None:
    made = began().saw("A", "X/1", 50, 1).saw("A", "X/2", 50, 2, bound="at_most")
    made.saw("A", "X/3", 40, 0)

    found = result(made, "Z", "X")

    assert (found.verdict, found.bound) == ("met", "exact")
    assert found.expanded_uncertainty_s == 4


def test_an_exact_time_and_a_later_upper_bound_are_an_interval() -> None:
    made = began().saw("A", "Y", 50).saw("A", "X/1", 55, bound="at_most")

    found = result(made, "Z", LastOf(("Y", "X/1")))

    assert (found.bound, found.elapsed_low_s, found.elapsed_s) == ("between", 50, 55)


def test_a_low_end_below_nothing_bounds_nothing() -> None:
    made = LogBuilder().saw("A", "Z", 20, until=30).saw("A", "Y", 25, until=70)

    found = result(made, "Z", "Y", 60)

    assert (found.bound, found.elapsed_low_s, found.elapsed_s) == ("at_most", None, 50)


# -- groups of clocks -----------------------------------------------------------------------------


def test_the_first_row_of_the_start_chooses_the_group_though_it_is_not_used() -> None:
    # A (radio) wrote first of the start, but its eyewitness is used; B's group is as large.
    steps = [step("Z"), step("Y")]
    made = LogBuilder().saw("A", "Z", 1, bound="at_most", observed="radio")
    made.saw("B", "Z", 100).saw("B", "Y", 130).saw("B", "Y", 131)
    made.sync("A", "W", 0).sync("C", "W", 0).saw("C", "Z", 0).saw("A", "Y", 40)

    card = score(script(steps, [target("T", "Z", "Y")], scoring=STILL), made.log())

    assert card.targets[0].elapsed_s == 40
    left = [one.sources for one in card.conflicts if one.kind == "untied_group"]
    assert left == [("B",)]


def test_a_row_of_one_end_on_a_clock_that_nothing_ties_is_named() -> None:
    steps = [step("Z"), step("Y")]
    made = began().saw("A", "Y", 30).saw("camera", "Y", 77)

    card = score(script(steps, [target("T", "Z", "Y")], scoring=STILL), made.log())

    assert card.targets[0].verdict == "met"
    found = [(one.kind, one.sources, one.target) for one in card.conflicts]
    assert found == [("untied_group", ("camera",), "T")]
