"""Make the planning room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.plan.page import PlanPage
from ui.plan.presenter import PlanPresenter
from ui.widgets.window_command import trigger_command


class PlanRoom(PlanPage):
    """The page with the presenter that decides for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.presenter = PlanPresenter(desk, self)
        self.destroyed.connect(self.presenter.leave)
        self.openRequested.connect(self._on_open)

    def _on_open(self) -> None:
        trigger_command(self, "open")


def make_room(desk: Desk) -> QWidget:
    """Make the room's page, with its presenter."""
    return PlanRoom(desk)
