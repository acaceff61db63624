"""Criteria are rated by digits and Enter, locked and verified, compared, and typed from paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.plan.scales import NO_OCCASION
from drillplanner.review.points.ratings import Rating
from drillplanner.services.review.evaluation.board import Evidence, RatedLine, RatingBoard
from drillplanner.services.review.evaluation.board import RatingChoice as Choice
from drillplanner.services.review.evaluation.sheets import RatingSheet
from tests.ui.pages.review import ReviewRoom
from ui.context import AppContext
from ui.review.ratings.sheet import SheetPage

NONE = Choice("N", NO_OCCASION, "no occasion to observe", "")


def line(id_: str, choices: tuple[Choice, ...], full: float | None, post: str) -> RatedLine:
    return RatedLine(id_, id_, "—", False, choices, full, (post,), ("P",), (), (), (), "—")


MARKS = line("marks", (NONE,), 10.0, "gate")
BOXES = line(
    "boxes",
    (Choice("1", "full", "fits", ""), Choice("2", "none", "does not", ""), NONE),
    None,
    "hall",
)
LOCKED = RatingSheet("Li", (Rating("marks", "Li", "7.5", "late", "f1"),), "locked")
BOARD = RatingBoard(
    (MARKS, BOXES),
    (LOCKED,),
    (("gate", "Gate"), ("hall", "Hall")),
    (("P", "Phase"),),
    (),
    (Evidence("e1", "12:30:04, gate, shut"),),
)


@pytest.fixture
def sheet(qtbot: QtBot, context: AppContext) -> SheetPage:
    made = SheetPage(context)
    qtbot.addWidget(made)
    made.show_board(BOARD, ("d", 1))
    made.resize(1000, 700)
    made.show()
    return made


def saved(qtbot: QtBot, sheet: SheetPage, key: Qt.Key = Qt.Key.Key_Return) -> Rating:
    with qtbot.waitSignal(sheet.ratingEntered) as entered:
        QTest.keyClick(sheet.table, key)
    rating = entered.args[0]
    assert isinstance(rating, Rating)
    return rating


def test_a_digit_and_enter_rate_and_go_on(qtbot: QtBot, sheet: SheetPage) -> None:
    sheet.evaluator.setEditText("Zhang")
    sheet.table.choose("boxes")
    QTest.keyClicks(sheet.table, "2")

    assert saved(qtbot, sheet) == Rating("boxes", "Zhang", "none")
    assert sheet.chosen == "marks"


def test_marks_are_typed_with_their_decimals(qtbot: QtBot, sheet: SheetPage) -> None:
    sheet.evaluator.setEditText("Zhang")
    QTest.keyClicks(sheet.table, "8")
    QTest.keyClicks(sheet.card.marks, ".25")

    assert saved(qtbot, sheet) == Rating("marks", "Zhang", "8.25")


def test_marks_and_no_occasion_exclude_each_other(qtbot: QtBot, sheet: SheetPage) -> None:
    sheet.evaluator.setEditText("Zhang")
    sheet.card.marks.setValue(3)
    QTest.keyClicks(sheet.table, "n")

    assert saved(qtbot, sheet).rating == NO_OCCASION


def test_a_rating_rests_on_entries_of_the_log(qtbot: QtBot, sheet: SheetPage) -> None:
    sheet.evaluator.setEditText("Zhang")
    sheet.card.marks.setValue(3)
    sheet.card.evidence.setCurrentIndex(1)
    sheet.card.evidence.activated.emit(1)

    assert saved(qtbot, sheet).evidence == ("e1",)


def test_what_was_chosen_is_kept_when_another_row_is_looked_at(
    qtbot: QtBot, sheet: SheetPage
) -> None:
    sheet.evaluator.setEditText("Zhang")
    sheet.table.choose("boxes")
    sheet.card.choices["full"].click()

    with qtbot.waitSignal(sheet.ratingEntered) as entered:
        sheet.table.choose("marks")

    assert entered.args == [Rating("boxes", "Zhang", "full")]


def test_without_a_name_nothing_is_saved_and_nothing_lost(qtbot: QtBot, sheet: SheetPage) -> None:
    sheet.table.choose("boxes")
    sheet.card.choices["full"].click()

    with qtbot.assertNotEmitted(sheet.ratingEntered):
        QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    sheet.evaluator.setEditText("Zhang")

    assert saved(qtbot, sheet) == Rating("boxes", "Zhang", "full")


def test_a_locked_sheet_shows_what_was_given_and_asks_why_it_is_changed(
    qtbot: QtBot, sheet: SheetPage
) -> None:
    sheet.evaluator.setEditText("Li")
    sheet.table.choose("marks")

    assert sheet.card.marks.value() == 7.5
    assert sheet.card.note.text() == "late"
    assert not sheet.card.reason.isHidden()
    sheet.card.marks.setValue(6)
    with qtbot.assertNotEmitted(sheet.ratingEntered):
        QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    sheet.card.reason.setText("seen on video")
    assert saved(qtbot, sheet) == Rating("marks", "Li", "6", "late", reason="seen on video")


def test_a_post_shows_its_criteria_alone(sheet: SheetPage) -> None:
    sheet.post.setCurrentIndex(sheet.post.findData("hall"))
    sheet.post.activated.emit(0)

    assert [sheet.model.row(n).id for n in range(sheet.model.rowCount())] == ["boxes"]


# -- the room -------------------------------------------------------------------------------------


@pytest.fixture
def rated(room: ReviewRoom) -> ReviewRoom:
    room.turn_to(room.page.ratings)
    return room


def enter(room: ReviewRoom, name: str, digit: str) -> None:
    sheet, before = room.page.ratings.sheet, room.review
    sheet.evaluator.setEditText(name)
    QTest.keyClicks(sheet.table, digit)
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    room.wait_for_another(before)
    room.settle()


def test_a_sheet_is_filled_in_locked_and_verified_in_the_room(rated: ReviewRoom) -> None:
    sheet = rated.page.ratings.sheet
    enter(rated, "Zhang", "1")
    for button in (sheet.lock, sheet.verify):
        before = rated.review
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        rated.wait_for_another(before)
        rated.settle()

    assert "verified" in sheet.state.label.text()
    assert [one.evaluator for one in rated.review.decisions.ratings] == ["Zhang"]


def test_ratings_are_typed_in_from_paper(rated: ReviewRoom) -> None:
    page = rated.page.ratings.typing
    rated.page.ratings.turn_to(page)
    page.name.setText("Wang")
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    for sign in ("2", "1"):
        index = page.table.currentIndex()
        assert page.grid.setData(index, sign)
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    before = rated.review
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    review = rated.wait_for_another(before)
    rated.settle()

    assert [(one.evaluator, one.rating) for one in review.decisions.ratings] == [
        ("Wang", "S"),
        ("Wang", "excellent"),
    ]
    assert not page.grid.pending
    assert page.grid.refusal(page.grid.index(0, 0), "9")


def test_evaluators_stand_side_by_side(rated: ReviewRoom) -> None:
    enter(rated, "Zhang", "1")
    rated.page.ratings.sheet.table.choose(rated.review.script.criteria[0].id)
    enter(rated, "Li", "2")
    side = rated.page.ratings.side

    heads = [column.title for column in side.model.columns]

    assert heads[1:3] == ["Zhang", "Li"]
    assert "10 items" in side.agreement.text()


def test_an_objection_is_entered_and_answered_at_its_target(rated: ReviewRoom) -> None:
    page = rated.page
    rated.turn_to(page.targets)
    page.targets.table.choose(rated.review.script.targets[0].id)
    for organisation, words in (("Police station", "Wrong start"), ("", "It stands")):
        before = rated.review
        QTest.mouseClick(page.targets.objection, Qt.MouseButton.LeftButton)
        page.objecting.organisation.setText(organisation)
        page.objecting.by.setText("Zhao")
        page.objecting.text.setPlainText(words)
        page.objecting.enter.click()
        rated.wait_for_another(before)
        rated.settle()

    (one,) = rated.review.inputs.objections

    assert (one.organisation, one.by, one.text) == ("Police station", "Zhao", "Wrong start")
    assert [(text, by) for text, by, _day in one.answers] == [("It stands", "Zhao")]


def test_short_forms_are_typed_in_one_after_the_other_and_taken_back(rated: ReviewRoom) -> None:
    page = rated.page.ratings.forms
    rated.page.ratings.turn_to(page)
    page.answers.setText("1")
    QTest.keyClick(page.answers, Qt.Key.Key_Return)
    assert page.answers.text() == "1"
    assert "5 signs" in page.told.text()
    for _n in range(2):
        before = rated.review
        page.answers.setText("11223")
        page.words.setText("louder")
        QTest.keyClick(page.words, Qt.Key.Key_Return)
        rated.wait_for_another(before)
        rated.settle()

    row = [str(page.counts.rows.index(0, column).data()) for column in range(4)]
    assert row[1:] == ["2", "0", "0"]
    assert page.said.rows.rowCount() == 2
    before = rated.review
    QTest.mouseClick(page.undo, Qt.MouseButton.LeftButton)
    rated.wait_for_another(before)
    rated.settle()
    assert page.said.rows.rowCount() == 1


def test_the_tab_speaks_chinese(tmp_path: Path, qtbot: QtBot) -> None:
    from tests.ui.app_context import close_context, make_context

    context = make_context(tmp_path, "zh_CN")
    page = SheetPage(context)
    qtbot.addWidget(page)
    page.show_board(BOARD, ("d", 1))

    assert page.lock.text() == "锁定评估表"
    close_context(context)
