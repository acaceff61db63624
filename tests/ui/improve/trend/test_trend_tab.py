"""One target is followed over the drills of a school; what cannot be compared says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.improve import ImproveRoom
from ui.context import AppContext
from ui.improve.trend.tab import TrendTab


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


def held(workspace: Workspace) -> None:
    for number, shut_s in enumerate((90, 80, 40)):
        hold(workspace, f"drill {number}", f"2026-0{number + 1}-01T09:00:00+08:00", shut_s=shut_s)
    hold(workspace, "rehearsal", "2026-05-01T09:00:00+08:00", nature="rehearsal")
    hold(workspace, "elsewhere", "2026-06-01T09:00:00+08:00", school="Second School")


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> TrendTab:
    room = ImproveRoom(context, qtbot)
    room.enter()
    room.do(held)
    room.page.tabs.setCurrentWidget(room.page.trend)
    room.settle()
    room.wait(lambda: room.page.trend.schools.rows.rowCount() == 2)
    return room.page.trend


def cells(tab: TrendTab, table: str) -> list[list[str]]:
    rows = getattr(tab, table).rows
    return [
        [str(rows.index(row, column).data()) for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]


def test_each_school_has_its_figures_and_the_reason_why_none_is_told_yet(tab: TrendTab) -> None:
    first, second = cells(tab, "schools")

    assert first == ["First School", "3", "80.0 s", "88.0 s", "1 / 3"]
    assert tab.said.text().startswith("1 of 3; the pass rate lies from 6 to 79 %")
    assert "not told below 10 drills" in tab.said.text()
    assert second[0] == "Second School"


def test_drills_stand_in_order_and_those_of_another_nature_say_why_not(tab: TrendTab) -> None:
    assert [row[0] for row in cells(tab, "drills")] == ["drill 0", "drill 1", "drill 2"]
    (refused,) = cells(tab, "refused")
    assert refused[0] == "rehearsal"
    assert "another nature" in refused[2]


def test_another_school_and_another_nature_are_chosen(
    qtbot: QtBot, context: AppContext, tab: TrendTab
) -> None:
    tab.schools.choose("Second School")
    assert [row[0] for row in cells(tab, "drills")] == ["elsewhere"]
    assert "elsewhere" in tab.chart.accessibleDescription()

    tab.nature.setCurrentIndex(tab.nature.findData("rehearsal"))
    tab.ask()
    qtbot.waitUntil(lambda: [row[0] for row in cells(tab, "drills")] == ["rehearsal"])
    assert len(cells(tab, "refused")) == 4


def test_an_empty_workspace_says_so(qtbot: QtBot, context: AppContext) -> None:
    room = ImproveRoom(context, qtbot)
    room.enter()
    room.page.tabs.setCurrentWidget(room.page.trend)
    room.settle()

    assert "No drill" in room.page.trend.told.text()
    assert room.refused == []
