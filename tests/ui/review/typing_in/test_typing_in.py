"""Typing-in: digits by keys alone, each read in sight, saved with the drill, undone by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from drillplanner.base.ids import DrillId
from drillplanner.services.catalogue import list_drills
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.services.review.typing_in import Grid, Typing
from drillplanner.services.workspace_home import FILE_NAME, WorkspaceHome
from drillplanner.store.workspace import Workspace
from tests.services.around import services_around
from tests.services.drills_held import hold
from tests.ui.app_context import close_context, make_context, workspace_of
from tests.ui.fake_context import FakeContext, FakeSignal
from tests.ui.pages.typing_in import TypingPage
from ui.context import AppContext
from ui.review.room import make_room as make_review
from ui.review.typing_in.presenter import TypingInPresenter
from ui.review.typing_in.room import make_typing_in
from ui.review.typing_in.state import State
from ui.run.room import RunRoom
from ui.run.room import make_room as make_run

#: The lines of the drill: alarm, shut (all), c1, c2, call.
ALARM, SHUT, C1, C2, CALL = range(5)
WATCH, PAPER = 0, 1


# -- the presenter, without an application --------------------------------------------------------


class FakePage:
    def __init__(self) -> None:
        self.typed, self.columnChanged, self.columnAdded = FakeSignal(), FakeSignal(), FakeSignal()
        self.columnRemoved, self.markAdded = FakeSignal(), FakeSignal()
        self.roundChosen, self.saveAsked, self.dropAsked = FakeSignal(), FakeSignal(), FakeSignal()
        self.undoAsked, self.redoAsked = FakeSignal(), FakeSignal()
        self.exportAsked, self.backAsked = FakeSignal(), FakeSignal()
        self.states: list[State] = []
        self.notices: list[str] = []
        self.gone_to: list[tuple[str, int]] = []
        self.has_left = False
        self.day = date(2026, 11, 3)

    def show_typing(self, typing: Typing) -> None:
        pass

    def show_grid(self, typing: Typing, grid: Grid) -> None:
        pass

    def show_state(self, state: State) -> None:
        self.states.append(state)

    def show_notice(self, words: str) -> None:
        self.notices.append(words)

    def go_to(self, line: str, column: int) -> None:
        self.gone_to.append((line, column))

    def tell_saved(self) -> None:
        pass

    def leave(self) -> None:
        self.has_left = True

    def finish_cell(self) -> None:
        pass


@pytest.fixture
def home(tmp_path: Path) -> Iterator[WorkspaceHome]:
    made = WorkspaceHome(tmp_path / FILE_NAME)
    hold(made.workspace(), "Lockdown in May")
    yield made
    made.close()


@pytest.fixture
def page() -> FakePage:
    return FakePage()


@pytest.fixture
def presenter(home: WorkspaceHome, page: FakePage) -> TypingInPresenter:
    context = FakeContext(services_around(home))
    made = TypingInPresenter(context, page, _drill(home))  # type: ignore[arg-type]  # plays the desk
    made.open()
    return made


def _drill(home: WorkspaceHome) -> DrillId:
    return list_drills(home.workspace())[0].drill.id


def test_every_change_has_a_name_and_is_undone_by_it(
    presenter: TypingInPresenter, page: FakePage
) -> None:
    presenter.type_cells({("alarm", 1): "0"})
    presenter.change_column(replace(presenter.grid.columns[0], name="Watch of Li"))
    assert str(page.states[-1].undo) == "column Stopwatch"

    presenter.undo()

    assert str(page.states[-1].undo) == "1  Alarm raised, Stopwatch"
    assert str(page.states[-1].redo) == "column Stopwatch"
    assert presenter.grid.columns[0].name == "Stopwatch"
    presenter.redo()
    assert presenter.grid.columns[0].name == "Watch of Li"


def test_a_removed_column_comes_back_with_what_was_typed(presenter: TypingInPresenter) -> None:
    presenter.type_cells({("alarm", 1): "0", ("call", 1): "20"})
    before = presenter.grid

    presenter.remove_column(1)
    assert presenter.grid.cells == {}
    presenter.undo()

    assert presenter.grid == before


def test_what_cannot_be_read_is_shown_and_not_saved(
    presenter: TypingInPresenter, page: FakePage, home: WorkspaceHome
) -> None:
    presenter.type_cells({("alarm", 1): "0", ("call", 1): "75"})

    presenter.save("Li")

    assert page.gone_to == [("call", 1)]
    assert "cannot be read" in page.notices[-1]
    assert review_drill(read_drill(home.workspace(), _drill(home))).decisions.tables == ()


def test_nothing_unsaved_is_left_behind_silently(
    presenter: TypingInPresenter, page: FakePage
) -> None:
    presenter.type_cells({("alarm", 1): "0"})

    presenter.leave()
    has_left_at_once = page.has_left
    assert not presenter.may_close()
    presenter.drop_unsaved()
    presenter.leave()

    assert (has_left_at_once, page.has_left) == (False, True)
    presenter.undo()
    assert presenter.grid.text("alarm", 1) == "0"


def test_nothing_is_saved_while_a_drill_runs(home: WorkspaceHome, page: FakePage) -> None:
    context = FakeContext(services_around(home))
    presenter = TypingInPresenter(context, page, _drill(home))  # type: ignore[arg-type]  # plays the desk
    presenter.open()
    presenter.type_cells({("alarm", 1): "0"})
    context.is_running = True

    presenter.save("")

    assert "running" in page.notices[-1]
    assert presenter.is_unsaved


def test_a_column_cannot_bear_the_name_of_a_live_source(
    presenter: TypingInPresenter, page: FakePage
) -> None:
    presenter.change_column(replace(presenter.grid.columns[0], name="gate"))

    assert "recorded live" in page.notices[-1]
    assert presenter.grid.columns[0].name == "Stopwatch"


# -- by keys --------------------------------------------------------------------------------------


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[AppContext]:
    with Workspace.create(tmp_path / FILE_NAME) as workspace:
        hold(workspace, "Lockdown in May")
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def grid(qtbot: QtBot, context: AppContext) -> TypingPage:
    return opened(qtbot, context)


def opened(qtbot: QtBot, context: AppContext) -> TypingPage:
    page = make_typing_in(context, list_drills(workspace_of(context))[0].drill.id)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.table.setFocus()
    return TypingPage(page, context, qtbot)


def test_unsaved_cells_hold_the_window_until_the_page_is_gone(
    qtbot: QtBot, context: AppContext
) -> None:
    page = make_typing_in(context, list_drills(workspace_of(context))[0].drill.id)
    TypingPage(page, context, qtbot).presenter.type_cells({("alarm", 1): "0"})
    assert not context.may_close()

    delete(page)

    assert context.may_close()


def test_ten_times_are_typed_saved_and_stand_in_the_review(
    qtbot: QtBot, context: AppContext, grid: TypingPage
) -> None:
    for text in ("0", "0038", "5", "0037", "19"):
        grid.type(text)
    assert grid.current == (ALARM, PAPER)
    for text in ("090000", "n", "090005", "f090037", "0900"):
        grid.type(text)

    assert [grid.said(row, WATCH) for row in range(5)] == ["0 s", "38 s", "5 s", "37 s", "19 s"]
    assert [grid.said(row, PAPER) for row in range(5)] == [
        "09:00:00", "not performed", "09:00:05", "failed at 09:00:37", "09:00",
    ]  # fmt: skip
    grid.save()

    with Workspace.open(context.services.paths.workspace, read_only=True) as workspace:
        review = review_drill(read_drill(workspace, list_drills(workspace)[0].drill.id))
    rows = [row for row in review.log.observations if row.source in ("Stopwatch", "Paper")]
    assert len(rows) == 10
    assert [row.at_s for row in rows if row.source == "Stopwatch"] == [0, 38, 5, 37, 19]
    again = opened(qtbot, context)
    assert [again.said(row, PAPER) for row in range(5)] == [
        grid.said(row, PAPER) for row in range(5)
    ]


def test_enter_goes_down_and_tab_right(grid: TypingPage) -> None:
    grid.type("5")
    assert grid.current == (SHUT, WATCH)
    grid.type("0900", Qt.Key.Key_Tab)
    assert grid.current == (SHUT, PAPER)
    grid.keys(Qt.Key.Key_Return)
    assert grid.current == (C1, PAPER)
    grid.keys(Qt.Key.Key_Backtab)
    assert grid.current == (C1, WATCH)


def test_what_is_impossible_stays_open_with_words(grid: TypingPage) -> None:
    grid.type("75")

    assert grid.current == (ALARM, WATCH)
    assert grid.page.table.state() is grid.page.table.State.EditingState
    assert "write 115" in grid.page.read.label.text()
    grid.keys(Qt.Key.Key_Backspace, *"115", Qt.Key.Key_Return)
    assert grid.said(ALARM, WATCH) == "1 min 15 s"


def test_the_next_time_is_not_taken_for_one_that_was_refused(grid: TypingPage) -> None:
    grid.type("75")
    grid.type("0120")
    grid.type("N")

    assert grid.current == (ALARM, WATCH)
    assert grid.said(ALARM, WATCH) == grid.said(SHUT, WATCH) == ""
    assert "Backspace" in grid.page.read.label.text()


def test_the_reading_is_told_while_typing(grid: TypingPage) -> None:
    grid.keys(*"032")
    assert grid.page.read.label.text() == "Read as 32 s"

    grid.keys("0")

    assert grid.page.read.label.text() == "Read as 3 min 20 s"


def test_what_was_being_typed_is_saved_too(qtbot: QtBot, grid: TypingPage) -> None:
    grid.keys(*"45")
    editor = grid.page.table.cells.editor
    assert editor is not None

    QTest.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "counts in the review" in grid.page.state.label.text())

    assert grid.typed("alarm", 1) == "45"


def test_delete_clears_and_ctrl_z_brings_back(grid: TypingPage) -> None:
    grid.type("45")
    grid.keys(Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert grid.said(ALARM, WATCH) == ""

    grid.ctrl(Qt.Key.Key_Z)

    assert grid.said(ALARM, WATCH) == "45 s"


def test_a_column_from_a_spreadsheet_is_pasted_downward(grid: TypingPage) -> None:
    QGuiApplication.clipboard().setText("0\t090000\n38\t090038\n")

    grid.ctrl(Qt.Key.Key_V)

    assert [grid.said(row, column) for row in (0, 1) for column in (0, 1)] == [
        "0 s", "09:00:00", "38 s", "09:00:38",
    ]  # fmt: skip
    assert grid.page.undo.text() == "Undo: 4 cells"


def test_a_sync_mark_is_added_and_typed_by_keys(grid: TypingPage) -> None:
    QTest.keyClick(grid.page.table, Qt.Key.Key_F6)
    assert grid.page.bar.name.hasFocus()
    QTest.keyClicks(grid.page.bar.mark, "gong")
    QTest.keyClick(grid.page.bar.mark, Qt.Key.Key_Return)

    assert grid.current == (5, WATCH)
    grid.type("12")
    assert grid.typed("@gong", 1) == "12"


def test_a_column_is_named_and_read_otherwise(grid: TypingPage) -> None:
    grid.type("0320")
    grid.page.bar.name.setFocus()
    grid.page.bar.name.selectAll()
    QTest.keyClicks(grid.page.bar.name, "Watch of Li")
    QTest.keyClick(grid.page.bar.name, Qt.Key.Key_Return)
    grid.page.bar.dial.setFocus()
    QTest.keyClick(grid.page.bar.dial, Qt.Key.Key_Down)

    assert grid.said(ALARM, WATCH) == "03:20"
    assert grid.presenter.grid.columns[0].name == "Watch of Li"


def test_the_window_stays_open_while_typing_is_unsaved(
    grid: TypingPage, context: AppContext
) -> None:
    grid.keys(*"45")

    assert not context.may_close()
    assert "not saved" in grid.page.notice.text()


def test_the_model_keeps_qts_rules(grid: TypingPage) -> None:
    tester = QAbstractItemModelTester(
        grid.page.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )

    grid.type("45")
    grid.presenter.add_column()
    grid.presenter.add_mark("gong")
    grid.presenter.undo()

    assert tester.model() is grid.page.model


# -- where it is opened ------------------------------------------------------------------------


def test_the_review_opens_it_and_counts_what_was_typed_at_once(
    qtbot: QtBot, context: AppContext
) -> None:
    room = make_review(context)
    qtbot.addWidget(room)
    room.show()
    qtbot.waitUntil(lambda: room.score.type.isVisible() and room.score.figure.text() != "")
    room.score.type.setFocus()
    QTest.keyClick(room.score.type, Qt.Key.Key_Space)
    opened_page = room.typing.page
    assert opened_page is not None
    page = TypingPage(opened_page, context, qtbot)
    for text in ("0", "0038", "5", "0037", "19"):
        page.type(text)

    page.save()
    page.go_back()

    assert room.typing.page is None
    assert room.tabs.currentWidget() is room.score
    taken_out = "Take “typed-in.csv” out again"
    qtbot.waitUntil(
        lambda: any(one.text() == taken_out for one in room.score.findChildren(QPushButton))
    )


def test_the_run_room_opens_the_latest_drill_and_comes_back(
    qtbot: QtBot, context: AppContext
) -> None:
    room = make_run(context)
    assert isinstance(room, RunRoom)
    qtbot.addWidget(room)
    room.show()
    QTest.keyClick(room.start.typing, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.typing.page is not None)
    opened_page = room.typing.page
    assert opened_page is not None
    page = TypingPage(opened_page, context, qtbot)
    # Times typed there are of the script's place, named as everywhere.
    said = "Lockdown in May · times of day of Asia/Shanghai UTC+08:00"
    assert page.page.drill.text() == said

    page.go_back()

    assert room.currentWidget() is room.start


# -- what digits are --------------------------------------------------------------------------


def test_what_nothing_decides_is_asked_with_both_readings(qtbot: QtBot, grid: TypingPage) -> None:
    grid.presenter.change_column(replace(grid.presenter.grid.columns[0], dial=None))
    grid.type("1:20")
    assert grid.said(ALARM, WATCH) == "1:20 ?"
    assert [button.text() for button in grid.page.question.answers] == [
        "01:20 (time of day: 1508, 150802)",
        "1 min 20 s (elapsed: 3:20, or seconds)",
    ]
    QTest.keyClick(grid.page.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "choose what the digits of Stopwatch are" in grid.page.notice.text()

    QTest.keyClick(grid.page.question.answers[1], Qt.Key.Key_Space)

    assert grid.said(ALARM, WATCH) == "1 min 20 s"
    assert not grid.page.question.isVisible()
    grid.save()


def test_one_cell_decides_what_all_others_are(grid: TypingPage) -> None:
    grid.presenter.change_column(replace(grid.presenter.grid.columns[0], dial=None))
    grid.type("1:20")

    grid.type("2:05.5")

    assert [grid.said(row, WATCH) for row in (ALARM, SHUT)] == ["1 min 20 s", "2 min 5.5 s"]
    assert str(grid.page.model.headerData(WATCH, Qt.Orientation.Horizontal)).endswith("elapsed")


def test_a_drill_from_paper_is_begun_at_the_start_page_and_reviewed(
    qtbot: QtBot, context: AppContext
) -> None:
    room = make_run(context)
    assert isinstance(room, RunRoom)
    qtbot.addWidget(room)
    room.resize(1100, 760)
    room.show()
    qtbot.waitUntil(room.start.paper.isEnabled, timeout=10_000)

    QTest.keyClick(room.start.paper, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.typing.page is not None)
    assert room.typing.page is not None
    page = TypingPage(room.typing.page, context, qtbot)
    assert page.page.held_on.isVisible()
    assert page.presenter.typing is not None
    assert page.presenter.typing.paper is not None
    page.page.table.setFocus()
    page.type("0")
    page.save()

    qtbot.waitUntil(lambda: context.drill != "")
    assert not page.page.held_on.isVisible()
    made = list_drills(workspace_of(context))[0]
    assert (made.drill.id, made.standing) == (context.drill, "ended")
    assert read_drill(workspace_of(context), context.drill).document
