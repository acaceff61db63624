"""A password in the window: set, asked for at the start, changed, lost, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

pytest.importorskip("sqlcipher3", reason="the packages for passwords are optional")

from drillplanner.services.protection import state_of
from drillplanner.services.workspace_home import FILE_NAME
from drillplanner.store.protection import key_file as key_files
from drillplanner.store.protection.key_file import recovery_code
from drillplanner.store.protection.keyring import forget_keys
from drillplanner.store.protection.protecting import protect
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold
from tests.services.test_safekeeping import holds_nowhere
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.run.start.form import StartForm
from ui.settings import NAME_AT_WORK
from ui.window.unlock_sheet import UnlockSheet
from ui.window.workspace_sheet import WorkspaceSheet

PASSWORD = "correct horse"  # noqa: S105 - of nothing but these
TITLE = "Words nobody reads"


@pytest.fixture(autouse=True)
def nothing_is_unlocked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What a password costs is written in each key file; here it may cost nothing.
    monkeypatch.setattr(key_files, "MEMORY_KIB", 64)
    forget_keys()
    yield
    forget_keys()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / FILE_NAME
    with Workspace.create(found) as workspace:
        hold(workspace, TITLE)
    return found


@pytest.fixture
def code(path: Path) -> str:
    """Protect the workspace, and lock it; give the code of its recovery sheet."""
    key, _left = protect(path, PASSWORD, ())
    forget_keys()
    return recovery_code(key)


def titles(program: Program) -> list[str]:
    return [one.drill.title for one in program.context.services.catalogue.drills()]


def asked(program: Program) -> UnlockSheet:
    sheet = program.sheets["unlock"]
    assert isinstance(sheet, UnlockSheet)
    return sheet


def workspace_sheet(qtbot: QtBot, program: Program) -> WorkspaceSheet:
    program.show_workspace()
    sheet = program.sheets["workspace"]
    assert isinstance(sheet, WorkspaceSheet)
    settled(qtbot, program)
    return sheet


def test_a_password_is_set_and_the_recovery_sheet_printed(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    with started(qtbot, tmp_path, ENGLISH) as program:
        panel = workspace_sheet(qtbot, program).password
        assert "No password" in panel.state.text()
        panel.password.setText(PASSWORD)
        panel.again.setText("correct house")
        panel.set_button.click()
        assert "not the same" in panel.told.text()

        panel.again.setText(PASSWORD)
        panel.set_button.click()
        settled(qtbot, program)

        assert "only this code opens it" in panel.told.text()
        assert "Protected by a password" in panel.state.text()
        assert panel.password.text() == ""
        assert titles(program) == [TITLE]
        panel.save_sheet(tmp_path / "sheet.pdf")
        settled(qtbot, program)
        assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")

        panel.remove_button.click()
        assert "readable to whoever has the disk" in panel.told.text()
        assert state_of(path) == "password"
        panel.password.setText("another one")
        panel.again.setText("another one")
        panel.set_button.click()
        settled(qtbot, program)
    assert holds_nowhere(tmp_path, TITLE)
    assert holds_nowhere(tmp_path, PASSWORD)


def test_with_a_password_the_settings_name_nobody_and_the_name_is_offered_all_the_same(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    with Workspace.open(path) as workspace:
        workspace.name_person("p7", "Zhang Keeper")
    named = replace(
        ENGLISH, keeper="p7", keeper_name="Zhang Keeper", extra={NAME_AT_WORK: "Li Mender"}
    )
    with started(qtbot, tmp_path, named) as program:
        panel = workspace_sheet(qtbot, program).password
        panel.password.setText(PASSWORD)
        panel.again.setText(PASSWORD)
        panel.set_button.click()
        settled(qtbot, program)
    assert holds_nowhere(tmp_path, "Zhang Keeper")
    assert holds_nowhere(tmp_path, "Li Mender")

    with started(qtbot, tmp_path, replace(named, keeper_name="", extra={})) as program:
        program.context.roomRequested.emit("run")
        settled(qtbot, program)
        assert program.window is not None
        (form,) = program.window.findChildren(StartForm)
        assert form.keeper.text() == "Zhang Keeper"


def test_a_password_is_removed_after_it_was_said_what_that_means(
    qtbot: QtBot, path: Path, code: str, tmp_path: Path
) -> None:
    with started(qtbot, tmp_path, ENGLISH) as program:
        asked(program).password.setText(PASSWORD)
        asked(program).unlock_button.click()
        settled(qtbot, program)
        panel = workspace_sheet(qtbot, program).password

        panel.remove_button.click()
        panel.confirm_button.click()
        settled(qtbot, program)

        assert state_of(path) == "none"
        assert titles(program) == [TITLE]


@pytest.mark.usefixtures("code")
def test_at_the_start_the_password_is_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path, ENGLISH) as program:
        sheet = asked(program)
        assert sheet.focusWidget() is sheet.password
        QTest.keyClicks(sheet.password, "a wrong one")
        QTest.keyClick(sheet.password, Qt.Key.Key_Return)
        settled(qtbot, program)
        assert "not the password" in sheet.told.text()

        QTest.keyClicks(sheet.password, PASSWORD)
        QTest.keyClick(sheet.password, Qt.Key.Key_Return)
        settled(qtbot, program)

        assert "unlock" not in program.sheets
        assert program.window is not None
        assert [key for key, _kind, _text in program.window.banners] == []
        assert titles(program) == [TITLE]


def test_the_code_of_the_recovery_sheet_gives_a_new_password(
    qtbot: QtBot, path: Path, code: str, tmp_path: Path
) -> None:
    with started(qtbot, tmp_path, ENGLISH) as program:
        sheet = asked(program)
        sheet.recover_button.click()
        sheet.code.setText(code)
        sheet.password.setText("another one")
        sheet.unlock_button.click()
        settled(qtbot, program)

        assert titles(program) == [TITLE]
    assert state_of(path) == "password"


@pytest.mark.usefixtures("code")
def test_with_a_lost_password_a_fresh_encrypted_workspace_is_two_keys_away(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with started(qtbot, tmp_path, ENGLISH) as program:
        QTest.keyClick(asked(program), Qt.Key.Key_Escape)
        assert program.window is not None
        settled(qtbot, program)
        focus = program.window.focusWidget()
        assert isinstance(focus, QPushButton)
        assert focus.text() == "Begin with a fresh workspace"
        QTest.keyClick(focus, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: program.context.services.paths.workspace.name != FILE_NAME)
        settled(qtbot, program)

        fresh = program.context.services.paths.workspace
        assert program.context.services.read_only_because is None
        assert titles(program) == []
        assert state_of(fresh) == "open"
        assert QApplication.activeModalWidget() is None
        panel = workspace_sheet(qtbot, program).password
        assert "without a password yet" in panel.state.text()
    assert (tmp_path / FILE_NAME).exists()


@pytest.mark.usefixtures("code")
def test_another_workspace_that_is_locked_is_joined_with_its_password(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "old.drill"
    other.parent.mkdir()
    for end in ("", ".key"):
        path.with_name(path.name + end).rename(other.with_name(other.name + end))

    with started(qtbot, tmp_path, ENGLISH) as program:
        sheet = workspace_sheet(qtbot, program)
        sheet.join(other)
        settled(qtbot, program)
        sheet.asked.password.setText(PASSWORD)
        sheet.asked.unlock_button.click()
        settled(qtbot, program)

        assert "records were new" in sheet.joined.text()
        assert titles(program) == [TITLE]
