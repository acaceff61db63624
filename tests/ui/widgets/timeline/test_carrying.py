"""A step is carried to another second by the mouse or by keys, and let stand by Esc."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.terms.timeline import Link, Timeline, TimelineRow
from ui.theme.theme import Dress
from ui.theme.tokens import LIGHT
from ui.widgets.timeline.chart import TimelineChart
from ui.widgets.timeline.painter import legend
from ui.widgets.timeline.panel import load_chart

ALT = Qt.KeyboardModifier.AltModifier
PLAN = Timeline(
    (
        TimelineRow("Gate"),
        TimelineRow("1 Car", "step:a", (0, 0), is_critical=True, slack_s=0.0),
        TimelineRow(
            "2 Bollards",
            "step:b",
            (20, 20),
            slack_s=40.0,
            after=(Link("step:a"),),
        ),
        TimelineRow("Police"),
        TimelineRow(
            "3 There",
            "step:c",
            (60, 60),
            is_critical=True,
            slack_s=0.0,
            after=(Link("step:a", is_critical=True),),
        ),
        TimelineRow("Span", "target:t", (0, 60), is_span=True),
    )
)


class Carrier:
    """A chart in which steps can be carried."""

    def __init__(self, qtbot: QtBot) -> None:
        self.chart: TimelineChart = load_chart()(Dress(LIGHT), str, "Plan")
        self.chart.is_movable = True
        qtbot.addWidget(self.chart)
        self.chart.resize(900, 400)
        self.chart.show_timeline(PLAN, "")
        self.chart.show()
        qtbot.waitExposed(self.chart)
        self.chart.setFocus()
        QTest.qWait(20)
        self.asked: list[tuple[str, float]] = []
        self.told: list[str] = []
        self.chart.moved.connect(lambda id_, second: self.asked.append((id_, second)))
        self.chart.pointed.connect(self.told.append)

    def at(self, second: float, row: float) -> QPoint:
        scene = self.chart.box.mapViewToScene(QPointF(second, row))
        return QPoint(self.chart.view.mapFromScene(scene))

    def drag(self, start: QPoint, stop: QPoint, *, escape: bool = False) -> None:
        viewport = self.chart.view.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        for part in (0.3, 0.6, 1.0):
            QTest.mouseMove(viewport, start + (stop - start) * part, 10)
        if escape:
            QTest.keyClick(self.chart, Qt.Key.Key_Escape)
            QTest.mouseMove(viewport, stop + QPoint(5, 0), 10)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=stop)


@pytest.fixture
def carrier(qtbot: QtBot) -> Carrier:
    return Carrier(qtbot)


def test_a_dragged_step_asks_once_for_its_new_second(carrier: Carrier) -> None:
    seen = carrier.chart.seconds

    carrier.drag(carrier.at(20, 2.5), carrier.at(35.2, 2.5))

    assert carrier.asked == [("step:b", 35.0)]
    assert carrier.chart.seconds == seen
    assert carrier.told[-1].startswith("from ")


def test_esc_lets_a_dragged_step_stand(carrier: Carrier) -> None:
    carrier.drag(carrier.at(20, 2.5), carrier.at(35, 2.5), escape=True)

    assert carrier.asked == []


def test_keys_carry_a_step_and_enter_puts_it_down(carrier: Carrier) -> None:
    carrier.chart.choose("step:b")

    for _time in range(3):
        QTest.keyClick(carrier.chart, Qt.Key.Key_Right, ALT)
    assert carrier.asked == []
    QTest.keyClick(carrier.chart, Qt.Key.Key_Return)

    assert carrier.asked == [("step:b", 23.0)]


def test_esc_drops_what_keys_carried(carrier: Carrier) -> None:
    carrier.chart.choose("step:b")

    QTest.keyClick(carrier.chart, Qt.Key.Key_Left, ALT)
    QTest.keyClick(carrier.chart, Qt.Key.Key_Escape)
    QTest.keyClick(carrier.chart, Qt.Key.Key_Return)

    assert carrier.asked == []


def test_a_drag_beside_the_steps_pans(carrier: Carrier) -> None:
    low, _high = carrier.chart.seconds

    carrier.drag(carrier.at(50, 2.5), carrier.at(40, 2.5))

    assert carrier.asked == []
    assert carrier.chart.seconds[0] == pytest.approx(low + 10, abs=0.5)


def test_targets_are_not_carried(carrier: Carrier) -> None:
    carrier.chart.choose("target:t")

    QTest.keyClick(carrier.chart, Qt.Key.Key_Right, ALT)
    QTest.keyClick(carrier.chart, Qt.Key.Key_Return)

    assert carrier.asked == []


def test_a_plan_shown_again_stays_where_it_was_looked_at(carrier: Carrier) -> None:
    carrier.chart.choose("step:b")
    QTest.keyClick(carrier.chart, Qt.Key.Key_Plus)
    seen = carrier.chart.seconds

    carrier.chart.show_timeline(PLAN, "", keep=True)

    assert carrier.chart.seconds == pytest.approx(seen)
    assert carrier.chart.current_id == "step:b"


def test_links_slack_and_critical_path_stand_in_the_legend(carrier: Carrier) -> None:
    said = [str(words) for _sample, words in legend(carrier.chart.shown, Dress(LIGHT))]

    assert "comes after" in said
    assert "slack: may come later, the plan is no longer" in said
    assert "critical path (thick line): it makes the plan as long as it is" in said


def test_rows_are_painted_anew_from_edge_to_edge(carrier: Carrier) -> None:
    QTest.keyClick(carrier.chart, Qt.Key.Key_Minus)

    low, high = carrier.chart.seconds
    assert carrier.chart.painted[0] <= low
    assert carrier.chart.painted[1] >= high
