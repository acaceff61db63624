"""The tab of the whole log: entries are voided, named and remarked on by keys, and undone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.base.ids import DrillId
from drillplanner.services.review.log.lines import WholeLog, whole_log
from tests.ui.pages.review import ReviewRoom
from tests.ui.review.conftest import Told
from ui.review.log.commands import LogKeeper


def step_entry(room: ReviewRoom, step: str) -> str:
    return next(
        one.entry.id
        for one in room.review.inputs.entries
        if one.entry.step == step and one.voided_by is None
    )


def choose(room: ReviewRoom, entry: str) -> None:
    room.turn_to(room.page.log)
    room.page.log.table.setFocus()
    room.page.log.table.choose(entry)


def is_struck(room: ReviewRoom, entry: str) -> bool:
    model = room.page.log.model
    place = model.place(entry)
    assert place is not None
    font = model.index(place, 3).data(Qt.ItemDataRole.FontRole)
    return isinstance(font, QFont) and font.strikeOut()


def test_an_entry_is_voided_undone_and_voided_again_by_keys(
    qtbot: QtBot, room: ReviewRoom, told: Told
) -> None:
    log, alarm = room.page.log, step_entry(room, "alarm")
    choose(room, alarm)
    log.reason.setText("pressed by mistake")
    log.by.setText("Wang")

    before = room.review
    QTest.keyClick(log.table, Qt.Key.Key_V)
    voided = room.wait_for_another(before)
    qtbot.waitUntil(lambda: log.done.text() != "")

    assert is_struck(room, alarm)
    assert "voided" in log.done.text()
    assert "alarm" not in {row.step for row in voided.log.observations}

    log.table.setFocus()
    QTest.keyClick(log.table, Qt.Key.Key_Backspace)
    undone = room.wait_for_another(voided)
    assert not is_struck(room, alarm)
    assert undone.card == before.card
    qtbot.waitUntil(lambda: "Undone" in log.done.text())

    QTest.keyClick(log.table, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ShiftModifier)
    again = room.wait_for_another(undone)
    assert again.card == voided.card
    assert is_struck(room, alarm)
    assert told.said == []


def test_without_a_reason_the_reason_is_asked_for(
    qtbot: QtBot, room: ReviewRoom, told: Told
) -> None:
    log = room.page.log
    choose(room, step_entry(room, "alarm"))
    log.by.setText("Wang")
    log.reason.clear()

    QTest.keyClick(log.table, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: bool(told.said))

    assert "why" in told.said[0]
    assert room.page.focusWidget() is log.reason


def test_a_mark_is_named_by_typing_part_of_a_step(
    qtbot: QtBot, room: ReviewRoom, told: Told
) -> None:
    log, mark = room.page.log, step_entry(room, "challenge")
    choose(room, mark)
    words = next(
        log.meaning.itemText(n)
        for n in range(log.meaning.count())
        if log.meaning.itemData(n).step == "radio"
    )
    log.reason.setText("seen on the recording")
    log.by.setText("Wang")
    QTest.keyClick(log.table, Qt.Key.Key_F2)
    assert log.meaning.hasFocus()

    before = room.review
    log.meaning.setEditText(words)
    QTest.keyClick(log.meaning, Qt.Key.Key_Return)
    named = room.wait_for_another(before)

    assert mark in {row.place for row in named.log.observations if row.step == "radio"}
    assert told.said == []


def test_the_list_is_narrowed_to_what_was_taken_back(room: ReviewRoom) -> None:
    log = room.page.log
    room.turn_to(log)
    count = log.model.rowCount()

    log.filter.setCurrentIndex(log.filter.findData("taken_back"))
    log.filter.activated.emit(log.filter.currentIndex())

    assert 0 < log.model.rowCount() < count


def test_nothing_is_entered_while_a_drill_runs(room: ReviewRoom) -> None:
    log = room.page.log
    choose(room, step_entry(room, "alarm"))
    assert log.toggle.isEnabled()

    log.set_refusal("a drill runs")

    assert not any(
        part.isEnabled() for part in (log.toggle, log.name, log.remark, log.reason, log.meaning)
    )


def test_enter_saves_a_remark_once(room: ReviewRoom, told: Told) -> None:
    log, alarm = room.page.log, step_entry(room, "alarm")
    choose(room, alarm)
    log.by.setText("Wang")
    QTest.keyClick(log.table, Qt.Key.Key_M)
    QTest.keyClicks(log.reason, "seen on the recording")

    before = room.review
    QTest.keyClick(log.reason, Qt.Key.Key_Return)
    after = room.wait_for_another(before)

    (one,) = [one for one in after.inputs.entries if one.entry.id == alarm]
    assert [remark.text.endswith("seen on the recording") for remark in one.remarks] == [True]
    assert log.reason.text() == ""
    assert told.said == []


def test_enter_in_the_reason_does_what_it_was_asked_for(room: ReviewRoom, told: Told) -> None:
    log, alarm = room.page.log, step_entry(room, "alarm")
    choose(room, alarm)
    log.by.setText("Wang")
    QTest.keyClick(log.table, Qt.Key.Key_V)
    QTest.keyClicks(log.reason, "pressed by mistake")

    before = room.review
    QTest.keyClick(log.reason, Qt.Key.Key_Return)
    room.wait_for_another(before)

    assert is_struck(room, alarm)


def test_another_drill_begins_with_empty_fields(room: ReviewRoom, told: Told) -> None:
    log, review = room.page.log, room.review
    keeper = LogKeeper(room.context, log, lambda: None)
    keeper.show(review, whole_log(review))
    log.reason.setText("of the drill before")
    drill = replace(review.recorded.drill, id=DrillId("another"))

    keeper.show(replace(review, recorded=replace(review.recorded, drill=drill)), WholeLog((), ()))

    assert log.reason.text() == ""


def test_the_keys_work_wherever_the_focus_is_and_write_in_fields(
    qtbot: QtBot, room: ReviewRoom, told: Told
) -> None:
    log, alarm = room.page.log, step_entry(room, "alarm")
    choose(room, alarm)
    log.by.setText("Wang")
    log.reason.setFocus()
    QTest.keyClicks(log.reason, "vm")
    assert log.reason.text() == "vm"
    QTest.keyClick(log.reason, Qt.Key.Key_Backspace)
    assert log.reason.text() == "v"

    before = room.review
    log.filter.setFocus()
    QTest.keyClick(log.filter, Qt.Key.Key_V)
    voided = room.wait_for_another(before)
    assert is_struck(room, alarm)

    log.filter.setFocus()
    QTest.keyClick(log.filter, Qt.Key.Key_Backspace)
    room.wait_for_another(voided)
    assert not is_struck(room, alarm)
    assert told.said == []


def test_void_without_a_row_points_at_the_last_one_and_does_nothing_to_it(
    room: ReviewRoom, told: Told
) -> None:
    log = room.page.log
    room.turn_to(log)
    log.filter.setFocus()
    assert not log.table.currentIndex().isValid()

    QTest.keyClick(log.filter, Qt.Key.Key_V)

    assert log.chosen is not None
    assert log.table.hasFocus()
    assert told.said == []
