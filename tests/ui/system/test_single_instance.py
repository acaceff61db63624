"""A second start raises the window that runs."""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from drillplanner.services.workspace_home import FILE_NAME
from ui.main import workspace_path
from ui.settings import Settings, SettingsFile
from ui.system.single_instance import SingleInstance


def test_a_second_start_on_a_workspace_asks_the_first_and_ends(
    qtbot: QtBot, tmp_path: Path
) -> None:
    owner = QObject()
    first = SingleInstance(tmp_path / "a.drill", owner)
    other = SingleInstance(tmp_path / "b.drill", owner)
    assert first.is_first()
    assert other.is_first()

    with qtbot.waitSignal(first.asked, timeout=5000):
        assert not SingleInstance(tmp_path / "a.drill", owner).is_first()

    first.rest()
    again = SingleInstance(tmp_path / "a.drill", owner)
    assert again.is_first()
    again.rest()
    other.rest()


@pytest.mark.skipif(os.name != "posix", reason="sockets of POSIX")
def test_whoever_listens_among_the_files_of_all_keeps_nobody_from_starting(tmp_path: Path) -> None:
    path = tmp_path / "a.drill"
    owner = QObject()
    named = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:16]
    squatted = Path(tempfile.gettempdir()) / f"drillplanner-{named}"
    with socket.socket(socket.AF_UNIX) as squatter:
        squatter.bind(str(squatted))
        squatter.listen()
        try:
            first = SingleInstance(path, owner)
            assert first.is_first()
            first.rest()
        finally:
            squatted.unlink()


def test_a_second_start_hands_its_file_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QObject()
    first = SingleInstance(tmp_path / "a.drill", owner)
    assert first.is_first()
    file = tmp_path / "防冲撞 演练.drillpack"

    with qtbot.waitSignal(first.asked, timeout=5000) as asked:
        assert not SingleInstance(tmp_path / "a.drill", owner).is_first(file)
    assert asked.args == [str(file)]

    with qtbot.waitSignal(first.asked, timeout=5000) as asked:
        assert not SingleInstance(tmp_path / "a.drill", owner).is_first()
    assert asked.args == [""]
    first.rest()


def test_the_workspace_of_a_start_is_the_one_that_the_services_open(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")

    assert workspace_path(Settings(), file) == tmp_path / FILE_NAME
    assert workspace_path(Settings(workspace="/x/y.drill"), file) == Path("/x/y.drill")
