"""Holds and what they add, no time passed, the script's order, confirmations; by hand."""

from __future__ import annotations

from math import sqrt
from typing import Any

import pytest

from drillplanner.plan.model import After, LastOf, Scoring
from drillplanner.review.judging import Rulings
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.scoring import score
from tests.review.build import LogBuilder, script, step, target

STILL = Scoring(drift_ppm=0)
SPAN = script([step("S"), step("X")], [target("T", "S", "X", 60)], scoring=STILL)


def result(log: LogBuilder, rulings: Rulings | None = None) -> Any:
    return score(SPAN, log.log(), rulings=rulings).targets[0]


def kinds(card: Scorecard) -> list[str]:
    return [one.kind for one in card.conflicts]


# -- holds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "resumed", "verdict", "net"),
    [
        # An overlap of 0.84 s; its u is 0.3·√2, twice that is 0.8485.
        ("20", "20.84", "met", 50),
        ("20", "20.85", "interrupted", "49.15"),
        # Pressed 0.2 s before the stop: the overlap is 0.2 s.
        ("49.8", "90", "met", 50),
        ("49.1", "90", "interrupted", "49.1"),
    ],
)
def test_a_hold_counts_beyond_the_u_of_its_overlap(
    held: Any, resumed: Any, verdict: str, net: Any
) -> None:
    made = LogBuilder().saw("A", "S", 0).saw("A", "X", 50)
    made.held("A", held, resumed, 0.3)

    found = result(made)

    assert (found.verdict, float(found.elapsed_s)) == (verdict, float(net))


def test_an_admitted_hold_adds_its_two_presses_and_its_tie() -> None:
    made = LogBuilder().sync("A", "W", 0, 0.1).sync("B", "W", 0, 0.2)
    made.saw("A", "S", 0, 0.3).saw("A", "X", 70, 0.3).held("B", 20, 30, 0.3)

    waiting = result(made)
    admitted = result(made, Rulings(admitted=frozenset({"T"})))

    assert (waiting.verdict, waiting.elapsed_s, waiting.gross_s) == ("interrupted", 60, 70)
    assert waiting.expanded_uncertainty_s == pytest.approx(2 * sqrt(0.18))
    # 0.09 + 0.09 of the span; 0.09 + 0.09 of the presses; 0.01 + 0.04 of the tie
    assert admitted.expanded_uncertainty_s == pytest.approx(2 * sqrt(0.41))
    assert admitted.verdict == "too_close"


def test_a_hold_never_resumed_adds_one_press() -> None:
    made = (
        LogBuilder().saw("A", "S", 0).saw("A", "X", 70).held("A", 40, None, 0.5).confirm("A", "T")
    )

    found = result(made)

    assert (found.verdict, found.elapsed_s) == ("met", 40)
    assert found.expanded_uncertainty_s == pytest.approx(1)


def test_a_resume_just_before_its_hold_takes_nothing_out() -> None:
    made = LogBuilder().saw("A", "S", 0).saw("A", "X", 50).held("A", 20, 19, 30)

    assert (result(made).verdict, result(made).elapsed_s) == ("met", 50)


# -- no time passed -------------------------------------------------------------------------------


def typed(start: float, stop: float, *, minutes: tuple[bool, bool] = (False, False)) -> LogBuilder:
    made = LogBuilder().saw("A", "S", start, 0.3, is_typed=True, is_minute=minutes[0])
    return made.saw("A", "X", stop, 0.3, is_typed=True, is_minute=minutes[1])


def test_a_span_typed_as_one_instant_is_unscored_until_a_person_confirms_it() -> None:
    card = score(SPAN, typed(60, 60).log())

    assert (card.targets[0].verdict, card.targets[0].score) == ("no_time_passed", None)
    found = [(one.kind, one.step, one.target) for one in card.conflicts]
    assert found == [("no_time_passed", "X", "T")]
    assert result(typed(60, 60).confirm("A", "T")).verdict == "met"
    assert result(typed(60, 60), Rulings(confirmed=frozenset({"T"}))).verdict == "met"


@pytest.mark.parametrize(
    ("minutes", "verdict"),
    [((True, True), "met"), ((True, False), "no_time_passed"), ((False, True), "no_time_passed")],
)
def test_two_times_shown_to_the_minute_may_well_be_the_same(
    minutes: tuple[bool, bool], verdict: str
) -> None:
    assert result(typed(60, 60, minutes=minutes)).verdict == verdict


def test_a_live_mark_of_the_same_instant_is_meant() -> None:
    made = LogBuilder().saw("A", "S", 60).saw("A", "X", 60)

    assert result(made).verdict == "met"


def test_two_units_of_one_step_may_be_at_one_instant() -> None:
    made = script([step("S", "12")], [target("T", "S/1", LastOf(("S/2",)), 60)], scoring=STILL)
    log = LogBuilder().saw("A", "S/1", 9, is_typed=True).saw("A", "S/2", 9, is_typed=True)

    assert score(made, log.log()).targets[0].verdict == "met"


def test_a_record_only_target_of_one_instant_is_named_too() -> None:
    made = script([step("S"), step("X")], [target("T", "S", "X", None)], scoring=STILL)

    assert score(made, typed(60, 60).log()).targets[0].verdict == "no_time_passed"


def test_out_of_order_stands_before_it_and_one_word_confirms_both() -> None:
    assert result(typed(61, 60)).verdict == "out_of_order"
    assert result(typed(61, 60).confirm("A", "T")).verdict == "met"


# -- the script's order ---------------------------------------------------------------------------


def ordered(units: str = "") -> Any:
    return script(
        [step("S"), step("E", units), step("L", units, after=(After("E"),))],
        [target("T", "S", "L", 600), target("E1", "S", "E", 600), target("N", "S", "S", 600)],
        scoring=STILL,
    )


@pytest.mark.parametrize(
    ("later", "is_named"),
    # E at 50 ± 0.5: u of the difference √0.5, U 1.414.
    [("48.5", True), ("48.6", False), ("55", False)],
)
def test_a_step_before_the_one_it_comes_after_is_named_beyond_u(later: Any, is_named: bool) -> None:
    made = LogBuilder().saw("A", "S", 0).saw("A", "E", 50, 0.5).saw("A", "L", later, 0.5)

    card = score(ordered(), made.log())

    wanted = [("against_order", "L", ("E", "L"))] if is_named else []
    assert [(one.kind, one.step, one.steps) for one in card.conflicts] == wanted
    doubts = {one.id: one.doubts for one in card.targets}
    doubted = ("against_order",) if is_named else ()
    assert doubts == {"T": doubted, "E1": doubted, "N": ()}
    assert card.targets[0].verdict == "met"


def test_units_are_compared_each_with_its_own() -> None:
    made = LogBuilder().saw("A", "S", 0)
    for ref, at_s in (("E/1", 100), ("L/1", 110), ("E/2", 10), ("L/2", 20)):
        made.saw("A", ref, at_s)

    assert kinds(score(ordered("12"), made.log())) == []

    made = LogBuilder().saw("A", "S", 0)
    for ref, at_s in (("E/1", 100), ("L/1", 90), ("E/2", 10), ("L/2", 20)):
        made.saw("A", ref, at_s)
    found = score(ordered("12"), made.log()).conflicts

    assert [(one.kind, one.step, one.unit) for one in found] == [("against_order", "L", "1")]


def test_a_bound_contradicts_an_order_only_where_it_must() -> None:
    made = LogBuilder().saw("A", "S", 0).saw("A", "E", 50)

    assert kinds(score(ordered(), made.saw("A", "L", 40, bound="at_least").log())) == []

    made = LogBuilder().saw("A", "S", 0).saw("A", "E", 50).saw("A", "L", 40, bound="at_most")
    assert kinds(score(ordered(), made.log())) == ["against_order"]


def test_what_was_said_not_performed_is_the_evidence_for_it() -> None:
    made = LogBuilder().saw("A", "S", 0).saw("B", "X", None).saw("C", "X", None, outcome="failed")

    found = result(made)

    assert (found.verdict, found.stop.evidence) == ("not_performed", ("row 1",))
