"""Practice on the real console with one's own script, and nothing of it is ever a drill."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.app_context import workspace_of
from tests.ui.pages.console import Console
from ui.run.room import RunRoom


def test_what_was_pressed_in_practice_is_nowhere_afterwards(room: RunRoom, qtbot: QtBot) -> None:
    room.before.show_practice()
    assert room.before.practice is not None
    room.before.practice.console.click()
    qtbot.waitUntil(lambda: room.currentWidget() is room.console)
    console = Console(room, qtbot)
    assert console.page.head.practice.isVisible()

    console.press("2", "3", "Backspace")
    assert console.kinds == ["arm", "mark", "mark", "void"]
    console.hold("F12")

    qtbot.waitUntil(lambda: room.currentWidget() is room.start)
    assert not room.context.is_running
    assert not room.context.drill
    assert not [fact for fact in workspace_of(room.context).facts() if fact.kind != "script"]
    Console.armed(room, qtbot)
    assert not Console(room, qtbot).page.head.practice.isVisible()
