"""The answers of a question: rows of buttons that scroll where there is no room for all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QWidget

from ui.run.button_grid import ButtonGrid


class Answers(QScrollArea):
    """As high as its rows where the window allows it, and never less than one of them.

    Buttons take no focus and keys are not scrolled with: answers out of sight have their keys
    all the same.
    """

    def __init__(self, spacing: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.grid = ButtonGrid(spacing)
        self.setWidget(self.grid)

    def show_buttons(self, buttons: Sequence[QPushButton]) -> None:
        """Show these buttons in place of those before, from the first."""
        self.grid.show_buttons(buttons)
        self.verticalScrollBar().setValue(0)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for all rows that there are at this width."""
        return QSize(self.grid.minimumSizeHint().width(), self.grid.height_at(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Be content with one row."""
        return QSize(0, self.grid.row_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where another width makes other rows."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Follow the buttons."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
