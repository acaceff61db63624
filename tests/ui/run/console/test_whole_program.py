"""The console inside the whole program: what lies over it, its size, and going on after a kill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.pages.console import Console
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.home.page import WelcomePage
from ui.run.room import RunRoom
from ui.window.splash import first_size


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("ui.run.console.controller.READ_NS", 0)
    with started(qtbot, tmp_path, ENGLISH) as program:
        yield program
        program.context.leaving.rest()


def run_room(program: Program) -> RunRoom:
    assert program.window is not None
    room = program.window.page("run")
    assert isinstance(room, RunRoom)
    return room


def armed(program: Program, qtbot: QtBot) -> Console:
    assert program.window is not None
    program.window.activateWindow()
    program.window.show_room("run")
    room = run_room(program)
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)
    return Console.armed(room, qtbot)


def test_escape_puts_the_keys_away_before_it_drops_anything(program: Program, qtbot: QtBot) -> None:
    console = armed(program, qtbot)
    console.press("2", "Space")
    assert program.window is not None
    action = program.window.findChild(QAction, "keys")
    assert isinstance(action, QAction)
    action.trigger()
    assert program.sheets["keys"].isVisible()

    console.press("Esc")
    qtbot.waitUntil(lambda: "keys" not in program.sheets)
    assert console.question.startswith("The instant")

    console.press("Esc")
    assert console.question == ""


def test_f1_opens_at_what_can_be_pressed_at_this_moment(program: Program, qtbot: QtBot) -> None:
    console = armed(program, qtbot)
    console.press("2", "X")
    assert program.window is not None
    action = program.window.findChild(QAction, "keys")
    assert isinstance(action, QAction)

    action.trigger()

    words = [one.text() for one in program.sheets["keys"].findChildren(QLabel)]
    first = words[words.index("At this moment") + 1 :]
    assert first[:2] == ["F2", "People"]
    assert first.index("Drop the question") < first.index(
        "Undo what was done last, whatever it was"
    )
    assert words.index("At this moment") == 1


def test_ctrl_and_plus_show_a_running_drill_larger_and_log_nothing(
    program: Program, qtbot: QtBot
) -> None:
    console = armed(program, qtbot)
    console.press("2")
    before = console.smallest_text_px, console.kinds

    QTest.keyClick(console.page, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, program)

    assert program.settings.scale == 125
    assert console.smallest_text_px > before[0]
    assert console.kinds == before[1]
    QTest.keyClick(console.page, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert program.settings.scale == 100


def test_after_a_kill_one_button_leads_to_the_console(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with started(qtbot, tmp_path, ENGLISH) as program:
        console = armed(program, qtbot)
        console.press("2")
        qtbot.waitUntil(lambda: console.newest.endswith("saved"), timeout=5000)
        program.context.leaving.rest()

    with started(qtbot, tmp_path, ENGLISH) as program:
        assert program.window is not None
        home = program.window.page("home")
        assert isinstance(home, WelcomePage)
        qtbot.waitUntil(home.continue_button.isVisible, timeout=10_000)
        QTest.keyClick(home.continue_button, Qt.Key.Key_Return)
        room = run_room(program)
        qtbot.waitUntil(lambda: room.currentWidget() is room.console, timeout=10_000)

        assert Console(room, qtbot).kinds[:2] == ["arm", "mark"]
        program.context.leaving.rest()


def test_the_first_window_lies_within_the_screen_with_its_frame(program: Program) -> None:
    screen = QApplication.primaryScreen().availableSize()

    size = first_size(program.settings)

    assert size.height() <= screen.height() - 40
    assert size.width() <= screen.width()
