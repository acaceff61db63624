"""The end asks what is missing, each settled there, and can be taken back itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages.console import Console
from tests.ui.pages.finish import Finish
from ui.run.room import RunRoom


def ended(room: RunRoom, qtbot: QtBot, *keys: str) -> tuple[Console, Finish]:
    console = Console.armed(room, qtbot)
    console.press(*keys)
    console.press("Esc")
    console.hold("F12")
    return console, Finish(room, qtbot)


def test_a_stray_press_after_the_end_only_asks_and_another_key_takes_the_end_back(
    room: RunRoom, qtbot: QtBot
) -> None:
    console, finish = ended(room, qtbot, "1", "2")
    before = console.kinds

    finish.press(Qt.Key.Key_Backspace)
    finish.press(Qt.Key.Key_Backspace)
    finish.press(Qt.Key.Key_F2)
    assert console.kinds == before
    assert finish.question.startswith("Take the end back")
    finish.read()
    finish.press(Qt.Key.Key_F2)

    assert not finish.is_seen
    assert console.kinds == [*before, "void"]
    assert console.page.verbs.end.share == 0
    console.press("3")
    assert console.last.kind == "mark"


def test_steps_without_an_entry_are_listed_and_said_not_performed_or_late(
    room: RunRoom, qtbot: QtBot
) -> None:
    console, finish = ended(room, qtbot, "1", "2")
    count = len(finish.gaps)
    assert count > 18

    finish.settle("one-key alarm", "Not performed")
    assert (console.last.kind, console.last.step) == ("not_performed", "alarm")
    assert len(finish.gaps) == count - 1

    finish.settle("challenges", "Log late", typed="0±5")
    assert (console.last.kind, console.last.made) == ("mark", "late")
    assert len(finish.gaps) == count - 2


@pytest.mark.parametrize(("answer", "is_entered"), [(Qt.Key.Key_F2, True), (Qt.Key.Key_F3, False)])
def test_a_late_time_before_arming_is_asked_back_at_the_end_too(
    room: RunRoom, qtbot: QtBot, answer: Qt.Key, is_entered: bool
) -> None:
    console, finish = ended(room, qtbot, "1", "2")
    count, places = len(console.log), finish.places

    finish.settle("challenges", "Log late", typed="300±5")
    assert len(console.log) == count
    assert "armed" in finish.question
    assert finish.is_question_in_sight
    assert finish.places == places
    finish.read()
    finish.press(answer)

    assert finish.question == ""
    assert (len(console.log) > count) is is_entered
    assert finish.is_seen


def test_an_instant_without_a_name_is_named_or_voided_at_the_end(
    room: RunRoom, qtbot: QtBot
) -> None:
    console = Console.armed(room, qtbot)
    console.press("2", "Space")
    console.wait_ms(450)
    console.press("Space", "Esc")
    console.hold("F12")
    finish = Finish(room, qtbot)
    unnamed = [one for one in finish.gaps if one.endswith("which step was this instant?")]
    assert len(unnamed) == 2

    finish.settle(unnamed[0], "Name it", choice=4)
    assert console.kinds[-1] == "label"
    finish.settle("which step was this instant?", "It was nothing: void")
    assert console.kinds[-1] == "void"

    assert not [one for one in finish.gaps if "which step" in one]


def test_a_double_mark_and_a_time_known_by_radio_alone_are_named(
    room: RunRoom, qtbot: QtBot
) -> None:
    console = Console.armed(room, qtbot)
    console.press("2", "B", "3", "B", "4")
    console.wait_ms(450)
    console.press("4", "Esc")
    console.hold("F12")
    finish = Finish(room, qtbot)

    assert [one for one in finish.gaps if "by radio alone" in one]
    finish.settle("marked 2 times", "Void the later mark")
    assert not [one for one in finish.gaps if "marked 2 times" in one]


def test_of_a_time_by_radio_and_one_that_was_seen_either_can_be_voided(
    room: RunRoom, qtbot: QtBot
) -> None:
    console = Console.armed(room, qtbot)
    console.press("2", "B", "4")
    console.wait_ms(450)
    console.press("B", "4", "Esc")
    radio, seen = [one.id for one in console.log if one.kind == "mark"][1:]
    console.hold("F12")
    finish = Finish(room, qtbot)

    finish.settle("marked 2 times", "Void the first mark")
    assert console.last.amends == radio
    finish.settle(finish.settled[0], "Undo")
    finish.settle("marked 2 times", "Void the later mark")

    assert console.last.amends == seen
    assert any("by radio alone" in one for one in finish.gaps)


def test_a_unit_that_was_not_there_is_asked_about_no_more_and_can_be_taken_back(
    room: RunRoom, qtbot: QtBot
) -> None:
    console, finish = ended(room, qtbot, "1", "2")
    whole = next(one for one in finish.gaps if "no entry for any of" in one)
    step = whole.partition(": no entry")[0]
    units = [one for one in finish.gaps if one.startswith(step) and one != whole]

    finish.settle(units[0], "Not there that day")
    assert console.last.text.startswith("!not_there ")
    assert units[0] not in finish.gaps
    assert "Not there that day" in finish.settled[-1]
    finish.settle(finish.settled[-1], "Undo")

    assert units[0] in finish.gaps


def test_a_step_that_was_not_there_leaves_its_units_out(room: RunRoom, qtbot: QtBot) -> None:
    _console, finish = ended(room, qtbot, "1", "2")
    whole = next(one for one in finish.gaps if "no entry for any of" in one)
    step = whole.partition(": no entry")[0]

    finish.settle(whole, "Not there that day")

    assert not [one for one in finish.gaps if one.startswith(step)]


def test_an_end_after_a_false_start_says_that_no_start_stands_and_takes_it_late(
    room: RunRoom, qtbot: QtBot
) -> None:
    console = Console.armed(room, qtbot)
    console.press("1", "2", "3", "Delete", "F2")
    console.hold("F12")
    finish = Finish(room, qtbot)
    assert "taken back as false" in finish.lack
    places = finish.places
    danger = finish.gaps[0]

    finish.settle(danger, "Log late", typed="0±1")

    assert finish.lack == ""
    assert finish.places == places


def test_an_end_without_a_start_says_so(room: RunRoom, qtbot: QtBot) -> None:
    _console, finish = ended(room, qtbot, "1")

    assert finish.lack.startswith("T0 was not marked")


def test_a_time_by_radio_alone_gets_an_eyewitness_or_is_left_so(
    room: RunRoom, qtbot: QtBot
) -> None:
    console = Console.armed(room, qtbot)
    console.press("2", "B", "3", "4", "B", "Esc")
    radio = next(one.id for one in console.log if one.step == "challenge")
    console.hold("F12")
    finish = Finish(room, qtbot)
    first, second = [one for one in finish.gaps if "by radio alone" in one]

    finish.settle(first, "Log late", typed="0±1")
    assert (console.last.kind, console.last.observed) == ("mark", "seen")
    assert console.log[-2].amends == radio
    assert first not in finish.gaps
    finish.settle(finish.settled[0], "Undo")
    assert first in finish.gaps
    count = len(console.log)
    finish.settle(second, "Leave it so")
    assert second not in finish.gaps
    assert len(console.log) == count
    finish.settle(finish.settled[0], "Undo")

    assert second in finish.gaps


def test_backspace_at_the_end_undoes_what_was_settled_last_before_it_asks_about_the_end(
    room: RunRoom, qtbot: QtBot
) -> None:
    console = Console.armed(room, qtbot)
    console.press("2", "B", "3", "B", "Esc")
    console.hold("F12")
    finish = Finish(room, qtbot)
    (radio,) = [one for one in finish.gaps if "by radio alone" in one]
    before = finish.gaps
    finish.settle("one-key alarm", "Not performed")
    finish.settle(radio, "Leave it so")

    finish.press(Qt.Key.Key_Backspace)
    assert radio in finish.gaps
    finish.press(Qt.Key.Key_Backspace)
    assert finish.gaps == before
    assert "alarm" in finish.told
    assert finish.question == ""
    finish.press(Qt.Key.Key_Backspace)

    assert finish.question.startswith("Take the end back")


def test_no_name_is_preset_and_the_wheel_scrolls_past_the_choice(
    room: RunRoom, qtbot: QtBot
) -> None:
    console = Console.armed(room, qtbot)
    console.press("2", "Space", "Esc")
    console.hold("F12")
    finish = Finish(room, qtbot)
    (unnamed,) = [one for one in finish.gaps if one.endswith("which step was this instant?")]

    assert finish.choice(unnamed) == ""
    assert not finish.can_press(unnamed, "Name it")
    finish.turn_wheel(unnamed)
    assert finish.choice(unnamed) == ""
    assert finish.scrolled > 0


@pytest.mark.parametrize("ends", ["end", "void_round"])
def test_an_end_that_stands_again_by_undo_shows_the_end_again(
    room: RunRoom, qtbot: QtBot, ends: str
) -> None:
    console = Console.armed(room, qtbot)
    console.press("1", "2", "Esc")
    if ends == "end":
        console.hold("F12")
    else:
        console.page.holdReached.emit(ends)
        console.press("F2")
    finish = Finish(room, qtbot)
    finish.go_back()
    assert room.context.is_running
    console.press("3")

    console.press("Backspace", "Backspace")

    assert finish.is_seen
    qtbot.waitUntil(lambda: not room.context.is_running)
    finish.go_back()
    assert room.context.is_running
