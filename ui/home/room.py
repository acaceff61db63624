"""Make the room people arrive at."""

from __future__ import annotations

from functools import partial

from ui.actions import trigger_command
from ui.context import AppContext
from ui.home.page import WelcomePage
from ui.home.presenter import WelcomePresenter


def make_room(context: AppContext) -> WelcomePage:
    """Make the page with the presenter that decides for it."""
    page = WelcomePage(context)
    WelcomePresenter(context, page, page)
    page.openRequested.connect(partial(trigger_command, page, "open"))
    page.manualRequested.connect(partial(trigger_command, page, "manual"))
    return page
