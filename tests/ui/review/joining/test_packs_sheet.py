"""The window writes a log pack in one click, and joins others' packs, saying what each is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.exchange.pack.log_pack import read_pack
from drillplanner.services.workspace_home import FILE_NAME
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold
from tests.services.laptops import laptops
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.review.joining.packs_sheet import PacksSheet
from ui.run.finish.codes_sheet import CodesSheet


@pytest.fixture
def packs(tmp_path: Path) -> list[Path]:
    with laptops(tmp_path / "posts", ("post", "gate")) as made:
        made["post"].mark("alarm")
        made["gate"].mark("shut", "c1", 20)
        return [one.pack() for one in made.values()]


def sheet_of(qtbot: QtBot, program: Program) -> PacksSheet:
    settled(qtbot, program)
    sheet = program.sheets["packs"]
    assert isinstance(sheet, PacksSheet)
    return sheet


def verdicts(sheet: PacksSheet) -> list[str]:
    return [card.found.verdict for card in sheet.cards.values()]


def test_packs_are_joined_and_the_second_time_here_already(
    qtbot: QtBot, tmp_path: Path, packs: list[Path]
) -> None:
    with started(qtbot, tmp_path / "home", ENGLISH) as program:
        program.join_packs(packs)
        assert verdicts(sheet_of(qtbot, program)) == ["joined", "joined"]
        (held,) = program.context.services.catalogue.drills()
        assert program.context.drill == held.drill.id

        program.join_packs(packs[::-1])

        assert verdicts(sheet_of(qtbot, program)) == ["here", "here"]


def test_what_speaks_against_a_pack_is_said_and_a_button_takes_what_is_sound(
    qtbot: QtBot, tmp_path: Path, packs: list[Path]
) -> None:
    packs[1].write_bytes(packs[1].read_bytes()[:-400])
    with started(qtbot, tmp_path / "home", ENGLISH) as program:
        program.join_packs([packs[1]])
        sheet = sheet_of(qtbot, program)
        (card,) = sheet.cards.values()
        assert card.found.verdict == "ambiguous"
        assert any("was cut" in line for line in card.lines)
        assert program.context.services.catalogue.drills() == ()
        assert card.join_button is not None

        QTest.mouseClick(card.join_button, Qt.MouseButton.LeftButton)
        settled(qtbot, program)

        assert verdicts(sheet) == ["joined"]
        assert len(program.context.services.catalogue.drills()) == 1


def test_a_pack_that_is_opened_as_a_file_is_joined(
    qtbot: QtBot, tmp_path: Path, packs: list[Path]
) -> None:
    with started(qtbot, tmp_path / "home", ENGLISH, packs[0]) as program:
        assert verdicts(sheet_of(qtbot, program)) == ["joined"]


def test_the_menu_writes_the_pack_of_the_chosen_drill(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    home = tmp_path / "home"
    home.mkdir()
    with Workspace.create(home / FILE_NAME) as workspace:
        hold(workspace, "Lockdown")
    target = tmp_path / "out.drillpack"
    suggested: list[str] = []

    def choose(_parent: object, _title: str, place: str, _filter: str) -> tuple[str, str]:
        suggested.append(Path(place).name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    with started(qtbot, home, ENGLISH) as program:
        window = settled(qtbot, program)
        action = next(one for one in window.actions() if one.objectName() == "pack")

        action.trigger()

        settled(qtbot, program)
        assert any(key == "packed" for key, _kind, _text in window.banners)
    assert suggested == ["Lockdown-gate.drillpack"]
    assert read_pack(target.read_bytes()).state == "signed"


def test_a_pack_is_shown_as_codes_and_joined_from_pictures_of_them(
    qtbot: QtBot, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with Workspace.create(home / FILE_NAME) as workspace:
        hold(workspace, "Lockdown")
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    with started(qtbot, home, ENGLISH) as program:
        window = settled(qtbot, program)
        next(one for one in window.actions() if one.objectName() == "codes").trigger()
        settled(qtbot, program)
        sheet = program.sheets["codes"]
        assert isinstance(sheet, CodesSheet)
        assert sheet.said.text() == f"Code 1 of {len(sheet.texts)}"
        for number in range(len(sheet.texts)):
            assert sheet.number == number
            sheet.grab().save(str(pictures / f"{number}.png"))
            QTest.keyClick(sheet, Qt.Key.Key_Right)
        sheet.close()
    shown = sorted(pictures.glob("*.png"))
    with started(qtbot, tmp_path / "other", ENGLISH) as program:
        program.join_packs(shown[1:])
        (card,) = sheet_of(qtbot, program).cards.values()
        assert card.found.verdict == "refused"
        assert any("missing: 1" in line for line in card.lines)

        program.join_packs(shown)

        assert verdicts(sheet_of(qtbot, program)) == ["joined"]
