"""The planner hands packs out from the plan room; a post takes one over and arms with one key."""

from __future__ import annotations

import zipfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.services.plan.scripts import samples
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.plan.stations.hand_out_sheet import HandOutSheet
from ui.run.room import RunRoom
from ui.run.start.station_sheet import StationSheet


def hand_out(qtbot: QtBot, home: Path, folder: Path, nature: int = 0) -> list[Path]:
    folder.mkdir()
    with started(qtbot, home, ENGLISH) as program:
        program.context.script = samples()[0]
        window = settled(qtbot, program)
        window.show_room("plan")
        settled(qtbot, program)
        sheet = HandOutSheet(program.context, samples()[0], window)
        sheet.present()
        sheet.nature.setCurrentIndex(nature)
        sheet.clock.setText("Command post")
        sheet.write_to(folder)
        settled(qtbot, program)
        assert "written and read back" in sheet.told.text()
        sheet.close()
    return sorted(folder.glob("*.drillpost"))


def opened(qtbot: QtBot, program: Program) -> StationSheet:
    settled(qtbot, program)
    sheet = program.sheets["station"]
    assert isinstance(sheet, StationSheet)
    return sheet


def test_a_pack_is_looked_at_taken_over_and_armed(qtbot: QtBot, tmp_path: Path) -> None:
    packs = hand_out(qtbot, tmp_path / "planner", tmp_path / "out")
    gate = next(one for one in packs if one.name.startswith("Gate"))
    with started(qtbot, tmp_path / "post", ENGLISH, gate) as program:
        sheet = opened(qtbot, program)
        assert "Gate" in sheet.heading.text()
        assert len(sheet.steps.text().splitlines()) > 5
        sheet.theirs.setText("09:00:00")
        QTest.mouseClick(sheet.compare_button, Qt.MouseButton.LeftButton)
        assert sheet.compared is not None
        assert "This laptop is" in sheet.ahead.text()

        QTest.mouseClick(sheet.take, Qt.MouseButton.LeftButton)

        window = settled(qtbot, program)
        room = window.page("run")
        assert isinstance(room, RunRoom)
        assert window.room == "run"
        qtbot.waitUntil(room.start.arm.isEnabled, timeout=5000)
        assert room.start.form.is_another_round
        assert room.start.form.source.text().startswith("Gate")


def test_a_changed_pack_is_refused_and_nothing_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    packs = hand_out(qtbot, tmp_path / "planner", tmp_path / "out")
    packs[0].write_bytes(packs[0].read_bytes().replace(b"Gate", b"Gaze", 1))
    with started(qtbot, tmp_path / "post", ENGLISH, packs[0]) as program:
        window = settled(qtbot, program)

        assert "station" not in program.sheets
        assert any("was changed or damaged" in text for _key, _kind, text in window.banners)
        assert program.context.services.catalogue.drills() == ()


def program_zip(folder: Path) -> Path:
    path = folder / "DrillPlanner-1-portable.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("DrillPlanner.exe", "program/python.exe"):
            archive.writestr(f"DrillPlanner/{name}", name)
    return path


def test_one_act_writes_the_pack_and_the_program_and_the_stick_opens_the_pack(
    qtbot: QtBot, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with started(qtbot, tmp_path / "planner", ENGLISH) as program:
        window = settled(qtbot, program)
        sheet = HandOutSheet(program.context, samples()[0], window)
        sheet.present()
        for post, box in sheet.posts.boxes.items():
            box.setChecked(post == "gate")
        sheet.use_program(program_zip(tmp_path))
        sheet.program.setChecked(True)
        sheet.write_to(stick)
        settled(qtbot, program)
        assert "The portable program is in" in sheet.told.text()
        sheet.close()
    home = stick / "DrillPlanner" / "data"

    with started(qtbot, home, ENGLISH) as program:
        taking = opened(qtbot, program)
        assert "Gate" in taking.heading.text()
        QTest.mouseClick(taking.take, Qt.MouseButton.LeftButton)
        settled(qtbot, program)
    with started(qtbot, home) as program:
        settled(qtbot, program)
        assert "station" not in program.sheets
