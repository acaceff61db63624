"""A desk with one recorded drill, and the review room on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from drillplanner.services.workspace_home import FILE_NAME
from tests.services.review_stage import copy_drill
from tests.ui.desk import close_desk, make_desk
from ui.desk import Desk
from ui.review.page import ReviewPage
from ui.review.presenter import ReviewPresenter
from ui.review.room import make_room


class Told:
    """What the failures told, in order."""

    def __init__(self, desk: Desk) -> None:
        self.said: list[str] = []
        desk.failures.refused.connect(self.said.append)
        desk.failures.storeFailed.connect(self.said.append)
        desk.failures.crashed.connect(self.said.append)
        desk.jobs.failed.connect(desk.failures.tell)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    close_desk(made)


@pytest.fixture
def told(desk: Desk) -> Told:
    return Told(desk)


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, told: Told, tmp_path: Path) -> ReviewPage:
    copy_drill(tmp_path / FILE_NAME)
    page = make_room(desk)
    assert isinstance(page, ReviewPage)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitUntil(lambda: presenter_of(page).review is not None, timeout=10_000)
    return page


def presenter_of(page: ReviewPage) -> ReviewPresenter:
    assert isinstance(page.presenter, ReviewPresenter)
    return page.presenter
