"""The page people arrive at."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.pages.page import PageObject
from ui.context import AppContext
from ui.home.page import WelcomePage
from ui.home.room import make_room


class HomePage(PageObject[WelcomePage]):
    """Samples, remembered scripts, drills."""

    def __init__(self, context: AppContext, qtbot: QtBot) -> None:
        super().__init__(make_room(context), context, qtbot)
        qtbot.addWidget(self.page)
