"""A finger on a touch screen does what a key does, at the moment it comes down."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
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


def test_a_finger_names_an_instant_that_was_put_off(room: RunRoom, qtbot: QtBot) -> None:
    console = Console.armed(room, qtbot)
    console.press("1", "Space", "Esc")

    click(console.page.head.unnamed)
    console.tap(console.tiles["rooms-secured"].center())

    assert (console.last.kind, console.last.step) == ("label", "rooms-secured")


def test_a_finger_drops_a_question(room: RunRoom, qtbot: QtBot) -> None:
    console = Console.armed(room, qtbot)
    console.press("1", "N")

    click(console.page.asking.leave)

    assert console.question == ""
    assert console.kinds[-1] == "mark"
    console.press("M")
    click(console.page.asking.leave)
    assert console.question == ""
    assert console.page.hasFocus()


def test_a_finger_opens_the_folded_log_and_voids_a_row(room: RunRoom, qtbot: QtBot) -> None:
    console = Console.armed(room, qtbot)
    console.resize(1024, 550)
    console.press("1", "2")
    second = console.last

    click(console.page.newest)
    assert console.page.log.isVisible()
    click(console.page.verbs.buttons["void"])

    assert console.last.amends == second.id
    click(console.page.newest)
    assert console.page.log.isVisible()
    click(console.page.newest)
    assert not console.page.log.isVisible()


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
