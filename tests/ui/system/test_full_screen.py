"""The whole screen for the console: F11, by itself at arming, and back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.program import ENGLISH, settled, started
from tests.ui.test_leaving import armed, held, program, trigger, window_of
from ui.app import Program
from ui.settings import SettingsFile
from ui.window.main_window import MainWindow

__all__ = ["program"]


@pytest.fixture
def framed(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """Run the program with the choice not to fill the screen by itself."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with started(qtbot, tmp_path, replace(ENGLISH, full_screen=False)) as made:
        yield made
        made.context.leaving.rest()


def is_alone(window: MainWindow) -> bool:
    """Tell whether the room is seen alone, which it is just on the full screen."""
    is_full = window.isFullScreen()
    assert window.rail.isVisible() is not is_full
    assert window.menuBar().isVisible() is not is_full
    return is_full


def test_f11_goes_there_and_back_to_where_the_window_stood(program: Program, qtbot: QtBot) -> None:
    window = window_of(program)
    window.setGeometry(30, 40, 700, 640)
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert is_alone(window)
    qtbot.waitUntil(lambda: window.size() == window.screen().size())
    QTest.keyClick(window, Qt.Key.Key_F11)

    assert not is_alone(window)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == (700, 640))


def test_a_window_that_filled_the_desktop_does_so_again(program: Program, qtbot: QtBot) -> None:
    window = window_of(program)
    window.showMaximized()
    trigger(window, "fullscreen")
    trigger(window, "fullscreen")

    assert window.isMaximized()


def test_arming_fills_the_screen_and_the_end_brings_the_window_back(
    program: Program, qtbot: QtBot
) -> None:
    window = window_of(program)
    assert not is_alone(window)
    page = armed(program, qtbot)
    assert is_alone(window)
    page.holdReached.emit("end")
    settled(qtbot, program)

    assert not is_alone(window)


def test_f11_works_while_the_console_has_the_keys(program: Program, qtbot: QtBot) -> None:
    page, window = armed(program, qtbot), window_of(program)
    QTest.keyClick(page, Qt.Key.Key_F11)
    assert not is_alone(window)
    assert page.hasFocus()
    QTest.keyClick(page, Qt.Key.Key_F11)
    assert is_alone(window)
    # What a person chose stays at the end.
    page.holdReached.emit("end")
    settled(qtbot, program)
    assert is_alone(window)


def test_a_held_key_shows_the_rooms_and_coming_back_fills_the_screen_again(
    program: Program, qtbot: QtBot
) -> None:
    page, window = armed(program, qtbot), window_of(program)
    held(page, qtbot, window)
    settled(qtbot, program)
    assert not is_alone(window)
    trigger(window, "run")

    assert is_alone(window)
    assert page.hasFocus()


def test_who_does_not_want_it_is_not_taken_there(framed: Program, qtbot: QtBot) -> None:
    armed(framed, qtbot)

    assert not is_alone(window_of(framed))


def test_a_window_built_anew_on_the_full_screen_fills_it_and_comes_back(
    program: Program, qtbot: QtBot
) -> None:
    old = window_of(program)
    old.setGeometry(30, 40, 900, 640)
    trigger(old, "fullscreen")
    trigger(old, "theme-dark")
    qtbot.waitUntil(lambda: program.window is not old, timeout=10_000)
    settled(qtbot, program)
    new = window_of(program)
    assert is_alone(new)
    trigger(new, "fullscreen")

    assert not is_alone(new)


def test_a_program_that_closed_on_the_full_screen_starts_framed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with started(qtbot, tmp_path, ENGLISH) as first:
        window_of(first).setGeometry(30, 50, 777, 599)
        trigger(window_of(first), "fullscreen")
    assert SettingsFile(tmp_path / "settings.json").load().geometry

    with started(qtbot, tmp_path) as second:
        window = window_of(second)
        assert not is_alone(window)
        assert (window.width(), window.height()) == (777, 599)
