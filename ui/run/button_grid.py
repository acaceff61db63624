"""Lay buttons out in as many rows as the width asks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

#: What a column of buttons takes of the room, against 1 of the rest at the right.
_SHARE = 1000


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
        self._forget_columns()
        for button in self._buttons:
            button.setParent(self)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.show()
        self.arrange()

    @override
    def minimumSizeHint(self) -> QSize:
        # Ask for one button's width only; the rest breaks into rows.
        widest = max((button.sizeHint().width() for button in self._buttons), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def columns_at(self, width: int) -> int:
        """Tell how many buttons stand in a row where there is so much width."""
        count, spacing = len(self._buttons), self._grid.spacing()
        if not count:
            return 1
        widths = [button.sizeHint().width() for button in self._buttons]
        if sum(widths) + spacing * (count - 1) <= width:
            return max(1, count)
        fits = max(1, (width + spacing) // (max(widths) + spacing))
        rows = -(-count // min(count, fits))
        return -(-count // rows)

    def height_at(self, width: int) -> int:
        """Tell how high all rows are where there is so much width."""
        rows = -(-len(self._buttons) // self.columns_at(width))
        return rows * (self.row_px + self._grid.spacing()) - self._grid.spacing()

    @property
    def row_px(self) -> int:
        """Give how high one row is."""
        return max((button.sizeHint().height() for button in self._buttons), default=0)

    def arrange(self) -> None:
        """Use as few rows as the width allows."""
        if not self._buttons:
            return
        columns = self.columns_at(self.width())
        if columns == self._columns:
            return
        for button in self._buttons:
            self._grid.removeWidget(button)
        self._forget_columns()
        for number, button in enumerate(self._buttons):
            self._grid.addWidget(button, number // columns, number % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, _SHARE)
        # Buttons that may grow no further stand at the left, not each in the middle of its share.
        self._grid.setColumnStretch(columns, 1)
        self._columns = columns
        self.updateGeometry()

    def _forget_columns(self) -> None:
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._columns = 0
