"""The manual in the window: it opens where it helps, and leads by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from drillplanner.report.manual import read_manual
from tests.ui.program import ENGLISH, started
from ui.app import Program
from ui.window.main_window import ROOMS
from ui.window.manual_sheet import CHAPTERS, ManualSheet


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    with started(qtbot, tmp_path, ENGLISH) as made:
        yield made
        for sheet in list(made.sheets.values()):
            sheet.close()


def opened(program: Program) -> ManualSheet:
    assert program.window is not None
    action = program.window.findChild(QAction, "manual")
    assert isinstance(action, QAction)
    action.trigger()
    sheet = program.sheets["manual"]
    assert isinstance(sheet, ManualSheet)
    return sheet


def test_each_room_has_a_chapter_that_exists() -> None:
    names = {chapter.name for chapter in read_manual("en")}

    assert set(CHAPTERS) >= set(ROOMS)
    assert set(CHAPTERS.values()) <= names


def test_it_opens_at_the_room_goes_on_by_arrow_keys_and_is_saved_as_pdf(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program.window is not None
    program.window.show_room("review")
    sheet = opened(program)
    assert "The evaluator" in sheet.page.toPlainText()

    QTest.keyClick(sheet.list, Qt.Key.Key_Down)
    assert "security chief" in sheet.page.toPlainText()

    target = tmp_path / "manual"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), "*.pdf"))
    QTest.mouseClick(sheet.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil((tmp_path / "manual.pdf").exists, timeout=20_000)
