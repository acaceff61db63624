"""The program as a whole: it starts, its rooms open, its looks change, and it closes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from drillplanner.resources import resource
from tests.exchange.importing.made import xlsx
from tests.ui.program import ENGLISH, settled, started, windows
from ui.actions import COMMANDS
from ui.app import Program
from ui.review.import_log.page import ImportPage
from ui.settings import Settings, SettingsFile
from ui.widgets.banner import Banner
from ui.window.main_window import ROOMS, MainWindow
from ui.window.splash import SplashWindow, restore_geometry, screen_key


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    with started(qtbot, tmp_path, ENGLISH) as program:
        yield program


def window_of(program: Program) -> MainWindow:
    assert program.window is not None
    return program.window


def trigger(program: Program, name: str) -> None:
    action = window_of(program).findChild(QAction, name)
    assert isinstance(action, QAction)
    action.trigger()


def change(qtbot: QtBot, program: Program, choice: str) -> None:
    old = window_of(program)
    trigger(program, choice)
    qtbot.waitUntil(lambda: program.window is not old, timeout=10_000)
    settled(qtbot, program)


def is_checked(window: MainWindow, name: str) -> bool:
    action = window.findChild(QAction, name)
    return isinstance(action, QAction) and action.isChecked()


def rail_button(window: MainWindow, words: str) -> QToolButton:
    return next(one for one in window.rail.findChildren(QToolButton) if one.text() == words)


def told(program: Program) -> list[str]:
    return [text for _key, _kind, text in window_of(program).banners]


# -- starting ---------------------------------------------------------------------------


def test_the_splash_is_painted_first_and_the_window_takes_its_place(
    qtbot: QtBot, tmp_path: Path
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    splash = SplashWindow(Settings(theme="dark"))
    with qtbot.waitSignal(splash.painted):
        splash.show()
    splash.move(40, 60)
    program = Program(application, SettingsFile(tmp_path / "settings.json"))

    window = program.open(splash)

    assert window.isVisible()
    assert not splash.isVisible()
    assert window.geometry() == splash.geometry()
    settled(qtbot, program)
    window.close()
    window.deleteLater()
    program.deleteLater()
    qtbot.waitUntil(lambda: not windows())


def test_it_starts_with_the_samples(program: Program) -> None:
    window = window_of(program)

    assert window.room == "home"
    assert window.windowTitle() == "drillplanner"
    buttons = [one.text() for one in window.findChildren(QPushButton) if one.isVisible()]
    assert buttons.count("Open") == 3
    assert told(program) == []


def test_a_file_that_is_named_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    script = resource("scripts", "gate-intruder.json")

    with started(qtbot, tmp_path, ENGLISH, script) as program:
        window = window_of(program)
        qtbot.waitUntil(lambda: window.room == "plan", timeout=10_000)

        assert program.context.script is not None
        assert program.settings.recent == (str(script),)
        assert window.windowTitle().endswith(" – drillplanner")
        settled(qtbot, program)


def test_a_table_opened_as_a_script_leads_to_importing(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    table = tmp_path / "paper.xlsx"
    table.write_bytes(xlsx([["步骤", "时间"], ["gate-shut", "9:30:05"]]))

    program.open_script(table)

    # Nothing was recorded here: the table can be read and saved, but not joined.
    qtbot.waitUntil(lambda: bool(program.window) and bool(import_pages(program)), timeout=10_000)
    (page,) = import_pages(program)
    qtbot.waitUntil(lambda: bool(page.columns.boxes), timeout=10_000)
    settled(qtbot, program)
    assert window_of(program).room == "review"
    assert page.isVisible()
    assert page.save.isEnabled()
    assert not page.join.isEnabled()


def import_pages(program: Program) -> list[ImportPage]:
    return window_of(program).findChildren(ImportPage)


def test_a_broken_script_is_refused_with_its_faults_and_changes_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": "drillplanner/scenario", "version": 1}', encoding="utf-8")

    with started(qtbot, tmp_path / "home", ENGLISH, broken) as program:
        qtbot.waitUntil(lambda: bool(told(program)), timeout=10_000)
        window = window_of(program)

        assert len(told(program)[0].splitlines()) > 3
        assert window.room == "home"
        assert program.context.script is None
        assert program.settings.recent == ()
        trigger(program, "plan")
        assert told(program) == []


# -- rooms ------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "room"), list(enumerate(ROOMS)))
def test_every_room_opens_by_its_key(
    qtbot: QtBot, program: Program, number: int, room: str
) -> None:
    window = window_of(program)
    window.activateWindow()

    QTest.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: window.room == room)
    settled(qtbot, program)
    assert told(program) == []
    focus, page = window.focusWidget(), window.page(room)
    assert focus is not None
    # A room that has nothing to be done yet leaves the keys to the rail.
    assert focus is page or page.isAncestorOf(focus) or window.rail.isAncestorOf(focus)


def test_every_room_opens_by_mouse_and_stays_open(qtbot: QtBot, program: Program) -> None:
    window = window_of(program)
    for room, words in ROOMS.items():
        button = rail_button(window, program.context.say(words))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        settled(qtbot, program)
        assert (window.room, button.isChecked()) == (room, True)
        # A second click on the room that is seen leaves it.
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert (window.room, button.isChecked()) == (room, True)
    assert told(program) == []


def test_the_rail_is_reached_and_used_by_keyboard(qtbot: QtBot, program: Program) -> None:
    window = window_of(program)
    start = rail_button(window, "Start")
    for _press in range(40):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        if window.focusWidget() is start:
            break

    assert window.focusWidget() is start
    QTest.keyClick(start, Qt.Key.Key_Down)
    assert window.room == "plan"
    assert window.focusWidget() is rail_button(window, "Plan")
    QTest.keyClick(rail_button(window, "Plan"), Qt.Key.Key_Up)
    assert window.room == "home"
    settled(qtbot, program)


def test_a_room_that_cannot_be_made_leaves_the_others(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_of(program)

    def broken() -> None:
        raise ValueError("张三")

    monkeypatch.setitem(window.makers, "review", broken)
    crashes: list[str] = []
    program.context.failures.crashed.connect(crashes.append)

    QTest.mouseClick(rail_button(window, "Review"), Qt.MouseButton.LeftButton)

    assert window.room == "home"
    assert rail_button(window, "Start").isChecked()
    assert len(crashes) == 1
    assert "张三" not in crashes[0]
    program.sheets["crash"].close()


# -- looks ------------------------------------------------------------------------------


@pytest.mark.parametrize("room", ROOMS)
def test_a_change_of_looks_builds_the_window_anew_in_its_room(
    qtbot: QtBot, program: Program, room: str
) -> None:
    old = window_of(program)
    old.show_room(room)
    settled(qtbot, program)
    old.resize(900, 700)

    for choice in ("theme-dark", "chinese", "larger"):
        change(qtbot, program, choice)

    new = window_of(program)
    assert new.room == room
    assert new.size() == QSize(900, 700)
    assert (program.settings.theme, program.settings.language) == ("dark", "zh_CN")
    assert program.settings.scale == 125
    assert is_checked(new, "theme-dark")
    qtbot.waitUntil(lambda: windows() == [new])
    assert told(program) == []


def test_a_change_while_work_is_under_way_waits_for_it(qtbot: QtBot, program: Program) -> None:
    old = window_of(program)
    seen: list[bool] = []
    gate = threading.Event()
    program.jobs.run("work", gate.wait, lambda _done: seen.append(program.window is old))

    trigger(program, "theme-sunlight")
    trigger(program, "larger")
    qtbot.wait(30)
    assert program.window is old
    gate.set()

    qtbot.waitUntil(lambda: program.window is not old)
    assert seen == [True]
    assert (program.settings.theme, program.settings.scale) == ("sunlight", 125)
    settled(qtbot, program)


def test_after_many_changes_a_message_is_told_once(qtbot: QtBot, program: Program) -> None:
    for choice in ("theme-dark", "theme-light", "theme-dark"):
        change(qtbot, program, choice)
    reports: list[str] = []
    program.context.failures.crashed.connect(reports.append)

    def work() -> None:
        raise ZeroDivisionError

    program.jobs.run("work", work)

    qtbot.waitUntil(lambda: bool(reports))
    qtbot.wait(20)
    assert len(reports) == 1
    program.sheets["crash"].close()


def test_a_theme_changes_in_mid_drill_in_the_same_window(qtbot: QtBot, program: Program) -> None:
    window = window_of(program)
    program.context.is_running = True

    trigger(program, "theme-dark")
    qtbot.wait(20)

    assert program.window is window
    assert program.settings.theme == "dark"
    assert is_checked(window, "theme-dark")
    assert told(program) == []
    program.context.is_running = False


def test_looks_do_not_change_while_entries_are_unsaved(qtbot: QtBot, program: Program) -> None:
    window = window_of(program)
    is_safe = False
    program.context.guard_closing(program, lambda: is_safe)

    trigger(program, "theme-dark")
    qtbot.wait(20)

    assert program.window is window
    is_safe = True


def test_banners_move_to_the_new_window(qtbot: QtBot, program: Program) -> None:
    old = window_of(program)
    program.context.failures.storeFailed.emit("The disk is full.")

    trigger(program, "theme-dark")

    qtbot.waitUntil(lambda: program.window is not old)
    assert window_of(program).banners == (("store", "alarm", "The disk is full."),)
    settled(qtbot, program)


# -- keys and sheets --------------------------------------------------------------------


def test_f1_lists_every_command_and_closes_again(qtbot: QtBot, program: Program) -> None:
    window = window_of(program)
    QTest.keyClick(window, Qt.Key.Key_F1)
    sheet = program.sheets["keys"]

    words = [label.text() for label in sheet.findChildren(QLabel)]
    for command in COMMANDS:
        assert program.context.say(command.words).replace("&", "") in words
    assert "Ctrl+O" in words

    trigger(program, "keys")
    qtbot.waitUntil(lambda: not program.sheets)
    trigger(program, "about")
    QTest.keyClick(program.sheets["about"], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not program.sheets)


def test_the_page_of_keys_stands_beside_a_running_drill(qtbot: QtBot, program: Program) -> None:
    program.context.is_running = True

    trigger(program, "keys")

    sheet = program.sheets["keys"]
    assert sheet.isVisible()
    assert not sheet.isModal()
    assert QApplication.activeModalWidget() is None
    sheet.close()
    program.context.is_running = False


def test_no_two_commands_have_one_key() -> None:
    keys = [key for command in COMMANDS for key in command.keys]

    assert len(keys) == len(set(keys))


# -- where the window stands ------------------------------------------------------------


def test_the_window_stands_where_it_stood_on_such_a_screen(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path, ENGLISH) as program:
        window_of(program).setGeometry(30, 50, 777, 599)
    kept = SettingsFile(tmp_path / "settings.json").load()
    assert set(kept.geometry) == {screen_key()}

    with started(qtbot, tmp_path) as program:
        assert window_of(program).size() == QSize(777, 599)
    other = Settings(geometry={"1x1": kept.geometry[screen_key()]})
    with started(qtbot, tmp_path / "other", other) as program:
        assert window_of(program).size() != QSize(777, 599)


@pytest.mark.parametrize("place", [(5000, 5000), (-3000, 10), (10, -4000)])
def test_a_window_kept_off_the_screen_comes_back_onto_it(
    qtbot: QtBot, tmp_path: Path, place: tuple[int, int]
) -> None:
    with started(qtbot, tmp_path, ENGLISH) as program:
        window_of(program).setGeometry(*place, 700, 500)

    with started(qtbot, tmp_path) as program:
        window = window_of(program)
        screen = window.screen().availableGeometry()
        assert screen.contains(window.geometry().center())
        assert screen.contains(window.geometry().topLeft())


@pytest.mark.parametrize("kept", ["", "junk", "AAAA", "张"])
def test_damaged_geometry_is_no_matter(qtbot: QtBot, kept: str) -> None:
    splash = SplashWindow(Settings())

    assert not restore_geometry(splash, Settings(geometry={screen_key(): kept}))
    splash.deleteLater()


@pytest.mark.parametrize(
    "scale",
    [100, 200],
)
def test_it_fits_a_small_screen(qtbot: QtBot, tmp_path: Path, scale: int) -> None:
    with started(qtbot, tmp_path, Settings(language="en", scale=scale)) as program:
        window = window_of(program)
        for room in ROOMS:
            window.show_room(room)
            settled(qtbot, program)
            least = window.minimumSizeHint()
            assert least.width() <= 800, (room, least)
            assert least.height() <= 600, (room, least)


def test_a_long_message_leaves_room_for_the_page(qtbot: QtBot, program: Program) -> None:
    window = window_of(program)
    window.resize(800, 600)
    program.context.failures.refused.emit("\n".join(f"line {n} " + "word " * 40 for n in range(40)))
    qtbot.wait(20)
    banner = window.findChild(Banner)

    assert isinstance(banner, Banner)
    assert banner.height() < 250
    assert window.height() == 600


# -- closing ----------------------------------------------------------------------------


def test_closing_is_refused_while_a_guard_says_no(qtbot: QtBot, program: Program) -> None:
    window = window_of(program)
    answers = [False]
    program.context.guard_closing(program, lambda: answers[0])

    assert not window.close()
    assert window.isVisible()
    answers[0] = True
    assert window.close()
    assert not window.isVisible()


def test_what_was_asked_for_is_written_before_it_ends(qtbot: QtBot, program: Program) -> None:
    done: list[str] = []

    def write() -> None:
        time.sleep(0.05)
        done.append("written")

    program.jobs.run("data", write)
    window_of(program).close()

    assert done == ["written"]
    # What a room asks for later is neither done nor an error.
    program.jobs.run("data", lambda: done.append("late"))
    qtbot.wait(10)
    assert done == ["written"]
