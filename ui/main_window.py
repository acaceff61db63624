"""The window: a rail with the four rooms, banners that stay, and one page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import _, pgettext
from ui.desk import Desk
from ui.widgets.banner import Banner

#: Rooms in the order of the rail, with their words.
ROOMS = {
    "home": pgettext("room", "Start"),
    "plan": pgettext("room", "Plan"),
    "run": pgettext("room", "Run"),
    "review": pgettext("room", "Review"),
    "improve": pgettext("room", "Improve"),
}


class MainWindow(QMainWindow):
    """Shows one room at a time; knows no service and decides nothing but which page is seen.

    Rooms are made when they are first entered, so that the window starts at once.
    """

    roomChanged = Signal(str)
    closeRequested = Signal(QCloseEvent)

    def __init__(self, desk: Desk, makers: Mapping[str, Callable[[], QWidget]]) -> None:
        super().__init__()
        self.desk = desk
        self.setWindowTitle("drillplanner")
        self._makers = dict(makers)
        self._pages: dict[str, QWidget] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._stack = QStackedWidget(self)
        self._banners = QVBoxLayout()
        self._banners.setContentsMargins(0, 0, 0, 0)
        self._shown: dict[str, Banner] = {}
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = self._make_rail(body)
        row.addWidget(self.rail)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._banners)
        right.addWidget(self._stack, 1)
        row.addLayout(right, 1)
        self.setCentralWidget(body)
        self.show_room("home")

    @property
    def room(self) -> str:
        """Name the room that is seen."""
        return next(name for name, p in self._pages.items() if p is self._stack.currentWidget())

    def show_room(self, name: str) -> None:
        """Go to a room."""
        page = self.page(name)
        self._buttons[name].setChecked(True)
        self._stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.roomChanged.emit(name)

    def page(self, name: str) -> QWidget:
        """Give a room's page, making it at the first call."""
        if name not in self._pages:
            self._pages[name] = self._makers[name]()
            self._stack.addWidget(self._pages[name])
        return self._pages[name]

    def tell(self, key: str, text: str, kind: Literal["banner", "alarm"] = "banner") -> Banner:
        """Show a banner, in place of an earlier one of the same key."""
        self.untell(key)
        banner = Banner(text, kind, self.desk.say(_("Close")), self)
        banner.closed.connect(lambda: self._shown.pop(key, None))
        self._shown[key] = banner
        self._banners.addWidget(banner)
        return banner

    def untell(self, key: str) -> None:
        """Take a banner away once its matter is mended."""
        banner = self._shown.pop(key, None)
        if banner is not None:
            banner.hide()
            banner.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask who keeps unsaved entries before the window goes."""
        self.closeRequested.emit(event)

    def _make_rail(self, parent: QWidget) -> QFrame:
        dress = self.desk.dress
        rail = QFrame(parent)
        rail.setProperty("role", "rail")
        column = QVBoxLayout(rail)
        column.setContentsMargins(0, dress.px(12), 0, dress.px(12))
        column.setSpacing(dress.px(2))
        group = QButtonGroup(self)
        group.setExclusive(True)
        for name, words in ROOMS.items():
            button = QToolButton(rail)
            button.setProperty("role", "room")
            button.setText(self.desk.say(words))
            button.setCheckable(True)
            button.setMinimumSize(QSize(dress.px(104), dress.px(52)))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, room=name: self.show_room(room))
            group.addButton(button)
            column.addWidget(button)
            self._buttons[name] = button
        column.addStretch(1)
        return rail
