"""Decide for the county's room: which register is read when, and in whose name it changes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from drillplanner.base import local_time
from ui.context import AppContext
from ui.improve.commands import Acting
from ui.organisation.overview_presenter import OverviewPresenter
from ui.organisation.page import OrganisationPage
from ui.organisation.register_presenter import RegisterPresenter


class OrganisationPresenter(QObject):
    """Reads the register that is seen, whenever it is seen or something was changed."""

    def __init__(
        self, context: AppContext, page: OrganisationPage, year: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._page = context, page
        self._acting = Acting(context, page, self.reload, self)
        self._registers = {
            id_: RegisterPresenter(context, tab, self._acting, year, self.reload, self)
            for id_, tab in page.registers.items()
        }
        today = partial(local_time.today, context.services.clock)
        self._overview = OverviewPresenter(context, page.overview, today, self)
        page.overview.schoolAsked.connect(partial(page.open_row, "schools"))
        page.shown.connect(self._acting.show)
        page.shown.connect(self.reload)
        page.tabChosen.connect(self._on_tab)
        page.nameEntered.connect(self._acting.rename)
        context.runningChanged.connect(self._on_running)

    def reload(self) -> None:
        """Read anew what is seen."""
        seen = self._registers.get(self._page.tab)
        if seen is not None:
            seen.reload()
        else:
            self._overview.reload()

    def _on_tab(self, _name: str) -> None:
        self.reload()

    def _on_running(self, is_running: bool) -> None:
        for tab in self._page.registers.values():
            tab.lock(is_running)
        if not is_running and self._page.isVisible():
            self.reload()
