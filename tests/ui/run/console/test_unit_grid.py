"""The units of a step are seen each with its time, tapped, and their share at chosen seconds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import now
from drillplanner.services.run.unit_times import seconds_in, shares, unit_times
from drillplanner.store.workspace import Workspace
from tests.ui.run.hand import Hand
from ui.context import AppContext
from ui.run.console.widgets.unit_grid import UnitGrid, UnitLook

STEP = "counted"


@pytest.fixture
def hand(workspace: Workspace) -> Hand:
    made = Hand(workspace)
    made.press("2")
    return made


def tap(hand: Hand, unit: str, after_s: float = 1.0) -> None:
    hand.clock.advance(after_s)
    hand.controller.on_unit(STEP, unit, Caught(now(hand.clock)))


def units(hand: Hand) -> list[str]:
    return [unit.id for unit in hand.presenter.board.steps[STEP].units]


def test_each_unit_has_its_time_and_shares_are_told_at_chosen_seconds(hand: Hand) -> None:
    first, second, *rest = units(hand)
    tap(hand, second, 20)
    tap(hand, first, 25)

    step, heading, _said, looks = hand.page.units
    assert step == STEP
    assert heading.endswith(f"2 of {2 + len(rest)}")
    assert [look.time for look in looks[:2]] == ["00:45.0", "00:20.0"]
    assert [look.shape for look in looks] == ["disc", "disc", *[None] * len(rest)]
    board = hand.presenter.board
    present = now(hand.clock).elapsed_ns
    found = shares(board, unit_times(board, STEP), (10, 20, 45, 60), present)
    count = len(units(hand))
    # A minute is not over yet: nobody knows what share will be done by then.
    assert found == ((10, 0), (20, 100 // count), (45, 200 // count))


def test_a_unit_that_is_logged_is_not_logged_again_and_an_undo_shows_it_open(hand: Hand) -> None:
    first = units(hand)[0]
    tap(hand, first)
    tap(hand, first, 5)

    assert hand.kinds.count("mark") == 2
    assert "logged already" in hand.page.refused[-1]

    hand.press("Backspace")
    assert hand.page.units[3][0].shape is None


def test_another_step_takes_the_grid_away(hand: Hand) -> None:
    tap(hand, units(hand)[0])

    hand.press("3")

    assert hand.page.units[0] == ""


def test_seconds_are_read_as_they_are_typed() -> None:
    assert seconds_in("120, 30 60，x 0") == (30, 60, 120)


def test_a_tap_tells_the_step_and_the_unit(context: AppContext, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    grid = UnitGrid(context.dress, window)
    grid.setGeometry(0, 0, 400, 300)
    looks = [UnitLook(f"c{n}", f"Class {n}") for n in range(6)]
    grid.show_units("counted", "Heads", "30 s: 0%", looks)
    window.resize(400, 300)
    window.show()
    grid.show()
    told: list[tuple[str, str]] = []
    grid.tapped.connect(lambda step, unit, _event: told.append((step, unit)))

    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=QPoint(250, 70))

    assert told == [("counted", "c1")]


def test_a_tap_on_a_grid_that_just_opened_or_changed_is_not_taken(hand: Hand) -> None:
    hand.press(hand.presenter.board.keys[STEP])
    count = len(hand.log)

    tap(hand, units(hand)[1], 0.1)
    assert len(hand.log) == count
    assert "just opened" in hand.page.refused[-1]
    other = "gate-shut"
    hand.press(hand.presenter.board.keys[other], after_s=5)
    tap_other = hand.presenter.board.steps[other].units[1].id
    hand.clock.advance(0.1)
    hand.controller.on_unit(other, tap_other, Caught(now(hand.clock)))
    assert len(hand.log) == count + 1

    hand.clock.advance(0.5)
    hand.controller.on_unit(other, tap_other, Caught(now(hand.clock)))
    assert hand.log[-1].unit == tap_other


def test_two_cells_at_once_are_two_units_and_one_cell_twice_is_one(hand: Hand) -> None:
    hand.presenter.choose(STEP)
    first, second, *_rest = units(hand)

    tap(hand, first)
    tap(hand, second, 0.1)
    tap(hand, second, 0.1)

    assert [one.unit for one in hand.log if one.kind == "mark"][1:] == [first, second]


@pytest.mark.parametrize(("between_s", "marked"), [(0.03, 1), (0.12, 1), (0.19, 1), (0.25, 2)])
@pytest.mark.parametrize("way", ["key", "tile"])
def test_a_units_step_pressed_twice_at_once_is_one_unit(
    hand: Hand, way: str, between_s: float, marked: int
) -> None:
    count = len(hand.log)
    key = hand.presenter.board.keys[STEP]

    for after_s in (1.0, between_s):
        if way == "key":
            hand.press(key, after_s=after_s)
        else:
            hand.clock.advance(after_s)
            hand.controller.on_tap(STEP, Caught(now(hand.clock)))

    assert len(hand.log) - count == marked
    assert ("counts as one" in " ".join(hand.page.refused)) is (marked == 1)
