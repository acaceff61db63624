"""The tab of photos in the review room."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from drillplanner.run.photos.photo import Photo
from tests.ui.pages.page import PageObject
from tests.ui.pages.review import ReviewRoom
from ui.review.photos.tab import PhotosTab


class PhotosPage(PageObject[PhotosTab]):
    """Photos as a grid, with a form for the one that is chosen."""

    def __init__(self, room: ReviewRoom) -> None:
        super().__init__(room.page.photos, room.context, room.bot)
        room.turn_to(self.page)
        self.wait(self.page.isVisible)

    @property
    def photos(self) -> list[Photo]:
        return [line.photo for line in self.page.grid.photos.lines]

    def add(self, files: Sequence[Path]) -> None:
        """Add photos by the button, as its dialog hands them over."""
        before = len(self.photos)
        QTest.keyClick(self.page.add, Qt.Key.Key_Space)
        (dialog,) = self.page.findChildren(QFileDialog)
        dialog.filesSelected.emit([str(path) for path in files])
        dialog.close()
        self.wait(lambda: len(self.photos) == before + len(files))
        self.wait(self.page.add.isEnabled)

    def drop(self, paths: Sequence[Path]) -> bool:
        """Drag files onto the tab and let go; False where they are not taken."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(20, 20), copy, data, left, none)
        enter.ignore()
        QApplication.sendEvent(self.page, enter)
        if not enter.isAccepted():
            return False
        QApplication.sendEvent(self.page, QDropEvent(QPointF(20, 20), copy, data, left, none))
        return True
