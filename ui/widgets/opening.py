"""Open a page over the one a room shows, or as a tab beside others, until it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QTabWidget, QWidget

from ui.system.lifetime import keep_until_destroyed


class LeavablePage(QScrollArea):
    """A page that is opened for a while; `left` says that the user goes back."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)


class PageOver(QObject):
    """Opens one page at a time over the page that a room shows."""

    def __init__(self, room: QStackedWidget) -> None:
        super().__init__(room)
        self._room = room
        self._before: QWidget | None = None
        self.page: LeavablePage | None = None

    def show(self, make: Callable[[], LeavablePage]) -> None:
        """Make the page and show it; one that is open stays."""
        if self.page is not None:
            return
        self._before = self._room.currentWidget()
        page = self.page = make()
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


class PageTab(QObject):
    """Opens one page at a time as a tab of its own; it stays until it is left."""

    def __init__(self, tabs: QTabWidget, title: str) -> None:
        super().__init__(tabs)
        self._tabs, self._title = tabs, title
        self._before: QWidget | None = None
        self.page: LeavablePage | None = None

    def show(self, make: Callable[[], LeavablePage]) -> None:
        """Make the page and show it; one that is open already stays as it is and is shown."""
        if self.page is None:
            self._before = self._tabs.currentWidget()
            self.page = make()
            self.page.left.connect(self._close)
            self._tabs.addTab(self.page, self._title)
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
