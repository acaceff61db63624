"""A finger on a touch screen does what a key does, at the moment it comes down."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.pages.console import Console
from ui.run.room import RunRoom


def touch(widget: QWidget, *, is_down: bool) -> None:
    sequence = QTest.touchEvent(widget, QTest.createTouchDevice())
    spot: QPoint = widget.rect().center()
    if is_down:
        sequence.press(0, spot, widget)
    else:
        sequence.release(0, spot, widget)
    sequence.commit()


def test_a_finger_marks_as_it_comes_down(room: RunRoom, qtbot: QtBot) -> None:
    Console.armed(room, qtbot)
    console = Console(room, qtbot)
    tile = next(iter(console.page.board.tiles.values()))

    # A finger comes down on what is seen; on a busy machine the tile is painted a moment later.
    qtbot.waitUntil(tile.isVisible)

    touch(tile, is_down=True)

    qtbot.waitUntil(lambda: console.kinds.count("mark") == 1)
    assert room.presenter is not None
    log = room.presenter.session.recorder.log
    assert [one.made for one in log if one.kind == "mark"] == ["tap"]
    touch(tile, is_down=False)
    assert console.kinds.count("mark") == 1
