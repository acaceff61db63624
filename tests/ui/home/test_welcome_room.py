from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from drillplanner.base.ids import PersonId, new_id
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.recorder import Station
from drillplanner.services.run.sessions import create_workspace, start_session
from tests.fakes import FakeClock
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.home import HomePage
from ui.context import AppContext


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


def _begin(path: Path) -> None:
    sample, author = samples()[0], PersonId(new_id())
    with create_workspace(path) as workspace:
        fact = publish_script(workspace, sample.script.id, sample.document, author)
        drill = open_drill(workspace, fact, "秋季演练", author)
        start_session(
            workspace, Station(drill.id, "PC1", author), clock=FakeClock(), script=sample.script
        ).arm()


def test_a_newcomer_opens_a_sample_by_one_click(context: AppContext, qtbot: QtBot) -> None:
    home = HomePage(context, qtbot)
    home.enter()
    assert not home.page.unfinished.isVisible()

    with qtbot.waitSignal(context.roomRequested) as told:
        home.press("Open: Hostage-taking, then a suspicious object")

    assert told.args == ["plan"]
    assert context.script == samples()[1]


def test_after_a_kill_one_key_goes_on(context: AppContext, qtbot: QtBot) -> None:
    _begin(context.services.paths.workspace)
    home = HomePage(context, qtbot)
    home.enter()
    home.page.activateWindow()
    home.page.setFocus()
    assert home.page.focusProxy() is home.page.continue_button

    with qtbot.waitSignal(context.roomRequested, timeout=5000) as told:
        QTest.keyClick(home.page.continue_button, Qt.Key.Key_Space)

    assert told.args == ["run"]
    assert context.drill != ""


def test_a_file_that_is_gone_cannot_be_opened_only_taken_out(
    context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    context.settings = replace(context.settings, recent=(str(tmp_path / "gone & away.json"),))
    context.remember = lambda settings: setattr(context, "settings", settings)
    home = HomePage(context, qtbot)
    home.enter()

    home.press("Take out: gone & away.json")
    assert list(context.settings.recent) == []

    home.wait(lambda: home.has_button("Put it back"))
    home.press("Put it back")
    assert len(list(context.settings.recent)) == 1
    home.settle()


def test_open_runs_the_windows_own_command(context: AppContext, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    action = QAction("open", window)
    action.setObjectName("open")
    home = HomePage(context, qtbot)
    window.setCentralWidget(home.page)
    window.show()
    home.settle()

    with qtbot.waitSignal(action.triggered):
        home.press("Open a script of your own…")


def test_a_second_window_on_one_workspace_says_who_has_it(
    context: AppContext, qtbot: QtBot
) -> None:
    with create_workspace(context.services.paths.workspace):
        home = HomePage(context, qtbot)
        home.enter()

        assert home.page.read_only.isVisible()


@pytest.mark.parametrize(("name", "room"), [("paper.xlsx", "review"), ("none.json", "")])
def test_a_table_that_is_dropped_is_imported_and_anything_else_opened_as_a_script(
    context: AppContext, qtbot: QtBot, tmp_path: Path, name: str, room: str
) -> None:
    home = HomePage(context, qtbot)
    home.enter()
    rooms: list[str] = []
    tables: list[Path] = []
    refused: list[str] = []
    context.roomRequested.connect(rooms.append)
    context.importRequested.connect(tables.append)
    context.failures.refused.connect(refused.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
    where, action = QPointF(20, 20), Qt.DropAction.CopyAction
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton

    home.page.dropEvent(QDropEvent(where, action, data, buttons, keys))

    qtbot.waitUntil(lambda: bool(tables or refused), timeout=5_000)
    assert rooms == ([room] if room else [])
    assert tables == ([tmp_path / name] if room else [])


def test_who_is_new_is_shown_four_steps_and_whoever_skips_them_is_not_asked_again(
    context: AppContext, qtbot: QtBot
) -> None:
    context.remember = partial(setattr, context, "settings")
    home = HomePage(context, qtbot)
    home.enter()
    tour = home.page.tour
    assert tour.isVisible()

    with qtbot.waitSignal(context.roomRequested) as told:
        QTest.mouseClick(tour.buttons["drill"], Qt.MouseButton.LeftButton)
    assert told.args == ["run"]
    # By now a drill was begun, and its keeper is known: the next steps are still there.
    context.remember(replace(context.settings, keeper="p1"))
    again = HomePage(context, qtbot)
    again.enter()
    assert again.page.tour.isVisible()

    QTest.mouseClick(again.page.tour.skip, Qt.MouseButton.LeftButton)
    assert not again.page.tour.isVisible()
    last = HomePage(context, qtbot)
    last.enter()
    assert not last.page.tour.isVisible()

    context.tourRequested.emit()
    assert last.page.tour.isVisible()


def test_until_drills_are_read_nothing_is_said_of_them(context: AppContext, qtbot: QtBot) -> None:
    home = HomePage(context, qtbot)

    def words() -> set[str]:
        return {one.text() for one in home.page.drills.findChildren(QLabel)}

    assert "Being read…" in words()
    home.enter()

    assert "Drills you run are listed here." in words()
    assert "Being read…" not in words()
