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
