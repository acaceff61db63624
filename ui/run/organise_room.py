"""Open the page of organising over a room's stack of pages, or as a tab beside others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget

from drillplanner.base.texts import _
from ui.desk import Desk
from ui.run.organise_page import OrganisePage
from ui.run.organise_presenter import OrganisePresenter
from ui.widgets.opening import PageOver, PageTab


def make_organising(
    desk: Desk, drill: str, round_number: int | None, organised: Callable[[], object]
) -> OrganisePage:
    """Build the page for one round of a drill; `organised` hears that the drill is another now.

    Its signal `left` tells that the user goes back to where it was opened.
    """
    page = OrganisePage(desk)
    presenter = OrganisePresenter(desk, page, drill, round_number)
    page.presenter = presenter
    presenter.organised.connect(organised)
    return page


class OrganiseOver(QObject):
    """Opens organising over the page that a room shows."""

    saved = Signal()

    def __init__(self, room: QStackedWidget, desk: Desk) -> None:
        super().__init__(room)
        self._desk = desk
        self._over = PageOver(room)

    @property
    def page(self) -> OrganisePage | None:
        """Give the page while it is open."""
        page = self._over.page
        return page if isinstance(page, OrganisePage) else None

    def open(self, drill: str, round_number: int | None) -> None:
        """Show the page; nothing opens while a drill runs."""
        if not self._desk.is_running:
            self._over.show(
                lambda: make_organising(self._desk, drill, round_number, self.saved.emit)
            )


class OrganiseTab(QObject):
    """Opens organising as a tab of its own beside others; it stays until it is left."""

    saved = Signal()

    def __init__(self, tabs: QTabWidget, desk: Desk) -> None:
        super().__init__(tabs)
        self._desk = desk
        self._tab = PageTab(tabs, desk.say(_("Free play")))

    @property
    def page(self) -> OrganisePage | None:
        """Give the page while it is open."""
        page = self._tab.page
        return page if isinstance(page, OrganisePage) else None

    def open(self, drill: str, round_number: int | None) -> None:
        """Show the page; one that is open already for another drill keeps it until it is left."""
        self._tab.show(lambda: make_organising(self._desk, drill, round_number, self.saved.emit))
