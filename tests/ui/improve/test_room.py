"""The improvement room, driven by keys and clicks: from a finding to a closed action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from drillplanner.services.exchange.pack_exchange import hand_over, take_in
from drillplanner.services.improve import actions as improving
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold
from tests.ui.app_context import close_context, make_context, workspace_of
from tests.ui.pages.improve import ImproveRoom
from ui.context import AppContext
from ui.improve.room import make_room

LATER = "2026-12-01T09:00:00+08:00"


@pytest.fixture
def context(tmp_path: Path, qtbot: QtBot) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    made.at_work = "Li"
    yield made
    close_context(made)


@pytest.fixture
def room(context: AppContext, qtbot: QtBot) -> ImproveRoom:
    return ImproveRoom(context, qtbot)


def test_an_empty_workspace_says_what_to_do_next(room: ImproveRoom) -> None:
    room.enter()

    assert "Run one" in room.page.findings.empty.text()
    assert "Enter a finding" in room.page.ledger.empty.text()
    assert not room.page.findings.parts.isVisibleTo(room.page)


def test_a_drill_in_which_all_was_met_has_nothing_to_mend(room: ImproveRoom) -> None:
    room.do(lambda ws: hold(ws, "good"))
    room.enter()

    assert "nothing to fix" in room.page.findings.empty.text()


def test_the_chosen_drill_is_shown_and_another_can_be_chosen(room: ImproveRoom) -> None:
    room.do(lambda ws: hold(ws, "bad", shut_s=90))
    room.do(lambda ws: hold(ws, "good", LATER))
    room.enter()
    assert room.page.drills.currentText().startswith("good · ")

    room.page.drills.setFocus()
    QTest.keyClick(room.page.drills, Qt.Key.Key_Down)
    room.settle()

    assert room.page.drills.currentText().startswith("bad · ")
    assert room.context.drill
    assert room.standings() == ["to be decided"]


def test_from_a_finding_to_an_action_closed_by_a_later_drill_and_back(room: ImproveRoom) -> None:
    room.do(lambda ws: hold(ws, "first", shut_s=90))
    room.enter()
    room.enter_finding()
    editor = room.page.ledger.editor
    assert room.states() == ["not started"]
    assert editor.form.unit.text() == "Class teachers (School)"

    room.report_fixed()
    assert room.states() == ["fixed, to be verified"]
    assert "“All classrooms shut” is met" in editor.closing.text()
    assert "There was no drill since." in editor.closing.text()
    assert not editor.moves["close"].isEnabled()

    room.do(lambda ws: hold(ws, "second", LATER))
    room.again()
    assert editor.proofs.currentText() == "second, 2026-12-01"
    room.click(editor.moves["close"])

    assert room.states() == ["closed"]
    assert editor.closing.text() == "Closed: “second” shows it."
    assert not editor.form.isEnabled()
    assert editor.undo.text() == "Take back: closed"
    room.click(editor.undo)
    assert room.states() == ["fixed, to be verified"]
    assert "last step undone" in editor.history.text().split("\n")[0]
    assert len(editor.history.text().split("\n")) == 6
    assert room.refused == []


def test_an_action_stays_in_sight_when_a_step_takes_it_out_of_the_filter(room: ImproveRoom) -> None:
    room.do(lambda ws: hold(ws, "first", shut_s=90))
    room.enter()
    room.enter_finding()
    room.report_fixed()
    shown = room.page.ledger.shown
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Home)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert room.states() == ["fixed, to be verified"]

    editor = room.page.ledger.editor
    room.type(editor.reason, "one bolt loose")
    room.click(editor.moves["send_back"])

    assert room.states() == ["under way"]
    assert editor.reason_said.text() == "Reason: one bolt loose"
    QTest.keyClick(shown, Qt.Key.Key_Up)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert room.states() == []


def test_a_later_drill_that_missed_again_closes_nothing(room: ImproveRoom) -> None:
    room.do(lambda ws: hold(ws, "first", shut_s=90))
    room.enter()
    room.enter_finding()
    room.report_fixed()
    room.do(lambda ws: hold(ws, "second", LATER, shut_s=80))
    room.again()

    assert "There was 1 drill since; it does not show it." in room.page.ledger.editor.closing.text()
    assert not room.page.ledger.editor.moves["close"].isEnabled()


def test_mending_does_not_start_without_measure_and_deadline(room: ImproveRoom) -> None:
    room.do(lambda ws: hold(ws, "first", shut_s=90))
    room.enter()
    room.enter_finding()

    room.click(room.page.ledger.editor.moves["start"])

    assert room.refused == ["Write the measure before work starts."]
    assert room.states() == ["not started"]


def test_a_finding_is_dismissed_with_a_reason_and_taken_back(room: ImproveRoom) -> None:
    room.do(lambda ws: hold(ws, "first", shut_s=90))
    room.enter()
    tab = room.page.findings
    assert not tab.dismiss.isEnabled()

    room.type(tab.reason, "door was painted")
    QTest.keyClick(tab.reason, Qt.Key.Key_Return)
    room.settle()
    assert room.standings() == ["dismissed"]
    assert "door was painted" in tab.detail.text()
    assert room.states() == []

    room.click(tab.undo)
    assert room.standings() == ["to be decided"]


def test_nothing_is_done_in_nobodys_name(room: ImproveRoom) -> None:
    room.context.at_work = ""
    room.do(lambda ws: hold(ws, "first", shut_s=90))
    room.enter()
    before = room.page.findings.geometry()

    room.click(room.page.findings.accept)
    name = room.page.name
    assert "the history says who" in name.accessibleDescription()
    assert name.placeholderText() == "Your name comes first"
    assert room.page.findings.geometry() == before
    assert room.refused == []
    assert room.states() == []

    room.type(name, "Zhao")
    assert name.accessibleDescription() == ""
    room.click(room.page.findings.accept)
    assert room.states() == ["not started"]
    assert room.context.settings.extra["improve.name"] == "Zhao"


def test_who_sat_here_before_the_restart_is_offered_and_not_assumed(
    context: AppContext, qtbot: QtBot
) -> None:
    context.settings = replace(context.settings, extra={"improve.name": "Zhao"})
    context.at_work = ""
    room = ImproveRoom(context, qtbot)

    room.enter()

    assert room.page.name.text() == ""
    completer = room.page.name.completer()
    assert completer is not None
    assert completer.model().index(0, 0).data() == "Zhao"


def test_what_was_written_and_not_saved_waits_until_it_is_saved_or_discarded(
    room: ImproveRoom,
) -> None:
    room.do(lambda ws: hold(ws, "first", shut_s=90, call_s=50))
    room.enter()
    room.page.findings.table.selectAll()
    room.click(room.page.findings.accept)
    room.page.tabs.setCurrentWidget(room.page.ledger)
    editor, table = room.page.ledger.editor, room.page.ledger.table
    table.setFocus()
    room.type(editor.form.measure, "Bolts")

    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert editor.form.measure.toPlainText() == ""
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert editor.form.measure.toPlainText() == "Bolts"
    room.click(editor.discard)

    assert editor.form.measure.toPlainText() == ""
    assert not editor.save.isEnabled()


def test_two_versions_are_shown_and_one_is_chosen(room: ImproveRoom, tmp_path: Path) -> None:
    def split(workspace: Workspace) -> None:
        drill = hold(workspace, "first", shut_s=90)
        review = review_drill(read_drill(workspace, drill))
        finding = improving.propose(review, read_ledger(workspace))[0].finding
        (action,) = improving.accept(workspace, [finding], by="Li")
        with Workspace.create(tmp_path / "other.db") as other:
            take_in(other, hand_over(workspace, drill))
            for space, note in ((workspace, "ours"), (other, "theirs")):
                improving.edit(space, action, replace(action.content, notes=note), "", by="Li")
            take_in(workspace, hand_over(other, drill))

    room.do(split)
    room.enter()
    room.page.tabs.setCurrentWidget(room.page.ledger)
    editor = room.page.ledger.editor
    assert room.states() == ["versions to choose from"]
    assert not editor.form.isVisibleTo(room.page)

    buttons = [one for one in editor.findChildren(QPushButton) if "version 2" in one.text()]
    room.click(buttons[0])

    assert room.states() == ["not started"]
    assert editor.form.notes.toPlainText() in ("ours", "theirs")


def test_overdue_actions_say_so_in_words_and_can_be_filtered(room: ImproveRoom) -> None:
    def late(workspace: Workspace) -> None:
        drill = hold(workspace, "first", shut_s=90, call_s=50)
        review = review_drill(read_drill(workspace, drill))
        for place, one in enumerate(improving.propose(review, read_ledger(workspace))):
            (action,) = improving.accept(workspace, [one.finding], by="Li")
            due = date(2020 + place * 80, 1, 1)
            improving.edit(workspace, action, replace(action.content, due=due), "", by="Li")

    room.do(late)
    room.enter()
    room.page.tabs.setCurrentWidget(room.page.ledger)
    assert len(room.states()) == 2

    room.page.ledger.shown.setFocus()
    QTest.keyClick(room.page.ledger.shown, Qt.Key.Key_Down)

    assert len(room.states()) == 1
    due = str(room.page.ledger.model.index(0, 2).data())
    assert due.startswith("2020-01-01\n")
    assert due.endswith("days overdue")
    assert room.page.ledger.editor.late.isVisibleTo(room.page)


def test_while_a_drill_runs_nothing_is_changed_and_the_page_says_why(room: ImproveRoom) -> None:
    room.do(lambda ws: hold(ws, "first", shut_s=90))
    room.enter()

    room.context.is_running = True
    assert room.page.refusal.isVisibleTo(room.page)
    assert not room.page.findings.accept.isEnabled()
    room.context.is_running = False
    room.settle()

    assert not room.page.refusal.isVisibleTo(room.page)
    assert room.page.findings.accept.isEnabled()


def test_the_models_are_sound(room: ImproveRoom, qtmodeltester: ModelTester) -> None:
    room.do(lambda ws: hold(ws, "first", shut_s=90))
    room.enter()
    room.enter_finding()

    qtmodeltester.check(room.page.findings.model)  # type: ignore[no-untyped-call] # pytest-qt

    qtmodeltester.check(room.page.ledger.model)  # type: ignore[no-untyped-call] # pytest-qt


def test_every_field_and_button_is_reached_by_tab(room: ImproveRoom) -> None:
    room.do(lambda ws: hold(ws, "first", shut_s=90))
    room.enter()
    room.enter_finding()
    editor = room.page.ledger.editor
    wanted = {
        editor.form.measure,
        editor.form.unit,
        editor.form.person,
        editor.form.has_due,
        editor.form.hazard,
        editor.form.verification,
        editor.form.notes,
        editor.form.parked,
        editor.form.supervised,
        editor.moves["start"],
        editor.undo,
    }

    room.page.ledger.table.setFocus()
    seen = set()
    for _step in range(40):
        focused = room.page.window().focusWidget()
        seen.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    assert wanted <= seen


@pytest.mark.parametrize("width", [320, 700, 1400])
def test_the_page_needs_no_sideways_scrolling(room: ImproveRoom, width: int) -> None:
    room.do(lambda ws: hold(ws, "first", shut_s=90))
    room.enter(width, 560)

    assert room.page.horizontalScrollBar().maximum() == 0
    assert room.page.findings.table.horizontalScrollBar().maximum() == 0


def test_answers_that_come_after_the_page_has_gone_are_dropped(
    context: AppContext, qtbot: QtBot
) -> None:
    context.jobs.run("data", lambda: hold(workspace_of(context), "first", shut_s=90))
    page = make_room(context)
    page.show()

    page.deleteLater()
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=10_000)
