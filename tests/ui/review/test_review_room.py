"""The review room: a drill is read, opened to its entries, graded, joined, printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from drillplanner.base.ids import PersonId
from drillplanner.services.catalogue import list_drills
from drillplanner.services.fact_factory import open_drill
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.review.view_models import Shown
from drillplanner.services.workspace_home import FILE_NAME
from drillplanner.store.workspace import Workspace
from tests.services import drills_held
from tests.services.review_stage import copy_drill
from tests.ui.app_context import workspace_of
from tests.ui.review.conftest import Told, presenter_of
from ui.context import AppContext
from ui.review.page import ReviewPage
from ui.review.room import make_room


def review_of(page: ReviewPage) -> DrillReview:
    review = presenter_of(page).review
    assert review is not None
    return review


def wait_for_another(qtbot: QtBot, page: ReviewPage, before: DrillReview) -> DrillReview:
    qtbot.waitUntil(lambda: presenter_of(page).review is not before, timeout=10_000)
    return review_of(page)


def open_tab(page: ReviewPage, tab: QWidget) -> None:
    page.tabs.setCurrentWidget(tab)


# -- reading ----------------------------------------------------------------------------------


def test_the_latest_drill_is_shown_where_none_is_chosen(room: ReviewPage) -> None:
    assert room.score.figure.text() == "59.0"
    assert room.score.sign.label.text() == "poor"
    assert "59" in room.score.capped.text()
    assert room.drills.count() == 1


def test_an_empty_workspace_says_what_to_do(qtbot: QtBot, context: AppContext, told: Told) -> None:
    page = make_room(context)
    assert isinstance(page, ReviewPage)
    qtbot.addWidget(page)
    page.show()

    qtbot.waitUntil(lambda: bool(page.empty.text()))

    assert "No drill was recorded" in page.empty.text()
    assert told.said == []


def test_a_chosen_target_opens_to_its_entries_by_keyboard(qtbot: QtBot, room: ReviewPage) -> None:
    open_tab(room, room.targets)
    room.targets.table.setFocus()
    room.targets.table.setCurrentIndex(room.targets.model.index(0, 0))

    QTest.keyClick(room.targets.table, Qt.Key.Key_Down)

    result = review_of(room).card.targets[1]
    shown = room.targets.evidence.model
    places = {shown.row(n).id.partition(":")[2] for n in range(shown.rowCount())}
    assert places >= {*result.start.evidence, *result.stop.evidence}
    assert "met" in room.targets.evidence.heading.text()


def test_an_owner_opens_to_its_targets(qtbot: QtBot, room: ReviewPage) -> None:
    row = 3
    line = room.score.model.row(row)
    room.score.owners.setCurrentIndex(room.score.model.index(row, 0))
    room.score.owners.setFocus()

    QTest.keyClick(room.score.owners, Qt.Key.Key_Return)

    owned = [target.id for target in review_of(room).script.targets if target.owner == line.id]
    assert room.tabs.currentWidget() is room.targets
    assert [room.targets.model.row(n).id for n in range(room.targets.model.rowCount())] == owned


def test_a_conflict_opens_to_the_entries_that_disagree(room: ReviewPage) -> None:
    open_tab(room, room.doubts)

    room.doubts.tables["conflicts"].selectRow(0)

    shown = room.doubts.evidence.model
    places = {shown.row(n).id.partition(":")[2] for n in range(shown.rowCount())}
    assert places >= set(review_of(room).card.conflicts[0].places)


# -- deciding -----------------------------------------------------------------------------------


def test_the_leader_enters_a_grade_by_keys_and_takes_it_back(
    qtbot: QtBot, room: ReviewPage, told: Told
) -> None:
    card, before = room.score.grade, review_of(room)
    QTest.keyClick(card.choices["fair"], Qt.Key.Key_Space)
    QTest.keyClicks(card.name, "Wang")
    QTest.keyClicks(card.reason, "late start")
    QTest.keyClick(card.reason, Qt.Key.Key_Return)

    graded = wait_for_another(qtbot, room, before)
    qtbot.waitUntil(card.undo.isVisible)

    assert [(one.grade, one.by) for one in graded.decisions.grades] == [("fair", "Wang")]
    assert "late start" in card.said.text()
    assert not card.enter.isVisible()
    QTest.mouseClick(card.undo, Qt.MouseButton.LeftButton)
    assert wait_for_another(qtbot, room, graded).decisions.grades == ()
    assert told.said == []


def test_a_differing_grade_without_a_reason_is_refused_in_words(
    qtbot: QtBot, room: ReviewPage, told: Told
) -> None:
    room.gradeEntered.emit("excellent", "Wang", "")

    qtbot.waitUntil(lambda: bool(told.said))

    assert "write why" in told.said[0]
    assert review_of(room).decisions.grades == ()


def test_an_interrupted_target_is_admitted_and_taken_back(qtbot: QtBot, room: ReviewPage) -> None:
    open_tab(room, room.targets)
    before = review_of(room)
    target = next(one.id for one in before.card.targets if one.verdict == "interrupted")
    room.targets.table.choose(target)
    bar = room.targets._ruling
    assert bar.isVisible()
    QTest.keyClicks(bar.name, "Wang")
    QTest.keyClicks(bar.reason, "held for a real ambulance")

    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    ruled = wait_for_another(qtbot, room, before)

    assert next(one for one in ruled.card.targets if one.id == target).verdict != "interrupted"
    qtbot.waitUntil(bar.undo.isVisible)
    QTest.mouseClick(bar.undo, Qt.MouseButton.LeftButton)
    assert wait_for_another(qtbot, room, ruled).card == before.card


def test_a_joined_table_can_be_taken_out_again(
    qtbot: QtBot, room: ReviewPage, tmp_path: Path, told: Told
) -> None:
    before = review_of(room)
    step = before.script.steps[0].id
    path = tmp_path / "paper.csv"
    path.write_text(f"source,step,time\npaper,{step},09:31:00\n", encoding="utf-8")

    room.tablesChosen.emit([path])
    joined = wait_for_another(qtbot, room, before)

    assert "paper" in joined.log.scales
    out = [one for one in room.score.findChildren(QPushButton) if "paper.csv" in one.text()]
    QTest.mouseClick(out[0], Qt.MouseButton.LeftButton)
    assert "paper" not in wait_for_another(qtbot, room, joined).log.scales
    assert told.said == []


def test_faults_of_a_table_are_shown(
    qtbot: QtBot, room: ReviewPage, tmp_path: Path, told: Told
) -> None:
    path = tmp_path / "paper.csv"
    path.write_text("source,step,time\npaper,nothing,09:31:00\n", encoding="utf-8")

    room.tablesChosen.emit([path])
    qtbot.waitUntil(lambda: bool(told.said))

    assert "paper.csv, row 2, step" in told.said[0]


# -- printing -----------------------------------------------------------------------------------


def test_a_saved_page_issues_the_scorecard_and_a_later_ruling_is_told(
    qtbot: QtBot, room: ReviewPage, tmp_path: Path, told: Told
) -> None:
    before = review_of(room)
    target = tmp_path / "page.pdf"
    room.saveAsked.emit("page", "zh_CN", target)
    issued = wait_for_another(qtbot, room, before)
    assert target.read_bytes().startswith(b"%PDF")
    assert issued.last_issued is not None
    assert not room.score.notice.button.isVisible()

    held = next(one.id for one in issued.card.targets if one.verdict == "interrupted")
    room.rulingEntered.emit("admit", held, "Wang", "x")
    wait_for_another(qtbot, room, issued)

    assert room.score.notice.button.isVisible()
    assert "as issued" in room.score.notice.words.text()
    line = room.targets.line(held)
    assert line is not None
    assert line.asks == "admit"
    QTest.mouseClick(room.score.notice.button, Qt.MouseButton.LeftButton)
    line = room.targets.line(held)
    assert line is not None
    assert line.asks is None
    assert told.said == []


def test_a_preview_shows_pages_and_can_be_stopped(
    qtbot: QtBot, room: ReviewPage, told: Told
) -> None:
    open_tab(room, room.report)
    QTest.mouseClick(room.report.show_button, Qt.MouseButton.LeftButton)
    assert not room.report.save_button.isEnabled()
    QTest.mouseClick(room.report.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not presenter_of(room).printer.is_printing, timeout=10_000)
    assert "Stopped" in room.report.printed.text()

    QTest.mouseClick(room.report.show_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(room.report.pages._pictures), timeout=20_000)

    assert room.report.save_button.isEnabled()
    assert room.report.larger.isEnabled()
    before = room.report.pages.zoom
    QTest.keyClick(room.report.pages, Qt.Key.Key_Plus)
    assert room.report.pages.zoom > before
    presenter_of(room).printer.forget()
    assert told.said == []


def test_nothing_starts_while_a_drill_runs_and_the_page_says_why(
    qtbot: QtBot, context: AppContext, room: ReviewPage, tmp_path: Path
) -> None:
    before = review_of(room)

    context.is_running = True
    room.gradeEntered.emit("poor", "Wang", "")
    room.saveAsked.emit("page", "en", tmp_path / "no.pdf")
    room.shown.emit()

    assert room.refusal.isVisible()
    assert not room.report.save_button.isEnabled()
    assert not room.score.join.isEnabled()
    assert not context.jobs.is_busy
    context.is_running = False
    assert wait_for_another(qtbot, room, before).decisions.grades == ()
    assert not room.refusal.isVisible()
    assert room.report.save_button.isEnabled()


def test_a_room_that_is_gone_gets_no_answers(
    qtbot: QtBot, context: AppContext, room: ReviewPage, told: Told
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
    qtbot: QtBot, room: ReviewPage, told: Told
) -> None:
    before = review_of(room)
    open_tab(room, room.report)
    QTest.mouseClick(room.report.particulars_button, Qt.MouseButton.LeftButton)
    QTest.keyClicks(room.sheet.fields["school"], "Anhe No. 1")
    saved = next(one for one in room.sheet.findChildren(QPushButton) if one.text() == "Save")

    QTest.mouseClick(saved, Qt.MouseButton.LeftButton)

    assert wait_for_another(qtbot, room, before).inputs.details.school == "Anhe No. 1"
    assert told.said == []


def test_a_named_evaluator_rates_a_criterion_and_takes_it_back(
    qtbot: QtBot, room: ReviewPage, told: Told
) -> None:
    before, tab = review_of(room), room.ratings
    open_tab(room, tab)
    criterion = tab.chosen
    rating, button = next(iter(tab.choices.items()))
    QTest.keyClicks(tab.name, "Zhang")
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.mouseClick(tab.save, Qt.MouseButton.LeftButton)

    rated = wait_for_another(qtbot, room, before)

    assert [(one.criterion, one.evaluator, one.rating) for one in rated.decisions.ratings] == [
        (criterion, "Zhang", rating)
    ]
    qtbot.waitUntil(tab.undo.isVisible)
    assert tab.choices[rating].isChecked()
    QTest.mouseClick(tab.undo, Qt.MouseButton.LeftButton)
    assert wait_for_another(qtbot, room, rated).decisions.ratings == ()
    assert told.said == []


def test_only_the_drill_chosen_last_is_shown(
    qtbot: QtBot, context: AppContext, room: ReviewPage, tmp_path: Path
) -> None:
    first = review_of(room).recorded.drill.id
    second: list[str] = []

    def open_another() -> str:
        workspace = workspace_of(context)
        script = workspace.facts(kind="script")[0]
        return open_drill(workspace, script, "second", PersonId("p")).id

    context.jobs.run("data", open_another, second.append)
    qtbot.waitUntil(lambda: bool(second))
    seen: list[str] = []
    show_review = room.show_review

    def note(review: DrillReview, shown: Shown, *, is_issued: bool) -> None:
        seen.append(review.recorded.drill.id)
        show_review(review, shown, is_issued=is_issued)

    room.show_review = note  # type: ignore[method-assign] # a witness, not another page
    context.drill = second[0]
    context.drill = first
    context.drill = second[0]
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=10_000)

    assert seen == second
    assert room.drills.currentData() == second[0]


def test_a_workspace_of_another_program_can_be_looked_at_and_printed_only(
    qtbot: QtBot, context: AppContext, told: Told, tmp_path: Path
) -> None:
    with Workspace.open(copy_drill(tmp_path / FILE_NAME)):
        page = make_room(context)
        assert isinstance(page, ReviewPage)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: presenter_of(page).review is not None, timeout=10_000)

        assert page.refusal.isVisible()
        assert not page.score.grade.isEnabled()
        assert page.report.save_button.isEnabled()
        page.saveAsked.emit("page", "en", tmp_path / "page.pdf")
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


def opened(qtbot: QtBot, context: AppContext) -> ReviewPage:
    page = make_room(context)
    assert isinstance(page, ReviewPage)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page


def test_the_last_round_that_is_not_void_is_shown_and_the_void_one_can_be_chosen(
    qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    held(tmp_path, "abort", "void")
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: presenter_of(page).review is not None, timeout=10_000)

    assert page.rounds.isVisible()
    assert [page.rounds.itemText(n) for n in range(page.rounds.count())] == [
        "Round 1",
        "Round 2 · broken off",
        "Round 3 · void",
    ]
    assert page.rounds.chosen == 2
    assert not page.score.ending.isHidden()
    assert "broken off" in page.score.ending.label.text()

    before = review_of(page)
    QTest.keyClick(page.rounds, Qt.Key.Key_Down)
    wait_for_another(qtbot, page, before)
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
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: "void" in page.empty.text(), timeout=10_000)

    assert presenter_of(page).review is None
    assert page.rounds.isVisible()
    assert page.rounds.chosen is None
    QTest.keyClick(page.rounds, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: presenter_of(page).review is not None, timeout=10_000)
    assert review_of(page).held.is_void


def test_after_a_drill_its_own_round_is_shown_not_the_one_looked_at_before(
    qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    held(tmp_path, "end")
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: presenter_of(page).review is not None, timeout=10_000)
    before = review_of(page)
    page.rounds.setFocus()
    QTest.keyClick(page.rounds, Qt.Key.Key_Up)
    before = wait_for_another(qtbot, page, before)
    assert before.round == 1

    context.is_running = True
    context.is_running = False

    assert wait_for_another(qtbot, page, before).round == 2
