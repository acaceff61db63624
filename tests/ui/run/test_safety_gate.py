"""The safety gate on the start page, by real keys and clicks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import safety_of, safety_open_of
from drillplanner.services.run.live_session import NATURES
from tests.ui.pages.console import Console
from ui.run.room import RunRoom
from ui.run.start.safety_sheet import SafetySheet


def choose(room: RunRoom, nature: str) -> None:
    room.start.form.nature.setCurrentIndex(NATURES.index(nature))


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def asked(room: RunRoom, button: QPushButton) -> SafetySheet:
    click(button)
    sheet = room.starting.safety
    assert sheet is not None
    assert sheet.isVisible()
    return sheet


def write(line: QLineEdit, words: str) -> None:
    line.clear()
    QTest.keyClicks(line, words)


def tick(sheet: SafetySheet, item: str) -> None:
    box = sheet.boxes[item]
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def entries(room: RunRoom, qtbot: QtBot) -> list[Entry]:
    qtbot.waitUntil(lambda: room.console is not None and room.currentWidget() is room.console)
    assert room.presenter is not None
    return list(room.presenter.session.recorder.log.entries.values())


def test_a_rehearsal_is_told_what_is_open_and_armed(room: RunRoom, qtbot: QtBot) -> None:
    choose(room, "rehearsal")
    count = room.start.form.safety.text().partition(" ")[0]
    assert room.start.form.safety.text() == f"{count} of {count} safety items open…"

    click(room.start.arm)

    assert [one.kind for one in entries(room, qtbot)] == ["arm"]
    assert room.starting.safety is None
    console = Console(room, qtbot)
    assert console.standing == f"Armed with {count} safety items unconfirmed."
    console.press("1")
    assert "unconfirmed" not in console.standing


def test_a_formal_round_asks_first_and_is_armed_once_all_is_ticked_by_name(
    room: RunRoom, qtbot: QtBot
) -> None:
    choose(room, "formal")
    sheet = asked(room, room.start.arm)
    assert room.console is None
    assert not sheet.bar.isHidden()
    items = list(sheet.boxes)
    write(sheet.name, "")
    tick(sheet, items[0])
    assert not sheet.boxes[items[0]].isChecked()

    write(sheet.name, "Zhao")
    for item in items[:-1]:
        tick(sheet, item)
    write(sheet.name, "Qian")
    tick(sheet, items[-1])
    assert sheet.bar.isHidden()
    assert sheet.override.isHidden()
    click(sheet.accept_button)
    assert room.start.form.safety.text() == f"All {len(items)} safety items are confirmed…"
    click(room.start.arm)

    log = entries(room, qtbot)
    assert [one.kind for one in log] == [*["note"] * len(items), "arm"]
    assert [said.item for one in log if (said := safety_of(one)) is not None] == items
    people = {said.person for one in log if (said := safety_of(one)) is not None}
    assert len(people) == 2


def test_open_items_are_armed_with_only_by_name_and_reason(room: RunRoom, qtbot: QtBot) -> None:
    choose(room, "double_blind")
    sheet = asked(room, room.start.arm)
    write(sheet.answers, "Zhou")
    click(sheet.accept_button)
    sheet = asked(room, room.start.arm)
    assert sheet.answers.text() == "Zhou"
    assert room.console is None

    write(sheet.reason, "heavy rain")
    click(sheet.accept_button)
    click(room.start.arm)

    log = entries(room, qtbot)
    [said] = [said for one in log if (said := safety_open_of(one)) is not None]
    assert said.reason == "heavy rain"
    assert [one.kind for one in log] == ["note", "arm"]


def test_a_sheet_that_is_cancelled_and_another_post_change_nothing(
    room: RunRoom, qtbot: QtBot
) -> None:
    choose(room, "formal")
    sheet = asked(room, room.start.form.safety)
    write(sheet.name, "Zhao")
    tick(sheet, next(iter(sheet.boxes)))
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    count = len(room.starting.safety.boxes) if room.starting.safety is not None else 0
    assert room.start.form.safety.text() == f"{count} of {count} safety items open…"

    click_box = room.start.form.control
    click_box.click()
    assert not click_box.isChecked()
    click(room.start.arm)

    assert [one.kind for one in entries(room, qtbot)] == ["arm"]


def test_ticking_moves_no_box(room: RunRoom, qtbot: QtBot) -> None:
    choose(room, "formal")
    sheet = asked(room, room.start.arm)
    write(sheet.name, "Zhao" * 12)
    qtbot.wait(50)

    def places() -> list[QPoint]:
        return [box.mapTo(sheet, QPoint(0, 0)) for box in sheet.boxes.values()]

    before = places()
    for item in sheet.boxes:
        tick(sheet, item)
        qtbot.wait(20)
        assert places() == before

    assert all(box.isChecked() for box in sheet.boxes.values())
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
