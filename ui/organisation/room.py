"""Make the county's room (学校): its page and the presenter that decides for it."""

from __future__ import annotations

from drillplanner.base import local_time
from ui.context import AppContext
from ui.organisation.page import OrganisationPage
from ui.organisation.presenter import OrganisationPresenter


def make_room(context: AppContext) -> OrganisationPage:
    """Build the room; it reads a register when it is first shown."""
    year = local_time.today(context.services.clock).year
    page = OrganisationPage(context, year)
    OrganisationPresenter(context, page, year, page)
    return page
