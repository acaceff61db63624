"""What of a drill its log table cannot say is told where the table is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drillplanner.base.translator import translator
from drillplanner.report.inputs import LoggedEntry
from drillplanner.services.exchange.log_export import export_review, left_out
from drillplanner.services.review.review_session import DrillReview
from drillplanner.store.workspace import Workspace
from tests.services.review_stage import copy_drill, review_of


@pytest.fixture
def review(tmp_path: Path) -> Iterator[DrillReview]:
    with Workspace.open(copy_drill(tmp_path / "w.db")) as opened:
        yield review_of(opened)


def said(review: DrillReview) -> list[str]:
    return [translator("en").say(one) for one in left_out(review)]


def with_first(review: DrillReview, **changed: Any) -> DrillReview:
    """Give the review of a log whose first mark of a step is another entry."""
    entries = list(review.inputs.entries)
    place = next(
        n
        for n, one in enumerate(entries)
        if one.entry.kind == "mark" and one.label is None and one.voided_by is None
    )
    first: LoggedEntry = entries[place]
    entries[place] = replace(first, entry=replace(first.entry, **changed))
    return replace(review, inputs=replace(review.inputs, entries=tuple(entries)))


def test_marks_without_a_step_notes_and_what_was_taken_back_are_counted(
    review: DrillReview,
) -> None:
    before = said(review)

    unnamed = with_first(review, step=None)
    assert [one for one in said(unnamed) if one not in before] == [
        "1 mark without a step is not in the table: name it first."
    ]
    noted = with_first(review, kind="note", step=None, text="36+2")
    assert any("1 note is not in the table" in one for one in said(noted))
    # What the program notes for itself is no remark of a person.
    assert not any("note is" in one for one in said(with_first(review, kind="note", text="!x")))


def test_rounds_that_are_not_in_the_table_are_named(review: DrillReview, tmp_path: Path) -> None:
    other = replace(review.held, number=7)
    told = export_review(replace(review, rounds=(*review.rounds, other)), tmp_path / "log.csv")

    assert (tmp_path / "log.csv").exists()
    assert translator("zh_CN").say(told[-1]) == f"表格只含第{review.round}轮，不含第7轮。"
