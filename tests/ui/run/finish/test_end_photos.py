"""From the end of a drill one button leads to its photos."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.context import AppContext
from ui.run.room import RunRoom


def test_the_button_goes_to_the_review_first_and_there_to_the_photos(
    qtbot: QtBot, context: AppContext
) -> None:
    room = RunRoom(context)
    qtbot.addWidget(room)
    room.end.show_end("The drill has ended", "Drill", 3, 0, "ABCD1234")
    asked: list[str] = []
    context.roomRequested.connect(asked.append)
    context.photosRequested.connect(lambda: asked.append("photos"))

    QTest.keyClick(room.end.photos, Qt.Key.Key_Space)

    assert asked == ["review", "photos"]


def test_until_all_is_saved_the_button_waits(qtbot: QtBot, context: AppContext) -> None:
    room = RunRoom(context)
    qtbot.addWidget(room)

    room.end.show_end("The drill has ended", "Drill", 3, 1, "ABCD1234")

    assert not room.end.photos.isEnabled()
