"""A desk with one recorded drill, and the review room on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from drillplanner.services.workspace_home import FILE_NAME
from tests.services.review_stage import copy_drill
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.review import ReviewRoom
from ui.context import AppContext


class Told:
    """What the failures told, in order."""

    def __init__(self, context: AppContext) -> None:
        self.said: list[str] = []
        context.failures.refused.connect(self.said.append)
        context.failures.storeFailed.connect(self.said.append)
        context.failures.crashed.connect(self.said.append)


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path)
    yield made
    close_context(made)


@pytest.fixture
def told(context: AppContext) -> Told:
    return Told(context)


@pytest.fixture
def room(qtbot: QtBot, context: AppContext, told: Told, tmp_path: Path) -> ReviewRoom:
    copy_drill(tmp_path / FILE_NAME)
    room = ReviewRoom(context, qtbot)
    room.open()
    return room
