"""What a nervous hand did and saw: each slip is said, and none costs a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drillplanner.store.workspace import Workspace
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.console import Console
from tests.ui.run.hand import Hand
from ui.run.keys import KEY_LINES, MARK_KEYS, PLACES, STEP_ARROWS
from ui.run.room import RunRoom

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def console(room: RunRoom, qtbot: QtBot) -> Console:
    return Console.armed(room, qtbot)


# -- V ----------------------------------------------------------------------------------------


def test_void_without_a_row_points_at_the_newest_and_the_same_key_takes_it_back(
    hand: Hand,
) -> None:
    hand.press("1")
    hand.press("2")

    hand.press("V")

    assert hand.page.chosen_entry == hand.log[-1].id
    assert "V again" in hand.page.told[-1]
    assert hand.kinds[-1] == "mark"
    hand.press("V")
    assert hand.kinds[-1] == "void"
    assert hand.log[-1].amends == hand.log[-2].id


def test_void_passes_over_what_was_taken_back_already(hand: Hand) -> None:
    hand.press("1")
    hand.press("2")
    hand.press("Backspace")

    hand.press("V")

    assert hand.page.chosen_entry == hand.log[1].id


def test_void_says_so_where_nothing_can_be_taken_back(hand: Hand) -> None:
    hand.press("V")

    assert "Nothing" in hand.page.refused[-1]


# -- Ctrl and the radio mode --------------------------------------------------------------------


def test_ctrl_held_says_what_a_press_under_it_is(console: Console) -> None:
    before = console.tiles

    QTest.keyPress(console.page, Qt.Key.Key_Control)

    assert "Ctrl" in console.radio
    assert console.tiles == before
    QTest.keyRelease(console.page, Qt.Key.Key_Control)
    assert console.radio == ""


def test_a_tap_under_ctrl_was_heard_by_radio_as_its_key(console: Console) -> None:
    console.press("1")

    console.tap(console.tiles["rooms-secured"].center(), CTRL)

    assert console.last.observed == "radio"


def test_the_radio_mode_says_how_it_ends_as_long_as_it_is_on(console: Console) -> None:
    console.press("B")

    console.press("1")

    assert "(B ends it)" in console.radio
    console.wait_ms(450)
    console.press("B")
    assert console.radio == ""


# -- kept instants -----------------------------------------------------------


def test_instants_kept_in_a_row_are_named_oldest_first_by_plain_keys(hand: Hand) -> None:
    hand.press("1")
    hand.press("Space")
    hand.press("Space")

    hand.press("2")
    hand.press("3")

    first, second, name_of_first, name_of_second = hand.log[2:]
    assert (name_of_first.amends, name_of_second.amends) == (first.id, second.id)


def test_instants_kept_in_a_row_are_named_in_the_same_order_under_shift(hand: Hand) -> None:
    hand.press("1")
    hand.press("Space")
    hand.press("Space")

    hand.press("2", shifted=True)
    hand.press("3", shifted=True)

    first, second, name_of_first, name_of_second = hand.log[2:]
    assert (name_of_first.amends, name_of_second.amends) == (first.id, second.id)


def test_an_instant_that_was_put_off_is_not_named_by_the_answer_about_a_new_one(
    hand: Hand,
) -> None:
    hand.press("1")
    hand.press("Space")
    hand.press("Esc")
    hand.press("Space", 60)

    hand.press("2")

    new = hand.log[3]
    assert hand.log[-1].amends == new.id


def test_what_is_asked_says_how_many_wait_and_which_is_first(hand: Hand) -> None:
    hand.press("1")
    hand.press("Space")
    first = hand.page.rows[-1].time
    hand.press("Space")

    assert "2 instants are kept, the oldest first" in hand.page.question
    assert first in hand.page.question


def test_the_key_that_named_the_first_may_be_made_a_mark_while_the_next_is_asked(
    hand: Hand,
) -> None:
    hand.press("1")
    hand.press("Space")
    hand.press("Space")
    hand.press("2")

    hand.clock.advance(1)
    hand.controller.on_answer(":now", "")

    assert [one.kind for one in hand.log[-2:]] == ["void", "mark"]
    assert hand.log[-1].step == hand.presenter.board.step_by_key["2"]


# -- what is read -----------------------------------------------------------


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600), (800, 600)])
def test_a_double_mark_is_read_on_every_tile(console: Console, size: tuple[int, int]) -> None:
    console.resize(*size)
    console.press("1", "2")
    console.wait_ms(450)
    console.press("2")
    step = console.last.step
    assert step is not None

    said = console.seen_status(step)

    assert "×2" in said or "2 marks" in said


def test_a_target_runs_out_at_the_same_second_on_its_tile_and_in_the_bar(
    workspace: Workspace,
) -> None:
    hand = Hand(workspace)
    hand.press("1", 0.3)
    for _tenth in range(100):
        hand.clock.advance(0.07)
        hand.tick()
        look = hand.page.looks[hand.presenter.next]
        if not look.countdown:
            continue
        target = hand.presenter.board.countdown(hand.presenter.next, hand.clock.elapsed)
        assert target is not None
        name = hand.wording.words(target.target.name)
        assert (name, look.countdown) in [(one[0], one[1]) for one in hand.page.running]


def test_who_reads_older_entries_keeps_them_in_place_and_is_told_of_new_ones(
    console: Console,
) -> None:
    log = console.page.log
    for _press in range(30):
        console.press("Space", "Esc")
        console.wait_ms(410)
        if console.page.model.rowCount() > 20:
            break
    log.verticalScrollBar().setValue(4)
    top = log.indexAt(QPoint(5, 5)).data()

    console.press("Space", "Esc")

    assert log.indexAt(QPoint(5, 5)).data() == top
    assert log.above.isVisible()
    assert "1 newer" in log.above.text()
    QTest.mouseClick(log.above, Qt.MouseButton.LeftButton)
    assert log.verticalScrollBar().value() == 0
    assert not log.above.isVisible()


def test_a_time_that_was_refused_stays_in_the_line_and_the_next_takes_its_place(
    console: Console,
) -> None:
    console.press("1")
    console.press(",")
    line = console.page.asking.line

    QTest.keyClicks(line, "xyz")
    console.press("Enter")

    assert line.text() == "xyz"
    assert line.selectedText() == "xyz"
    QTest.keyClicks(line, "20")
    assert line.text() == "20"


def test_a_line_without_the_keys_says_what_gives_it_them(console: Console) -> None:
    console.press("1")

    console.press("Z")

    assert "click here" in console.page.asking.line.placeholderText()


# -- what is told from outside the console --------------------------------------------


@pytest.mark.parametrize("is_alarm", [True, False])
def test_what_the_window_tells_in_a_drill_moves_no_tile(
    console: Console, room: RunRoom, is_alarm: bool
) -> None:
    console.press("1")
    before = console.tiles

    room.context.toldInDrill.emit("Connect a second monitor.", is_alarm)

    assert console.tiles == before
    assert "Connect a second monitor." in (console.trouble if is_alarm else console.told)


# -- sizes -----------------------------------------------------------


@pytest.mark.parametrize("percent", [100, 125, 150])
@pytest.mark.parametrize("size", [(1076, 730), (1262, 708)])
def test_every_step_is_seen_in_a_window_too(
    tmp_path: Path, qtbot: QtBot, quick_answers: None, size: tuple[int, int], percent: int
) -> None:
    room = RunRoom(make_context(tmp_path, "zh_CN", scale=percent))
    qtbot.addWidget(room)
    room.resize(*size)
    room.show()
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)

    console = Console.armed(room, qtbot)

    assert len(console.tiles_in_sight) == 20
    assert room.context.too_large(percent) == ""
    assert room.context.too_large(200) != ""
    close_context(room.context)


# -- units where the log is folded -----------------------------------------------------------


def test_units_are_shown_over_the_steps_of_a_small_screen_until_they_are_put_away(
    console: Console,
) -> None:
    console.resize(1024, 550)
    console.press("1", "2")
    before = console.tiles
    assert not console.page.units.isVisible()

    console.press("\\", shift=True)

    assert console.page.units.isVisible()
    assert console.tiles == before
    unit = console.page.units.looks[0].unit
    console.tap(console.first_unit)
    assert console.last.unit == unit
    # What is logged meanwhile does not turn it to another step, nor take it away.
    console.press("3")
    assert console.page.units.isVisible()
    console.press("Esc", "Esc")
    QApplication.processEvents()
    assert not console.page.units.isVisible()


def test_the_button_of_units_is_there_where_the_log_is_folded_alone(console: Console) -> None:
    assert "units" not in console.verbs_in_sight

    console.resize(1024, 550)

    assert "units" in console.verbs_in_sight


# -- the table of keys -----------------------------------------------------------


def test_a_key_that_the_page_of_keys_does_not_name_does_nothing(workspace: Workspace) -> None:
    named = {(line.under, place) for line in KEY_LINES for place in line.places}
    places = {*PLACES.values(), *MARK_KEYS, *STEP_ARROWS, "Delete", "Tab"} - {"F1", "F11"}
    hand = Hand(workspace)

    for under in ("", "Shift"):
        for place in sorted(places):
            if ("", place) in named or (under, place) in named:
                continue
            before = len(hand.log), len(hand.page.told), hand.page.question
            hand.press(place, shifted=under == "Shift")
            # Only what was said before is cleared.
            assert (len(hand.log), hand.page.question) == (before[0], before[2]), place


def test_every_key_on_the_page_of_keys_does_something(workspace: Workspace) -> None:
    for line in KEY_LINES:
        for place in line.places:
            assert place in {*PLACES.values(), *MARK_KEYS, *STEP_ARROWS, "Delete", "Tab"}, place


def test_f1_says_what_can_be_pressed_now_with_what_undo_would_take_back(hand: Hand) -> None:
    hand.press("1")
    hand.press("Space")
    hand.press("Esc")

    said = dict(hand.controller.pressable())

    assert said["⌫"].startswith("Undo: A mark without a name")
    assert "names the instant" in said["Shift"]
