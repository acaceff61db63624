"""Make the review room (评估): its page and the presenter that decides for it."""

from __future__ import annotations

from ui.context import AppContext
from ui.review.page import ReviewPage
from ui.review.presenter import ReviewPresenter


def make_room(context: AppContext) -> ReviewPage:
    """Build the room; it reads the drill when it is first shown."""
    page = ReviewPage(context)
    ReviewPresenter(context, page, page)
    return page
