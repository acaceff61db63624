from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from drillplanner.base.ids import PersonId, new_id
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.recorder import Station
from drillplanner.services.run.sessions import create_workspace, start_session
from tests.fakes import FakeClock
from tests.ui.app_context import close_context, make_context
from ui.context import AppContext
from ui.home.room import WelcomeRoom, make_room


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


def _room(context: AppContext, qtbot: QtBot) -> WelcomeRoom:
    room = make_room(context)
    assert isinstance(room, WelcomeRoom)
    qtbot.addWidget(room)
    room.resize(1076, 700)
    room.show()
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=5000)
    return room


def _button(room: WelcomeRoom, name: str) -> QPushButton:
    return next(
        button
        for button in room.findChildren(QPushButton)
        if name in (button.accessibleName(), button.text()) and button.isVisible()
    )


def _has_button(room: WelcomeRoom, name: str) -> bool:
    return any(b.text() == name and b.isVisible() for b in room.findChildren(QPushButton))


def _begin(path: Path) -> None:
    sample, author = samples()[0], PersonId(new_id())
    with create_workspace(path) as workspace:
        fact = publish_script(workspace, sample.script.id, sample.document, author)
        drill = open_drill(workspace, fact, "秋季演练", author)
        start_session(
            workspace, Station(drill.id, "PC1", author), clock=FakeClock(), script=sample.script
        ).arm()


def test_a_newcomer_opens_a_sample_by_one_click(context: AppContext, qtbot: QtBot) -> None:
    room = _room(context, qtbot)
    assert not room.unfinished.isVisible()

    with qtbot.waitSignal(context.roomRequested) as told:
        QTest.mouseClick(
            _button(room, "Open: Hostage-taking, then a suspicious object"),
            Qt.MouseButton.LeftButton,
        )

    assert told.args == ["plan"]
    assert context.script == samples()[1]


def test_after_a_kill_one_key_goes_on(context: AppContext, qtbot: QtBot) -> None:
    _begin(context.services.paths.workspace)
    room = _room(context, qtbot)
    room.activateWindow()
    room.setFocus()
    assert room.focusProxy() is room.continue_button

    with qtbot.waitSignal(context.roomRequested, timeout=5000) as told:
        QTest.keyClick(room.continue_button, Qt.Key.Key_Space)

    assert told.args == ["run"]
    assert context.drill != ""


def test_a_file_that_is_gone_cannot_be_opened_only_taken_out(
    context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    context.settings = replace(context.settings, recent=(str(tmp_path / "gone & away.json"),))
    context.remember = lambda settings: setattr(context, "settings", settings)
    room = _room(context, qtbot)

    QTest.mouseClick(_button(room, "Take out: gone & away.json"), Qt.MouseButton.LeftButton)
    assert list(context.settings.recent) == []

    qtbot.waitUntil(lambda: _has_button(room, "Put it back"), timeout=5000)
    QTest.mouseClick(_button(room, "Put it back"), Qt.MouseButton.LeftButton)
    assert len(list(context.settings.recent)) == 1
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=5000)


def test_open_runs_the_windows_own_command(context: AppContext, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    action = QAction("open", window)
    action.setObjectName("open")
    room = make_room(context)
    assert isinstance(room, WelcomeRoom)
    window.setCentralWidget(room)
    window.show()
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=5000)

    with qtbot.waitSignal(action.triggered):
        QTest.mouseClick(room.open_button, Qt.MouseButton.LeftButton)


def test_a_second_window_on_one_workspace_says_who_has_it(
    context: AppContext, qtbot: QtBot
) -> None:
    with create_workspace(context.services.paths.workspace):
        room = _room(context, qtbot)

        assert room.read_only.isVisible()
