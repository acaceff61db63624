"""What a finger hits on the console is at least 9 mm high, on laptops' screens at any scale."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from drillplanner.base.translator import Language
from tests.ui.app_context import close_context, make_context
from ui.run.console.widgets.tile import StepTile
from ui.run.room import RunRoom

#: 9 mm of 25.4 to the inch are 34.02 pixels of 96 to the inch.
LEAST_PX = 34


@pytest.mark.skipif(sys.platform == "win32", reason="sizes of fonts differ")
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("scale", [100, 150, 200])
def test_tiles_verbs_answers_and_switches_are_high_enough(
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    language: Language,
    size: tuple[int, int],
    scale: int,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with closing_room(RunRoom(make_context(tmp_path, language, scale=scale))) as room:
        qtbot.addWidget(room)
        look(room, qtbot, size)


@contextmanager
def closing_room(room: RunRoom) -> Iterator[RunRoom]:
    try:
        yield room
    finally:
        close_context(room.context)


def look(room: RunRoom, qtbot: QtBot, size: tuple[int, int]) -> None:
    room.resize(*size)
    room.show()
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)
    room.start.arm.click()
    qtbot.waitUntil(lambda: room.console is not None)
    page = room.console
    assert page is not None
    QTest.keyClicks(page, "2x")
    page.show_unsaved("3 entries are not saved.")
    page.lost.say("Keys are not being logged.")
    qtbot.wait(20)

    seen: list[QWidget] = [*page.findChildren(QAbstractButton), *page.findChildren(StepTile)]
    low = [
        (type(one).__name__, one.accessibleName(), one.height())
        for one in seen
        if one.isVisible() and one.height() < LEAST_PX
    ]
    assert low == []
    assert page.asking.isVisible()
    assert page.board.tiles["intruder"].isVisible()
