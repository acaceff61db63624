"""Put a second screen on a monitor: over all of it, and without ever taking the keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ui.screen.views import ScreenView
from ui.system.lifetime import keep_until_destroyed


class ScreenWindow(QWidget):
    """A window without a frame that shows one view; it never has the focus."""

    closed = Signal()

    def __init__(self, view: ScreenView, title: str, parent: QWidget) -> None:
        kind = Qt.WindowType
        super().__init__(
            parent, kind.Window | kind.FramelessWindowHint | kind.WindowDoesNotAcceptFocus
        )
        keep_until_destroyed(self)
        self.view = view
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)

    def stand_on(self, screen: QScreen) -> None:
        """Cover a monitor."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.show()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


def other_screen(taken: QScreen | None, after: QScreen | None = None) -> QScreen | None:
    """Choose a monitor that the program's window is not on, the next one after another.

    None where there is no other.
    """
    found = [screen for screen in QGuiApplication.screens() if screen is not taken]
    if not found:
        return None
    if after in found:
        return found[(found.index(after) + 1) % len(found)]
    return found[0]
