"""The second screen: one key turns it, it never takes the keys, and it goes with the drill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from drillplanner.services.workspace_home import FILE_NAME
from tests.services.review_stage import copy_drill
from tests.ui.app_context import close_context, make_context
from tests.ui.review.conftest import Told
from ui.context import AppContext
from ui.run.room import RunRoom, make_room
from ui.screen.presenter import SecondScreen
from ui.screen.views import DebriefView, SpeechView


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[AppContext]:
    copy_drill(tmp_path / FILE_NAME)
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def window(qtbot: QtBot, context: AppContext) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    room = make_room(context)
    made.setCentralWidget(room)
    made.resize(1100, 700)
    made.show()
    return made


@pytest.fixture
def room(qtbot: QtBot, window: QMainWindow) -> RunRoom:
    found = window.centralWidget()
    assert isinstance(found, RunRoom)
    qtbot.waitUntil(found.start.arm.isEnabled, timeout=10_000)
    return found


@pytest.fixture
def screen(context: AppContext, window: QMainWindow) -> Iterator[SecondScreen]:
    only = QApplication.primaryScreen()
    made = SecondScreen(context, window, lambda _taken, _after: only)
    yield made
    made.close()


def arm(qtbot: QtBot, context: AppContext, room: RunRoom) -> None:
    room.arm()
    qtbot.waitUntil(lambda: context.is_running)


def shows(screen: SecondScreen, face: str) -> bool:
    return screen.face == face


def words(screen: SecondScreen, part: str) -> str:
    view = screen.view
    assert view is not None
    return view.parts[part].words


def test_one_key_turns_from_control_to_audience_to_nothing(
    qtbot: QtBot, context: AppContext, room: RunRoom, screen: SecondScreen
) -> None:
    arm(qtbot, context, room)

    screen.turn()
    assert shows(screen, "control")
    qtbot.waitUntil(lambda: "Armed intruder" in words(screen, "title"))
    qtbot.waitUntil(lambda: words(screen, "next0") != "")
    screen.turn()
    assert shows(screen, "audience")
    qtbot.waitUntil(lambda: words(screen, "state") == "The drill has not begun")
    screen.turn()

    assert shows(screen, "")
    assert screen.view is None


def test_the_console_keeps_the_keys_and_the_screen_follows_them(
    qtbot: QtBot, context: AppContext, room: RunRoom, screen: SecondScreen
) -> None:
    arm(qtbot, context, room)
    screen.turn()
    view = screen.view
    assert view is not None
    assert view.window().windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert room.console is not None
    console = room.console
    assert console.hasFocus()

    QTest.keyClick(console, Qt.Key.Key_2)

    qtbot.waitUntil(lambda: "danger appears" in words(screen, "now0"), timeout=3000)
    assert view.clock is not None
    assert view.clock.text.startswith("00:0")
    assert words(screen, "state") == "Running"


def test_the_screen_closes_with_the_drill(
    qtbot: QtBot, context: AppContext, room: RunRoom, screen: SecondScreen
) -> None:
    arm(qtbot, context, room)
    screen.turn()

    context.is_running = False

    assert shows(screen, "")
    assert context.live is None


def test_practice_says_that_it_counts_for_nothing(
    qtbot: QtBot, context: AppContext, room: RunRoom, screen: SecondScreen
) -> None:
    room.practise()
    qtbot.waitUntil(lambda: context.is_running)

    screen.turn()

    qtbot.waitUntil(lambda: words(screen, "state") == "Practice: counts for nothing")


def test_afterwards_the_debrief_is_shown_and_marked_preliminary(
    qtbot: QtBot, context: AppContext, room: RunRoom, screen: SecondScreen
) -> None:
    screen.turn()

    qtbot.waitUntil(lambda: isinstance(screen.view, DebriefView), timeout=10_000)
    assert shows(screen, "debrief")
    assert "Preliminary" in words(screen, "mark")
    assert words(screen, "slow0").startswith("1. ")
    assert words(screen, "doubt0")
    screen.turn()
    qtbot.waitUntil(lambda: isinstance(screen.view, SpeechView), timeout=10_000)
    assert "preliminary" in words(screen, "speech")
    screen.turn()
    assert screen.view is None


def test_without_a_second_monitor_nothing_covers_the_console(
    qtbot: QtBot, context: AppContext, window: QMainWindow, room: RunRoom
) -> None:
    told = Told(context)
    screen = SecondScreen(context, window)
    arm(qtbot, context, room)

    screen.turn()

    assert shows(screen, "")
    assert "second monitor" in told.said[0]
