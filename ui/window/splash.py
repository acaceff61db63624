"""Show a bare window until the real one stands in its place, where windows stood before."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from ui.settings import Settings
from ui.system.lifetime import keep_until_destroyed
from ui.theme.tokens import THEMES

#: Size of the window where none is remembered, in pixels at 100 %.
FIRST_SIZE = (1180, 760)
#: What a window manager puts around a window, in pixels: a title, edges, perhaps a panel below.
_FRAME_PX = (16, 64)
#: How long the first painting is waited for, where a window manager shows the window later.
_LONGEST_WAIT_MS = 300


class SplashWindow(QWidget):
    """The bare window that is seen until the real one stands in its place."""

    #: Emitted once, after the first painting.
    painted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        keep_until_destroyed(self)
        self._is_up = False
        self.setWindowTitle("drillplanner")
        if not restore_geometry(self, settings):
            self.resize(first_size(settings))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(THEMES[settings.theme].ground))
        self.setPalette(palette)
        QTimer.singleShot(_LONGEST_WAIT_MS, self._announce)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self._announce)

    def _announce(self) -> None:
        if not self._is_up:
            self._is_up = True
            self.painted.emit()


def first_size(settings: Settings) -> QSize:
    """Size the window by the scale, but so that it and its frame lie within the screen."""
    wanted = QSize(*(length * settings.scale // 100 for length in FIRST_SIZE))
    return wanted.boundedTo(QApplication.primaryScreen().availableSize() - QSize(*_FRAME_PX))


def restore_geometry(window: QWidget, settings: Settings) -> bool:
    """Put a window where it stood on a screen like this one; tell whether that was known."""
    kept = settings.geometry.get(screen_key(), "")
    return bool(kept) and window.restoreGeometry(QByteArray.fromBase64(kept.encode()))


def stand_as(window: QWidget, other: QWidget) -> None:
    """Put a window exactly where another stands."""
    if other.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
        window.restoreGeometry(other.saveGeometry())
    else:
        window.setGeometry(other.geometry())


def screen_key() -> str:
    """Name the screens there are by their sizes: what fits two of them may not fit one."""
    sizes = [one.size() for one in QApplication.screens()]
    return " ".join(f"{size.width()}x{size.height()}" for size in sizes)
