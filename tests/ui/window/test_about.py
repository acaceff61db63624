"""What the program is, and what a person who helps from afar asks first."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from drillplanner import __version__
from tests.ui.program import ENGLISH, started
from ui.app import Program


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    with started(qtbot, tmp_path, replace(ENGLISH, keeper_name="Wang", source="Class 3")) as made:
        yield made
        for sheet in list(made.sheets.values()):
            sheet.close()


def test_diagnostics_are_copied_by_one_button_and_name_nobody(
    program: Program, tmp_path: Path
) -> None:
    assert program.window is not None
    action = program.window.findChild(QAction, "about")
    assert isinstance(action, QAction)
    action.trigger()
    copy = program.sheets["about"].findChild(QPushButton, "copy")
    assert isinstance(copy, QPushButton)

    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)

    told = QGuiApplication.clipboard().text()
    assert f"drillplanner {__version__}" in told
    assert f"Python {platform.python_version()}" in told
    assert "×" in told
    assert copy.text() == "Copied"
    for private in (platform.node(), getpass.getuser(), str(tmp_path), str(Path.home()), "Wang"):
        assert private not in told.split(), private
