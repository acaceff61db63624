"""Rounds in the run room, by real keys: a false start, a void round, the next one, kept posts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.run.rounds import Arming, read_arming
from drillplanner.services.plan.scripts import samples
from tests.fakes import FakeClock
from tests.ui.pages.typing_in import TypingPage
from ui.context import AppContext
from ui.run.console.page import ConsolePage
from ui.run.console.presenter import ConsolePresenter
from ui.run.room import RunRoom


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def armed(room: RunRoom, qtbot: QtBot, key: Qt.Key = Qt.Key.Key_Return) -> ConsolePage:
    before = room.console
    qtbot.waitUntil(lambda: room.start.arm.hasFocus() or not room.start.isActiveWindow())
    QTest.keyClick(room.start.arm, key)
    qtbot.waitUntil(lambda: room.currentWidget() is room.console and room.console is not before)
    assert room.console is not None
    room.console.setFocus()
    return room.console


def presenter_of(room: RunRoom) -> ConsolePresenter:
    assert room.presenter is not None
    return room.presenter


def kinds(room: RunRoom) -> list[str]:
    return [one.kind for one in presenter_of(room).session.recorder.log.entries.values()]


def start_of(page: ConsolePage) -> str:
    return page.verbs.start.text()


def test_a_false_start_is_taken_back_by_key_and_the_button_begins_again(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    assert start_of(page).endswith("Begin: T0")
    QTest.keyClicks(page, "2")
    qtbot.waitUntil(lambda: start_of(page).endswith("False start"))
    assert "F2, takes it back" in page.head.standing.label.text()

    QTest.keyPress(page, Qt.Key.Key_Delete)
    qtbot.wait(1200)
    QTest.keyRelease(page, Qt.Key.Key_Delete)
    assert kinds(room) == ["arm", "mark"]
    QTest.keyClick(page, Qt.Key.Key_F2)

    assert room.currentWidget() is page
    assert kinds(room) == ["arm", "mark", "void"]
    assert "False start" not in page.head.standing.label.text()
    assert start_of(page).endswith("Begin: T0")
    assert page.hasFocus()


def test_the_clock_is_begun_by_button_and_the_keys_stay_with_the_console(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)

    qtbot.wait(450)
    QTest.mouseClick(page.verbs.start, Qt.MouseButton.LeftButton)

    entries = presenter_of(room).session.recorder.log.entries.values()
    assert [one.kind for one in entries] == ["arm", "mark"]
    assert page.hasFocus()
    QTest.mouseClick(page.verbs.start, Qt.MouseButton.LeftButton)
    assert kinds(room) == ["arm", "mark"]
    QTest.keyClick(page, Qt.Key.Key_F2)
    assert kinds(room) == ["arm", "mark", "void"]


def test_a_void_round_leads_to_the_next_one_and_one_key_arms_it(
    context: AppContext, room: RunRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.run.console.presenter.FALSE_START_NS", 0)
    page = armed(room, qtbot)
    QTest.keyClicks(page, "23")
    drill = context.drill

    QTest.keyClick(page, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "Hold Delete for one second" in page.hint.label.text())
    QTest.keyPress(page, Qt.Key.Key_Delete)
    qtbot.wait(300)
    assert page.verbs.start.share > 0
    assert start_of(page).endswith("void round")
    qtbot.waitUntil(lambda: not page.asking.isHidden(), timeout=5000)
    assert kinds(room) == ["arm", "mark", "mark"]
    QTest.keyClick(page, Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: room.currentWidget() is room.end, timeout=5000)
    assert room.end.heading.text() == "This round is void"
    qtbot.waitUntil(room.end.next.isEnabled)
    QTest.keyClick(room.end.next, Qt.Key.Key_Return)

    qtbot.waitUntil(room.start.arm.isEnabled)
    assert "Round 1 is void" in room.start.notice.text()
    assert room.start.form.round.currentText().startswith("Round 2 · the drill of")
    assert not room.start.resume_buttons
    page = armed(room, qtbot)
    assert context.drill == drill
    assert presenter_of(room).session.recorder.station.round == 2
    assert kinds(room) == ["arm"]
    assert page.head.where.text()


def test_the_end_page_goes_to_the_next_round_of_the_drill(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    QTest.keyClicks(page, "12")
    QTest.keyPress(page, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: room.currentWidget() is room.end, timeout=5000)
    qtbot.waitUntil(room.end.next.isEnabled)
    assert room.end.heading.text() == "The drill has ended"
    drill = context.drill

    QTest.keyClick(room.end.next, Qt.Key.Key_Space)
    qtbot.waitUntil(room.start.arm.isEnabled)
    assert room.start.form.round.currentIndex() == 1
    room.start.form.nature.setCurrentIndex(1)
    # Another post commands it: the control post would have to confirm the safety items first.
    room.start.form.control.click()
    armed(room, qtbot)

    assert context.drill == drill
    log = presenter_of(room).session
    assert (log.recorder.station.round, log.arming.nature) == (2, "formal")


def test_breaking_off_takes_a_hold_and_f12_held(room: RunRoom, qtbot: QtBot) -> None:
    page = armed(room, qtbot)
    QTest.keyClicks(page, "2z")
    assert "Hold to break off" in page.verbs.end.text()
    assert not page.head.standing.isHidden()
    QTest.keyPress(page, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: room.currentWidget() is room.end, timeout=5000)

    assert kinds(room)[-1] == "abort"
    assert room.end.heading.text() == "The drill was broken off"


def test_the_posts_a_laptop_keeps_are_chosen_by_keyboard_and_remembered(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    form = room.start.form
    script = samples()[0].script
    assert list(form.posts.boxes) == [post.id for post in script.posts]
    assert not form.posts.chosen
    assert form.control.isChecked()
    first, *others = form.posts.boxes.values()
    for box in others:
        QTest.keyClick(box, Qt.Key.Key_Space)
    assert form.posts.chosen == (script.posts[0].id,)
    assert not form.control.isChecked()

    QTest.keyClick(first, Qt.Key.Key_Space)
    assert not room.start.arm.isEnabled()
    assert form.no_post.isVisible()
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert room.start.arm.isEnabled()
    QTest.keyClick(room.start.arm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.currentWidget() is room.console)

    expected = Arming("rehearsal", is_control=False, posts=(script.posts[0].id,))
    log = presenter_of(room).session
    assert log.arming == expected
    arm = next(iter(log.recorder.log.entries.values()))
    assert read_arming(arm.text) == expected
    board = presenter_of(room).board
    assert set(board.order) < {step.id for step in script.steps}
    again = RunRoom(context)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: bool(again.start.resume_buttons))
    qtbot.waitUntil(lambda: again.start.form.posts.chosen == expected.posts)
    assert not again.start.form.control.isChecked()
    QTest.keyClick(again.start.resume_buttons[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: again.console is not None)
    assert presenter_of(again).session.arming == expected
    assert presenter_of(again).board.order == board.order


def test_who_commands_is_a_choice_of_its_own_once_somebody_made_it(
    room: RunRoom, qtbot: QtBot
) -> None:
    form = room.start.form
    QTest.keyClick(form.control, Qt.Key.Key_Space)
    assert not form.control.isChecked()
    box = next(iter(form.posts.boxes.values()))
    QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.keyClick(box, Qt.Key.Key_Space)

    assert form.posts.chosen == ()
    assert not form.control.isChecked()


@pytest.mark.parametrize("junk", ["text", {"s": 1}, {"gate-armed": {"posts": 3, "control": "x"}}])
def test_settings_that_hold_nonsense_of_posts_keep_all_of_them(
    context: AppContext, qtbot: QtBot, junk: object
) -> None:
    named = {samples()[0].script.id: {"posts": [["a"], 7], "control": None}}
    for value in (junk, named):
        context.settings = replace(context.settings, extra={"run.posts": value})
        room = RunRoom(context)
        qtbot.addWidget(room)
        room.show()
        qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)
        assert room.start.form.posts.chosen == ()
        assert room.start.form.control.isChecked()


def test_enter_that_ends_a_note_does_not_start_the_clock(room: RunRoom, qtbot: QtBot) -> None:
    page = armed(room, qtbot)
    qtbot.wait(450)
    QTest.keyClicks(page, "m")
    QTest.keyClicks(page.asking.line, "help 12")
    QTest.keyClick(page.asking.line, Qt.Key.Key_Return)

    assert kinds(room) == ["arm", "note"]
    assert [one.text for one in presenter_of(room).session.recorder.log.entries.values()][1] == (
        "help 12"
    )
    assert start_of(page).endswith("Begin: T0")


def test_times_typed_in_after_asking_for_a_new_drill_are_of_a_new_one(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    QTest.keyClicks(page, "12")
    QTest.keyPress(page, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: room.currentWidget() is room.end, timeout=5000)
    qtbot.waitUntil(room.end.again.isEnabled)

    QTest.keyClick(room.end.again, Qt.Key.Key_Space)
    qtbot.waitUntil(room.start.arm.isEnabled)
    assert "new drill" in room.start.typing.toolTip()
    QTest.mouseClick(room.start.typing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.typing.page is not None)

    assert room.typing.page is not None
    typing = TypingPage(room.typing.page, context, qtbot)
    assert typing.presenter.typing is not None
    assert typing.presenter.typing.paper is not None
    assert not typing.presenter.typing.drill


def test_times_typed_in_where_another_round_is_chosen_are_of_its_drill(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    page = armed(room, qtbot)
    drill = context.drill
    QTest.keyClicks(page, "12")
    QTest.keyPress(page, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: room.currentWidget() is room.end, timeout=5000)
    qtbot.waitUntil(room.end.next.isEnabled)
    QTest.keyClick(room.end.next, Qt.Key.Key_Space)
    qtbot.waitUntil(room.start.arm.isEnabled)

    QTest.mouseClick(room.start.typing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.typing.page is not None)

    assert room.typing.page is not None
    typing = TypingPage(room.typing.page, context, qtbot)
    assert typing.presenter.typing is not None
    assert typing.presenter.typing.drill == drill
