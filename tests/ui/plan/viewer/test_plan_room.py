from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from drillplanner.services.plan.scripts import samples
from tests.ui.app_context import close_context, make_context
from ui.context import AppContext
from ui.plan.viewer.room import PlanRoom, make_room
from ui.widgets.chart.chart import ScheduleChart


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def room(context: AppContext, qtbot: QtBot) -> PlanRoom:
    room = make_room(context)
    assert isinstance(room, PlanRoom)
    qtbot.addWidget(room)
    room.resize(1076, 700)
    room.show()
    qtbot.waitExposed(room)
    return room


def _open(room: PlanRoom, context: AppContext, qtbot: QtBot, place: int = 1) -> None:
    context.script = samples()[place]
    qtbot.waitUntil(room.header.title.isVisible, timeout=5000)


def _press(room: PlanRoom, words: str) -> None:
    button = next(b for b in room.findChildren(QPushButton) if b.text() == words and b.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_planner_opens_a_sample_from_the_empty_room(
    room: PlanRoom, context: AppContext, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(_openers(room)) == 3, timeout=5000)

    QTest.mouseClick(_openers(room)[0], Qt.MouseButton.LeftButton)

    qtbot.waitUntil(room.header.title.isVisible, timeout=5000)
    assert room.header.title.text() == "Armed intruder at the school gate"


def _openers(room: PlanRoom) -> list[QPushButton]:
    return [b for b in room.findChildren(QPushButton) if b.accessibleName().startswith("Open: ")]


def test_choosing_a_target_sets_its_steps_apart_everywhere(
    room: PlanRoom, context: AppContext, qtbot: QtBot
) -> None:
    _open(room, context, qtbot)
    tabs = room.tabs
    tabs.setCurrentIndex(1)
    tabs.targets.table.setFocus()
    tabs.targets.table.choose("V17")

    _press(room, "Show its steps")

    assert tabs.currentWidget() is tabs.steps
    steps = tabs.steps.table.rows
    place = steps.place("contained")
    assert place is not None
    assert str(steps.index(place, 3).data()).startswith("stop · ")
    assert 'the steps of "' in tabs.strip_label.text()

    _press(room, "Clear")
    assert not str(steps.index(place, 3).data()).startswith("stop · ")


def test_the_schedule_is_drawn_when_it_is_first_seen_and_shares_the_choice(
    room: PlanRoom, context: AppContext, qtbot: QtBot
) -> None:
    _open(room, context, qtbot)
    tabs = room.tabs
    tabs.targets.table.choose("V17")
    assert not tabs.findChildren(ScheduleChart)

    tabs.setCurrentIndex(2)

    (chart,) = tabs.findChildren(ScheduleChart)
    assert chart.current_id == "target:V17"
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert tabs.targets.table.currentIndex().row() == 5


def test_rows_of_every_table_can_be_copied(
    room: PlanRoom, context: AppContext, qtbot: QtBot
) -> None:
    _open(room, context, qtbot)
    table = room.tabs.targets.table
    room.tabs.setCurrentIndex(1)
    table.choose("V3")
    table.setFocus()

    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text().startswith("1\tAlarm raised\t1 min\t40 s\t")


def test_the_keyboard_alone_walks_the_tabs(
    room: PlanRoom, context: AppContext, qtbot: QtBot
) -> None:
    _open(room, context, qtbot)
    room.tabs.bar.setFocus()

    QTest.keyClick(room.tabs.bar, Qt.Key.Key_Right)

    assert room.tabs.currentWidget() is room.tabs.targets


def test_the_warnings_are_one_press_away(room: PlanRoom, context: AppContext, qtbot: QtBot) -> None:
    _open(room, context, qtbot)

    _press(room, "▲ 1 warning")

    assert room.tabs.currentWidget() is room.tabs.warnings
    assert room.tabs.warnings.table.rows.rowCount() == 1


def test_a_copy_is_saved_and_takes_the_samples_place(
    room: PlanRoom,
    context: AppContext,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _open(room, context, qtbot)
    target = tmp_path / "ours.json"
    monkeypatch.setattr(PlanRoom, "ask_where_to_save", lambda _room, _name: target)
    assert not room.header.folder.isVisible()

    _press(room, "Save a copy as…")

    qtbot.waitUntil(room.header.folder.isVisible, timeout=5000)
    assert str(target) in room.header.source.text()
    assert target.is_file()


def test_run_this_drill_asks_for_the_run_room(
    room: PlanRoom, context: AppContext, qtbot: QtBot
) -> None:
    _open(room, context, qtbot)

    with qtbot.waitSignal(context.roomRequested) as told:
        _press(room, "Run this drill")

    assert told.args == ["run"]


def test_long_notes_are_folded_until_asked_for(
    room: PlanRoom, context: AppContext, qtbot: QtBot
) -> None:
    _open(room, context, qtbot)
    folded = room.header.notes.label.text()

    _press(room, "Show all")

    assert len(room.header.notes.label.text()) > len(folded)
    assert room.header.notes.button.text() == "Show less"
