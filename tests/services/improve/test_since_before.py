"""A report says how it went against the last comparable drill, and what the ledger knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drillplanner.base.ids import DrillId
from drillplanner.report.inputs import ReportInputs
from drillplanner.services.improve import actions as improving
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.improve.since_before import completed, drills_before
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold

BEFORE = "2026-05-04T09:00:00+08:00"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def told(workspace: Workspace, drill: DrillId) -> ReportInputs:
    review = review_drill(read_drill(workspace, drill))
    before = drills_before(workspace, review)
    drills = [read_drill(workspace, one) for one in before.drills]
    return completed(review.inputs, review, read_ledger(workspace), before, drills)


@pytest.mark.parametrize(
    ("then_s", "now_s", "change"), [(90, 40, "better"), (40, 90, "worse"), (40, 40.5, "same")]
)
def test_a_target_is_compared_with_its_last_time(
    workspace: Workspace, then_s: float, now_s: float, change: str
) -> None:
    hold(workspace, "long ago", "2025-05-04T09:00:00+08:00", shut_s=200)
    hold(workspace, "before", BEFORE, shut_s=then_s)

    found = told(workspace, hold(workspace, "now", shut_s=now_s)).earlier["T"]

    assert (found.day, found.change) == (date(2026, 5, 4), change)


@pytest.mark.parametrize(
    ("school", "nature", "why"),
    [
        ("Second School", "formal", "no earlier drill"),
        ("First School", "rehearsal", "can be compared"),
    ],
)
def test_another_school_or_a_rehearsal_is_not_compared(
    workspace: Workspace, school: str, nature: str, why: str
) -> None:
    hold(workspace, "before", BEFORE, school=school, nature=nature)

    inputs = told(workspace, hold(workspace, "now"))

    assert inputs.earlier == {}
    assert why in str(inputs.earlier_why)


def test_without_a_school_nothing_is_compared_and_that_is_said(workspace: Workspace) -> None:
    hold(workspace, "before", BEFORE)

    assert "not named" in str(told(workspace, hold(workspace, "now", school="")).earlier_why)


def test_what_the_ledger_knows_of_a_finding_is_in_the_report(workspace: Workspace) -> None:
    drill = hold(workspace, "now", shut_s=90)
    review = review_drill(read_drill(workspace, drill))
    found = improving.propose(review, read_ledger(workspace))[0].finding
    (action,) = improving.accept(workspace, [found], by="Li", language="en")
    content = replace(action.content, measure="Bolts", due=date(2026, 12, 24))
    improving.edit(workspace, action, content, "Wang", by="Li")

    (remedy,) = told(workspace, drill).remedies

    assert (remedy.about, remedy.measure) == ("missed:T:shut/c2", "Bolts")
    assert (remedy.person, remedy.due) == ("Wang", date(2026, 12, 24))
