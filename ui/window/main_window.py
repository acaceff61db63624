"""The window: a rail with the rooms, banners that stay, and one page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import _, pgettext
from ui.actions import CHOICES
from ui.context import AppContext
from ui.navigation_guard import CONSOLE_ROOM
from ui.system.full_screen import FullScreen
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.banner import Banner, Kind
from ui.window.room_button import RoomButton

if TYPE_CHECKING:
    from drillplanner.services.plan.scripts import OpenScript

#: Rooms in the order of the rail, with their words.
ROOMS = {
    "home": pgettext("room", "Start"),
    "plan": pgettext("room", "Plan"),
    "run": pgettext("room", "Run"),
    "review": pgettext("room", "Review"),
    "improve": pgettext("room", "Improve"),
    "organisation": pgettext("room", "Schools"),
}

#: How much more of the rail's height a button takes than the emptiness below, up to its most.
_BEFORE_EMPTINESS = 100


class MainWindow(QMainWindow):
    """Shows one room at a time; knows no service and decides nothing but which page is seen.

    Rooms are made when they are first entered, so that the window starts at once.
    """

    roomChanged = Signal(str)
    closeRequested = Signal(QCloseEvent)

    def __init__(self, context: AppContext, makers: Mapping[str, Callable[[], QWidget]]) -> None:
        super().__init__()
        keep_until_destroyed(self)
        self.context = context
        self.setWindowTitle("drillplanner")
        self.makers = dict(makers)
        self._pages: dict[str, QWidget] = {}
        self.buttons: dict[str, RoomButton] = {}
        self._stack = QStackedWidget(self)
        self._banners = QVBoxLayout()
        # Without a banner the layout takes no room at all.
        self._banners.setSpacing(context.dress.px(6))
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
        self.full_screen = FullScreen(self, self.rail)
        context.leaving.released.connect(self.show_room)
        context.leaving.changed.connect(self._show_stance)
        context.scriptChanged.connect(self._show_title)
        self._show_title(context.script)

    @property
    def room(self) -> str:
        """Name the room that is seen; the first where none is yet."""
        current = self._stack.currentWidget()
        return next((name for name, page in self._pages.items() if page is current), "home")

    def show_room(self, name: str) -> None:
        """Go to a room; what was refused in the one before is no longer said."""
        before = self.room
        if not self.context.leaving.lets(name):
            self.buttons[before].setChecked(True)
            return
        try:
            page = self.page(name)
        except Exception as error:
            self.buttons[before].setChecked(True)
            self.context.leaving.entered(before)
            self.context.failures.tell(error)
            return
        self.buttons[name].setChecked(True)
        if name != before:
            self.untell("refused")
        self._stack.setCurrentWidget(page)
        self._focus(page, self.buttons[name])
        self.context.leaving.entered(name)
        self.roomChanged.emit(name)

    def _focus(self, page: QWidget, button: QToolButton) -> None:
        """Focus a page, or what it has first that takes keys, or its button where it has none."""
        reason = Qt.FocusReason.OtherFocusReason
        page.setFocus(reason)
        focused = self.focusWidget()
        if focused is not None and (focused is page or page.isAncestorOf(focused)):
            return
        first = page.nextInFocusChain()
        while first is not None and page.isAncestorOf(first):
            if first.isVisibleTo(page) and first.isEnabled() and _takes_tab(first):
                first.setFocus(reason)
                return
            first = first.nextInFocusChain()
        button.setFocus(reason)

    def page(self, name: str) -> QWidget:
        """Give a room's page, making it at the first call."""
        if name not in self._pages:
            self._pages[name] = self.makers[name]()
            self._stack.addWidget(self._pages[name])
        return self._pages[name]

    @property
    def banners(self) -> tuple[tuple[str, Kind, str], ...]:
        """List what is told, as `tell` takes it."""
        return tuple((key, banner.kind, banner.text) for key, banner in self._shown.items())

    def show_choices(self, theme: str, language: str) -> None:
        """Check the choices that hold, in the menus."""
        now = {"theme": theme, "language": language}
        for name, choice in CHOICES.items():
            action = self.findChild(QAction, name)
            if isinstance(action, QAction):
                action.setChecked(all(now[setting] == value for setting, value in choice.items()))

    def tell(self, key: str, text: str, kind: Kind = "banner", *, can_close: bool = True) -> Banner:
        """Show a banner, in place of an earlier one of the same key."""
        self.untell(key)
        close_words = self.context.say(_("Close")) if can_close else ""
        banner = Banner(text, kind, close_words, self)
        banner.closed.connect(lambda: self._shown.pop(key, None))
        banner.setObjectName(key)
        self._shown[key] = banner
        self._banners.addWidget(banner)
        banner.setVisible(not self._is_kept)
        if self._is_kept:
            self._tell_in_drill(banner)
        return banner

    def untell(self, key: str) -> None:
        """Take a banner away once its matter is mended."""
        banner = self._shown.pop(key, None)
        if banner is not None:
            banner.hide()
            banner.deleteLater()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closeRequested.emit(event)

    def _show_stance(self, stance: str) -> None:
        """Fill the screen while keys are logged; elsewhere say that they are not."""
        self.full_screen.follow(is_wanted=stance == "kept" and self.context.settings.full_screen)
        # What was refused in one stance is of no use in the next.
        self.untell("refused")
        for banner in self._shown.values():
            banner.setVisible(not self._is_kept)
            if self._is_kept:
                self._tell_in_drill(banner)
        if stance == "away":
            words = self.context.say(_("A drill is running: keys are not being logged."))
            banner = self.tell("away", words, "alarm", can_close=False)
            back = self.context.say(_("Back to the drill"))
            banner.add_button(back, lambda: self.show_room(CONSOLE_ROOM))
        else:
            self.untell("away")

    @property
    def _is_kept(self) -> bool:
        return self.context.leaving.stance == "kept"

    def _tell_in_drill(self, banner: Banner) -> None:
        """Let the console say it in its own room: a banner would move the tiles under a finger."""
        is_alarm = banner.kind == "alarm"
        if is_alarm or banner.objectName() == "refused":
            self.context.toldInDrill.emit(banner.text, is_alarm)

    def _show_title(self, script: OpenScript | None) -> None:
        words = (self.context.words(script.script.title, script.script.language),) if script else ()
        self.setWindowTitle(" – ".join((*words, "drillplanner")))

    def _make_rail(self, parent: QWidget) -> QFrame:
        dress = self.context.dress
        rail = QFrame(parent)
        rail.setProperty("role", "rail")
        column = QVBoxLayout(rail)
        column.setContentsMargins(0, dress.px(12), 0, dress.px(12))
        column.setSpacing(dress.px(2))
        group = QButtonGroup(self)
        group.setExclusive(True)
        for name, words in ROOMS.items():
            button = RoomButton(dress, self._needs_hold, rail)
            button.held.connect(lambda room=name: self.context.leaving.release(room))
            button.setProperty("role", "room")
            button.setText(self.context.say(words))
            button.setCheckable(True)
            # On a small screen at a large scale the rail closes up.
            button.setMinimumSize(QSize(dress.px(104), dress.px(38)))
            button.setMaximumHeight(dress.px(52))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, room=name: self.show_room(room))
            group.addButton(button)
            column.addWidget(button, _BEFORE_EMPTINESS)
            self.buttons[name] = button
        column.addStretch(1)
        return rail

    def _needs_hold(self) -> bool:
        return self._is_kept


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
