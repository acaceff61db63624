"""A drill without a script, by keys, taps and a Chinese input method."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.app_context import close_context, make_context
from tests.ui.run.free_room import armed_free, logged, make_room
from ui.context import AppContext
from ui.run.console.page import ConsolePage
from ui.run.console.widgets.tile import StepTile
from ui.run.room import RunRoom


@pytest.fixture
def context(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AppContext]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = make_context(tmp_path)
    made.settings = replace(made.settings, double_press_ms=0)
    yield made
    close_context(made)


def words_tile(page: ConsolePage, number: int) -> StepTile:
    """Give a tile of words, counted from 0."""
    return [tile for name, tile in page.board.tiles.items() if name.startswith("words:")][number]


@pytest.fixture
def room(context: AppContext, qtbot: QtBot, quick_answers: None) -> RunRoom:
    made = make_room(context, qtbot)
    return made


@pytest.fixture
def page(room: RunRoom, qtbot: QtBot) -> ConsolePage:
    return armed_free(room, qtbot)


def type_chinese(line: QWidget, text: str) -> None:
    """Type as an input method does: letters are composed first, then the word is put in."""
    QApplication.sendEvent(line, QInputMethodEvent("guan men", []))
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(line, done)


def name_in_chinese(page: ConsolePage, text: str) -> None:
    QTest.keyClick(page, Qt.Key.Key_Space)
    QTest.keyClick(page, Qt.Key.Key_F2)
    type_chinese(page.asking.line, text)
    QTest.keyClick(page.asking.line, Qt.Key.Key_Return)


def said(room: RunRoom) -> list[tuple[str, str]]:
    return [(one.kind, one.text if one.kind == "label" else one.step or "") for one in logged(room)]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_script_is_the_last_choice_and_begins_with_the_danger_alone(
    tmp_path: Path, qtbot: QtBot, language: str
) -> None:
    context = make_context(tmp_path, language)  # type: ignore[arg-type]  # one of the two
    room = make_room(context, qtbot)
    start = room.start
    titles = [start.form.script.itemText(n) for n in range(start.form.script.count())]
    page = armed_free(room, qtbot)

    wanted = {"zh_CN": "无脚本（自由记录）", "en": "No script (free play)"}
    assert titles[-1] == wanted[language]
    assert list(page.board.tiles) == ["danger"]
    close_context(context)


def test_a_frozen_instant_is_named_through_an_input_method(
    room: RunRoom, page: ConsolePage
) -> None:
    QTest.keyClick(page, Qt.Key.Key_1)
    QTest.keyClick(page, Qt.Key.Key_Space)
    frozen = logged(room)[-1]
    assert page.hasFocus()
    assert not page.asking.isHidden()
    QTest.keyClick(page, Qt.Key.Key_F2)
    assert page.asking.line.hasFocus()
    type_chinese(page.asking.line, "家长冲到门口")
    QTest.keyClick(page.asking.line, Qt.Key.Key_Return)

    assert page.hasFocus()
    assert said(room) == [("arm", ""), ("mark", "danger"), ("mark", ""), ("label", "家长冲到门口")]
    assert logged(room)[-1].amends == frozen.id
    assert words_tile(page, 0).look.title == "家长冲到门口"
    assert words_tile(page, 0).look.key == "2"
    assert page.asking.isHidden()


def test_words_used_before_are_a_key_a_tile_and_an_answer(
    room: RunRoom, page: ConsolePage, qtbot: QtBot
) -> None:
    name_in_chinese(page, "关门")
    name_in_chinese(page, "喊话")
    before = len(logged(room))
    QTest.keyClick(page, Qt.Key.Key_2)
    QTest.mouseClick(words_tile(page, 1), Qt.MouseButton.LeftButton)
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    QTest.keyClick(page, Qt.Key.Key_F3)

    assert said(room)[before:] == [
        ("mark", ""),
        ("label", "关门"),
        ("mark", ""),
        ("label", "喊话"),
        ("mark", ""),
        ("label", "关门"),
    ]
    assert [one.made for one in logged(room)[before:]][2] == "tap"
    assert "3 marks" in words_tile(page, 0).look.status
    assert page.hasFocus()
    qtbot.waitUntil(lambda: room.presenter is not None and room.presenter.is_safe)


def test_keys_go_on_being_logged_while_marks_wait_for_their_words(
    room: RunRoom, page: ConsolePage
) -> None:
    name_in_chinese(page, "关门")
    for key in (Qt.Key.Key_Space, Qt.Key.Key_PageUp, Qt.Key.Key_1):
        QTest.keyClick(page, key)

    assert [one.kind for one in logged(room)][-3:] == ["mark", "mark", "mark"]
    assert "2 marks wait" in page.asking.label.text()
    waiting = [one.id for one in logged(room)][-3:-1]
    QTest.keyClick(page, Qt.Key.Key_F3)
    QTest.keyClick(page, Qt.Key.Key_F3)
    assert [one.amends for one in logged(room)][-2:] == waiting
    assert page.asking.isHidden()


def test_a_row_that_is_chosen_in_the_log_is_the_one_that_is_named(
    room: RunRoom, page: ConsolePage
) -> None:
    name_in_chinese(page, "关门")
    QTest.keyClick(page, Qt.Key.Key_Space)
    QTest.keyClick(page, Qt.Key.Key_Space)
    newest = logged(room)[-1]
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(page, Qt.Key.Key_Down, shift)
    QTest.keyClick(page, Qt.Key.Key_F3)

    assert logged(room)[-1].amends == newest.id


def test_shift_and_a_words_key_names_the_oldest_mark_that_waits(
    room: RunRoom, page: ConsolePage
) -> None:
    name_in_chinese(page, "关门")
    QTest.keyClick(page, Qt.Key.Key_Space)
    first = logged(room)[-1]
    QTest.keyClick(page, Qt.Key.Key_Space)
    QTest.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.ShiftModifier)

    last = logged(room)[-1]
    assert (last.kind, last.text, last.amends) == ("label", "关门", first.id)
    assert "What happened" in page.asking.label.text()
    assert not page.asking.isHidden()


def test_words_heard_by_radio_are_an_upper_bound(room: RunRoom, page: ConsolePage) -> None:
    name_in_chinese(page, "到场")
    QTest.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    mark = logged(room)[-2]
    assert (mark.observed, mark.bound) == ("radio", "at_most")


def test_words_that_were_wrong_are_voided_and_the_mark_waits_again(
    room: RunRoom, page: ConsolePage
) -> None:
    name_in_chinese(page, "关门")
    QTest.keyClick(page, Qt.Key.Key_Backspace)

    assert room.presenter is not None
    assert [one.kind for one in logged(room)] == ["arm", "mark", "label", "void"]
    assert len(room.presenter.board.unlabelled) == 1
    assert words_tile(page, 0).look.shape is None
    assert "waits for words" in page.head.next_label.text()


def test_escape_leaves_the_mark_waiting_and_nothing_is_lost(
    room: RunRoom, page: ConsolePage
) -> None:
    QTest.keyClick(page, Qt.Key.Key_Space)
    QTest.keyClick(page, Qt.Key.Key_F2)
    QTest.keyClick(page.asking.line, Qt.Key.Key_Escape)

    assert page.hasFocus()
    assert [one.kind for one in logged(room)] == ["arm", "mark"]
    assert "waits for words" in page.head.next_label.text()


def test_an_unfinished_free_play_goes_on_with_its_words(
    context: AppContext, room: RunRoom, page: ConsolePage, qtbot: QtBot
) -> None:
    name_in_chinese(page, "关门")
    name_in_chinese(page, "喊话")
    qtbot.waitUntil(lambda: room.presenter is not None and room.presenter.is_safe)
    again = RunRoom(context)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: len(again.start.resume_buttons) == 1)
    again.go_on(0)
    qtbot.waitUntil(lambda: again.console is not None)

    assert again.console is not None
    assert [tile.look.title for tile in again.console.board.tiles.values()][1:] == ["关门", "喊话"]


def test_in_a_drill_with_a_script_a_waiting_mark_is_named_in_words_too(
    room: RunRoom, qtbot: QtBot
) -> None:
    room.start.form.script.setCurrentIndex(0)
    room.arm()
    qtbot.waitUntil(lambda: room.console is not None)
    page = room.console
    assert page is not None
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Space)
    QTest.keyClick(page, Qt.Key.Key_F6)
    type_chinese(page.asking.line, "一位家长晕倒")
    QTest.keyClick(page.asking.line, Qt.Key.Key_Return)

    assert said(room) == [("arm", ""), ("mark", ""), ("label", "一位家长晕倒")]
    assert not any(name.startswith("words:") for name in page.board.tiles)


def test_tiles_stay_where_they_are_as_words_come(page: ConsolePage) -> None:
    name_in_chinese(page, "关门")
    QTest.qWait(20)
    before = words_tile(page, 0).pos()
    for words in ("喊话", "封路", "疏散", "报警"):
        name_in_chinese(page, words)
    QTest.qWait(20)

    assert words_tile(page, 0).pos() == before


def test_a_tile_of_words_says_that_its_time_is_an_upper_bound(
    room: RunRoom, page: ConsolePage
) -> None:
    QTest.keyClick(page, Qt.Key.Key_1)
    name_in_chinese(page, "关门")
    QTest.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    assert words_tile(page, 0).look.status.startswith("≤")
