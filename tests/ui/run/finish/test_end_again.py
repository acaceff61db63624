"""A window that is built anew, in another language or theme, shows the end that was seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages.console import Console
from tests.ui.pages.finish import Finish
from tests.ui.run.finish.test_end_asks import ended
from ui.context import AppContext
from ui.run.room import RunRoom


def rebuilt(context: AppContext, room: RunRoom, qtbot: QtBot) -> RunRoom:
    """Build the room anew, as the window does for another language."""
    context.disconnect_rooms()
    again = RunRoom(context)
    qtbot.addWidget(again)
    room.hide()
    again.resize(1076, 760)
    again.show()
    return again


def test_the_end_stays_and_goes_on_in_another_language(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    _console, finish = ended(room, qtbot, "1", "2")
    count = len(finish.gaps)
    context.language = "zh_CN"

    again = rebuilt(context, room, qtbot)

    finish = Finish(again, qtbot)
    assert len(finish.gaps) == count
    finish.settle("报警", "未执行")
    assert len(finish.gaps) < count
    qtbot.waitUntil(again.end.review.isEnabled)
    # The first takes back what was settled, the second asks about the end.
    finish.press(Qt.Key.Key_Backspace)
    finish.press(Qt.Key.Key_Backspace)
    finish.read()
    finish.press(Qt.Key.Key_F2)
    console = Console(again, qtbot)
    console.press("3")
    assert console.last.kind == "mark"
    console.hold("F12")


def test_an_end_that_was_left_is_not_shown_again(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    _console, _finish = ended(room, qtbot, "1", "2")
    room.end.again.click()

    again = rebuilt(context, room, qtbot)

    qtbot.waitUntil(again.start.arm.isEnabled)
    assert again.currentWidget() is again.start
