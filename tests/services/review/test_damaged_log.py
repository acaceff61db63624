"""A damaged log is called so wherever it is shown: review, page 1 of the report, lists, ledger."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from drillplanner.base.translator import translator
from drillplanner.report.content import evaluation_report
from drillplanner.report.sections.overview import unverified
from drillplanner.report.subject import Subject
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.store import tables
from drillplanner.store.workspace import Workspace
from drillplanner.terms.document import Cover
from tests.services.drills_held import hold


def damage(path: Path, where: str) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        for trigger in tables.TRIGGERS:
            raw.execute(f"DROP TRIGGER {trigger.split()[2]}")
        raw.execute(f"UPDATE facts SET bytes = X'7B7D' WHERE {where}")  # noqa: S608 - ours
        for trigger in tables.TRIGGERS:
            raw.execute(trigger)


@pytest.mark.parametrize("place", ["min", "max"])
def test_page_1_of_a_report_over_a_damaged_log_says_so(tmp_path: Path, place: str) -> None:
    path = tmp_path / "w.drill"
    with Workspace.create(path) as made:
        drill = hold(made, "Lockdown")
    where = f"position = (SELECT {place}(position) FROM facts WHERE kind = 'entry')"  # noqa: S608
    damage(path, where)
    for journal in (tmp_path / "w.drill.journals").iterdir():
        journal.unlink()

    with Workspace.open(path) as workspace:
        review = review_drill(read_drill(workspace, drill))

    assert review.recorded.damaged == 1
    assert [one.state for one in review.inputs.chains] == ["broken"]
    words = unverified(Subject(review.inputs))
    assert words is not None
    cover = evaluation_report(review.inputs).blocks[0]
    assert isinstance(cover, Cover)
    said = [translator("en").say(cell) for _name, cell in cover.facts if cell == words]
    assert said
    assert said[0].startswith("Not verified: 1 stored record")


def test_a_damaged_step_of_the_ledger_is_named(tmp_path: Path) -> None:
    path = tmp_path / "w.drill"
    with Workspace.create(path) as made:
        hold(made, "Lockdown")
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO facts (id, kind, drill, hash, bytes)"
            " VALUES ('step1', 'action_step', 'd', ?, X'7B7D')",
            ("0" * 64,),
        )

    with Workspace.open(path) as workspace:
        assert read_ledger(workspace).unread == ("step1",)
