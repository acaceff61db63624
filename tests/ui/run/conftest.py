"""What most tests of the run room stand on: a desk, the room, a keeper's hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drillplanner.services.recording import create_workspace
from drillplanner.store.workspace import Workspace
from tests.ui.desk import close_desk, make_desk
from tests.ui.run.hand import Hand
from ui.desk import Desk
from ui.run.room import RunRoom
from ui.settings import Settings


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = make_desk(tmp_path)

    def remember(settings: Settings) -> None:
        made.settings = settings

    made.remember = remember
    yield made
    close_desk(made)


@pytest.fixture
def room(desk: Desk, qtbot: QtBot) -> Iterator[RunRoom]:
    made = RunRoom(desk)
    qtbot.addWidget(made)
    made.resize(1076, 760)
    made.show()
    qtbot.waitUntil(made.start.arm.isEnabled, timeout=10_000)
    yield made
    made.endings.rest()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.drill") as made:
        yield made


@pytest.fixture
def hand(workspace: Workspace) -> Hand:
    return Hand(workspace)
