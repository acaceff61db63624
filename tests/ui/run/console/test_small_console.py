"""The console in small windows: nothing lies over anything else, and the state stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from drillplanner.run.clock.machine_clock import SystemClock
from tests.ui.app_context import close_context, make_context
from ui.context import AppContext
from ui.run.console.page import ConsolePage
from ui.run.console.widgets.packed_rows import CutButton, PackedRows
from ui.run.console.widgets.verb_buttons import ConsoleVerbs
from ui.run.input_time import make_instants

ANSWERS = [(str(number), f"F{number + 2}  The answer of number {number}") for number in range(7)]
#: Width and height in pixels at 100 %: a laptop at 100, 150 and 200 %, and 800x600 at 200 %.
WINDOWS = [(1366, 768), (911, 512), (683, 384), (400, 300)]


@pytest.fixture
def context(tmp_path: Path, qapp: QApplication) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def page(context: AppContext, qtbot: QtBot) -> ConsolePage:
    made = ConsolePage(context, make_instants(SystemClock()))
    qtbot.addWidget(made)
    made.show()
    return made


def fitted(page: ConsolePage, size: tuple[int, int]) -> None:
    page.resize(*size)
    for _turn in range(5):
        QApplication.processEvents()


def overlapping(parts: list[QWidget]) -> list[tuple[QWidget, QWidget]]:
    seen = [part for part in parts if part.isVisible()]
    return [
        (one, other)
        for number, one in enumerate(seen)
        for other in seen[number + 1 :]
        if one.geometry().intersects(other.geometry())
    ]


@pytest.mark.parametrize("size", WINDOWS)
def test_answers_do_not_lie_over_one_another(page: ConsolePage, size: tuple[int, int]) -> None:
    page.ask("What was it?", ANSWERS, "or type")
    fitted(page, size)

    buttons: list[QWidget] = [*page.asking.findChildren(QPushButton)]
    assert overlapping(buttons) == []
    assert page.asking.geometry().bottom() <= page.height()
    assert page.head.geometry().bottom() < page.asking.geometry().top()
    assert buttons[0].visibleRegion().boundingRect().height() == buttons[0].height()


def test_a_single_answer_stands_at_the_left(page: ConsolePage) -> None:
    fitted(page, (1366, 768))
    page.ask("What was it?", ANSWERS, "")
    page.drop_question()
    page.ask("Note:", [("save", "F2  Log it")], "")
    fitted(page, (1366, 768))

    shown = [one for one in page.asking.findChildren(CutButton) if one.isVisible()]
    (button,) = (one for one in shown if one is not page.asking.leave)
    assert button.x() == 0


@pytest.mark.parametrize("size", WINDOWS[:3])
def test_the_state_is_shown_beside_what_can_be_done_about_the_start(
    page: ConsolePage, size: tuple[int, int]
) -> None:
    page.show_state("disc", "Running", "since T0")
    page.show_standing("False start? Delete takes it back (8 seconds left).", "triangle")
    fitted(page, size)

    head = page.head
    assert head.state.isVisible()
    assert overlapping([head.state, head.standing, head.sounds, head.next_label]) == []
    words = head.standing.label
    assert words.height() >= words.heightForWidth(words.width())


def test_why_a_drill_is_held_stays_in_a_low_window_whatever_else_is_told(
    page: ConsolePage,
) -> None:
    page.show_state("pause", "Paused: Somebody is hurt", "held")
    page.show_standing("Z resumes; hold F12 for one second to break off.", "pause")
    page.show_radio(is_on=True)
    fitted(page, (683, 384))

    assert page.head.state.isVisible()
    label = page.head.state.label
    assert label.width() >= label.sizeHint().width()


def test_a_low_head_leaves_the_sounds_to_the_settings(page: ConsolePage) -> None:
    fitted(page, (1366, 768))
    assert page.head.sounds.isVisible()

    fitted(page, (683, 384))
    assert not page.head.sounds.isVisible()


def test_verbs_keep_their_places_whatever_the_button_of_the_start_says(
    context: AppContext, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    verbs = ConsoleVerbs(context, window)
    window.resize(1148, 60)
    window.show()
    verbs.resize(1148, 60)
    QApplication.processEvents()
    seen = [button for button in verbs.buttons.values() if not button.isHidden()]
    buttons = [*seen, verbs.start, verbs.end]
    before = [button.geometry() for button in buttons]

    for offer in ("withdraw", "void_round"):
        verbs.start.offer(offer)
        verbs.show_ending("Hold to break off", "")
        QApplication.processEvents()
        assert [button.geometry() for button in buttons] == before
        assert all(button.width() >= button.sizeHint().width() for button in buttons)


@pytest.mark.parametrize("width", [300, 600, 1200])
def test_buttons_are_packed_into_rows_that_fit_whatever_they_say(qtbot: QtBot, width: int) -> None:
    rows = PackedRows(4)
    qtbot.addWidget(rows)
    rows.fit(24, 40)
    rows.resize(width, 80)
    rows.show()
    buttons = [CutButton(rows) for _button in range(9)]
    for number, button in enumerate(buttons):
        button.setStyleSheet("padding: 0 4px; min-height: 0;")
        button.show_key(f"F{number + 2}", "words " * (number + 1))
    rows.show_buttons(buttons)
    QApplication.processEvents()

    assert overlapping([*buttons]) == []
    assert all(rows.rect().contains(button.geometry()) for button in buttons)
    assert all(button.shown.startswith(f"F{at + 2}  ") for at, button in enumerate(buttons))


def test_a_question_stands_in_the_place_of_the_verbs_where_room_is_short(
    page: ConsolePage,
) -> None:
    fitted(page, (1180, 600))
    verb = page.verbs.buttons["mark"]
    assert not verb.visibleRegion().isEmpty()

    page.ask("What was it?", ANSWERS, "")
    fitted(page, (1180, 600))
    assert page.asking.geometry() == page.verbs.geometry()
    at = verb.mapTo(page, verb.rect().center())
    seen = page.childAt(at)
    assert seen is not None
    assert seen is page.asking or page.asking.isAncestorOf(seen)

    page.drop_question()
    assert page.childAt(at) is verb
