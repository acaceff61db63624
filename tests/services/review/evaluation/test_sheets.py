"""A sheet is locked, then verified; after that a rating is changed with a reason only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId
from drillplanner.base.texts import Text
from drillplanner.base.translator import translator
from drillplanner.plan.scales import NO_OCCASION
from drillplanner.report.content import evaluation_report
from drillplanner.report.redaction import redacted, without_secrets
from drillplanner.review.points.ratings import Rating, choices
from drillplanner.services.catalogue import list_drills
from drillplanner.services.review.evaluation.board import rating_board
from drillplanner.services.review.evaluation.objections import NewObjection, answer, object_to
from drillplanner.services.review.evaluation.sheets import (
    RatingSheet,
    finish_sheet,
    rating_sheets,
    save_ratings,
    take_back,
)
from drillplanner.services.review.evaluation.typed import typed_rating
from drillplanner.services.review.review_session import DrillReview
from drillplanner.store.workspace import Workspace
from tests.services.review_stage import copy_drill, review_of


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(copy_drill(tmp_path / "w.drill")) as opened:
        yield opened


def drill_of(workspace: Workspace) -> DrillId:
    return list_drills(workspace)[0].drill.id


def rate(workspace: Workspace, place: int, choice: int, name: str = "张", reason: str = "") -> str:
    """Rate the criterion at a place with the choice at another."""
    criterion = review_of(workspace).script.criteria[place]
    given = Rating(criterion.id, name, choices(criterion.scale)[choice], reason=reason)
    save_ratings(workspace, drill_of(workspace), 1, [given])
    return criterion.id


def sheets(workspace: Workspace) -> tuple[RatingSheet, ...]:
    review = review_of(workspace)
    return rating_sheets(review.recorded.facts, review.recorded.names, review.script, 1)


def finish(workspace: Workspace, deed: str, name: str = "张") -> None:
    finish_sheet(workspace, drill_of(workspace), 1, deed, by=name)  # type: ignore[arg-type]


def test_a_sheet_is_open_then_locked_then_verified(workspace: Workspace) -> None:
    rate(workspace, 0, 0)
    states = [sheets(workspace)[0].state]
    for deed in ("lock", "verify"):
        finish(workspace, deed)
        states.append(sheets(workspace)[0].state)

    assert states == ["open", "locked", "verified"]


def test_a_locked_rating_is_changed_with_a_reason_only_and_verified_anew(
    workspace: Workspace,
) -> None:
    criterion = rate(workspace, 0, 0)
    finish(workspace, "lock")
    finish(workspace, "verify")

    with pytest.raises(UserError, match="locked"):
        rate(workspace, 0, 1)
    rate(workspace, 0, 1, reason="看了录像")
    (changed,) = sheets(workspace)
    finish(workspace, "verify")

    assert changed.state == "changed"
    assert changed.changed == {criterion}
    assert changed.ratings[0].reason == "看了录像"
    assert sheets(workspace)[0].state == "verified"


def test_one_that_is_given_after_the_lock_needs_a_reason_too(workspace: Workspace) -> None:
    rate(workspace, 0, 0)
    finish(workspace, "lock")

    with pytest.raises(UserError, match="why"):
        rate(workspace, 1, 0)


def test_what_is_as_it_was_needs_no_reason_and_makes_no_fact(workspace: Workspace) -> None:
    rate(workspace, 0, 0)
    finish(workspace, "lock")
    before = len(workspace.facts(drill_of(workspace)))

    rate(workspace, 0, 0)

    assert len(workspace.facts(drill_of(workspace))) == before


def test_the_sheet_of_another_stays_open(workspace: Workspace) -> None:
    rate(workspace, 0, 0)
    finish(workspace, "lock")

    rate(workspace, 0, 1, name="李")

    assert {one.evaluator: one.state for one in sheets(workspace)} == {"张": "locked", "李": "open"}


def test_a_locked_rating_is_not_taken_back(workspace: Workspace) -> None:
    rate(workspace, 0, 0)
    fact = sheets(workspace)[0].ratings[0].place
    finish(workspace, "lock")

    with pytest.raises(UserError, match="locked"):
        take_back(workspace, drill_of(workspace), 1, fact)


@pytest.mark.parametrize("deed", ["lock", "verify"])
def test_who_rated_nothing_finishes_no_sheet(workspace: Workspace, deed: str) -> None:
    with pytest.raises(UserError, match="nothing"):
        finish(workspace, deed, "王")


def test_what_is_not_locked_is_not_verified(workspace: Workspace) -> None:
    rate(workspace, 0, 0)

    with pytest.raises(UserError, match="lock"):
        finish(workspace, "verify")


def test_the_board_has_sheets_side_by_side_with_evidence_and_hides_a_small_agreement(
    workspace: Workspace,
) -> None:
    criterion = rate(workspace, 0, 0)
    rate(workspace, 0, 1, name="李")
    board = rating_board(review_of(workspace))

    line = next(one for one in board.criteria if one.id == criterion)

    assert [name for name, _rating, _words in line.given] == ["张", "李"]
    assert board.evidence
    assert [str(said) for said in board.agreement] == [
        "Agreement is told from 10 items on that 2 evaluators or more all rated."
    ]


def test_ratings_are_typed_by_their_sign_or_in_words(workspace: Workspace) -> None:
    script = review_of(workspace).script
    criterion = next(one for one in script.criteria if one.scale == "psmu")

    assert typed_rating(script, criterion.id, "2") == "S"
    assert typed_rating(script, criterion.id, "m") == "M"
    assert typed_rating(script, criterion.id, "0") == NO_OCCASION
    with pytest.raises(UserError):
        typed_rating(script, criterion.id, "7")


# -- objections -----------------------------------------------------------------------------------


def said(review: DrillReview, **hidden: frozenset[str]) -> str:
    inputs = review.inputs
    if hidden:
        inputs = without_secrets(inputs, hidden["hidden"])  # type: ignore[arg-type]
    return _words(redacted(evaluation_report(inputs), inputs))


def _words(value: object) -> str:
    say = translator("zh_CN").say
    match value:
        case str() | Text():
            return say(value)
        case tuple():
            return "\n".join(map(_words, value))
    named = getattr(value, "__dataclass_fields__", {})
    return "\n".join(_words(getattr(value, name)) for name in named)


def test_an_objection_stands_beside_its_row_with_the_answer_and_changes_no_score(
    workspace: Workspace,
) -> None:
    drill, before = drill_of(workspace), review_of(workspace)
    target = before.script.targets[0].id
    objection = NewObjection(target, "城关派出所", "赵六", "计时起点有误", date(2026, 11, 30))
    fact = object_to(workspace, drill, 1, objection)
    open_ = said(review_of(workspace))
    answer(workspace, drill, 1, fact.id, "起点按脚本，维持", by="王五")
    answered = review_of(workspace)

    assert answered.card == before.card
    assert answered.used == before.used
    for words in ("城关派出所", "赵六", "计时起点有误", "2026-11-30"):
        assert words in open_
    assert "起点按脚本，维持" not in open_
    assert "起点按脚本，维持" in said(answered)
    assert "赵六" not in said(answered, hidden=frozenset({"names"}))
    assert "计时起点有误" not in said(answered, hidden=frozenset({"tactics"}))


@pytest.mark.parametrize("missing", ["organisation", "by", "text"])
def test_an_objection_needs_all_its_words(workspace: Workspace, missing: str) -> None:
    words = {"organisation": "城关派出所", "by": "赵六", "text": "有误", missing: " "}

    with pytest.raises(UserError):
        object_to(
            workspace,
            drill_of(workspace),
            1,
            NewObjection("V1", words["organisation"], words["by"], words["text"], date.today()),
        )
