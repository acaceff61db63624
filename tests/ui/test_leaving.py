"""Leaving a drill takes a held key: the rule, and the whole program by real keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _
from drillplanner.run.codec import Sealed
from drillplanner.store.workspace import Workspace
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.navigation_guard import Leaving
from ui.run.console.page import ConsolePage
from ui.run.room import RunRoom
from ui.window.main_window import MainWindow
from ui.window.room_button import RoomButton

LEFT = Qt.MouseButton.LeftButton


# -- the rule -------------------------------------------------------------------------------


class Told:
    """What the rule told, in order."""

    def __init__(self, leaving: Leaving) -> None:
        self.said: list[str] = []
        leaving.refused.connect(lambda: self.said.append("refused"))
        leaving.released.connect(lambda room: self.said.append(f"to {room}"))
        leaving.changed.connect(self.said.append)


@pytest.fixture
def leaving(qapp: QApplication) -> Leaving:
    return Leaving()


def test_without_a_drill_every_room_is_open_and_a_held_key_does_nothing(leaving: Leaving) -> None:
    told = Told(leaving)

    assert leaving.lets("review")
    assert leaving.lets()
    leaving.release()
    leaving.entered("review")
    assert told.said == []


def test_a_drill_keeps_the_room_until_a_key_is_held_and_again_at_the_return(
    leaving: Leaving,
) -> None:
    told = Told(leaving)
    leaving.keep()
    assert not leaving.lets("review")
    assert leaving.lets("run")
    leaving.release()
    leaving.entered("review")
    assert leaving.lets("plan")
    leaving.entered("run")
    assert not leaving.lets("plan")

    assert told.said == ["kept", "refused", "away", "to review", "kept", "refused"]


def test_a_held_button_leads_to_its_own_room_and_a_held_key_to_the_start(leaving: Leaving) -> None:
    told = Told(leaving)
    leaving.keep()
    leaving.lets("review")
    leaving.release("plan")
    leaving.entered("run")
    leaving.release()

    assert [words for words in told.said if words.startswith("to ")] == ["to plan", "to home"]


def test_closing_is_leaving_too(leaving: Leaving) -> None:
    leaving.keep()
    assert not leaving.lets()
    leaving.rest()
    assert leaving.lets()


# -- the program ----------------------------------------------------------------------------


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with started(qtbot, tmp_path, ENGLISH) as program:
        yield program
        program.context.leaving.rest()


def window_of(program: Program) -> MainWindow:
    assert program.window is not None
    return program.window


def room_of(program: Program) -> RunRoom:
    page = window_of(program).page("run")
    assert isinstance(page, RunRoom)
    return page


def armed(program: Program, qtbot: QtBot) -> ConsolePage:
    window = window_of(program)
    window.activateWindow()
    window.show_room("run")
    room = room_of(program)
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)
    QTest.keyClick(room.start.arm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.console is not None and room.currentWidget() is room.console)
    settled(qtbot, program)
    presenter = room.presenter
    qtbot.waitUntil(lambda: presenter is not None and not presenter.session.queue.unsaved)
    assert room.console is not None
    return room.console


def held(page: ConsolePage, qtbot: QtBot, window: MainWindow) -> None:
    """Hold Esc until it leads away; that it takes a second is tested on a real screen."""
    page.hold_timer.setInterval(80)
    QTest.keyPress(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.room != "run", timeout=3000)
    QTest.keyRelease(page, Qt.Key.Key_Escape)


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert isinstance(action, QAction)
    action.trigger()


def button(window: MainWindow, room: str) -> RoomButton:
    return window.buttons[room]


def marks(program: Program) -> int:
    presenter = room_of(program).presenter
    assert presenter is not None
    entries = presenter.session.recorder.log.entries.values()
    return sum(one.kind == "mark" for one in entries)


def test_no_menu_and_no_shortcut_leaves_a_drill_and_it_is_said_how_to(
    program: Program, qtbot: QtBot
) -> None:
    page, window = armed(program, qtbot), window_of(program)
    for name in ("home", "plan", "review", "improve"):
        trigger(window, name)
        assert window.room == "run"
    assert "hold Esc" in page.hint.label.text()
    # The same keys are marks while the console has them.
    QTest.keyClick(page, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)

    assert window.room == "run"
    assert button(window, "run").isChecked()
    assert marks(program) == 1
    assert page.hasFocus()


def test_a_click_on_another_room_is_refused_and_holding_its_button_goes_there(
    program: Program, qtbot: QtBot
) -> None:
    page, window = armed(program, qtbot), window_of(program)
    trigger(window, "fullscreen")
    assert window.rail.isVisible()
    QTest.mouseClick(button(window, "review"), LEFT)
    assert window.room == "run"
    assert button(window, "run").isChecked()
    assert "To leave, hold Esc" in page.hint.label.text()
    assert page.hasFocus()

    QTest.mousePress(button(window, "plan"), LEFT)
    qtbot.waitUntil(lambda: window.room == "plan", timeout=3000)
    QTest.mouseRelease(button(window, "plan"), LEFT)
    assert window.room == "plan"
    assert button(window, "plan").isChecked()
    settled(qtbot, program)


def test_a_button_from_which_the_pointer_is_drawn_off_goes_nowhere(
    program: Program, qtbot: QtBot
) -> None:
    armed(program, qtbot)
    window = window_of(program)
    trigger(window, "fullscreen")
    plan = button(window, "plan")
    QTest.mousePress(plan, LEFT)
    qtbot.wait(120)
    QTest.mouseMove(plan, plan.rect().bottomRight() * 3)
    plan.setDown(False)
    qtbot.wait(1100)
    QTest.mouseRelease(plan, LEFT, pos=plan.rect().bottomRight() * 3)

    assert window.room == "run"


def test_a_short_press_of_escape_leaves_nothing(program: Program, qtbot: QtBot) -> None:
    page = armed(program, qtbot)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.wait(1200)

    assert window_of(program).room == "run"


def test_while_escape_is_held_it_is_said_what_for_and_let_go_too_soon_how_long(
    program: Program, qtbot: QtBot
) -> None:
    page = armed(program, qtbot)
    QTest.keyPress(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "Keep holding Esc" in page.hint.label.text())
    QTest.keyRelease(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "for one second" in page.hint.label.text())

    assert window_of(program).room == "run"


def test_escape_held_leads_to_the_room_that_was_asked_for(program: Program, qtbot: QtBot) -> None:
    page, window = armed(program, qtbot), window_of(program)
    trigger(window, "review")
    held(page, qtbot, window)

    assert window.room == "review"
    settled(qtbot, program)


def test_away_it_is_said_until_one_button_leads_back_and_the_keys_are_logged_at_once(
    program: Program, qtbot: QtBot
) -> None:
    page, window = armed(program, qtbot), window_of(program)
    QTest.keyClicks(page, "1")
    held(page, qtbot, window)
    settled(qtbot, program)
    said = ("away", "alarm", "A drill is running: keys are not being logged.")
    assert list(window.banners) == [said]
    trigger(window, "plan")
    settled(qtbot, program)
    assert window.room == "plan"
    assert list(window.banners) == [said]
    QTest.keyClicks(window.focusWidget() or window, "2")
    assert marks(program) == 1

    (back,) = [one for one in window.findChildren(QPushButton) if one.text() == "Back to the drill"]
    QTest.mouseClick(back, LEFT)
    assert window.room == "run"
    assert list(window.banners) == []
    assert page.hasFocus()
    assert page.lost.isHidden()
    QTest.keyClicks(page, "2")
    assert marks(program) == 2
    # Kept again.
    trigger(window, "plan")
    assert window.room == "run"


def test_a_banner_of_another_page_does_not_lie_over_the_console(
    program: Program, qtbot: QtBot
) -> None:
    window = window_of(program)
    settings = window.tell("settings", "The settings were damaged.")
    workspace = window.tell("damage", "A record is damaged.", "alarm")
    room = room_of(program)
    window.show_room("run")
    window.tell("refused", "This is no script.")
    armed(program, qtbot)

    assert [key for key, _kind, _text in window.banners] == ["settings", "damage"]
    assert settings.isHidden()
    # What is wrong is said in the console's own room: a banner would move its tiles.
    assert workspace.isHidden()
    assert room.console is not None
    assert room.console.trouble.accessibleName() == "A record is damaged."

    room.console.holdReached.emit("end")
    qtbot.waitUntil(lambda: room.currentWidget() is room.end)
    assert settings.isVisible()
    assert workspace.isVisible()


def test_what_the_disk_does_not_take_while_away_is_told_in_the_room_that_is_seen(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, window = armed(program, qtbot), window_of(program)
    whole = Workspace.append

    def full(_workspace: Workspace, _sealed: Sealed) -> None:
        raise StoreFault(_("The disk is full."))

    held(page, qtbot, window)
    settled(qtbot, program)
    monkeypatch.setattr(Workspace, "append", full)
    presenter = room_of(program).presenter
    assert presenter is not None
    presenter.session.recorder.note("while away")
    qtbot.waitUntil(lambda: any("not saved" in text for _key, _kind, text in window.banners))

    monkeypatch.setattr(Workspace, "append", whole)
    page.retryRequested.emit()
    qtbot.waitUntil(lambda: not presenter.session.queue.unsaved)


def test_the_window_does_not_close_on_a_drill_by_one_click(program: Program, qtbot: QtBot) -> None:
    page, window = armed(program, qtbot), window_of(program)
    assert not window.close()
    assert window.isVisible()
    assert "hold Esc" in page.hint.label.text()

    held(page, qtbot, window)
    settled(qtbot, program)
    assert window.close()


def test_the_end_of_the_session_closes_without_a_held_key(program: Program, qtbot: QtBot) -> None:
    armed(program, qtbot)
    program.context.save_now()

    assert window_of(program).close()


def test_once_the_drill_has_ended_every_room_is_open(program: Program, qtbot: QtBot) -> None:
    page, window = armed(program, qtbot), window_of(program)
    page.holdReached.emit("end")
    room = room_of(program)
    qtbot.waitUntil(lambda: room.currentWidget() is room.end)
    settled(qtbot, program)
    trigger(window, "plan")

    assert window.room == "plan"
    assert window.banners == ()
    settled(qtbot, program)
