"""From the end of a drill one button leads to its photos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk import close_desk, make_desk
from ui.desk import Desk
from ui.run.room import RunRoom


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    close_desk(made)


def test_the_button_goes_to_the_review_first_and_there_to_the_photos(
    qtbot: QtBot, desk: Desk
) -> None:
    room = RunRoom(desk)
    qtbot.addWidget(room)
    room.end.show_end("The drill has ended", "Drill", 3, 0, "ABCD1234")
    asked: list[str] = []
    desk.roomRequested.connect(asked.append)
    desk.photosRequested.connect(lambda: asked.append("photos"))

    QTest.keyClick(room.end.photos, Qt.Key.Key_Space)

    assert asked == ["review", "photos"]
    room.endings.rest()


def test_until_all_is_saved_the_button_waits(qtbot: QtBot, desk: Desk) -> None:
    room = RunRoom(desk)
    qtbot.addWidget(room)

    room.end.show_end("The drill has ended", "Drill", 3, 1, "ABCD1234")

    assert not room.end.photos.isEnabled()
    room.endings.rest()
