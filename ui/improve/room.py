"""Make the improvement room (整改): its page and the presenter that decides for it."""

from __future__ import annotations

from ui.context import AppContext
from ui.improve.page import ImprovePage
from ui.improve.presenter import ImprovePresenter


def make_room(context: AppContext) -> ImprovePage:
    """Build the room; it reads the ledger when it is first shown."""
    page = ImprovePage(context)
    ImprovePresenter(context, page, page)
    return page
