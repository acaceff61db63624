from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.theme.theme import Dress
from ui.theme.tokens import LIGHT
from ui.widgets.chart.brush import RowBrush
from ui.widgets.chart.chart import Bar, ScheduleChart, Span
from ui.widgets.chart.plot import SchedulePlot

SPANS = (
    Span("Alarm", 0, 15, 20, id="alarm", note="limit 20 s"),
    Span("All in", 0, 60, 90, id="in"),
)
BARS = tuple(Bar(f"Step {n}", n * 5.0, id=f"s{n}", is_critical=n % 2 == 0) for n in range(40))


@pytest.fixture
def chart(qtbot: QtBot) -> ScheduleChart:
    chart = ScheduleChart(Dress(LIGHT), str, "Planned schedule")
    qtbot.addWidget(chart)
    chart.resize(900, 500)
    chart.show_rows(SPANS, BARS, ("Targets", "Steps"), "two targets and forty steps")
    chart.show()
    qtbot.waitExposed(chart)
    chart.setFocus()
    QTest.qWait(20)
    return chart


def _range(chart: ScheduleChart) -> tuple[float, float]:
    return chart.plot.seconds


def test_down_chooses_the_first_target_and_passes_headings(
    chart: ScheduleChart, qtbot: QtBot
) -> None:
    reached: list[str] = []
    chart.chosen.connect(reached.append)

    for _press in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Down)

    assert reached == ["alarm", "in", "s0"]


def test_a_screen_reader_hears_the_summary_and_then_the_row(chart: ScheduleChart) -> None:
    assert chart.accessibleName() == "Planned schedule"
    assert chart.accessibleDescription() == "two targets and forty steps"

    QTest.keyClick(chart, Qt.Key.Key_Down)

    assert chart.accessibleDescription() == "Alarm; planned 15 s; limit 20 s"


def test_everything_is_in_view_at_first_and_again_after_0(chart: ScheduleChart) -> None:
    before = _range(chart)
    assert before[0] < 0
    assert before[1] > 195

    QTest.keyClick(chart, Qt.Key.Key_Plus)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert _range(chart) != before

    QTest.keyClick(chart, Qt.Key.Key_0)
    assert _range(chart) == pytest.approx(before)


def test_end_scrolls_to_the_last_step(chart: ScheduleChart) -> None:
    QTest.keyClick(chart, Qt.Key.Key_End)

    assert chart.current_id == "s39"
    rows_in_view = (chart.plot.height() - 34) / 34
    assert chart.plot.top_row <= 43 <= chart.plot.top_row + rows_in_view - 0.9


def test_a_click_on_a_name_chooses_its_row(chart: ScheduleChart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.chosen) as told:
        QTest.mouseClick(chart.gutter, Qt.MouseButton.LeftButton, pos=QPoint(40, 34 + 34 * 2 + 10))

    assert told.args == ["in"]


def test_choosing_from_outside_tells_nobody(chart: ScheduleChart, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(chart.chosen):
        chart.choose("s30")

    assert chart.current_id == "s30"


def test_only_rows_in_view_are_painted(
    chart: ScheduleChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    ground = SchedulePlot._ground

    def count(item: SchedulePlot, brush: RowBrush, row: int) -> None:
        painted.append(row)
        ground(item, brush, row)

    monkeypatch.setattr(SchedulePlot, "_ground", count)
    chart.grab()

    assert set(painted) <= set(range(15))


def test_dragging_pans_and_chooses_nothing(chart: ScheduleChart, qtbot: QtBot) -> None:
    before = _range(chart)

    with qtbot.assertNotEmitted(chart.chosen):
        QTest.mousePress(chart.plot, Qt.MouseButton.LeftButton, pos=QPoint(300, 60))
        QTest.mouseMove(chart.plot, QPoint(200, 60))
        QTest.mouseRelease(chart.plot, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))

    assert _range(chart)[0] > before[0]


def test_zooming_stops_at_two_seconds_and_at_thrice_the_whole(chart: ScheduleChart) -> None:
    for _press in range(60):
        QTest.keyClick(chart, Qt.Key.Key_Plus)
    assert _range(chart)[1] - _range(chart)[0] == pytest.approx(2.0)

    for _press in range(60):
        QTest.keyClick(chart, Qt.Key.Key_Minus)
    assert _range(chart)[1] - _range(chart)[0] == pytest.approx(3 * 195)


def test_planned_and_actual_are_drawn_with_verdicts(qtbot: QtBot, chart: ScheduleChart) -> None:
    bare = chart.grab().toImage()
    chart.show_rows(
        [Span("Alarm", 0, 15, 20, 1, 30, 2.0, "missed", id="alarm")],
        [Bar("Step", 5, 7, 1.0, id="s")],
        ("Targets", "Steps"),
        "",
    )
    seen = chart.grab().toImage()

    assert bare != seen
    assert _has(seen, QColor(LIGHT.bad))


def _has(picture: QImage, wanted: QColor) -> bool:
    places = ((x, y) for x in range(picture.width()) for y in range(0, picture.height(), 3))
    return any(picture.pixelColor(x, y) == wanted for x, y in places)
