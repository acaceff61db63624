"""Lay buttons out in as many rows as the width asks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget


class ButtonGrid(QWidget):
    """A row of buttons of one width that breaks into even rows where it does not fit."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(spacing)
        self._buttons: list[QPushButton] = []
        self._columns = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_buttons(self, buttons: Sequence[QPushButton]) -> None:
        """Show these buttons in place of those before, which are hidden and kept."""
        for button in self._buttons:
            self._grid.removeWidget(button)
            if button not in buttons:
                button.hide()
        self._buttons = list(buttons)
        for button in self._buttons:
            button.setParent(self)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.show()
        self._columns = 0
        self.arrange()

    def minimumSizeHint(self) -> QSize:
        """Ask for one button's width only; the rest breaks into rows."""
        widest = max((button.sizeHint().width() for button in self._buttons), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break into rows anew."""
        super().resizeEvent(event)
        self.arrange()

    def columns_at(self, width: int) -> int:
        """Tell how many buttons stand in a row where there is so much width."""
        count, spacing = len(self._buttons), self._grid.spacing()
        widths = [button.sizeHint().width() for button in self._buttons]
        if sum(widths) + spacing * (count - 1) <= width:
            return max(1, count)
        fits = max(1, (width + spacing) // (max(widths) + spacing))
        rows = -(-count // min(count, fits))
        return -(-count // rows)

    def height_at(self, width: int) -> int:
        """Tell how high all rows are where there is so much width."""
        rows = -(-len(self._buttons) // self.columns_at(width))
        tallest = max((button.sizeHint().height() for button in self._buttons), default=0)
        return rows * (tallest + self._grid.spacing())

    def arrange(self) -> None:
        """Use as few rows as the width allows."""
        if not self._buttons:
            return
        columns = self.columns_at(self.width())
        if columns == self._columns:
            return
        for button in self._buttons:
            self._grid.removeWidget(button)
        for number, button in enumerate(self._buttons):
            self._grid.addWidget(button, number // columns, number % columns)
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        self.updateGeometry()
