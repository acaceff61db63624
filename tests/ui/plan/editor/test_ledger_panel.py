"""A planner sees what fell short at the school last time, and nothing changes by looking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.particulars import Particulars
from drillplanner.services.improve import actions as improving
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.review.review_session import read_drill, review_drill
from tests.services.drills_held import hold, plan
from tests.ui.app_context import close_context, make_context, workspace_of
from tests.ui.pages.editor import ScriptEditor
from ui.context import AppContext


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


def editor_of(context: AppContext, qtbot: QtBot, school: str) -> ScriptEditor:
    """Open the script of a drill that fell short at First School, for a school."""
    workspace = workspace_of(context)
    drill = hold(workspace, "Spring", shut_s=90)
    review = review_drill(read_drill(workspace, drill))
    findings = [one.finding for one in improving.propose(review, read_ledger(workspace))]
    improving.accept(workspace, findings, by="Li")
    draft = Draft(plan(), particulars=Particulars(school=school))
    editor = ScriptEditor(context, qtbot, context.services.drafts.begin(draft))
    editor.settle()
    return editor


def tab_of(editor: ScriptEditor) -> str:
    page = editor.page
    return page.tabs.tabText(page.tabs.indexOf(page.ledger))


def test_the_lines_of_the_schools_last_drill_are_told_unasked(
    context: AppContext, qtbot: QtBot
) -> None:
    editor = editor_of(context, qtbot, "First School")

    assert tab_of(editor) == "Last time 1"
    rows = editor.page.ledger.table.rows
    assert "All classrooms shut" in str(rows.index(0, 1).data())
    assert str(rows.index(0, 3).data()) == "Spring"


def test_a_line_leads_to_its_target_and_changes_nothing(context: AppContext, qtbot: QtBot) -> None:
    editor = editor_of(context, qtbot, "First School")
    before, page = editor.draft, editor.page
    page.tabs.setCurrentWidget(page.ledger)
    table = page.ledger.table
    place = table.visualRect(table.rows.index(0, 1)).center()

    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert page.tabs.currentWidget() is page.grids["targets"]
    assert editor.current[0] == 1
    assert editor.draft == before


def test_without_a_school_it_is_asked_and_the_choice_changes_nothing(
    context: AppContext, qtbot: QtBot
) -> None:
    editor = editor_of(context, qtbot, "")
    before, panel = editor.draft, editor.page.ledger
    assert tab_of(editor) == "Last time"
    assert "Choose the school" in panel.basis.text()

    panel.school.setCurrentIndex(1)
    panel.school.activated.emit(1)

    assert panel.school.currentText() == "First School"
    assert tab_of(editor) == "Last time 1"
    assert editor.draft == before


def test_a_name_that_no_school_has_is_said_and_not_guessed(
    context: AppContext, qtbot: QtBot
) -> None:
    editor = editor_of(context, qtbot, "Some School")

    assert "Some School" in editor.page.ledger.basis.text()
    assert editor.page.ledger.table.rows.rowCount() == 0
