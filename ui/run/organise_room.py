"""Open the page of organising over a room's stack of pages, or as a tab beside others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from drillplanner.base.texts import _
from ui.desk import Desk
from ui.run.organise_page import OrganisePage
from ui.run.organise_presenter import OrganisePresenter


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
        self._room, self._desk = room, desk
        self._before: QWidget | None = None
        self.page: OrganisePage | None = None

    def open(self, drill: str, round_number: int | None) -> None:
        """Show the page; nothing opens while a drill runs."""
        if self.page is not None or self._desk.is_running:
            return
        self._before = self._room.currentWidget()
        page = self.page = make_organising(self._desk, drill, round_number, self.saved.emit)
        page.left.connect(self._go_back)
        self._room.addWidget(page)
        self._room.setCurrentWidget(page)
        self._room.setFocusProxy(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        page, before = self.page, self._before
        if page is None or before is None:
            return
        self.page = None
        self._room.setCurrentWidget(before)
        self._room.setFocusProxy(before)
        self._room.removeWidget(page)
        page.deleteLater()


class OrganiseTab(QObject):
    """Opens organising as a tab of its own beside others; it stays until it is left."""

    saved = Signal()

    def __init__(self, tabs: QTabWidget, desk: Desk) -> None:
        super().__init__(tabs)
        self._tabs, self._desk = tabs, desk
        self._before: QWidget | None = None
        self.page: OrganisePage | None = None

    def open(self, drill: str, round_number: int | None) -> None:
        """Show the page; one that is open already for another drill keeps it until it is left."""
        if self.page is None:
            self._before = self._tabs.currentWidget()
            self.page = make_organising(self._desk, drill, round_number, self.saved.emit)
            self.page.left.connect(self._close)
            self._tabs.addTab(self.page, self._desk.say(_("Free play")))
        self._tabs.setCurrentWidget(self.page)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        page = self.page
        if page is not None:
            self.page = None
            self._tabs.removeTab(self._tabs.indexOf(page))
            page.deleteLater()
        if self._before is not None:
            self._tabs.setCurrentWidget(self._before)
