"""Make the improvement room (整改): its page and the presenter that decides for it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.context import AppContext
from ui.improve.page import ImprovePage
from ui.improve.presenter import ImprovePresenter


def make_room(context: AppContext) -> QWidget:
    """Build the room; it reads the ledger when it is first shown."""
    page = ImprovePage(context)
    page.presenter = ImprovePresenter(context, page)
    return page
