"""The console under a nervous hand: nothing moves, and nothing answers another question."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.app_context import close_context, make_context
from tests.ui.pages.console import Console
from ui.run.console.controller import READ_NS
from ui.run.room import RunRoom
from ui.theme.theme import wear
from ui.theme.tokens import ThemeName


def application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


READ_MS = READ_NS // 10**6 + 50


@pytest.fixture
def console(room: RunRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.setattr("ui.run.console.controller.READ_NS", READ_NS)
    return Console.armed(room, qtbot)


@pytest.mark.parametrize("keys", [("Space",), ("X",), ("N",), (",",), ("M",), ("Z",), ("2", "C")])
def test_no_tile_moves_whatever_is_asked_or_told(console: Console, keys: tuple[str, ...]) -> None:
    console.press("1")
    before = console.tiles

    console.press(*keys)
    console.page.show_unsaved("3 entries are not saved; the disk is full.")

    assert console.tiles == before
    console.press("Esc")
    console.page.show_unsaved("")
    assert console.tiles == before


def test_the_pixel_of_a_tile_is_that_tile_1_2_seconds_later(console: Console) -> None:
    at = console.tiles["rooms-secured"].center()

    console.tap(at)
    console.wait_ms(1200)
    console.tap(at)

    assert [one.step for one in console.log[1:]] == ["rooms-secured", "rooms-secured"]


@pytest.mark.parametrize(
    ("size", "scale"),
    [
        ((1024, 600), 100),
        ((1024, 600), 150),
        ((1366, 768), 100),
        ((1366, 768), 200),
        ((1920, 1080), 100),
    ],
)
@pytest.mark.parametrize("theme", ["light", "dark", "sunlight"])
def test_every_key_of_twenty_steps_is_in_sight(
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
    size: tuple[int, int],
    scale: int,
    theme: ThemeName,
) -> None:
    context = make_context(tmp_path, "zh_CN", theme, scale)
    room = RunRoom(context)
    qtbot.addWidget(room)
    room.resize(*size)
    room.show()
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)
    console = Console.armed(room, qtbot)
    console.press("2", "Space")

    assert len(console.tiles) == 20
    assert len(console.tiles_in_sight) == 20
    assert min(rect.height() for rect in console.tiles.values()) >= 44 * scale // 100
    close_context(context)


def test_a_key_that_changed_its_meaning_under_the_finger_is_not_taken(console: Console) -> None:
    console.press("2")
    console.wait_ms(450)
    console.press("Space", "5", "F2")

    # Space, 5 and F2 within a tenth of a second: F2 was meant for what was asked before.
    assert console.kinds == ["arm", "mark", "mark", "label"]
    assert "just changed" in console.told

    console.wait_ms(READ_MS)
    console.press("F2")
    assert console.kinds[-2:] == ["void", "mark"]


def test_a_step_key_after_a_frozen_instant_names_that_instant(console: Console) -> None:
    console.press("2", "Space")
    frozen = console.last
    assert console.unnamed == "1 to be named"

    console.press("5")

    assert (console.last.kind, console.last.amends) == ("label", frozen.id)
    assert console.unnamed == ""


def test_the_line_of_a_late_entry_has_the_keys_at_once(console: Console) -> None:
    console.press("2", ",")
    console.press("2", "0", "Enter")
    # The laptop was armed a moment ago: what would lie before that is asked back.
    assert "before this laptop was armed" in console.question
    console.wait_ms(READ_MS)
    console.press("F2")

    assert [one.kind for one in console.log] == ["arm", "mark", "mark"]
    assert console.last.made == "late"
    assert "ago_s=20" in console.last.text


def test_the_line_of_a_late_entry_keeps_the_keys_when_a_tile_is_clicked(console: Console) -> None:
    console.press("2", ",")
    asked_for = console.tiles["rooms-secured"].center()

    console.tap(asked_for)

    assert console.page.asking.line.hasFocus()
    console.press("2", "0")
    assert console.page.typed == "20"
    assert [one.kind for one in console.log] == ["arm", "mark"]


def test_a_steps_letter_points_at_it_before_a_time_is_typed(console: Console) -> None:
    console.press("2", ",")
    console.press("E")

    assert console.page.typed == ""
    assert console.page.asking.line.hasFocus()
    assert "110 centre receives" in console.question
    console.press("0", "Enter")
    assert (console.last.made, console.last.step) == ("late", "received")


def test_three_classes_within_a_second_are_three_marks(console: Console) -> None:
    key = console.key_of("rooms-secured")
    for _class in range(3):
        console.press(key)
        console.wait_ms(250)

    units = [one.unit for one in console.log if one.kind == "mark"]
    assert len(set(units)) == 3


def test_a_question_about_units_closes_when_another_unit_is_marked_and_by_itself(
    console: Console,
) -> None:
    key = console.key_of("gate-shut")
    console.press(key)
    assert console.answers
    console.wait_ms(300)
    console.press(key)

    assert console.question == ""


def test_a_unit_that_was_not_performed_does_not_look_done(console: Console) -> None:
    key = console.key_of("gate-shut")
    console.press("2", key)
    console.wait_ms(300)
    console.press("Esc", "N", key)

    assert "1 not performed" in console.status("gate-shut")
    assert console.page.board.tiles["gate-shut"].look.shape == "square"


def test_a_drill_that_runs_without_t0_says_so_all_the_time(console: Console) -> None:
    console.press("1")
    console.wait_ms(150)
    assert console.standing.startswith("No T0 yet")

    console.press("2")
    console.wait_ms(150)
    assert "No T0" not in console.standing


def test_a_pause_asks_its_reason_by_one_key_and_shows_it(console: Console) -> None:
    console.press("2", "Z")
    assert [words.partition("  ")[2] for words in console.answers] == [
        "Real emergency",
        "Somebody is hurt",
        "Something is unsafe",
        "Equipment",
        "Other",
    ]
    console.wait_ms(READ_MS)
    console.press("F3")
    console.wait_ms(150)

    assert console.last.text.endswith(" injury")
    assert console.state == "Paused: Somebody is hurt"
    assert console.page.head.state.label.font().pixelSize() >= 20
    console.press("Z")
    console.wait_ms(150)
    assert console.state == "Running"


def test_words_about_a_pause_are_its_reason_and_not_the_first_of_the_list(
    console: Console,
) -> None:
    console.press("2", "Z")
    console.wait_ms(READ_MS)
    line = console.page.asking.line
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    QTest.keyClicks(line, "water")
    QTest.keyClick(line, Qt.Key.Key_Return)
    console.wait_ms(150)

    assert console.last.text.endswith(" other water")
    assert "water" in console.state


def test_what_was_told_goes_with_the_next_act(console: Console) -> None:
    console.press("2")
    console.press("2")
    assert "counts as one" in console.told

    console.press("3")

    assert console.told == ""


@pytest.mark.parametrize("key", ["N", "C", "Z", ",", "Esc", "Space"])
def test_what_was_told_goes_with_an_act_that_only_asks(console: Console, key: str) -> None:
    console.press("2")
    console.press("2")
    assert "counts as one" in console.told

    console.press(key)

    assert "counts as one" not in console.told


def test_theme_and_size_change_in_a_drill_and_nothing_of_it_is_lost(
    room: RunRoom, console: Console
) -> None:
    console.press("2", "3", "B")
    before = [console.status(step) for step in console.tiles]
    page = console.page

    room.context.dress = wear(application(), "sunlight", 150)
    room.context.dressChanged.emit()

    assert console.page is not page
    assert [console.status(step) for step in console.tiles] == before
    console.press("4", "Backspace")
    assert console.kinds == ["arm", "mark", "mark", "mark", "void"]
    assert console.log[3].observed == "radio"
    assert console.page.model.rowCount() == 5
