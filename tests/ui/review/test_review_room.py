"""The review room: a drill is read, opened to its entries, graded, joined, printed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from drillplanner.base.ids import PersonId
from drillplanner.services.catalogue import list_drills
from drillplanner.services.fact_factory import open_drill
from drillplanner.services.review.printing.archive import check_archive
from drillplanner.services.review.printing.print_process import Cancelled
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.review.view_models import Shown
from drillplanner.services.workspace_home import FILE_NAME
from drillplanner.store.workspace import Workspace
from drillplanner.terms.papers import SECRETS, PaperOrder
from tests.services import drills_held
from tests.services.review_stage import copy_drill
from tests.ui.app_context import close_context, workspace_of
from tests.ui.pages.review import ReviewRoom
from tests.ui.review.conftest import Told
from ui.context import AppContext
from ui.review.report import printer
from ui.review.report.paper_sheet import PaperSheet
from ui.review.room import make_room

# -- reading ----------------------------------------------------------------------------------


def test_the_latest_drill_is_shown_where_none_is_chosen(room: ReviewRoom) -> None:
    assert room.page.score.figure.text() == "59.0"
    assert room.page.score.sign.label.text() == "poor"
    assert "59" in room.page.score.capped.text()
    assert room.page.drills.count() == 1


def test_an_empty_workspace_says_what_to_do(qtbot: QtBot, context: AppContext, told: Told) -> None:
    room = ReviewRoom(context, qtbot)
    room.page.show()

    room.wait(room.page.empty.text)

    assert "No drill was recorded" in room.page.empty.text()
    assert told.said == []


def test_a_chosen_target_opens_to_its_entries_by_keyboard(qtbot: QtBot, room: ReviewRoom) -> None:
    room.turn_to(room.page.targets)
    room.page.targets.table.setFocus()
    room.page.targets.table.setCurrentIndex(room.page.targets.model.index(0, 0))

    QTest.keyClick(room.page.targets.table, Qt.Key.Key_Down)

    result = room.review.card.targets[1]
    shown = room.page.targets.evidence.model
    places = {shown.row(n).id.partition(":")[2] for n in range(shown.rowCount())}
    assert places >= {*result.start.evidence, *result.stop.evidence}
    assert "met" in room.page.targets.evidence.heading.text()


def test_an_owner_opens_to_its_targets(qtbot: QtBot, room: ReviewRoom) -> None:
    row = 3
    line = room.page.score.model.row(row)
    room.page.score.owners.setCurrentIndex(room.page.score.model.index(row, 0))
    room.page.score.owners.setFocus()

    QTest.keyClick(room.page.score.owners, Qt.Key.Key_Return)

    owned = [target.id for target in room.review.script.targets if target.owner == line.id]
    assert room.page.tabs.currentWidget() is room.page.targets
    assert [
        room.page.targets.model.row(n).id for n in range(room.page.targets.model.rowCount())
    ] == owned


def test_a_conflict_opens_to_the_entries_that_disagree(room: ReviewRoom) -> None:
    room.turn_to(room.page.doubts)

    room.page.doubts.tables["conflicts"].selectRow(0)

    shown = room.page.doubts.evidence.model
    places = {shown.row(n).id.partition(":")[2] for n in range(shown.rowCount())}
    assert places >= set(room.review.card.conflicts[0].places)


# -- deciding -----------------------------------------------------------------------------------


def test_the_leader_enters_a_grade_by_keys_and_takes_it_back(
    qtbot: QtBot, room: ReviewRoom, told: Told
) -> None:
    card, before = room.page.score.grade, room.review
    QTest.keyClick(card.choices["fair"], Qt.Key.Key_Space)
    QTest.keyClicks(card.name, "Wang")
    QTest.keyClicks(card.reason, "late start")
    QTest.keyClick(card.reason, Qt.Key.Key_Return)

    graded = room.wait_for_another(before)
    qtbot.waitUntil(card.undo.isVisible)

    assert [(one.grade, one.by) for one in graded.decisions.grades] == [("fair", "Wang")]
    assert "late start" in card.said.text()
    assert not card.enter.isVisible()
    QTest.mouseClick(card.undo, Qt.MouseButton.LeftButton)
    assert room.wait_for_another(graded).decisions.grades == ()
    assert told.said == []


def test_a_differing_grade_without_a_reason_is_refused_in_words(
    qtbot: QtBot, room: ReviewRoom, told: Told
) -> None:
    room.page.gradeEntered.emit("excellent", "Wang", "")

    qtbot.waitUntil(lambda: bool(told.said))

    assert "write why" in told.said[0]
    assert room.review.decisions.grades == ()


def test_an_interrupted_target_is_admitted_and_taken_back(qtbot: QtBot, room: ReviewRoom) -> None:
    room.turn_to(room.page.targets)
    before = room.review
    target = next(one.id for one in before.card.targets if one.verdict == "interrupted")
    room.page.targets.table.choose(target)
    bar = room.page.targets.ruling
    assert bar.isVisible()
    QTest.keyClicks(bar.name, "Wang")
    QTest.keyClicks(bar.reason, "held for a real ambulance")

    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    ruled = room.wait_for_another(before)

    assert next(one for one in ruled.card.targets if one.id == target).verdict != "interrupted"
    qtbot.waitUntil(bar.undo.isVisible)
    QTest.mouseClick(bar.undo, Qt.MouseButton.LeftButton)
    assert room.wait_for_another(ruled).card == before.card


def test_a_person_says_whose_time_stands_and_takes_it_back(qtbot: QtBot, room: ReviewRoom) -> None:
    doubts = room.page.doubts
    room.turn_to(doubts)
    before = room.review
    place = next(n for n, one in enumerate(before.card.conflicts) if one.kind == "spread")
    doubts.tables["conflicts"].choose(f"conflict:{place}")
    bar = doubts.decision
    assert bar.isVisible()
    QTest.keyClicks(bar.name, "Wang")
    QTest.keyClicks(bar.reason, "stood beside them")

    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    ruled = room.wait_for_another(before)

    (ruling,) = ruled.decisions.rulings
    assert (ruling.kind, ruling.by, ruling.source) == ("use", "Wang", ruled.log.uses[0].source)
    qtbot.waitUntil(lambda: "decisions" in doubts.tables)
    doubts.tables["decisions"].choose(f"ruling:{ruling.fact}")
    QTest.mouseClick(bar.undo, Qt.MouseButton.LeftButton)
    assert room.wait_for_another(ruled).card == before.card


def test_a_joined_table_can_be_taken_out_again(
    qtbot: QtBot, room: ReviewRoom, tmp_path: Path, told: Told
) -> None:
    before = room.review
    step = before.script.steps[0].id
    path = tmp_path / "paper.csv"
    path.write_text(f"source,step,time\npaper,{step},09:31:00\n", encoding="utf-8")

    room.page.tablesChosen.emit([path])
    joined = room.wait_for_another(before)

    assert "paper" in joined.log.scales
    out = [one for one in room.page.score.findChildren(QPushButton) if "paper.csv" in one.text()]
    QTest.mouseClick(out[0], Qt.MouseButton.LeftButton)
    assert "paper" not in room.wait_for_another(joined).log.scales
    assert told.said == []


def test_a_table_with_two_readings_is_asked_about_before_it_counts(
    qtbot: QtBot, room: ReviewRoom, tmp_path: Path, told: Told
) -> None:
    before = room.review
    step = before.script.steps[0].id
    path = tmp_path / "paper.csv"
    path.write_text(f"source,step,time\npaper,{step},0:42\n", encoding="utf-8")
    decider = room.presenter.decider

    room.page.tablesChosen.emit([path])
    qtbot.waitUntil(lambda: decider.dials is not None)
    assert decider.dials is not None
    choices = decider.dials.choices("paper")
    assert [one.text() for one in choices] == [
        "00:42 (time of day: 1508, 150802)",
        "42 s (elapsed: 3:20, or seconds)",
    ]
    assert not decider.dials.join.isEnabled()
    QTest.keyClick(choices[1], Qt.Key.Key_Space)
    QTest.mouseClick(decider.dials.join, Qt.MouseButton.LeftButton)
    joined = room.wait_for_another(before)

    rows = [row for row in joined.log.observations if row.source == "paper"]
    assert [row.at_s for row in rows] == [42]
    assert [table.table.dials for table in joined.decisions.tables] == [{"paper": "stopwatch"}]
    assert told.said == []


def test_faults_of_a_table_are_shown(
    qtbot: QtBot, room: ReviewRoom, tmp_path: Path, told: Told
) -> None:
    path = tmp_path / "paper.csv"
    path.write_text("source,step,time\npaper,nothing,09:31:00\n", encoding="utf-8")

    room.page.tablesChosen.emit([path])
    qtbot.waitUntil(lambda: bool(told.said))

    assert "paper.csv, row 2, column step" in told.said[0]


# -- printing -----------------------------------------------------------------------------------


def test_a_saved_page_issues_the_scorecard_and_a_later_ruling_is_told(
    qtbot: QtBot, room: ReviewRoom, tmp_path: Path, told: Told
) -> None:
    before = room.review
    target = tmp_path / "page.pdf"
    room.page.saveAsked.emit(PaperOrder("scorecard"), "zh_CN", target)
    issued = room.wait_for_another(before)
    assert target.read_bytes().startswith(b"%PDF")
    assert issued.last_issued is not None
    assert not room.page.score.notice.button.isVisible()

    held = next(one.id for one in issued.card.targets if one.verdict == "interrupted")
    room.page.rulingEntered.emit("admit", held, "Wang", "x")
    room.wait_for_another(issued)

    assert room.page.score.notice.button.isVisible()
    assert "as issued" in room.page.score.notice.words.text()
    line = room.page.targets.line(held)
    assert line is not None
    assert line.asks == "admit"
    QTest.mouseClick(room.page.score.notice.button, Qt.MouseButton.LeftButton)
    line = room.page.targets.line(held)
    assert line is not None
    assert line.asks is None
    assert told.said == []


def test_a_preview_shows_pages_and_can_be_stopped(
    qtbot: QtBot, room: ReviewRoom, told: Told
) -> None:
    room.preview()
    assert not room.page.report.save_button.isEnabled()
    QTest.mouseClick(room.page.report.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not room.printer.is_printing, timeout=10_000)
    assert "Stopped" in room.page.report.printed.text()

    QTest.mouseClick(room.page.report.show_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(room.page.report.pages.pictures), timeout=20_000)

    assert room.page.report.save_button.isEnabled()
    assert room.page.report.larger.isEnabled()
    before = room.page.report.pages.zoom
    QTest.keyClick(room.page.report.pages, Qt.Key.Key_Plus)
    assert room.page.report.pages.zoom > before
    room.printer.forget()
    assert told.said == []


def test_the_save_sheet_takes_everything_out_of_a_picture_unless_told_otherwise(
    room: ReviewRoom,
) -> None:
    room.turn_to(room.page.report)
    QTest.mouseClick(room.page.report.save_button, Qt.MouseButton.LeftButton)
    sheet = room.page.report.findChild(PaperSheet)
    assert sheet is not None

    assert sheet.order == PaperOrder("evaluation", "pdf", frozenset())
    sheet.form.setCurrentIndex(sheet.form.findData("circular"))
    sheet.format.setCurrentIndex(sheet.format.findData("png"))
    sheet.secrets["posts"].setChecked(False)

    assert sheet.order == PaperOrder("circular", "png", frozenset(SECRETS) - {"posts"})
    sheet.reject()


def test_a_password_is_typed_twice_and_for_a_pdf_alone(qtbot: QtBot, room: ReviewRoom) -> None:
    room.turn_to(room.page.report)
    QTest.mouseClick(room.page.report.save_button, Qt.MouseButton.LeftButton)
    sheet = room.page.report.findChild(PaperSheet)
    assert sheet is not None
    for first, second in (("correct horse", "correct hose"), ("short", "short")):
        sheet.password.setText(first)
        sheet.again.setText(second)
        with qtbot.assertNotEmitted(sheet.chosen):
            QTest.mouseClick(sheet.save, Qt.MouseButton.LeftButton)
        assert sheet.told.isVisible()
    sheet.again.setText("correct horse")
    sheet.password.setText("correct horse")

    assert sheet.order.password == "correct horse"  # noqa: S105 - of no use to anybody
    assert "correct horse" not in repr(sheet.order)
    sheet.format.setCurrentIndex(sheet.format.findData("docx"))
    assert sheet.order.password == ""
    assert not sheet.password.isEnabled()
    sheet.reject()


def test_an_archive_is_written_and_names_what_is_missing(
    qtbot: QtBot, room: ReviewRoom, tmp_path: Path, told: Told
) -> None:
    folder = tmp_path / "archive"
    room.page.archiveAsked.emit("en", folder)
    qtbot.waitUntil(lambda: "Archived" in room.page.report.printed.text(), timeout=60_000)

    assert "Missing: plan, sign-in sheet" in room.page.report.printed.text()
    assert check_archive(folder).is_whole
    assert (folder / "08 report" / "report.docx").exists()
    assert told.said == []


def test_closing_during_a_preview_does_not_wait_for_it(
    qtbot: QtBot, room: ReviewRoom, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = threading.Event()

    def print_slowly(
        _inputs: object, _language: str, _order: PaperOrder, is_cancelled: Callable[[], bool]
    ) -> bytes:
        started.set()
        for _moment in range(500):
            if is_cancelled():
                raise Cancelled
            time.sleep(0.01)
        return b""

    monkeypatch.setattr(printer, "print_bytes", print_slowly)
    room.preview()
    assert started.wait(10)

    begun = time.monotonic()
    close_context(context)
    assert time.monotonic() - begun < 1


def test_nothing_starts_while_a_drill_runs_and_the_page_says_why(
    qtbot: QtBot, context: AppContext, room: ReviewRoom, tmp_path: Path
) -> None:
    before = room.review

    context.is_running = True
    room.page.gradeEntered.emit("poor", "Wang", "")
    room.page.saveAsked.emit(PaperOrder("scorecard"), "en", tmp_path / "no.pdf")
    room.page.shown.emit()

    assert room.page.refusal.isVisible()
    assert not room.page.report.save_button.isEnabled()
    assert not room.page.score.join.isEnabled()
    assert not context.jobs.is_busy
    context.is_running = False
    assert room.wait_for_another(before).decisions.grades == ()
    assert not room.page.refusal.isVisible()
    assert room.page.report.save_button.isEnabled()


def test_a_room_that_is_gone_gets_no_answers(
    qtbot: QtBot, context: AppContext, room: ReviewRoom, told: Told
) -> None:
    second = make_room(context)
    second.show()
    assert context.jobs.is_busy
    delete(second)

    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=10_000)
    context.is_running = True
    context.is_running = False
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=10_000)

    assert told.said == []


def test_particulars_are_filled_in_and_stand_in_the_report(
    qtbot: QtBot, room: ReviewRoom, told: Told
) -> None:
    before = room.review
    room.turn_to(room.page.report)
    QTest.mouseClick(room.page.report.particulars_button, Qt.MouseButton.LeftButton)
    QTest.keyClicks(room.page.sheet.fields["school"], "Anhe No. 1")
    saved = next(one for one in room.page.sheet.findChildren(QPushButton) if one.text() == "Save")

    QTest.mouseClick(saved, Qt.MouseButton.LeftButton)

    assert room.wait_for_another(before).inputs.details.school == "Anhe No. 1"
    assert told.said == []


def test_a_named_evaluator_rates_a_criterion_and_takes_it_back(
    qtbot: QtBot, room: ReviewRoom, told: Told
) -> None:
    before, sheet = room.review, room.page.ratings.sheet
    room.turn_to(room.page.ratings)
    criterion = sheet.chosen
    QTest.keyClicks(sheet.evaluator, "Zhang")
    rating, button = next(iter(sheet.card.choices.items()))
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.mouseClick(sheet.card.save, Qt.MouseButton.LeftButton)

    rated = room.wait_for_another(before)

    assert [(one.criterion, one.evaluator, one.rating) for one in rated.decisions.ratings] == [
        (criterion, "Zhang", rating)
    ]
    room.settle()
    sheet.table.choose(criterion)
    assert sheet.card.choices[rating].isChecked()
    QTest.mouseClick(sheet.card.undo, Qt.MouseButton.LeftButton)
    assert room.wait_for_another(rated).decisions.ratings == ()
    assert told.said == []


def test_only_the_drill_chosen_last_is_shown(
    qtbot: QtBot, context: AppContext, room: ReviewRoom, tmp_path: Path
) -> None:
    first = room.review.recorded.drill.id
    second: list[str] = []

    def open_another() -> str:
        workspace = workspace_of(context)
        script = workspace.facts(kind="script")[0]
        return open_drill(workspace, script, "second", PersonId("p")).id

    context.jobs.run("data", open_another, second.append)
    qtbot.waitUntil(lambda: bool(second))
    seen: list[str] = []
    show_review = room.page.show_review

    def note(review: DrillReview, shown: Shown, *, is_issued: bool) -> None:
        seen.append(review.recorded.drill.id)
        show_review(review, shown, is_issued=is_issued)

    room.page.show_review = note  # type: ignore[method-assign] # a witness, not another page
    context.drill = second[0]
    context.drill = first
    context.drill = second[0]
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=10_000)

    assert seen == second
    assert room.page.drills.currentData() == second[0]


def test_a_workspace_of_another_program_can_be_looked_at_and_printed_only(
    qtbot: QtBot, context: AppContext, told: Told, tmp_path: Path
) -> None:
    with Workspace.open(copy_drill(tmp_path / FILE_NAME)):
        room = ReviewRoom(context, qtbot)
        room.open()
        page = room.page

        assert page.refusal.isVisible()
        assert not page.score.grade.isEnabled()
        assert page.report.save_button.isEnabled()
        page.saveAsked.emit(PaperOrder("scorecard"), "en", tmp_path / "page.pdf")
        qtbot.waitUntil(lambda: "Saved" in page.report.printed.text(), timeout=10_000)

    assert told.said == []


# -- rounds ------------------------------------------------------------------------------------


def held(tmp_path: Path, *endings: str) -> None:
    """Put a drill into the workspace with a round for each ending."""
    with Workspace.create(tmp_path / FILE_NAME) as workspace:
        drill = drills_held.hold(workspace, "Lockdown")
        for number, ending in enumerate(endings, start=2):
            round_ = drills_held.run_round(
                workspace, drill, number, f"2026-11-2{number + 2}T09:00:00+08:00"
            )
            {"end": round_.end, "abort": round_.abort, "void": round_.void_round}[ending]()


def test_the_last_round_that_is_not_void_is_shown_and_the_void_one_can_be_chosen(
    qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    held(tmp_path, "abort", "void")
    room = ReviewRoom(context, qtbot)
    room.open()
    page = room.page

    assert page.rounds.isVisible()
    assert [page.rounds.itemText(n) for n in range(page.rounds.count())] == [
        "Round 1",
        "Round 2 · broken off",
        "Round 3 · void",
    ]
    assert page.rounds.chosen == 2
    assert not page.score.ending.isHidden()
    assert "broken off" in page.score.ending.label.text()

    before = room.review
    QTest.keyClick(page.rounds, Qt.Key.Key_Down)
    room.wait_for_another(before)
    assert page.rounds.chosen == 3
    assert "void" in page.score.ending.label.text()


def test_a_drill_of_void_rounds_shows_no_result_until_one_is_chosen(
    qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    held(tmp_path)
    with Workspace.open(tmp_path / FILE_NAME) as workspace:
        drill = list_drills(workspace)[0].drill.id
        drills_held.run_round(
            workspace, drill, 1, "2026-11-24T09:00:00+08:00", source="square"
        ).void_round()
    room = ReviewRoom(context, qtbot)
    page = room.page
    page.show()
    room.wait(lambda: "void" in page.empty.text())

    assert room.presenter.review is None
    assert page.rounds.isVisible()
    assert page.rounds.chosen is None
    QTest.keyClick(page.rounds, Qt.Key.Key_Down)
    room.wait(lambda: room.presenter.review is not None)
    assert room.review.held.is_void


def test_after_a_drill_its_own_round_is_shown_not_the_one_looked_at_before(
    qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    held(tmp_path, "end")
    room = ReviewRoom(context, qtbot)
    room.open()
    page = room.page
    before = room.review
    page.rounds.setFocus()
    QTest.keyClick(page.rounds, Qt.Key.Key_Up)
    before = room.wait_for_another(before)
    assert before.round == 1

    context.is_running = True
    context.is_running = False

    assert room.wait_for_another(before).round == 2
