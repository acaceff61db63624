"""The time line is zoomed, dragged and read by keys and mouse, in one chart for both rooms."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drillplanner.terms.timeline import Timeline, TimelineRow
from tests.ui.app_context import close_context, make_context
from ui.context import AppContext
from ui.theme.theme import Dress
from ui.theme.tokens import LIGHT
from ui.widgets.timeline.painter import RowPainter, picture
from ui.widgets.timeline.panel import TimelinePanel, load_chart
from ui.widgets.timeline.scale import first_view, whole_view

TARGETS = (
    TimelineRow("Alarm", "alarm", planned=(0, 15), limit_s=20, note="limit 20 s", is_span=True),
    TimelineRow("All in", "in", planned=(0, 60), limit_s=90, is_span=True),
)
STEPS = tuple(
    TimelineRow(f"Step {n}", f"s{n}", planned=(n * 5.0, n * 5.0), is_critical=n % 2 == 0)
    for n in range(40)
)
TIMELINE = Timeline((TimelineRow("Targets"), *TARGETS, TimelineRow("Steps"), *STEPS))
SEEN = Timeline(
    (
        TimelineRow("Targets"),
        TimelineRow(
            "Alarm", "alarm", (0, 15), (1, 30), 20, 2.0, "missed", "29 s ± 2 s", is_span=True
        ),
        TimelineRow("Steps"),
        TimelineRow("Step", "s", (5, 5), (7, 9), uncertainty_s=1.0),
        TimelineRow("Tail", "tail", (400, 400)),
    ),
    holds=((40, 60),),
)


class Stage:
    """A chart on the screen, used as people use it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.chart = load_chart()(Dress(LIGHT), str, "Planned schedule")
        qtbot.addWidget(self.chart)
        self.chart.resize(900, 500)
        self.chart.show_timeline(TIMELINE, "two targets and forty steps")
        self.chart.show()
        qtbot.waitExposed(self.chart)
        self.chart.setFocus()
        QTest.qWait(20)

    @property
    def view(self) -> tuple[float, float]:
        return self.chart.seconds

    @property
    def top(self) -> float:
        return float(self.chart.box.viewRange()[1][0])

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.chart, key)

    def at(self, second: float, row: float) -> QPoint:
        """Give the place of a second and a row on the view."""
        scene = self.chart.box.mapViewToScene(QPointF(second, row))
        return QPoint(self.chart.view.mapFromScene(scene))

    def drag(self, start: QPoint, stop: QPoint) -> None:
        viewport = self.chart.view.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        for part in (0.3, 0.6, 1.0):
            QTest.mouseMove(viewport, start + (stop - start) * part, 10)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=stop)

    def wheel(
        self, at: QPoint, turn: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        viewport = self.chart.view.viewport()
        event = QWheelEvent(
            QPointF(at),
            QPointF(viewport.mapToGlobal(at)),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_down_chooses_the_first_target_and_passes_headings(stage: Stage) -> None:
    reached: list[str] = []
    stage.chart.chosen.connect(reached.append)

    stage.press(*[Qt.Key.Key_Down] * 3)

    assert reached == ["alarm", "in", "s0"]


def test_a_screen_reader_hears_the_summary_and_then_the_row(stage: Stage) -> None:
    assert stage.chart.accessibleName() == "Planned schedule"
    assert stage.chart.accessibleDescription() == "two targets and forty steps"

    stage.press(Qt.Key.Key_Down)

    assert stage.chart.accessibleDescription() == "Alarm; planned 15 s; limit 20 s"


def test_everything_is_in_view_at_first_and_again_after_home(stage: Stage) -> None:
    before = stage.view
    assert before == pytest.approx(first_view(TIMELINE))

    stage.press(Qt.Key.Key_Plus, Qt.Key.Key_Right)
    assert stage.view[0] > before[0]
    assert stage.view[1] - stage.view[0] < before[1] - before[0]

    stage.press(Qt.Key.Key_Home)
    assert stage.view == pytest.approx(before)


def test_0_shows_everything(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Plus, Qt.Key.Key_0)

    assert stage.view == pytest.approx(whole_view(TIMELINE))


def test_end_scrolls_to_the_last_step(stage: Stage) -> None:
    stage.press(Qt.Key.Key_End)

    assert stage.chart.current_id == "s39"
    seen = stage.chart.box.viewRange()[1]
    assert seen[0] <= 43
    assert seen[1] >= 43.9


def test_a_click_on_a_name_and_one_on_a_row_choose_it(stage: Stage) -> None:
    reached: list[str] = []
    stage.chart.chosen.connect(reached.append)
    y = stage.at(0, 2.5).y()

    QTest.mouseClick(stage.chart.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, y))
    QTest.mouseClick(stage.chart.view.viewport(), Qt.MouseButton.LeftButton, pos=stage.at(20, 1.5))

    assert reached == ["in", "alarm"]


def test_choosing_from_outside_tells_nobody(stage: Stage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(stage.chart.chosen):
        stage.chart.choose("s30")

    assert stage.chart.current_id == "s30"


def test_only_rows_in_view_are_painted(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[str] = []
    diamond = RowPainter.diamond

    def count(
        self: RowPainter, second: float, y: float, *, is_critical: bool = False
    ) -> list[float]:
        painted.append(f"{second}")
        return diamond(self, second, y, is_critical=is_critical)

    monkeypatch.setattr(RowPainter, "diamond", count)
    stage.chart.grab()

    assert 0 < len(set(painted)) <= 15


def test_dragging_pans_and_chooses_nothing(stage: Stage, qtbot: QtBot) -> None:
    before = stage.view

    with qtbot.assertNotEmitted(stage.chart.chosen):
        stage.drag(stage.at(100, 3), stage.at(60, 3))

    assert stage.view[0] == pytest.approx(before[0] + 40, abs=1)


def test_dragging_up_scrolls_the_rows_and_their_names(stage: Stage) -> None:
    stage.drag(stage.at(100, 6), stage.at(100, 3))

    assert stage.top == pytest.approx(3, abs=0.1)
    assert stage.chart.bar.value() == pytest.approx(300, abs=10)


def test_the_wheel_scrolls_and_with_ctrl_zooms_about_the_mouse(stage: Stage) -> None:
    before = stage.view
    stage.wheel(stage.at(50, 5), -120)
    assert stage.top == pytest.approx(3)

    stage.wheel(stage.at(50, 5), 120, Qt.KeyboardModifier.ControlModifier)

    low, high = stage.view
    assert high - low == pytest.approx((before[1] - before[0]) / 1.25)
    assert (50 - low) / (high - low) == pytest.approx(
        (50 - before[0]) / (before[1] - before[0]), abs=0.01
    )


def test_zooming_stops_at_two_seconds_and_at_thrice_the_whole(stage: Stage) -> None:
    stage.press(*[Qt.Key.Key_Plus] * 60)
    assert stage.view[1] - stage.view[0] == pytest.approx(2.0)

    stage.press(*[Qt.Key.Key_Minus] * 60)
    assert stage.view[1] - stage.view[0] == pytest.approx(3 * 195)


def test_the_cursor_says_the_second_and_the_row_under_it(stage: Stage, qtbot: QtBot) -> None:
    told: list[str] = []
    stage.chart.pointed.connect(told.append)

    QTest.mouseMove(stage.chart.view.viewport(), stage.at(20, 1.5))
    qtbot.waitUntil(lambda: bool(told), timeout=2000)

    assert "Alarm; planned 15 s; limit 20 s" in told[-1]
    assert told[-1].split(" ")[0] in ("19.8", "19.9", "20", "20.1", "20.2")


def test_planned_and_actual_are_drawn_with_verdicts_and_pauses(stage: Stage) -> None:
    bare = stage.chart.grab().toImage()
    stage.chart.show_timeline(SEEN, "")
    seen = stage.chart.grab().toImage()

    assert bare != seen
    assert has(seen, QColor(LIGHT.bad))


def test_the_picture_holds_all_rows_and_needs_no_window() -> None:
    image = picture(SEEN, Dress(LIGHT), str, "Time line")

    assert image.height() >= 2 * 34 * len(SEEN.rows)
    assert has(image, QColor(LIGHT.bad))


def has(picture: QImage, wanted: QColor) -> bool:
    places = ((x, y) for x in range(picture.width()) for y in range(0, picture.height(), 3))
    return any(picture.pixelColor(x, y) == wanted for x, y in places)


# -- the panel ----------------------------------------------------------------------------


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def panel(qtbot: QtBot, context: AppContext) -> TimelinePanel:
    made = TimelinePanel(context, "Time line")
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show_timeline(SEEN, "one target")
    return made


def has_chart(panel: TimelinePanel) -> bool:
    return panel.chart is not None


def test_the_chart_waits_until_it_is_looked_at(qtbot: QtBot, panel: TimelinePanel) -> None:
    assert not has_chart(panel)
    panel.choose("s")

    panel.show()

    qtbot.waitUntil(lambda: panel.chart is not None, timeout=10_000)
    assert panel.chart is not None
    assert panel.chart.current_id == "s"


def test_no_chart_is_made_while_a_drill_runs(
    qtbot: QtBot, panel: TimelinePanel, context: AppContext
) -> None:
    context.is_running = True
    panel.show()
    qtbot.wait(20)
    assert not has_chart(panel)
    assert "A drill is running" in panel.waiting.text()

    context.is_running = False

    qtbot.waitUntil(lambda: panel.chart is not None, timeout=10_000)


def test_what_goes_on_to_the_right_is_said_and_shown_on_demand(
    qtbot: QtBot, panel: TimelinePanel
) -> None:
    panel.show()
    qtbot.waitUntil(lambda: panel.chart is not None, timeout=10_000)
    assert panel.chart is not None
    panel.show_timeline(
        Timeline((*STEPS, TimelineRow("two hours later", "tail", planned=(7200, 7200))))
    )
    assert panel.more.isVisible()
    assert panel.more.text().startswith("1 row goes on to the right")

    QTest.mouseClick(panel.more, Qt.MouseButton.LeftButton)

    assert panel.chart.seconds[1] > 7200
    assert not panel.more.isVisible()


def test_the_legend_gives_way_where_the_chart_has_its_least_height(
    qtbot: QtBot, panel: TimelinePanel
) -> None:
    panel.show()
    qtbot.waitUntil(lambda: has_chart(panel), timeout=10_000)
    assert panel.legend.isVisible()

    panel.resize(900, 190)

    assert not panel.legend.isVisible()


def test_a_picture_is_saved_whole(qtbot: QtBot, panel: TimelinePanel, tmp_path: Path) -> None:
    panel.save_picture(tmp_path / "line.png")

    qtbot.waitUntil(lambda: "line.png" in panel.pointed.text(), timeout=10_000)
    assert not QImage(str(tmp_path / "line.png")).isNull()


def test_importing_the_chart_leaves_who_hears_of_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.excepthook
    load_chart()

    assert sys.excepthook is before
