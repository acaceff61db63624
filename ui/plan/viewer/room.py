"""Make the planning room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.context import AppContext
from ui.plan.viewer.page import PlanPage
from ui.plan.viewer.presenter import PlanPresenter
from ui.widgets.window_command import trigger_command


class PlanRoom(PlanPage):
    """The page with the presenter that decides for it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = PlanPresenter(context, self)
        self.destroyed.connect(self.presenter.leave)
        self.openRequested.connect(self._on_open)

    def _on_open(self) -> None:
        trigger_command(self, "open")


def make_room(context: AppContext) -> QWidget:
    """Make the room's page, with its presenter."""
    return PlanRoom(context)
