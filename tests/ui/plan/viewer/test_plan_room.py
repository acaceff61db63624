from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.app_context import close_context, make_context
from tests.ui.pages.plan import PlanningPage
from ui.context import AppContext
from ui.plan.editor.page import EditorPage
from ui.plan.viewer.page import PlanPage


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def room(context: AppContext, qtbot: QtBot) -> PlanningPage:
    room = PlanningPage(context, qtbot)
    room.enter()
    return room


def test_a_planner_opens_a_sample_from_the_empty_room(
    room: PlanningPage, context: AppContext, qtbot: QtBot
) -> None:
    room.wait(lambda: len(room.openers()) == 3)

    QTest.mouseClick(room.openers()[0], Qt.MouseButton.LeftButton)

    room.wait(room.page.header.title.isVisible)
    assert room.page.header.title.text() == "Armed intruder at the school gate"


def test_choosing_a_target_sets_its_steps_apart_everywhere(
    room: PlanningPage, context: AppContext, qtbot: QtBot
) -> None:
    room.open_sample()
    tabs = room.tabs
    tabs.setCurrentIndex(1)
    tabs.targets.table.setFocus()
    tabs.targets.table.choose("V17")

    room.press("Show its steps")

    assert tabs.currentWidget() is tabs.steps
    assert room.step_said("contained").startswith("stop · ")
    assert 'the steps of "' in tabs.strip_label.text()

    room.press("Clear")
    assert not room.step_said("contained").startswith("stop · ")


def test_the_schedule_is_drawn_when_it_is_first_seen_and_shares_the_choice(
    room: PlanningPage, context: AppContext, qtbot: QtBot
) -> None:
    room.open_sample()
    tabs = room.tabs
    tabs.targets.table.choose("V17")
    assert not tabs.timeline.export.isVisible()

    chart = room.open_schedule()

    assert chart.current_id == "target:V17"
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert tabs.targets.table.currentIndex().row() == 5


def test_rows_of_every_table_can_be_copied(
    room: PlanningPage, context: AppContext, qtbot: QtBot
) -> None:
    room.open_sample()
    table = room.tabs.targets.table
    room.tabs.setCurrentIndex(1)
    table.choose("V3")
    table.setFocus()

    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text().startswith("1\tAlarm raised\t1 min\t40 s\t")


def test_the_keyboard_alone_walks_the_tabs(
    room: PlanningPage, context: AppContext, qtbot: QtBot
) -> None:
    room.open_sample()
    room.tabs.bar.setFocus()

    QTest.keyClick(room.tabs.bar, Qt.Key.Key_Right)

    assert room.tabs.currentWidget() is room.tabs.targets


def test_the_warnings_are_one_press_away(
    room: PlanningPage, context: AppContext, qtbot: QtBot
) -> None:
    room.open_sample()

    room.press("▲ 1 warning")

    assert room.tabs.currentWidget() is room.tabs.warnings
    assert room.tabs.warnings.table.rows.rowCount() == 1


def test_a_copy_is_saved_and_takes_the_samples_place(
    room: PlanningPage,
    context: AppContext,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room.open_sample()
    target = tmp_path / "ours.json"
    monkeypatch.setattr(PlanPage, "ask_where_to_save", lambda _room, _name: target)
    assert not room.page.header.folder.isVisible()

    room.press("Save a copy as…")

    room.wait(room.page.header.folder.isVisible)
    assert str(target) in room.page.header.source.text()
    assert target.is_file()


def test_run_this_drill_asks_for_the_run_room(
    room: PlanningPage, context: AppContext, qtbot: QtBot
) -> None:
    room.open_sample()

    with qtbot.waitSignal(context.roomRequested) as told:
        room.press("Run this drill")

    assert told.args == ["run"]


def test_long_notes_are_folded_until_asked_for(
    room: PlanningPage, context: AppContext, qtbot: QtBot
) -> None:
    room.open_sample()
    folded = room.page.header.notes.label.text()

    room.press("Show all")

    assert len(room.page.header.notes.label.text()) > len(folded)
    assert room.page.header.notes.button.text() == "Show less"


def test_a_script_is_edited_from_the_room_and_its_draft_goes_on(room: PlanningPage) -> None:
    room.open_sample()
    editor = room.open_editor()
    editor.typed.emit("steps", {(editor.grids["steps"].grid.ids[0], "text"): "Another beginning"})

    editor.backAsked.emit()
    room.settle()

    assert room.page.header.edit.text() == "Continue the draft"
    again = room.open_editor()
    assert again.grids["steps"].grid.index(0, 2).data() == "Another beginning"


def test_a_new_script_begins_in_the_empty_room(room: PlanningPage) -> None:
    room.press("New script")
    room.wait(lambda: room.page.stack.count() == 4)
    room.settle()

    page = room.page.stack.currentWidget()
    assert isinstance(page, EditorPage)
    page.backAsked.emit()
    room.settle()

    assert room.has_button("Continue: New script")
