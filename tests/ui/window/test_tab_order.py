"""Tab goes through a page as the eye does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.run.room import RunRoom
from ui.window.console_settings import ConsoleSettings


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    with started(qtbot, tmp_path, ENGLISH) as made:
        yield made
        for sheet in list(made.sheets.values()):
            sheet.close()


@pytest.fixture
def room(program: Program, qtbot: QtBot) -> RunRoom:
    window = settled(qtbot, program)
    window.show_room("run")
    page = window.page("run")
    assert isinstance(page, RunRoom)
    qtbot.waitUntil(page.start.arm.isEnabled, timeout=10_000)
    return page


def stops(first: QWidget) -> list[QWidget]:
    """List where Tab stops, from a widget on and round."""
    found, one = [first], first.nextInFocusChain()
    while one is not None and one is not first:
        takes = one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.focusProxy()
        if takes and one.isVisible() and one.isEnabled():
            found.append(one)
        one = one.nextInFocusChain()
    return found


def places(window: QWidget, widgets: Sequence[QWidget]) -> list[tuple[int, int]]:
    """Give top and left of widgets; what stands within a line has one top."""
    corners = [widget.mapTo(window, QPoint(0, 0)) for widget in widgets]
    return [(corner.y() // 12, corner.x()) for corner in corners]


def in_room(room: RunRoom, widgets: Sequence[QWidget]) -> list[QWidget]:
    return [widget for widget in widgets if room.isAncestorOf(widget)]


def test_on_the_start_page_from_the_script_to_the_last_button(room: RunRoom) -> None:
    form = room.start.form
    found = in_room(room, stops(form.script))

    assert places(room, found) == sorted(places(room, found))
    boxes = list(form.posts.boxes.values())
    assert len(boxes) > 1
    first = found.index(form.source) + 1
    assert found[first : first + len(boxes)] == boxes


def test_another_script_keeps_the_order(room: RunRoom, qtbot: QtBot) -> None:
    form = room.start.form
    form.script.setCurrentIndex(1)
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)

    found = in_room(room, stops(form.script))
    assert places(room, found) == sorted(places(room, found))


def test_in_the_settings_from_shorter_to_close(program: Program) -> None:
    assert program.window is not None
    action = program.window.findChild(QAction, "console")
    assert isinstance(action, QAction)
    action.trigger()
    sheet = program.sheets["console"]
    assert isinstance(sheet, ConsoleSettings)

    found = stops(sheet.steps[0])
    assert places(sheet, found) == sorted(places(sheet, found))


def test_who_comes_back_from_the_check_may_arm_at_once(room: RunRoom) -> None:
    room.before.show_readiness()
    page = room.before.readiness
    assert page is not None

    QTest.keyClick(page, Qt.Key.Key_Escape)

    assert room.currentWidget() is room.start
    assert room.window().focusWidget() is room.start.arm
