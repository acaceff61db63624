"""Open the page of organising over a room's stack of pages, or as a tab beside others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget

from drillplanner.base.texts import _
from ui.context import AppContext
from ui.review.organise.page import OrganisePage
from ui.review.organise.presenter import OrganisePresenter
from ui.widgets.opening import PageOver, PageTab


def make_organising(
    context: AppContext, drill: str, round_number: int | None, organised: Callable[[], object]
) -> OrganisePage:
    """Build the page for one round of a drill; `organised` hears that the drill is another now.

    Its signal `left` tells that the user goes back to where it was opened.
    """
    page = OrganisePage(context)
    presenter = OrganisePresenter(context, page, drill, round_number, page)
    presenter.organised.connect(organised)
    return page


class OrganiseOver(QObject):
    """Opens organising over the page that a room shows."""

    saved = Signal()

    def __init__(self, room: QStackedWidget, context: AppContext) -> None:
        super().__init__(room)
        self._context = context
        self._over = PageOver(room)

    @property
    def page(self) -> OrganisePage | None:
        """Give the page while it is open."""
        page = self._over.page
        return page if isinstance(page, OrganisePage) else None

    def open(self, drill: str, round_number: int | None) -> None:
        """Show the page; nothing opens while a drill runs."""
        if not self._context.is_running:
            self._over.show(
                lambda: make_organising(self._context, drill, round_number, self.saved.emit)
            )


class OrganiseTab(QObject):
    """Opens organising as a tab of its own beside others; it stays until it is left."""

    saved = Signal()

    def __init__(self, tabs: QTabWidget, context: AppContext) -> None:
        super().__init__(tabs)
        self._context = context
        self._tab = PageTab(tabs, context.say(_("Free play")))

    @property
    def page(self) -> OrganisePage | None:
        """Give the page while it is open."""
        page = self._tab.page
        return page if isinstance(page, OrganisePage) else None

    def open(self, drill: str, round_number: int | None) -> None:
        """Show the page; one that is open already for another drill keeps it until it is left."""
        self._tab.show(lambda: make_organising(self._context, drill, round_number, self.saved.emit))
