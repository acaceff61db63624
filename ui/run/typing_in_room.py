"""Make the page of typing-in for a recorded drill, and open it over a room's stack of pages."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget
from shiboken6 import isValid

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.services.deciding import Space
from drillplanner.services.recorded import list_drills
from ui.desk import Desk
from ui.run.typing_in_page import TypingInPage


def make_typing_in(desk: Desk, drill_id: str, round_number: int | None = None) -> TypingInPage:
    """Build the page, for the drill's last round unless one is given.

    Its signal `left` tells that the user goes back to where it was opened, `saved` that the
    drill's log is another now.
    """
    return TypingInPage(desk, drill_id, round_number)


class TypingInOver(QObject):
    """Opens typing-in of the drill on the desk, or of the latest, over the page that is shown."""

    def __init__(self, room: QStackedWidget, desk: Desk) -> None:
        super().__init__(room)
        self._room, self._desk = room, desk
        self._before: QWidget | None = None
        self.page: TypingInPage | None = None

    def show_typing(self) -> None:
        """Find the drill, then show the page."""
        if self.page is None:
            home, wanted = self._desk.home, self._desk.drill
            self._desk.jobs.run(
                "data",
                lambda: wanted or _latest(home.workspace()),
                self._show,
                self._desk.failures.tell,
            )

    def _show(self, drill: str) -> None:
        if not isValid(self._room) or self.page is not None or self._desk.is_running:
            return
        self._before = self._room.currentWidget()
        page = self.page = make_typing_in(self._desk, drill)
        page.left.connect(self._go_back)
        self._room.addWidget(page)
        self._room.setCurrentWidget(page)
        self._room.setFocusProxy(page)
        page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        page, before = self.page, self._before
        if page is None or before is None:
            return
        self.page = None
        self._room.setCurrentWidget(before)
        self._room.setFocusProxy(before)
        self._room.removeWidget(page)
        page.deleteLater()


class TypingInTab(QObject):
    """Opens typing-in as a tab of its own beside others; it stays until it is left."""

    saved = Signal()

    def __init__(self, tabs: QTabWidget, desk: Desk) -> None:
        super().__init__(tabs)
        self._tabs, self._desk = tabs, desk
        self._before: QWidget | None = None
        self.page: TypingInPage | None = None

    def open(self, drill: str, round_number: int | None) -> None:
        """Show the page; one that is open already for another drill keeps it until it is left."""
        if self.page is None:
            self._before = self._tabs.currentWidget()
            self.page = make_typing_in(self._desk, drill, round_number)
            self.page.left.connect(self._close)
            self.page.saved.connect(self.saved)
            self._tabs.addTab(self.page, self._desk.say(_("Typing-in")))
        self._tabs.setCurrentWidget(self.page)
        self.page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        page = self.page
        if page is not None:
            self.page = None
            self._tabs.removeTab(self._tabs.indexOf(page))
            page.deleteLater()
        if self._before is not None:
            self._tabs.setCurrentWidget(self._before)


def _latest(workspace: Space) -> str:
    lines = list_drills(workspace)
    if not lines:
        raise UserError(_("No drill was recorded here yet; there is none to type times into."))
    return lines[0].drill.id
