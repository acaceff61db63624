"""Make the planning room."""

from __future__ import annotations

from functools import partial

from ui.actions import trigger_command
from ui.context import AppContext
from ui.plan.viewer.page import PlanPage
from ui.plan.viewer.presenter import PlanPresenter


def make_room(context: AppContext) -> PlanPage:
    """Make the page with the presenter that decides for it."""
    page = PlanPage(context)
    PlanPresenter(context, page, page)
    page.openRequested.connect(partial(trigger_command, page, "open"))
    return page
