"""Show the room alone on the whole screen: by F11, and by itself while a drill is logged."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

_FULL = Qt.WindowState.WindowFullScreen


class FullScreen(QObject):
    """Takes a window to the full screen and back; what frames the room is hidden meanwhile.

    Args:
        window: the window.
        frame: what is hidden besides the menu bar.
    """

    def __init__(self, window: QMainWindow, frame: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._frame = frame
        self._is_own = False
        self._geometry: QByteArray | None = None
        window.installEventFilter(self)

    @property
    def geometry(self) -> QByteArray:
        """Give where the window stands when it does not fill the screen."""
        if self._window.isFullScreen() and self._geometry is not None:
            return self._geometry
        return self._window.saveGeometry()

    def toggle(self) -> None:
        """Go there or back, as somebody chose."""
        self._is_own = False
        if self._window.isFullScreen():
            self._leave()
        else:
            self._enter()

    def follow(self, *, is_wanted: bool) -> None:
        """Go there by itself, and back only if it went by itself."""
        if is_wanted and not self._window.isFullScreen():
            self._is_own = True
            self._enter()
        elif not is_wanted and self._is_own:
            self._is_own = False
            self._leave()

    def take_over(self, other: FullScreen) -> None:
        """Go on in a window built anew in the place of another."""
        self._is_own = other._is_own
        self._geometry = other._geometry

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Hide the frame and bring it back, whoever changed the window.
        if watched is self._window and event.type() == QEvent.Type.WindowStateChange:
            is_framed = not self._window.isFullScreen()
            self._frame.setVisible(is_framed)
            self._window.menuBar().setVisible(is_framed)
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        self._geometry = self._window.saveGeometry()
        self._window.setWindowState(self._window.windowState() | _FULL)

    def _leave(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~_FULL)
