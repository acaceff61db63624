"""The schedule stands beside the table: one selection, and a step is carried to another time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.services.plan.drafts import draft_of
from drillplanner.services.plan.scripts import samples
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.editor import ALT, ScriptEditor
from ui.context import AppContext
from ui.widgets.timeline.chart import TimelineChart


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def editor(context: AppContext, qtbot: QtBot) -> ScriptEditor:
    drafts, script = context.services.drafts, samples()[2]
    return ScriptEditor(context, qtbot, drafts.begin(draft_of(script), script))


def test_table_and_schedule_choose_the_same_step(editor: ScriptEditor) -> None:
    chart = editor.open_schedule()
    editor.go(4, "text")
    assert chart.current_id == f"step:{editor.draft.script.steps[3].id}"

    QTest.keyClick(chart, Qt.Key.Key_Down)

    chosen = editor.page.selection()
    assert f"step:{chosen.row}" == chart.current_id
    assert editor.page.grids["steps"].isVisible()


def test_marked_rows_are_marked_in_the_schedule_too(editor: ScriptEditor) -> None:
    chart = editor.open_schedule()

    editor.mark(2, 3)

    ids = [step.id for step in editor.draft.script.steps]
    assert set(chart.shown.marked) == {f"step:{ids[1]}", f"step:{ids[2]}"}


def test_a_target_chosen_in_the_schedule_opens_its_table(editor: ScriptEditor) -> None:
    chart = editor.open_schedule()
    chart.choose("")

    while not chart.current_id.startswith("target:"):
        QTest.keyClick(chart, Qt.Key.Key_Up)

    assert editor.page.grids["targets"].isVisible()
    assert editor.page.selection().row == chart.current_id.partition(":")[2]


def test_a_carried_step_is_one_act_that_is_undone_by_name(editor: ScriptEditor) -> None:
    chart, before = editor.open_schedule(), editor.draft
    editor.go(4, "text")
    planned = editor.said(4, "planned")

    for _time in range(5):
        QTest.keyClick(chart, Qt.Key.Key_Right, ALT)
    QTest.keyClick(chart, Qt.Key.Key_Return)

    assert editor.said(4, "planned") != planned
    assert editor.page.acts["undo"].accessibleName() == "Undo: plan step 4 for another time"
    row = next(r for r in chart.shown.timeline.rows if r.id == chart.current_id)
    assert row.planned is not None
    editor.undo()
    assert editor.draft == before
    assert editor.said(4, "planned") == planned


def test_what_cannot_be_planned_so_is_refused_with_why(editor: ScriptEditor) -> None:
    chart, before = editor.open_schedule(), editor.draft
    t0 = [step.id for step in before.script.steps].index(before.script.t0 or "")
    editor.go(t0 + 1, "text")

    QTest.keyClick(chart, Qt.Key.Key_Right, ALT)
    QTest.keyClick(chart, Qt.Key.Key_Return)

    assert editor.draft == before
    assert editor.notice == "This step is T0: all times are counted from it."


def test_f7_shows_the_schedule_beside_then_alone_then_puts_it_away(editor: ScriptEditor) -> None:
    chart = editor.open_schedule()
    page = editor.page
    assert all(page.beside.sizes())

    QTest.keyClick(chart, Qt.Key.Key_F7)
    assert page.beside.sizes()[0] == 0

    QTest.keyClick(chart, Qt.Key.Key_F7)
    assert not page.timeline.isVisible()
    assert page.grids["steps"].hasFocus()


def test_esc_goes_back_to_the_table(editor: ScriptEditor) -> None:
    chart = editor.open_schedule()

    QTest.keyClick(chart, Qt.Key.Key_Escape)

    assert editor.page.grids["steps"].hasFocus()
    assert isinstance(chart, TimelineChart)
    assert chart.isVisible()
