"""Only a later drill that shows the same thing, judged no more mildly, closes an action."""

from __future__ import annotations

import pytest

from drillplanner.base.errors import UserError
from drillplanner.improve.codec import as_fact, read_step
from drillplanner.improve.ledger import Content, Step, closed
from drillplanner.improve.proof import LaterDrill, Needed, shows
from tests.improve.sample import card, content, found, later, needed, plan

WAITING = content(state="to_verify")
ORDER = needed(kind="broken_order", subject="O", ends="alarm > call", limit="")
RATING = needed(kind="low_rating", subject="C", ends="", limit="")
RECORD = needed(kind="not_recorded")
TIED = needed(kind="conflict", subject="spread", ends="", limit="")


@pytest.mark.parametrize(
    ("wanted", "limit_s", "rating", "times", "is_shown"),
    [
        (needed(), 60, None, {}, True),
        (needed(), 60, None, {"c2": 75}, False),
        (needed(), 60, None, {"c2": None}, False),
        (needed(), 50, None, {}, True),
        (needed(), 90, None, {}, False),
        (needed(limit="45"), 60, None, {}, False),
        (needed(script="other"), 60, None, {}, False),
        (needed(subject="U"), 60, None, {}, False),
        (needed(ends="alarm > call"), 60, None, {}, False),
        (ORDER, 60, None, {}, True),
        (ORDER, 60, None, {"call": -5}, False),
        (needed(kind="broken_order", subject="O", ends="x > y"), 60, None, {}, False),
        (RATING, 60, "yes", {}, True),
        (RATING, 60, "no", {}, False),
        (RATING, 60, None, {}, False),
        (RECORD, 60, None, {"c2": 75}, True),
        (RECORD, 60, None, {"c2": None}, True),
        (TIED, 60, None, {}, False),
    ],
)
def test_what_a_drill_shows(
    wanted: Needed,
    limit_s: float,
    rating: str | None,
    times: dict[str, float | None],
    is_shown: bool,
) -> None:
    assert shows(wanted, plan(limit_s), card(rating, limit_s, **times)) is is_shown


def test_a_later_drill_that_meets_the_target_closes_and_is_kept_as_proof() -> None:
    assert (closed(WAITING, later(), "s1").state, closed(WAITING, later(), "s1").proof) == (
        "closed",
        "d2",
    )


@pytest.mark.parametrize(
    ("drill", "words"),
    [
        (None, "Needed is a later drill in which “锁闭教室” is met"),
        (later("d1", 9), "was not held after the drill"),
        (later("d2", 1), "was not held after the drill"),
        (later("d2", 0), "was not held after the drill"),
        (later(c2=75), "“drill two” does not show that this was fixed. Needed is a later drill"),
        (later(limit_s=90), "its limit not widened"),
    ],
)
def test_anything_less_is_refused_with_the_drill_that_would_be_needed(
    drill: LaterDrill | None, words: str
) -> None:
    with pytest.raises(UserError) as refused:
        closed(WAITING, drill, "s1")

    assert words.replace("锁闭教室", "classes shut") in str(refused.value)


@pytest.mark.parametrize("state", ["open", "under_way", "closed", "dismissed", "withdrawn"])
def test_only_what_was_reported_as_mended_can_be_closed(state: str) -> None:
    with pytest.raises(UserError):
        closed(content(state=state), later(), "s1")


def test_what_a_finding_is_about_is_named_in_the_refusal() -> None:
    with pytest.raises(UserError, match="classes shut"):
        closed(content(state="to_verify"), None)
    assert found().name


@pytest.mark.parametrize(
    ("drill", "school", "words"),
    [
        (later(school="s2"), "s1", "was held at another school"),
        (later(school=""), "s1", "Name the school"),
        (later(), "", "Name the school"),
        (later(is_rehearsal=True), "s1", "was a rehearsal"),
    ],
)
def test_another_school_or_a_rehearsal_proves_nothing(
    drill: LaterDrill, school: str, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        closed(WAITING, drill, school)


def test_a_rehearsal_counts_only_with_the_reason_that_admits_it() -> None:
    done = closed(WAITING, later(is_rehearsal=True), "s1", "all classes took part")

    assert (done.proof, done.admission) == ("d2", "all classes took part")
    assert closed(WAITING, later(), "s1", "spoken for no reason").admission == ""


def test_records_that_disagreed_are_closed_by_a_decision_and_by_no_drill() -> None:
    waiting = Content(found(needed=TIED), "to_verify")

    with pytest.raises(UserError, match="decision of a named person"):
        closed(waiting, later(), "s1")
    done = closed(waiting, None, "s1", "the gate clock was set")

    assert (done.state, done.proof, done.reason) == ("closed", "", "the gate clock was set")
    assert read_step(as_fact(Step("s", "a", "close", done))).content == done
