"""What most tests of the run room stand on: a desk, the room, a keeper's hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drillplanner.services.run.sessions import create_workspace
from drillplanner.store.workspace import Workspace
from tests.ui.app_context import close_context, make_context
from tests.ui.run.hand import Hand
from ui.context import AppContext
from ui.run.room import RunRoom
from ui.settings import Settings


@pytest.fixture
def context(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AppContext]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = make_context(tmp_path)

    def remember(settings: Settings) -> None:
        made.settings = settings

    made.remember = remember
    yield made
    close_context(made)


@pytest.fixture
def quick_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test answer at once what a person would read first."""
    monkeypatch.setattr("ui.run.console.controller.READ_NS", 0)
    monkeypatch.setattr("ui.run.finish.gaps_list.READ_S", 0)


@pytest.fixture
def room(context: AppContext, qtbot: QtBot, quick_answers: None) -> RunRoom:
    made = RunRoom(context)
    qtbot.addWidget(made)
    made.resize(1076, 760)
    made.show()
    qtbot.waitUntil(made.start.arm.isEnabled, timeout=10_000)
    return made


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.drill") as made:
        yield made


@pytest.fixture
def hand(workspace: Workspace) -> Hand:
    return Hand(workspace)
