"""A practice by keys: ten moments, bias and spread, and an uncertainty that is only raised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drillplanner.base.texts import Text
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import Stamp
from drillplanner.run.practice import LEAST_WAIT_NS, LONGEST_WAIT_NS, Mode, Try
from tests.fakes import FakeClock
from tests.ui.app_context import close_context, make_context
from tests.ui.fake_context import FakeContext, FakeSignal
from ui.context import AppContext
from ui.run.practice.page import PracticePage, Result
from ui.run.practice.presenter import PracticePresenter, applied_u_s, chance_waits
from ui.run.room import RunRoom
from ui.settings import Settings

TODAY = date(2026, 11, 23)
S, MS = 10**9, 10**6


@dataclass
class FakePad:
    pressed: FakeSignal = field(default_factory=FakeSignal)
    lit: FakeSignal = field(default_factory=FakeSignal)
    words: str = ""
    left_s: float = 0.0
    is_lit: bool = False

    def show_words(self, words: str) -> None:
        self.words = words

    def show_bar(self, left_s: float) -> None:
        self.left_s, self.words = left_s, ""

    def show_sign(self, *, is_lit: bool) -> None:
        self.is_lit, self.words = is_lit, ""


@dataclass
class FakePage:
    """Remembers what it was told to show."""

    pad: FakePad = field(default_factory=FakePad)
    mode: str = ""
    is_running: bool = False
    tries: Sequence[Try] = ()
    whole: str = ""
    result: Result | None = None

    def __post_init__(self) -> None:
        self.ticked, self.started, self.modeChosen = (FakeSignal() for _turn in range(3))
        self.applied, self.dropped, self.hidden = (FakeSignal() for _turn in range(3))
        self.backRequested = FakeSignal()

    def show_mode(self, mode: Mode, _hint: Text) -> None:
        self.mode = mode

    def show_running(self, *, is_running: bool) -> None:
        self.is_running = is_running

    def show_tries(self, tries: Sequence[Try], whole: Text) -> None:
        self.tries, self.whole = tries, str(whole)

    def show_result(self, result: Result | None) -> None:
        self.result = result

    def reveal_result(self) -> None: ...


class Stage:
    """A presenter on a fake page; moments come every three seconds."""

    def __init__(self, press_u_s: float = 0.3) -> None:
        self.page, self.context, self.clock = FakePage(), FakeContext(), FakeClock()
        self.presenter = PracticePresenter(
            cast("PracticePage", self.page),
            cast("AppContext", self.context),
            self.clock,
            lambda: (3 * S,) * 10,
            lambda: TODAY,
        )
        self.presenter.begin(press_u_s)

    def press(self, place: str = "Space") -> None:
        self.page.pad.pressed.emit(
            place, Caught(Stamp(self.clock.elapsed_ns(), self.clock.wall_utc_ns())), False
        )

    def play(self, errors_s: Sequence[float | None]) -> None:
        """Press at these distances from the ten moments; None lets one pass."""
        self.press("Enter")
        at = self.clock.elapsed
        for number, error in enumerate(errors_s):
            due = at + 3 * S * (number + 1)
            if error is not None:
                self.clock.elapsed = due + round(error * S)
                self.press()
        self.clock.elapsed = at + 3 * S * 11
        self.page.ticked.emit()

    @property
    def result(self) -> Result:
        assert self.page.result is not None
        return self.page.result


def test_a_steady_keeper_keeps_the_scripts_uncertainty() -> None:
    stage = Stage()
    stage.play([0.2, 0.3] * 5)

    assert not stage.page.is_running
    assert str(stage.result.bias) == "0.25 s late"
    assert str(stage.result.spread) == "0.05 s"
    assert "it stays" in str(stage.result.meaning)
    assert stage.result.apply is None


def test_a_wide_spread_may_be_applied_for_today_and_dropped_again() -> None:
    stage = Stage()
    # mean 0, squares 10·0.4², / 9: 0.421 637 s, rounded up to 0.43
    stage.play([-0.4, 0.4] * 5)
    assert str(stage.result.apply) == "Use 0.43 s for today's presses"
    stage.page.applied.emit()

    assert applied_u_s(stage.context.settings, TODAY) == Decimal("0.43")
    assert applied_u_s(stage.context.settings, date(2026, 11, 24)) is None
    assert stage.result.apply is None
    assert "0.43 s" in str(stage.result.applied)
    stage.page.dropped.emit()
    assert applied_u_s(stage.context.settings, TODAY) is None
    assert stage.context.settings.extra == {}


def test_a_keeper_who_is_steady_and_late_is_offered_what_bias_and_spread_make() -> None:
    stage = Stage()
    stage.page.modeChosen.emit("sudden")
    # median 0.5, mean 0.5, squares 10·0.1², / 9: 0.105 41; root of the squares 0.510 99
    stage.play([0.4, 0.6] * 5)

    assert str(stage.result.meaning) == (
        "Bias and spread together make 0.52 s (root of the sum of squares), more than the 0.3 s "
        "the script takes for each press."
    )
    assert str(stage.result.apply) == "Use 0.52 s for today's presses"


def test_an_early_keeper_is_told_so() -> None:
    stage = Stage()
    stage.play([-0.1] * 10)

    assert str(stage.result.bias) == "0.10 s early"


def test_missed_moments_are_counted_apart_and_too_few_presses_say_nothing() -> None:
    stage = Stage()
    stage.play([0.9, -0.9, 0.9, -0.9, *[None] * 6])

    assert stage.page.whole == "10 of 10; 0 too early, 6 missed: these do not count."
    assert "at least 5" in str(stage.result.meaning)
    assert stage.result.apply is None


def test_a_guess_at_the_sudden_sign_does_not_count() -> None:
    stage = Stage()
    stage.page.modeChosen.emit("sudden")
    stage.play([0.05, *[0.3] * 9])

    assert "1 too early" in stage.page.whole
    assert str(stage.result.spread) == "0.00 s"


def test_a_sudden_sign_lights_at_its_moment_and_counts_from_when_it_was_painted() -> None:
    stage = Stage()
    stage.page.modeChosen.emit("sudden")
    stage.press("Enter")
    stage.clock.advance(2.99)
    seen = []
    for passed in (0, 0.03):
        stage.clock.advance(passed)
        stage.page.ticked.emit()
        seen.append(stage.page.pad.is_lit)
    assert seen == [False, True]
    stage.page.pad.lit.emit()
    stage.clock.advance(0.25)
    stage.press()

    assert stage.page.tries[0].error_ns == 250 * MS


def test_the_bar_shows_how_long_is_left() -> None:
    stage = Stage()
    stage.press("Enter")
    stage.clock.advance(2)
    stage.page.ticked.emit()

    assert stage.page.pad.left_s == pytest.approx(1)


def test_escape_stops_and_only_then_goes_back() -> None:
    stage = Stage()
    stage.press("Enter")
    stage.press("Esc")
    assert not stage.page.is_running
    assert stage.page.backRequested.emitted == []
    stage.press("Esc")

    assert stage.page.backRequested.emitted == [()]


def test_nothing_is_applied_by_itself() -> None:
    stage = Stage()
    stage.play([-0.9, 0.9] * 5)

    assert stage.context.settings.extra == {}


@pytest.mark.parametrize("kept", ["x", "-1", "NaN", "0", 0.4, None, "1e9"])
def test_damaged_settings_apply_nothing(kept: object) -> None:
    settings = Settings(extra={"practice.u_s": kept, "practice.day": TODAY.isoformat()})

    assert applied_u_s(settings, TODAY) is None


def test_waits_lie_within_their_bounds_and_differ() -> None:
    waits = chance_waits()

    assert len(waits) == 10
    assert all(LEAST_WAIT_NS <= wait <= LONGEST_WAIT_NS for wait in waits)
    assert len(set(waits)) > 1


# -- in the room ---------------------------------------------------------------------------


@pytest.fixture
def room(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RunRoom]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    context = make_context(tmp_path)
    made = RunRoom(context)
    qtbot.addWidget(made)
    made.resize(1076, 760)
    made.show()
    qtbot.waitUntil(made.start.arm.isEnabled, timeout=10_000)
    yield made
    close_context(context)


def test_a_real_key_is_taken_at_the_line_and_escape_leads_back(room: RunRoom, qtbot: QtBot) -> None:
    QTest.keyClick(room.start.practice, Qt.Key.Key_Space)
    page, presenter = room.before.practice, room.before.practising
    assert page is not None
    assert presenter is not None
    presenter.waits = lambda: (300 * MS,)
    QTest.keyClick(page.pad, Qt.Key.Key_Return)
    assert not page.start.isEnabled()
    qtbot.wait(200)
    QTest.keyClick(page.pad, Qt.Key.Key_Q)
    qtbot.waitUntil(page.start.isEnabled)

    assert page.progress.text() == "1 of 1"
    assert page.bias.text().endswith(("early", "late"))
    QTest.keyClick(page.pad, Qt.Key.Key_Escape)
    assert room.currentWidget() is room.start


def test_what_was_applied_today_holds_for_the_presses_of_the_drill_and_is_noted(
    room: RunRoom, qtbot: QtBot
) -> None:
    extra = {"practice.u_s": "0.43", "practice.day": date.today().isoformat()}
    room.context.settings = replace(room.context.settings, extra=extra)
    QTest.keyClick(room.start.arm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.console is not None and room.currentWidget() is room.console)
    assert room.console is not None
    assert room.presenter is not None
    QTest.keyClicks(room.console, "1")

    entries = list(room.presenter.session.recorder.log.entries.values())
    assert [one.kind for one in entries] == ["arm", "note", "mark"]
    assert "0.43 s" in entries[1].text
    # A key that a test makes up has no time of its own: the program's clock is a second unsure.
    assert entries[2].u_s >= Decimal("0.43")


def test_leaving_the_room_stops_a_practice(room: RunRoom, qtbot: QtBot) -> None:
    QTest.keyClick(room.start.practice, Qt.Key.Key_Space)
    page = room.before.practice
    assert page is not None
    QTest.keyClick(page.pad, Qt.Key.Key_Return)
    assert not page.start.isEnabled()
    room.hide()

    assert page.start.isEnabled()


def test_the_sudden_sign_is_told_once_when_it_is_painted(room: RunRoom, qtbot: QtBot) -> None:
    QTest.keyClick(room.start.practice, Qt.Key.Key_Space)
    page = room.before.practice
    assert page is not None
    page.pad.show_sign(is_lit=False)
    with qtbot.waitSignal(page.pad.lit, timeout=2000):
        page.pad.show_sign(is_lit=True)
    with qtbot.assertNotEmitted(page.pad.lit, wait=50):
        page.pad.update()


@pytest.mark.parametrize("scale", [100, 200])
def test_the_page_fits_a_small_screen(tmp_path: Path, qtbot: QtBot, scale: int) -> None:
    context = make_context(tmp_path, scale=scale)
    room = RunRoom(context)
    qtbot.addWidget(room)
    room.resize(800, 600)
    room.show()
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=10_000)
    QTest.keyClick(room.start.practice, Qt.Key.Key_Space)
    page = room.before.practice
    assert page is not None

    assert page.widget().minimumSizeHint().width() <= page.viewport().width()
    close_context(context)
