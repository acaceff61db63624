"""A drill in the run room, by keys and by mouse, with the disk and the focus failing in between."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _
from drillplanner.run.codec import Sealed
from drillplanner.run.journal import read_journal
from drillplanner.services.run.emergency_journal import EmergencyJournals
from drillplanner.services.run.sessions import open_workspace
from drillplanner.services.workspace_home import WorkspaceHome
from drillplanner.store.workspace import Workspace
from tests.ui.app_context import close_context, make_context
from ui.context import AppContext
from ui.run.console.page import ConsolePage
from ui.run.room import RunRoom


def armed(room: RunRoom, qtbot: QtBot) -> ConsolePage:
    QTest.keyClick(room.start.arm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.currentWidget() is room.console and room.console is not None)
    assert room.console is not None
    room.console.setFocus()
    return room.console


def saved(page: ConsolePage) -> list[str]:
    rows = [page.model.row(number) for number in range(page.model.rowCount())]
    return [row.entry for row in rows if row is not None and row.saving == "saved"]


def test_a_drill_by_keys_from_arming_to_its_check_code(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    running: list[bool] = []
    context.runningChanged.connect(running.append)
    page = armed(room, qtbot)
    for key in ("1", "2", "3", "n"):
        QTest.keyClicks(page, key)
    QTest.keyClick(page, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(saved(page)) == 5)
    QTest.keyPress(page, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: room.currentWidget() is room.end, timeout=5000)

    qtbot.waitUntil(room.end.review.isEnabled)
    assert len(room.end.code.text().replace(" ", "")) == 8
    assert running == [True, False]
    assert context.drill
    with qtbot.waitSignal(context.roomRequested) as asked:
        QTest.keyClick(room.end.review, Qt.Key.Key_Space)
    assert asked.args == ["review"]


def test_the_end_page_reads_the_marks_that_stand_in_order_of_time(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    for key in (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_Backspace, Qt.Key.Key_N):
        QTest.keyClick(page, key)
    QTest.keyClick(page, Qt.Key.Key_F2)
    QTest.keyClick(page, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    QTest.keyPress(page, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: room.currentWidget() is room.end, timeout=5000)
    qtbot.waitUntil(room.end.review.isEnabled)
    QTest.mouseClick(room.end.copy, Qt.MouseButton.LeftButton)

    lines = room.end.marks.lines
    shown = [(line.shape, line.since[:1], bool(line.of_day)) for line in lines]
    assert shown == [
        ("disc", "≈", True),
        ("disc", "≈", True),
        ("disc", "≤", True),
        ("square", "", False),
    ]
    assert lines[0].since == "≈00:00.0"
    assert lines[2].words.endswith("(by radio)")
    copied = QApplication.clipboard().text().splitlines()
    assert len(copied) == 5
    assert copied[1].split("\t")[:2] == ["Command post", "intruder"]


def test_clocks_can_be_compared_once_more_after_the_end(room: RunRoom, qtbot: QtBot) -> None:
    page = armed(room, qtbot)
    QTest.keyClick(page, Qt.Key.Key_Slash)
    QTest.keyClick(page, Qt.Key.Key_2)
    QTest.keyPress(page, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: room.currentWidget() is room.end, timeout=5000)
    qtbot.waitUntil(room.end.review.isEnabled)
    before = room.end.code.text()
    QTest.keyClick(room.end.review, Qt.Key.Key_Slash)
    qtbot.waitUntil(lambda: room.end.review.isEnabled() and room.end.code.text() != before)

    assert room.presenter is not None
    log = room.presenter.session.recorder.log.entries.values()
    assert [entry.text for entry in log if entry.kind == "sync"] == ["S1", "S2"]
    assert room.presenter.is_safe


def test_a_sync_mark_that_bounced_after_the_end_is_not_said_to_be_logged(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    QTest.keyClick(page, Qt.Key.Key_2)
    QTest.keyPress(page, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: room.currentWidget() is room.end, timeout=5000)
    QTest.keyClick(room.end, Qt.Key.Key_Slash)
    assert "S1 is logged" in room.end.told.text()
    QTest.keyClick(room.end, Qt.Key.Key_Slash)

    assert "counts as one" in room.end.told.text()
    assert room.presenter is not None
    log = room.presenter.session.recorder.log.entries.values()
    assert [entry.text for entry in log if entry.kind == "sync"] == ["S1"]
    qtbot.waitUntil(lambda: room.presenter is not None and room.presenter.is_safe)


def test_a_key_that_is_held_down_makes_one_entry_and_caps_lock_changes_nothing(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    QTest.keyClicks(page, "q")
    QTest.keyClicks(page, "W")
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    none = Qt.KeyboardModifier.NoModifier
    for _turn in range(5):
        repeat = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_W, none, "w", autorep=True)
        QApplication.sendEvent(page, repeat)

    assert page.model.rowCount() == 3


def test_end_needs_the_key_to_be_held(room: RunRoom, qtbot: QtBot) -> None:
    page = armed(room, qtbot)
    QTest.keyClick(page, Qt.Key.Key_F12)
    qtbot.wait(1200)

    assert room.currentWidget() is page


def test_a_key_that_could_do_harm_is_told_of_when_held_and_when_let_go_too_soon(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    changes: list[tuple[str, bool]] = []
    page.holdChanged.connect(lambda name, is_held: changes.append((name, is_held)))

    QTest.keyPress(page, Qt.Key.Key_Delete)
    with qtbot.waitSignal(page.holdReached, timeout=3000) as reached:
        pass
    QTest.keyRelease(page, Qt.Key.Key_Delete)
    QTest.keyPress(page, Qt.Key.Key_Escape)
    QTest.keyRelease(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: changes[-1] == ("leave", False))

    assert reached.args == ["void_round"]
    assert changes == [("void_round", True), ("leave", True), ("leave", False)]


def test_a_tapped_step_and_a_verbs_button_leave_the_keys_with_the_console(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    QTest.mouseClick(page.board.tiles["begin"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.verbs.buttons["undo"], Qt.MouseButton.LeftButton)

    assert page.model.rowCount() == 3
    assert room.presenter is not None
    entries = room.presenter.session.recorder.log.entries.values()
    assert [one.kind for one in entries] == ["arm", "mark", "void"]
    assert next(one for one in entries if one.kind == "mark").made == "tap"


def test_when_keys_go_elsewhere_it_is_said(room: RunRoom, qtbot: QtBot) -> None:
    page = armed(room, qtbot)
    assert page.typing.isHidden()
    QTest.keyClicks(page, "m")
    assert not page.typing.isHidden()

    QTest.keyClicks(page.asking.line, "help 12")
    QTest.keyClick(page.asking.line, Qt.Key.Key_Return)

    assert page.typing.isHidden()
    assert room.presenter is not None
    assert [one.kind for one in room.presenter.session.recorder.log.entries.values()] == [
        "arm",
        "note",
    ]
    page.clearFocus()
    assert not page.lost.isHidden()
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert page.lost.isHidden()


def test_a_full_disk_keeps_entries_refuses_closing_and_saves_elsewhere(
    context: AppContext,
    room: RunRoom,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = armed(room, qtbot)
    qtbot.waitUntil(lambda: len(saved(page)) == 1)
    whole = Workspace.append

    def full(_workspace: Workspace, _sealed: Sealed) -> None:
        raise StoreFault(_("The disk is full."))

    monkeypatch.setattr(Workspace, "append", full)
    QTest.keyClicks(page, "12")
    qtbot.waitUntil(lambda: not page.unsaved.isHidden())
    assert "2 entries" in page.unsaved.label.text() or "1 entry" in page.unsaved.label.text()
    assert not context.may_close()
    assert len(saved(page)) == 1

    page.elsewhereRequested.emit()
    page.asking.line.setText(str(tmp_path / "stick.journal"))
    QTest.keyClick(page.asking.line, Qt.Key.Key_Return)
    qtbot.waitUntil(context.may_close)
    assert len(read_journal((tmp_path / "stick.journal").read_bytes()).facts) == 5

    monkeypatch.setattr(Workspace, "append", whole)
    page.retryRequested.emit()
    qtbot.waitUntil(lambda: len(saved(page)) == 3)
    assert page.unsaved.isHidden()


def test_the_next_start_offers_the_unfinished_drill_and_one_key_goes_on(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    QTest.keyClicks(page, "12")
    qtbot.waitUntil(lambda: len(saved(page)) == 3)
    again = RunRoom(context)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: len(again.start.resume_buttons) == 1)

    QTest.keyClick(again.start.resume_buttons[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: again.console is not None)

    assert again.console is not None
    assert len(saved(again.console)) == 3
    assert again.presenter is not None
    assert again.presenter.session.recorder.phase == "running"


def test_a_workspace_that_another_program_writes_is_shown_and_not_armed(
    tmp_path: Path, qtbot: QtBot
) -> None:
    home = WorkspaceHome(tmp_path / "taken.drill")
    home.workspace()
    with pytest.raises(Exception, match="open"):
        open_workspace(tmp_path / "taken.drill")
    context = make_context(tmp_path, workspace=tmp_path / "taken.drill")
    room = RunRoom(context)
    qtbot.addWidget(room)
    room.show()
    qtbot.waitUntil(lambda: bool(room.start.notice.text()))

    assert "reading only" in room.start.notice.text()
    assert not room.start.arm.isEnabled()
    close_context(context)
    home.close()


def test_the_end_of_the_desktop_session_saves_without_a_question(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    QTest.keyClicks(page, "123")

    room.context.save_now()

    assert room.presenter is not None
    assert room.presenter.session.queue.unsaved == 0
    assert QApplication.activeModalWidget() is None


def test_what_waits_for_an_answer_is_saved_as_the_session_ends_and_as_the_room_is_left(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    QTest.keyClicks(page, "2X")
    room.context.save_now()
    assert room.presenter is not None
    state = room.presenter.session.recorder

    assert [one.kind for one in state.log] == ["arm", "mark", "failed"]
    assert room.presenter.session.queue.unsaved == 0

    context.leaving.keep()
    QTest.keyClicks(page, "M")
    QTest.keyClicks(page.asking.line, "smoke")
    context.leaving.release()
    assert [one.text for one in state.log][3:] == ["smoke"]
    qtbot.waitUntil(lambda: room.presenter is not None and room.presenter.is_safe)


def test_a_drill_that_ended_while_the_disk_is_full_counts_as_running_until_it_is_saved(
    context: AppContext, room: RunRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    running: list[bool] = []
    context.runningChanged.connect(running.append)
    page = armed(room, qtbot)
    qtbot.waitUntil(lambda: len(saved(page)) == 1)
    whole = Workspace.append

    def full(_workspace: Workspace, _sealed: Sealed) -> None:
        raise StoreFault(_("The disk is full."))

    monkeypatch.setattr(Workspace, "append", full)
    page.holdReached.emit("end")
    qtbot.waitUntil(lambda: room.currentWidget() is room.end)
    assert not room.end.review.isEnabled()
    assert running == [True]

    monkeypatch.setattr(Workspace, "append", whole)
    qtbot.waitUntil(room.end.review.isEnabled, timeout=10_000)
    assert running == [True, False]


@pytest.mark.skipif(sys.platform == "win32", reason="sizes of fonts differ")
@pytest.mark.parametrize("scale", [100, 200])
def test_the_console_fits_a_small_screen(tmp_path: Path, qtbot: QtBot, scale: int) -> None:
    context = make_context(tmp_path, scale=scale)
    room = RunRoom(context)
    qtbot.addWidget(room)
    room.resize(800, 600)
    room.show()
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)
    page = armed(room, qtbot)

    assert page.minimumSizeHint().width() <= 800
    assert page.minimumSizeHint().height() <= 600
    close_context(context)


def left_behind(context: AppContext) -> tuple[Path, ...]:
    paths = context.services.paths
    return EmergencyJournals(paths.unsaved, paths.workspace).left()


def test_a_drill_can_be_gone_on_with_while_what_was_left_behind_cannot_be_joined(
    context: AppContext, room: RunRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = armed(room, qtbot)
    qtbot.waitUntil(lambda: len(saved(page)) == 1)

    def full(_workspace: Workspace, _what: object) -> None:
        raise StoreFault(_("The disk is full."))

    whole = Workspace.append
    monkeypatch.setattr(Workspace, "append", full)
    monkeypatch.setattr(Workspace, "add", full)
    QTest.keyClicks(page, "1")
    qtbot.waitUntil(lambda: left_behind(context) != ())

    again = RunRoom(context)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: len(again.start.resume_buttons) == 1)
    left = {one: one.read_bytes() for one in left_behind(context)}
    QTest.keyClick(again.start.resume_buttons[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: again.console is not None)
    assert again.console is not None
    QTest.keyClicks(again.console, "2")
    qtbot.waitUntil(lambda: len(left_behind(context)) == 2)

    assert all(one.read_bytes() == data for one, data in left.items())
    monkeypatch.setattr(Workspace, "append", whole)
    for one in (room, again):
        assert one.presenter is not None
        one.presenter.session.queue.retry()
        assert one.presenter.session.queue.flush(5)


def test_the_school_is_written_where_a_drill_is_armed_and_proposed_the_next_time(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    form = room.start.form
    form.school.setEditText("甲校")
    assert "new school" in form.new_school.text()
    armed(room, qtbot)
    held = context.services.organisation.schools_of_drills().values()

    assert [one.name for one in held] == ["甲校"]
    room.start.form.school.clearEditText()
    room.starting.look_again()
    qtbot.waitUntil(lambda: room.start.form.school.currentText() == "甲校")
    assert not form.new_school.text().strip()


def test_what_enter_would_do_is_in_sight_on_a_small_screen(room: RunRoom, qtbot: QtBot) -> None:
    room.resize(920, 520)
    room.start.take_focus()

    def is_seen() -> bool:
        arm = room.start.arm
        return arm.hasFocus() and arm.visibleRegion().boundingRect().size() == arm.size()

    qtbot.waitUntil(is_seen)
