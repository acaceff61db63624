"""Menus show in a drill only what works in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.actions import COMMANDS, IN_A_DRILL, KEYS_IN_A_DRILL
from ui.app import Program
from ui.run.keys import KEY_LINES
from ui.settings import SettingsFile
from ui.window.keys_page import make_keys


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    made = Program(qapp, SettingsFile(tmp_path / "settings.json"))
    window = made.open()
    qtbot.addWidget(window)
    yield made
    made.context.is_running = False
    qtbot.waitUntil(lambda: not made.jobs.is_busy, timeout=10_000)
    made.close()


def actions(program: Program) -> dict[str, QAction]:
    window = program.window
    assert window is not None
    found = {one.id: window.findChild(QAction, one.id) for one in COMMANDS}
    return {name: one for name, one in found.items() if isinstance(one, QAction)}


def test_in_a_drill_only_what_works_is_shown_and_no_shortcut_that_would_mark(
    program: Program,
) -> None:
    before = {name: one.shortcuts() for name, one in actions(program).items()}

    program.context.leaving.keep()

    shown = {name for name, one in actions(program).items() if one.isVisible()}
    assert shown == IN_A_DRILL
    kept = {name for name, one in actions(program).items() if one.shortcuts()}
    assert kept <= KEYS_IN_A_DRILL

    program.context.leaving.release()
    assert {name: one.shortcuts() for name, one in actions(program).items()} == before


def test_f1_opens_at_what_can_be_pressed_now(program: Program) -> None:
    program.context.is_running = True
    assert program.window is not None

    sheet = make_keys(program.context, program.window)

    rows = [label.text() for label in sheet.findChildren(QLabel)]
    assert rows.index(KEY_LINES[0].shown) < 4
    sheet.close()
