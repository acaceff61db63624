"""The readiness check in the run room: it asks the machine, takes tries, and notes the outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import Text, _
from drillplanner.bootstrap import Paths
from drillplanner.run.clock.machine_clock import now
from drillplanner.services.readiness.checks import Check, Standing
from drillplanner.services.readiness.probes import DiskReading, Power
from tests.fakes import FakeClock
from tests.ui.app_context import close_context, make_context
from tests.ui.fake_context import FakeContext, FakeSignal
from ui.context import AppContext
from ui.run.readiness.page import ReadinessPage
from ui.run.readiness.presenter import Post, Probes, ReadinessPresenter
from ui.run.room import RunRoom
from ui.system.keep_awake import StayingAwake, WindowsKeeper

MS = 10**6


@dataclass
class FakePage:
    """Remembers what it was told to show."""

    times: list[str] = field(default_factory=list)
    checks: dict[str, Check] = field(default_factory=dict)
    summary: tuple[Standing, str] = ("open", "")
    steps: tuple[tuple[str, str], ...] = ()
    is_sound_asked: bool = False

    def __post_init__(self) -> None:
        self.ticked, self.keyPressed, self.againRequested = (FakeSignal() for _turn in range(3))
        self.soundRequested, self.soundAnswered = FakeSignal(), FakeSignal()

    def show_time(self, time: str, _zone: str) -> None:
        self.times.append(time)

    def show_check(self, check: Check) -> None:
        self.checks[check.id] = check

    def show_summary(self, standing: Standing, words: Text) -> None:
        self.summary = (standing, str(words))

    def show_steps(self, steps: tuple[tuple[str, str], ...]) -> None:
        self.steps = steps

    def show_sound(self, *, is_asked: bool) -> None:
        self.is_sound_asked = is_asked


class FakeProtection:
    state = "password"


@dataclass
class FakeServices:
    paths = Paths.within(Path("folder"))
    protection = FakeProtection()


class FakeKeeper:
    """A system that grants what it is asked for, or not."""

    is_instant = True

    def __init__(self, *, grants: bool) -> None:
        self.grants = grants
        self.asked: list[str] = []

    def hold(self) -> bool:
        self.asked.append("hold")
        return self.grants

    def release(self) -> None:
        self.asked.append("release")


class Stage:
    """A presenter on a fake page, with a machine that is in order."""

    def __init__(self) -> None:
        self.page, self.context, self.clock = FakePage(), FakeContext(FakeServices()), FakeClock()
        self.beeps: list[bool] = []
        self.disk: Callable[[Path], DiskReading] = lambda _folder: DiskReading(
            40 * 10**9, 3 * MS, 9 * MS
        )
        probes = Probes(
            disk=self._measure,
            power=lambda: Power(True, 90, True),
            beep=lambda: self.beeps.append(True),
            offset=lambda _moment: timedelta(hours=8),
        )
        self.presenter = ReadinessPresenter(
            cast("ReadinessPage", self.page),
            cast("AppContext", self.context),
            self.clock,
            now(self.clock),
            probes,
        )

    def _measure(self, folder: Path) -> DiskReading:
        return self.disk(folder)

    def standing(self, check: str) -> Standing:
        return self.page.checks[check].standing

    def begin(self) -> None:
        self.presenter.begin(Post("Gate", (("1", "Danger"), ("2", "Alarm")), "Asia/Shanghai"))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_machine_in_order_is_ready_once_key_sound_and_sleep_are_known(stage: Stage) -> None:
    stage.begin()
    assert stage.page.summary == (
        "open",
        "No problems; 3 checks are not done yet.",
    )
    stage.page.keyPressed.emit("Q")
    stage.page.soundRequested.emit()
    assert stage.page.is_sound_asked
    stage.page.soundAnswered.emit(True)
    stage.presenter.on_awake("held")

    assert stage.page.summary == ("good", "Ready: everything is in order.")
    assert stage.beeps == [True]
    assert stage.page.steps == (("1", "Danger"), ("2", "Alarm"))


def test_the_disk_is_measured_on_the_data_lane(stage: Stage) -> None:
    asked: list[Path] = []
    whole = stage.disk

    def measured(folder: Path) -> DiskReading:
        asked.append(folder)
        return whole(folder)

    stage.disk = measured
    stage.begin()

    assert asked == [Path("folder")]
    assert stage.context.jobs.lanes[0] == "data"


def test_a_disk_that_cannot_be_written_is_a_line_and_no_banner(stage: Stage) -> None:
    def full(_folder: Path) -> DiskReading:
        raise StoreFault(_("The disk is full."))

    stage.disk = full
    stage.begin()

    assert stage.standing("disk") == "bad"
    assert stage.page.summary[0] == "bad"
    assert stage.context.failures.told == []


def test_a_clock_set_while_the_page_is_seen_is_told_within_a_second(stage: Stage) -> None:
    stage.begin()
    assert stage.standing("clock") == "good"
    stage.clock.set_wall(3600)
    stage.page.ticked.emit()

    assert stage.standing("clock") == "watch"


def test_the_clock_is_shown_anew_only_when_its_second_changes(stage: Stage) -> None:
    stage.begin()
    stage.page.ticked.emit()
    stage.clock.advance(1)
    stage.page.ticked.emit()

    assert stage.page.times == ["09:00:00", "09:00:01"]


def test_the_outcome_is_noted_once(stage: Stage) -> None:
    assert stage.presenter.take_note() == ""
    stage.begin()

    assert stage.presenter.take_note().startswith("Readiness check at 09:00:00.")
    assert stage.presenter.take_note() == ""


def test_what_was_tried_still_holds_at_the_next_look(stage: Stage) -> None:
    stage.begin()
    stage.page.keyPressed.emit("Q")
    stage.page.soundAnswered.emit(False)
    stage.begin()

    assert stage.standing("keys") == "good"
    assert stage.standing("sound") == "watch"


def test_the_system_is_kept_awake_as_long_as_anything_wants_it(qapp: QApplication) -> None:
    context, keeper = FakeContext(), FakeKeeper(grants=True)
    awake = StayingAwake(cast("AppContext", context), keeper)
    awake.want("readiness", is_wanted=True)
    context.runningChanged.emit(True)
    awake.want("readiness", is_wanted=False)
    assert keeper.asked == ["hold"]
    assert awake.state == "held"
    context.runningChanged.emit(False)

    assert keeper.asked == ["hold", "release"]


def test_a_system_that_does_not_grant_it_is_told_of(qapp: QApplication) -> None:
    awake = StayingAwake(cast("AppContext", FakeContext()), FakeKeeper(grants=False))
    awake.want("readiness", is_wanted=True)

    assert awake.state == "refused"


def test_windows_is_asked_to_keep_display_and_system_on_and_let_go() -> None:
    asked: list[int] = []

    def set_state(flags: int) -> int:
        asked.append(flags)
        return 0x80000000

    keeper = WindowsKeeper(set_state)
    assert keeper.hold()
    keeper.release()

    assert asked == [0x80000003, 0x80000000]
    assert not WindowsKeeper(lambda _flags: 0).hold()


# -- in the room ---------------------------------------------------------------------------


def checked(room: RunRoom, qtbot: QtBot) -> ReadinessPage:
    QTest.keyClick(room.start.check, Qt.Key.Key_Space)
    page = room.before.readiness
    assert page is not None
    assert room.currentWidget() is page
    says = page.lines["disk"].says
    qtbot.waitUntil(lambda: bool(says.text() and page.lines["battery"].says.text()))
    return page


def test_a_check_by_keys_is_noted_in_the_log_of_the_drill_that_follows(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = checked(room, qtbot)
    QTest.keyClick(page.field, Qt.Key.Key_W)
    assert "W" in page.lines["keys"].says.text()
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert room.currentWidget() is room.start

    QTest.keyClick(room.start.arm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.console is not None and room.currentWidget() is room.console)

    assert room.presenter is not None
    entries: list[Any] = list(room.presenter.session.recorder.log.entries.values())
    assert [one.kind for one in entries] == ["arm", "note"]
    assert entries[1].text.startswith("Readiness check at ")


def test_tab_leaves_the_key_field_and_escape_works_from_a_button(
    room: RunRoom, qtbot: QtBot
) -> None:
    page = checked(room, qtbot)
    page.activateWindow()
    page.field.setFocus()
    QTest.keyClick(page.field, Qt.Key.Key_Tab)
    assert not page.field.hasFocus()
    QTest.keyClick(page.again, Qt.Key.Key_Escape)

    assert room.currentWidget() is room.start


def test_the_sound_is_asked_about_and_the_answer_shown(room: RunRoom, qtbot: QtBot) -> None:
    page = checked(room, qtbot)
    QTest.keyClick(page.play, Qt.Key.Key_Space)
    assert not page.heard.isHidden()
    QTest.keyClick(page.unheard, Qt.Key.Key_Space)

    assert page.heard.isHidden()
    assert page.lines["sound"].standing.text() == "take note"


def test_each_line_has_a_shape_and_a_word(room: RunRoom, qtbot: QtBot) -> None:
    page = checked(room, qtbot)

    assert all(line.standing.text() and line.says.text() for line in page.lines.values())
    assert page.summary.text()


@pytest.mark.parametrize("scale", [100, 200])
def test_the_page_fits_a_small_screen(tmp_path: Path, qtbot: QtBot, scale: int) -> None:
    context = make_context(tmp_path, scale=scale)
    room = RunRoom(context)
    qtbot.addWidget(room)
    room.resize(800, 600)
    room.show()
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)
    page = checked(room, qtbot)

    assert page.widget().minimumSizeHint().width() <= page.viewport().width()
    close_context(context)
