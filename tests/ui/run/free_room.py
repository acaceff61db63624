"""Begin a drill without a script in a real run room."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from drillplanner.run.entry import Entry
from ui.context import AppContext
from ui.run.console.page import ConsolePage
from ui.run.room import RunRoom


def make_room(context: AppContext, qtbot: QtBot) -> RunRoom:
    """Make a room that is ready to arm; `endings.rest` it when done."""
    room = RunRoom(context)
    qtbot.addWidget(room)
    room.resize(1076, 760)
    room.show()
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)
    return room


def armed_free(room: RunRoom, qtbot: QtBot) -> ConsolePage:
    """Choose the last item of the scripts, no script, and arm."""
    start = room.start
    start.form.script.setCurrentIndex(start.form.script.count() - 1)
    room.arm()
    qtbot.waitUntil(lambda: room.currentWidget() is room.console and room.console is not None)
    assert room.console is not None
    room.console.setFocus()
    return room.console


def logged(room: RunRoom) -> list[Entry]:
    """List what was logged so far."""
    assert room.presenter is not None
    return list(room.presenter.session.recorder.log.entries.values())
