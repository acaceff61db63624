"""Make the room people arrive at."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.context import AppContext
from ui.home.page import WelcomePage
from ui.home.presenter import WelcomePresenter
from ui.widgets.window_command import trigger_command


class WelcomeRoom(WelcomePage):
    """The page with the presenter that decides for it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = WelcomePresenter(context, self)
        self.destroyed.connect(self.presenter.leave)
        self.openRequested.connect(self._on_open)
        self._was_shown = False

    def _on_open(self) -> None:
        trigger_command(self, "open")

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew what may have changed while another room was seen."""
        super().showEvent(event)
        if self._was_shown and not event.spontaneous():
            self.presenter.refresh()
        self._was_shown = True


def make_room(context: AppContext) -> QWidget:
    """Make the room's page, with its presenter."""
    return WelcomeRoom(context)
