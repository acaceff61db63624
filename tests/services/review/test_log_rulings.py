"""A named person decides on what a log says: kept as facts, undone, shown in review and report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.translator import translator
from drillplanner.report.sections.gaps import decisions as decisions_table
from drillplanner.report.subject import Subject
from drillplanner.services.review import decisions as deciding
from drillplanner.services.review.view_models import show
from drillplanner.store.workspace import Workspace
from drillplanner.terms.document import Table
from tests.services.review_stage import copy_drill, review_of


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(copy_drill(tmp_path / "w.db")) as opened:
        yield opened


def test_a_dispute_is_settled_and_taken_back(workspace: Workspace) -> None:
    before = review_of(workspace)
    drill = before.recorded.drill.id
    place = next(n for n, c in enumerate(before.card.conflicts) if c.kind == "spread")
    choices = show(before, before.inputs).asked[f"conflict:{place}"].choices
    chosen = choices[0]

    with pytest.raises(UserError, match="why"):
        deciding.rule(workspace, drill, 1, chosen.kind, chosen.subject, by="王", reason=" ")
    deciding.rule(
        workspace,
        drill,
        1,
        chosen.kind,
        chosen.subject,
        by="王组长",
        reason="该岗位在现场",
        source=chosen.source,
    )
    ruled = review_of(workspace)

    assert [(use.step, use.source) for use in ruled.log.uses] == [(chosen.subject, chosen.source)]
    assert ruled.used != before.used
    (table,) = decisions_table(Subject(ruled.inputs))
    assert isinstance(table, Table)
    said = [translator("zh_CN").say(cell) for cell in table.rows[0].cells]  # type: ignore[arg-type]
    assert said[2] == "王组长"
    assert said[4] == "该岗位在现场"
    (ruling,) = ruled.decisions.rulings
    assert show(ruled, ruled.inputs).asked[f"ruling:{ruling.fact}"].ruling == ruling

    deciding.withdraw(workspace, drill, ruling.fact)
    assert review_of(workspace).card == before.card


def test_the_later_decision_of_one_thing_stands(workspace: Workspace) -> None:
    drill = review_of(workspace).recorded.drill.id
    step = "school-guard-there"
    for source in ("PC1", "PC2"):
        deciding.rule(workspace, drill, 1, "use", step, by="王", reason="x", source=source)

    (ruling,) = review_of(workspace).decisions.rulings
    assert ruling.source == "PC2"
    deciding.withdraw(workspace, drill, ruling.fact)
    assert [one.source for one in review_of(workspace).decisions.rulings] == ["PC1"]


def test_a_ruling_of_a_step_that_is_gone_is_left_out(workspace: Workspace) -> None:
    drill = review_of(workspace).recorded.drill.id
    deciding.rule(workspace, drill, 1, "not_applicable", "nowhere/x", by="王", reason="x")

    assert review_of(workspace).decisions.rulings == ()
