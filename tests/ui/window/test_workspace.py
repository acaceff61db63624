"""The workspace in the window: it always goes on, tells damage, copies, restores and deletes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from drillplanner.services.workspace_home import FILE_NAME
from drillplanner.store import opening
from drillplanner.store.engine import store_faults
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold
from tests.services.test_safekeeping import holds_nowhere
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.widgets.banner import Banner
from ui.window.workspace_sheet import WorkspaceSheet


def with_drills(home: Path, *titles: str) -> Path:
    path = home / FILE_NAME
    with Workspace.create(path) as workspace:
        for title in titles:
            hold(workspace, title)
        workspace.name_person("p9", "Chen Jishi")
    return path


def banner(program: Program, key: str) -> Banner:
    assert program.window is not None
    return next(one for one in program.window.findChildren(Banner) if one.objectName() == key)


def button(parent: Banner, words: str) -> QPushButton:
    return next(one for one in parent.findChildren(QPushButton) if one.text() == words)


def sheet_of(qtbot: QtBot, program: Program) -> WorkspaceSheet:
    program.show_workspace()
    sheet = program.sheets["workspace"]
    assert isinstance(sheet, WorkspaceSheet)
    settled(qtbot, program)
    return sheet


def test_a_damaged_workspace_leaves_a_drill_two_keys_away(qtbot: QtBot, tmp_path: Path) -> None:
    path = with_drills(tmp_path, "Lockdown")
    path.write_bytes(path.read_bytes()[:5000])

    with started(qtbot, tmp_path, ENGLISH) as program:
        told = banner(program, "workspace")
        assert "damaged" in told.text
        first = button(told, "Begin with a fresh workspace")
        assert program.window is not None
        assert program.window.focusWidget() is first

        QTest.keyClick(first, Qt.Key.Key_Return)

        qtbot.waitUntil(lambda: program.context.services.paths.workspace != path)
        settled(qtbot, program)
        assert program.context.services.read_only_because is None
        assert "left as it is" in banner(program, "workspace").text
        assert (tmp_path / "workspace-2.drill").exists()
        assert Path(program.settings.workspace).name == "workspace-2.drill"
    assert path.stat().st_size == 5000


def test_the_workspace_is_looked_after_in_a_window_that_was_built_anew(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(qtbot, tmp_path, ENGLISH) as program:
        copies: list[bool] = []
        monkeypatch.setattr(program.guard, "back_up", lambda: copies.append(True))
        old = program.window
        assert old is not None
        action = old.findChild(QAction, "theme-dark")
        assert isinstance(action, QAction)
        action.trigger()
        qtbot.waitUntil(lambda: program.window is not old, timeout=10_000)

        for is_running in (True, False):
            program.context.is_running = is_running

        assert copies == [True]


def test_a_copy_made_while_open_opens_after_a_check(qtbot: QtBot, tmp_path: Path) -> None:
    path = with_drills(tmp_path, "Lockdown")
    with Workspace.open(path):
        copied = path.read_bytes()
    path.write_bytes(copied)

    with started(qtbot, tmp_path, ENGLISH) as program:
        told = banner(program, "workspace")
        button(told, "Check it and open it all the same").click()
        settled(qtbot, program)

        assert "nothing in it is damaged" in banner(program, "workspace").text
        assert [one.drill.title for one in program.context.services.catalogue.drills()] == [
            "Lockdown"
        ]


def test_damage_is_found_by_itself_named_and_repaired(qtbot: QtBot, tmp_path: Path) -> None:
    path = with_drills(tmp_path, "Lockdown", "Other")
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "UPDATE sessions SET reason = 'rain' WHERE drill IN (SELECT max(drill) FROM drills)"
        )

    with started(qtbot, tmp_path, ENGLISH) as program:
        with qtbot.waitSignal(program.guard.checked, timeout=10_000):
            program.guard.check()
        assert "Drills: Other" in banner(program, "damage").text
        sheet = sheet_of(qtbot, program)
        assert "Other" in sheet.damages.toPlainText()

        sheet.repair_button.click()
        settled(qtbot, program)

        qtbot.waitUntil(lambda: "nothing is damaged" in sheet.state.text())


def test_no_check_goes_on_while_a_drill_runs(qtbot: QtBot, tmp_path: Path) -> None:
    with_drills(tmp_path, "Lockdown")

    with started(qtbot, tmp_path, ENGLISH) as program:
        program.context.is_running = True
        program.guard.check()

        assert not program.guard.is_checking


def test_a_backup_is_made_at_closing_and_restored_in_the_window(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = with_drills(tmp_path, "Lockdown")
    with started(qtbot, tmp_path, ENGLISH):
        pass
    (kept,) = (tmp_path / f"{FILE_NAME}.backups").iterdir()
    path.unlink()

    with started(qtbot, tmp_path, ENGLISH) as program:
        sheet = sheet_of(qtbot, program)
        qtbot.waitUntil(lambda: sheet.backups.count() > 0)
        row = next(
            number
            for number in range(sheet.backups.count())
            if sheet.backups.item(number).data(Qt.ItemDataRole.UserRole) == str(kept)
        )
        assert "drills: 1, entries: 6" in sheet.backups.item(row).text()
        sheet.backups.setCurrentRow(row)

        sheet.restore_button.click()
        settled(qtbot, program)

        assert "10 records were new" in sheet.joined.text()
        assert [one.drill.title for one in program.context.services.catalogue.drills()] == [
            "Lockdown"
        ]


def test_a_drill_and_a_name_are_deleted_after_it_was_said_what_that_means(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with_drills(tmp_path, "Words that must go")

    with started(qtbot, tmp_path, ENGLISH) as program:
        sheet = sheet_of(qtbot, program)
        sheet.purge_button.click()
        settled(qtbot, program)
        assert "takes 6 entries" in sheet.meaning.text()
        sheet.confirm_button.click()
        settled(qtbot, program)
        assert program.context.services.catalogue.drills()

        sheet.by.setText("Head Wang")
        sheet.confirm_button.click()
        settled(qtbot, program)

        assert program.context.services.catalogue.drills() == ()
        assert holds_nowhere(tmp_path, "Words that must go")
        sheet.people.setCurrentText("Chen Jishi")
        sheet.forget_button.click()
        sheet.confirm_button.click()
        settled(qtbot, program)
        assert "Chen Jishi" not in program.context.services.safekeeping.people().values()
    assert holds_nowhere(tmp_path, "Chen Jishi")


@pytest.mark.skipif(not hasattr(Path, "chmod"), reason="modes are POSIX")
def test_what_the_program_keeps_is_the_users_alone(qtbot: QtBot, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with_drills(home, "Lockdown")
    with started(qtbot, home, ENGLISH) as program:
        program.remember(program.settings)

    open_to_others = [one for one in (home, *home.rglob("*")) if one.stat().st_mode & 0o077]
    assert open_to_others == []


def test_a_workspace_left_on_another_computer_is_taken_over_after_it_was_said_what_that_means(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = with_drills(tmp_path, "Lockdown")
    path.with_name(path.name + ".lock").write_text('{"pid": 7, "host": "laptop-b"}', "utf-8")

    with started(qtbot, tmp_path, ENGLISH) as program:
        told = banner(program, "workspace")
        assert "laptop-b" in told.text
        assert "damage it" in told.text

        button(told, "Take over").click()
        settled(qtbot, program)

        assert program.context.services.read_only_because is None
        assert "taken over" in banner(program, "workspace").text


def test_a_full_disk_offers_to_try_again_and_no_other_workspace(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_drills(tmp_path, "Lockdown")
    whole = opening.judge_file

    def full(*_arguments: object) -> NoReturn:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        with store_faults(path):
            raise error
        raise AssertionError

    monkeypatch.setattr(opening, "judge_file", full)
    with started(qtbot, tmp_path, ENGLISH) as program:
        told = banner(program, "workspace")
        assert "disk is full" in told.text
        assert [one.text() for one in told.findChildren(QPushButton)] == ["Try again"]
        assert program.window is not None
        first = button(told, "Try again")
        assert program.window.focusWidget() is first
        QTest.keyClick(first, Qt.Key.Key_Return)
        settled(qtbot, program)
        assert "disk is full" in banner(program, "workspace").text

        monkeypatch.setattr(opening, "judge_file", whole)
        QTest.keyClick(button(banner(program, "workspace"), "Try again"), Qt.Key.Key_Return)
        settled(qtbot, program)

        assert program.context.services.paths.workspace == path
        assert program.context.services.is_open
    assert not list(tmp_path.glob("workspace-2*"))
