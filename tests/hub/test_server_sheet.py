"""The window sends a drill to the server and fetches others', and says what is missing there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.hub.conftest import PASSWORD, County
from tests.services.laptops import laptops
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.review.joining.server_sheet import ServerSheet


def sheet_of(qtbot: QtBot, program: Program, county: County) -> ServerSheet:
    window = settled(qtbot, program)
    made = ServerSheet(program.context, window)
    made.present()
    made.address.setText(county.postgres.by_socket(county.name("planner"), county.database))
    made.password.setText(PASSWORD)
    return made


def click(qtbot: QtBot, program: Program, button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settled(qtbot, program)
    qtbot.waitUntil(button.isEnabled, timeout=10_000)


def test_a_drill_is_sent_and_fetched_by_another_laptop(
    qtbot: QtBot, tmp_path: Path, county: County
) -> None:
    county.enrol("planner", "planner")
    with laptops(tmp_path / "posts", ("post",)) as made:
        made["post"].mark("alarm")
        pack = made["post"].pack()
    with started(qtbot, tmp_path / "one", ENGLISH) as program:
        program.join_packs([pack])
        settled(qtbot, program)
        program.sheets["packs"].close()
        sheet = sheet_of(qtbot, program, county)
        click(qtbot, program, sheet.push)
        assert "--school" in sheet.told.text()
        sheet.school.setText("s1")
        click(qtbot, program, sheet.push)
        assert "School s1" in sheet.told.text()
        click(qtbot, program, sheet.compare)
        assert "missing there: 0" in sheet.told.text()
        sheet.close()

    with started(qtbot, tmp_path / "two", ENGLISH) as program:
        sheet = sheet_of(qtbot, program, county)
        click(qtbot, program, sheet.pull)

        assert "of them new here" in sheet.told.text()
        assert [one.drill.title for one in program.context.services.catalogue.drills()] == [
            "Lockdown"
        ]
        assert PASSWORD not in (tmp_path / "two" / "settings.json").read_text("utf-8")
        sheet.address.setText(county.server("planner"))
        click(qtbot, program, sheet.pull)
        assert PASSWORD not in (tmp_path / "two" / "settings.json").read_text("utf-8")
        sheet.address.setText(county.postgres.by_socket(county.name("planner"), county.database))
        sheet.password.setText("wrong")
        click(qtbot, program, sheet.pull)
        assert "name and password" in sheet.told.text()
        sheet.close()
