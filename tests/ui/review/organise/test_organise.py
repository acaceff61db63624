"""From free play to a scored drill: the end page, the page of organising, the review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drillplanner.plan.parser.reading import read_script
from drillplanner.services.catalogue import list_drills
from drillplanner.services.plan.scripts import samples, save_copy
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.services.run.free_play import ToStep
from tests.ui.app_context import close_context, make_context, workspace_of
from tests.ui.pages.organise import OrganisingPage
from tests.ui.pages.review import ReviewRoom
from tests.ui.run.free_room import armed_free, make_room
from ui.context import AppContext
from ui.review.organise.choices import CHOICE_ROLE
from ui.run.room import RunRoom


@pytest.fixture
def context(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AppContext]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    # Words are typed here faster than anybody reads what is asked.
    monkeypatch.setattr("ui.run.console.controller.READ_NS", 0)
    made = make_context(tmp_path)
    made.settings = replace(made.settings, double_press_ms=0)
    yield made
    close_context(made)


@pytest.fixture
def room(context: AppContext, qtbot: QtBot) -> RunRoom:
    made = make_room(context, qtbot)
    return made


def play(room: RunRoom, qtbot: QtBot, words: tuple[str, ...] = ("whistle", "barrier up")) -> None:
    """Play without a script until the end page: the danger, then a mark for each wording."""
    page = armed_free(room, qtbot)
    QTest.keyClick(page, Qt.Key.Key_1)
    for text in words:
        QTest.keyClick(page, Qt.Key.Key_Space)
        QTest.keyClick(page, Qt.Key.Key_F2)
        QTest.keyClicks(page.asking.line, text)
        QTest.keyClick(page.asking.line, Qt.Key.Key_Return)
    page.holdReached.emit("end")
    qtbot.waitUntil(lambda: room.currentWidget() is room.end and room.end.organise.isEnabled())


def opened(room: RunRoom, context: AppContext, qtbot: QtBot) -> OrganisingPage:
    QTest.keyClick(room.end.organise, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.organising.page is not None)
    assert room.organising.page is not None
    return OrganisingPage(room.organising.page, context, qtbot)


def test_words_are_given_the_steps_of_a_sample_and_the_drill_is_scored(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    play(room, qtbot)
    organising = opened(room, context, qtbot)
    page = organising.page
    organising.choose_script("dismissal")
    boxes = dict(zip(("danger", "whistle", "barrier"), page.meanings.values(), strict=True))
    assert boxes["danger"].currentData(CHOICE_ROLE) == ToStep("vehicle")
    assert boxes["whistle"].currentData(CHOICE_ROLE) == "leave"
    organising.choose(boxes["whistle"], ToStep("warned"))
    organising.choose(boxes["barrier"], ToStep("barrier"))
    organising.organise()

    assert "3 marks count as steps" in page.told.text()
    review = review_drill(read_drill(workspace_of(context), context.drill))
    verdicts = {one.id: one.verdict for one in review.card.targets}
    assert (verdicts["R1"], verdicts["R3"]) == ("met", "met")
    organising.go_back()
    assert room.currentWidget() is room.end


def test_a_word_pressed_twice_has_two_rows_and_the_first_choice_holds_until_the_second(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    play(room, qtbot, ("gate", "gate", "whistle"))
    organising = opened(room, context, qtbot)
    organising.choose_script("dismissal")
    _danger, first, second, other = organising.page.meanings.values()

    organising.choose(first, ToStep("gate-shut", "foot"))
    assert second.currentData(CHOICE_ROLE) == ToStep("gate-shut", "foot")
    assert other.currentData(CHOICE_ROLE) == "leave"

    organising.choose(second, ToStep("gate-shut", "car"))
    organising.choose(first, ToStep("gate-shut"))
    assert second.currentData(CHOICE_ROLE) == ToStep("gate-shut", "car")


def test_words_become_a_script_that_is_saved_as_a_file_and_is_chosen(
    context: AppContext, room: RunRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    play(room, qtbot)
    organising = opened(room, context, qtbot)
    page = organising.page
    assert page.title.text() == "From free play: No script (free play)"
    page.title.setText("Morning drill")
    organising.organise()
    page.savedAs.emit(tmp_path / "own.json")
    qtbot.waitUntil(lambda: (tmp_path / "own.json").exists() and "own.json" in page.told.text())

    script = read_script(tmp_path / "own.json")
    assert script.title == "Morning drill"
    assert [step.text for step in script.steps] == ["The danger appears", "whistle", "barrier up"]
    assert context.script is not None
    assert context.script.path == tmp_path / "own.json"


def test_words_that_are_those_of_a_step_are_suggested_as_that_step(
    room: RunRoom, context: AppContext, qtbot: QtBot
) -> None:
    play(room, qtbot, ("The gates are shut",))
    organising = opened(room, context, qtbot)
    page = organising.page
    organising.choose_script("dismissal")

    assert list(page.chosen.values()) == [ToStep("vehicle"), ToStep("gate-shut")]


def test_the_review_opens_the_same_page_as_a_tab(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    play(room, qtbot)
    review = ReviewRoom(context, qtbot)
    review.open()
    review.wait(review.page.organise.isVisible)
    assert list_drills(workspace_of(context))[0].standing == "ended"
    QTest.mouseClick(review.page.organise, Qt.MouseButton.LeftButton)
    tab = review.page.organising
    assert tab.page is not None
    organising = OrganisingPage(tab.page, context, qtbot)
    organising.choose_script("dismissal")
    organising.organise()
    review.wait(lambda: review.review.card.targets)
    organising.go_back()

    assert tab.page is None


def test_a_wheel_over_a_choice_changes_nothing(
    room: RunRoom, context: AppContext, qtbot: QtBot
) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    play(room, qtbot)
    organising = opened(room, context, qtbot)
    page = organising.page
    box = next(iter(page.meanings.values()))
    before = box.currentIndex()
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)

    assert box.currentIndex() == before


def test_a_drill_with_a_script_and_no_words_has_nothing_to_organise(
    room: RunRoom, context: AppContext, qtbot: QtBot
) -> None:
    room.start.form.script.setCurrentIndex(0)
    room.arm()
    qtbot.waitUntil(lambda: room.console is not None)
    assert room.console is not None
    room.console.holdReached.emit("end")
    qtbot.waitUntil(lambda: room.currentWidget() is room.end)

    assert room.end.organise.isHidden()


def test_a_free_mark_of_a_drill_with_a_script_gets_a_step_of_that_script(
    context: AppContext, room: RunRoom, qtbot: QtBot
) -> None:
    room.start.form.script.setCurrentIndex(2)
    room.arm()
    qtbot.waitUntil(lambda: room.console is not None)
    console = room.console
    assert console is not None
    console.setFocus()
    QTest.keyClick(console, Qt.Key.Key_2)
    QTest.keyClick(console, Qt.Key.Key_Space)
    QTest.keyClick(console, Qt.Key.Key_F6)
    QTest.keyClicks(console.asking.line, "whistle")
    QTest.keyClick(console.asking.line, Qt.Key.Key_Return)
    console.holdReached.emit("end")
    qtbot.waitUntil(lambda: room.currentWidget() is room.end and room.end.organise.isEnabled())
    organising = opened(room, context, qtbot)
    page = organising.page
    assert not page.script.isEnabled()
    assert page.file.isHidden()
    organising.choose(next(iter(page.meanings.values())), ToStep("warned"))
    organising.organise()

    review = review_drill(read_drill(workspace_of(context), context.drill))
    assert next(one.verdict for one in review.card.targets if one.id == "R1") == "met"
    assert review.recorded.adoptions == ()


def test_check_and_practice_work_without_a_script(
    room: RunRoom, context: AppContext, qtbot: QtBot
) -> None:
    start = room.start
    start.form.script.setCurrentIndex(start.form.script.count() - 1)
    start.practiceRequested.emit()
    qtbot.waitUntil(lambda: room.currentWidget() is not start)
    start.checkRequested.emit()

    assert room.currentWidget() is not start


def test_a_file_is_opened_as_the_script_to_adopt(
    room: RunRoom, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    script = samples()[0]
    save_copy(script, tmp_path / "county.json")
    play(room, qtbot)
    organising = opened(room, context, qtbot)
    page = organising.page
    page.fileChosen.emit(tmp_path / "county.json")

    qtbot.waitUntil(lambda: page.script.currentIndex() == page.script.count() - 1)
    assert ToStep("intruder") in page.chosen.values()
