"""Only a later drill that shows the same thing, judged no more mildly, closes an action."""

from __future__ import annotations

import pytest

from drillplanner.base.errors import UserError
from drillplanner.improve.ledger import closed
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
        (TIED, 60, None, {}, True),
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
    assert (closed(WAITING, later()).state, closed(WAITING, later()).proof) == ("closed", "d2")


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
        closed(WAITING, drill)

    assert words.replace("锁闭教室", "classes shut") in str(refused.value)


@pytest.mark.parametrize("state", ["open", "under_way", "closed", "dismissed", "withdrawn"])
def test_only_what_was_reported_as_mended_can_be_closed(state: str) -> None:
    with pytest.raises(UserError):
        closed(content(state=state), later())


def test_what_a_finding_is_about_is_named_in_the_refusal() -> None:
    with pytest.raises(UserError, match="classes shut"):
        closed(content(state="to_verify"), None)
    assert found().name
