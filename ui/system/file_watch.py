"""Tell when a file may hold something else: another program wrote it, or replaced it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

#: Programs write in several strokes; the file is looked at once they have been still this long.
SETTLE_MS = 300


class FileWatch(QObject):
    """Watches one file and its folder; what the file holds is for others to compare.

    A folder on another machine often says nothing, so coming back to the program counts too.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._soon)
        self._watcher.directoryChanged.connect(self._soon)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.changed)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)

    def watch(self, path: Path | None) -> None:
        """Watch this file and no other; None watches none."""
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        self._timer.stop()
        self._path = path
        self._add()

    def _add(self) -> None:
        """Watch the file, which may be another one by its name, and the folder it lies in."""
        if self._path is not None:
            wanted = (self._path, self._path.parent)
            new = [str(one) for one in wanted if one.exists()]
            self._watcher.addPaths(new)

    def _soon(self) -> None:
        self._add()
        if self._path is not None:
            self._timer.start()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._soon()
