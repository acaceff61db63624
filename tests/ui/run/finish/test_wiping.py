"""At a post the end page offers to clear the laptop, once its log pack was read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.base.ids import PersonId
from drillplanner.bootstrap import Paths, build
from drillplanner.exchange.pack.log_pack import read_pack
from drillplanner.services.exchange.stations import HandOut
from drillplanner.services.plan.scripts import samples
from tests.fakes import FakeClock
from tests.ui.pages.console import Console
from tests.ui.pages.finish import Finish
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.run.room import RunRoom
from ui.run.start.station_sheet import StationSheet


def handed_out(folder: Path) -> Path:
    folder.mkdir()
    with build(Paths.within(folder.parent / "planner"), FakeClock()) as planner:
        order = HandOut(
            samples()[0], "Drill", "rehearsal", folder, "en", PersonId("boss"), ("gate",)
        )
        (path,) = planner.stations.hand_out(order)
    return path


def taken_over(qtbot: QtBot, program: Program) -> RunRoom:
    """Take the pack over that the program was opened with, and arm its drill."""
    settled(qtbot, program)
    sheet = program.sheets["station"]
    assert isinstance(sheet, StationSheet)
    QTest.mouseClick(sheet.take, Qt.MouseButton.LeftButton)
    room = settled(qtbot, program).page("run")
    assert isinstance(room, RunRoom)
    qtbot.waitUntil(room.start.arm.isEnabled, timeout=5000)
    return room


@pytest.mark.usefixtures("quick_answers")
def test_a_post_writes_its_pack_and_clears_the_laptop(qtbot: QtBot, tmp_path: Path) -> None:
    station = handed_out(tmp_path / "stick")
    with started(qtbot, tmp_path / "post", ENGLISH, station) as program:
        room = taken_over(qtbot, program)
        console = Console.armed(room, qtbot)
        console.press("1", "2")
        console.press("Esc")
        console.hold("F12")
        finish = Finish(room, qtbot)
        finish.remember_stick(tmp_path / "stick")
        assert not finish.offers_wiping

        finish.write_pack()
        qtbot.waitUntil(lambda: finish.offers_wiping, timeout=5000)
        sheet = finish.ask_to_wipe()

        assert "cannot be undone" in sheet.meaning.text()
        assert str(station) in sheet.places.text()
        assert not sheet.wipe.isEnabled()
        sheet.by.setText("Chief")
        with qtbot.waitSignal(sheet.wiped):
            QTest.mouseClick(sheet.wipe, Qt.MouseButton.LeftButton)

        assert not station.exists()
        assert room.currentWidget() is room.start
        assert room.context.services.catalogue.drills() == ()
    (pack,) = (tmp_path / "stick").glob("*.drillpack")
    assert read_pack(pack.read_bytes()).state == "signed"


def test_the_planners_own_laptop_is_not_cleared(
    room: RunRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    console = Console.armed(room, qtbot)
    console.press("1")
    console.press("Esc")
    console.hold("F12")
    finish = Finish(room, qtbot)
    finish.remember_stick(tmp_path / "stick")

    finish.write_pack()
    qtbot.wait(50)

    assert not finish.offers_wiping
