"""The sheet of the console's settings, by keys and mouse, in the program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.program import ENGLISH, started
from ui.app import Program
from ui.run.sound_choice import has_sounds
from ui.run.start.kept_posts import Kept
from ui.settings import Settings, SettingsFile
from ui.window.console_settings import ConsoleSettings

LEFT = Qt.MouseButton.LeftButton
ONE_POST = Kept(("gate",), is_control=False)


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    with started(qtbot, tmp_path, replace(ENGLISH, source="Class 3")) as made:
        yield made
        for sheet in list(made.sheets.values()):
            sheet.close()


def opened(program: Program) -> ConsoleSettings:
    assert program.window is not None
    action = program.window.findChild(QAction, "console")
    assert isinstance(action, QAction)
    action.trigger()
    sheet = program.sheets["console"]
    assert isinstance(sheet, ConsoleSettings)
    return sheet


def test_each_choice_is_remembered_as_it_is_made(program: Program, tmp_path: Path) -> None:
    sheet = opened(program)
    QTest.keyClick(sheet.double_press, Qt.Key.Key_Up)
    QTest.mouseClick(sheet.steps[1], LEFT)
    for is_on in (False, True):
        # On at first: this laptop keeps all posts.
        QTest.keyClick(sheet.sounds, Qt.Key.Key_Space)
        assert sheet.sounds.is_on is is_on
    QTest.mouseClick(sheet.full_screen, LEFT)

    kept = SettingsFile(tmp_path / "settings.json").load()
    # 400 and twice 50
    assert kept.double_press_ms == program.context.settings.double_press_ms == 500
    assert not kept.full_screen
    assert has_sounds(kept, "Class 3", ONE_POST)
    assert not has_sounds(kept, "Class 4", ONE_POST)


def test_a_double_press_stays_within_a_fifth_of_a_second_and_a_second(program: Program) -> None:
    sheet = opened(program)
    for _step in range(20):
        QTest.mouseClick(sheet.steps[0], LEFT)
    assert program.settings.double_press_ms == 200
    for _step in range(20):
        QTest.mouseClick(sheet.steps[1], LEFT)
    assert program.settings.double_press_ms == 1000


def test_while_a_drill_runs_it_is_refused(program: Program) -> None:
    program.context.is_running = True
    assert program.window is not None
    action = program.window.findChild(QAction, "console")
    assert isinstance(action, QAction)
    action.trigger()

    assert program.sheets == {}
    assert "when it has ended" in program.window.banners[0][2]


@pytest.mark.parametrize("scale", [100, 200])
def test_the_sheet_fits_a_small_screen(qtbot: QtBot, tmp_path: Path, scale: int) -> None:
    with started(qtbot, tmp_path, Settings(language="en", scale=scale)) as made:
        sheet = opened(made)

        assert sheet.minimumSizeHint().height() <= 600
        assert sheet.minimumSizeHint().width() <= 800
        sheet.close()


@pytest.mark.parametrize(("ms", "found"), [(199, 400), (200, 200), (1000, 1000), (1001, 400)])
def test_a_file_with_a_double_press_out_of_range_takes_the_usual(
    tmp_path: Path, ms: int, found: int
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"double_press_ms": ms}), encoding="utf-8")

    assert SettingsFile(path).load().double_press_ms == found
