"""Nothing moves under a finger on the end page: what is settled stays where it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages.finish import Finish
from tests.ui.run.finish.test_end_asks import ended
from ui.run.room import RunRoom


@pytest.fixture
def nervous(room: RunRoom, monkeypatch: pytest.MonkeyPatch) -> RunRoom:
    """Give a room where a press is of what could be read, as outside of tests."""
    monkeypatch.setattr("ui.run.finish.gaps_list.READ_S", 0.5)
    return room


def settled_at_rest(finish: Finish) -> None:
    finish.read()
    finish.scroll(300)
    assert finish.scrolled


@pytest.mark.parametrize("button", ["Not performed", "Not there that day"])
def test_a_double_click_settles_one_line_and_moves_none(
    nervous: RunRoom, qtbot: QtBot, button: str
) -> None:
    console, finish = ended(nervous, qtbot, "1", "2")
    settled_at_rest(finish)
    count, places, at = len(console.log), finish.places, finish.scrolled

    finish.double_click("one-key alarm", button)

    assert len(console.log) == count + 1
    assert len(finish.settled) == 1
    assert "one-key alarm" in finish.settled[0]
    finish.settle("one-key alarm", "Undo")
    assert "Once more" in finish.told
    assert len(console.log) == count + 1
    qtbot.wait(100)
    assert (finish.places, finish.scrolled) == (places, at)


def test_settling_by_key_moves_nothing_and_scrolls_nothing(room: RunRoom, qtbot: QtBot) -> None:
    console, finish = ended(room, qtbot, "1", "2")
    settled_at_rest(finish)
    count, places, at = len(console.log), finish.places, finish.scrolled

    finish.type_late("challenges", "nonsense")
    finish.type_late("one-key alarm", "0±5")

    assert len(console.log) == count + 1
    qtbot.wait(100)
    assert (finish.places, finish.scrolled) == (places, at)


def test_what_was_settled_can_be_taken_back_in_its_place(room: RunRoom, qtbot: QtBot) -> None:
    console, finish = ended(room, qtbot, "1", "2")
    open_, places = finish.gaps, finish.places
    finish.settle("one-key alarm", "Not performed")

    finish.settle("one-key alarm", "Undo")

    assert console.last.kind == "void"
    assert (finish.gaps, finish.places, finish.settled) == (open_, places, [])


def test_a_void_is_taken_back_in_its_place(room: RunRoom, qtbot: QtBot) -> None:
    console, finish = ended(room, qtbot, "2", "Space")
    words = next(one for one in finish.gaps if "which step" in one)
    finish.settle(words, "It was nothing: void")

    finish.settle(finish.settled[0], "Undo")

    assert console.kinds[-2:] == ["void", "restore"]
    assert words in finish.gaps


def test_each_unit_has_its_own_line_and_a_step_can_be_none_at_all(
    room: RunRoom, qtbot: QtBot
) -> None:
    console, finish = ended(room, qtbot, "1", "2")
    whole = next(one for one in finish.gaps if "no entry for any of" in one)
    step = whole.partition(": no entry")[0]
    units = [one for one in finish.gaps if one.startswith(step) and one != whole]

    finish.settle(units[1], "Not performed")
    assert console.last.unit is not None
    assert units[0] in finish.gaps
    finish.settle(finish.settled[-1], "Undo")
    finish.settle(whole, "Not performed")

    assert console.last.kind == "not_performed"
    assert not console.last.unit
    assert not [one for one in finish.gaps if one.startswith(step)]


def test_another_end_begins_at_the_top_with_nothing_told(room: RunRoom, qtbot: QtBot) -> None:
    console, finish = ended(room, qtbot, "1", "2")
    finish.settle("one-key alarm", "Not performed")
    finish.type_late("challenges", "nonsense")
    finish.scroll(300)
    assert finish.told
    # The first takes back what was settled, the second asks about the end.
    finish.press(Qt.Key.Key_Backspace)
    finish.press(Qt.Key.Key_Backspace)
    finish.read()
    finish.press(Qt.Key.Key_F2)

    console.hold("F12")

    again = Finish(room, qtbot)
    assert (again.scrolled, again.told, again.settled) == (0, "", [])


def test_the_check_code_is_to_be_written_down_once_nothing_is_open(
    room: RunRoom, qtbot: QtBot
) -> None:
    _console, finish = ended(room, qtbot, "1", "2")
    places = finish.places
    assert "first" in finish.hint

    for line in finish.gaps:
        if line in finish.gaps:
            finish.settle(line, "Not performed")

    assert finish.gaps == []
    assert finish.hint.startswith("Write it on the signed sheet")
    assert finish.places == places
