"""A drill is replayed on its time line; second, entry and row go together."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.pages.review import ReviewRoom
from ui.review.timeline.replay import SPEEDS
from ui.review.timeline.tab import TimelineTab
from ui.widgets.timeline.panel import load_chart


@pytest.fixture
def tab(room: ReviewRoom) -> TimelineTab:
    load_chart()
    room.turn_to(room.page.timeline)
    room.wait(lambda: room.page.timeline.panel.chart is not None)
    return room.page.timeline


def chosen(tab: TimelineTab) -> str:
    index = tab.entries.currentIndex()
    return tab.entries.rows.row(index.row()).id if index.isValid() else ""


def playhead(tab: TimelineTab) -> float:
    assert tab.panel.chart is not None
    return float(tab.panel.chart.playhead.value())


def test_a_replay_moves_on_by_its_speed_and_pauses(qtbot: QtBot, tab: TimelineTab) -> None:
    assert SPEEDS == (1, 2, 4, 8, 16)
    tab.replay.speed.setCurrentIndex(SPEEDS.index(16))
    begun = tab.replay.second
    tab.replay.play.click()
    qtbot.waitUntil(lambda: tab.replay.second > begun + 8, timeout=5000)
    tab.replay.play.click()

    second = tab.replay.second
    assert not tab.replay.is_playing
    assert playhead(tab) == pytest.approx(second)
    qtbot.wait(120)
    assert tab.replay.second == second


def test_the_entry_made_last_by_then_is_chosen_and_its_row_with_it(tab: TimelineTab) -> None:
    ids = [tab.entries.rows.row(place).id for place in range(tab.entries.rows.rowCount())]
    assert len(ids) > 3

    tab.entries.choose(ids[2])
    at = tab.replay.second
    tab.replay.go(at + 0.01)

    assert chosen(tab) == ids[2]
    assert playhead(tab) == pytest.approx(at + 0.01)
    assert tab.panel.chart is not None
    assert tab.panel.chart.current_id.startswith("step:")


def test_a_row_of_the_chart_goes_to_its_first_entry(room: ReviewRoom, tab: TimelineTab) -> None:
    step = room.review.log.observations[0].step

    tab.panel.chosen.emit(f"step:{step}")

    assert chosen(tab).startswith("0:")


def test_at_the_end_it_stands_still_and_begins_anew(qtbot: QtBot, tab: TimelineTab) -> None:
    tab.replay.go(10**9)
    last = tab.replay.second
    tab.replay.play.click()

    assert tab.replay.second < last
    assert tab.replay.is_playing
    tab.hide()
    assert not tab.replay.is_playing
