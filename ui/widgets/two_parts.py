"""Set a table beside its panel where there is room, above it where there is not.

What the table has no width for is read in the panel.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from ui.theme.theme import Dress
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_table import RowsTable
from ui.widgets.sign import SIDE_PX

#: Wider than this, in pixels at 100 %, the panel stands beside the table.
_BESIDE_PX = 860
#: Narrowest stretched column, in pixels at 100 %.
_COLUMN_PX = 90
#: Least sizes of the panel beside the table, and of both when stacked, in pixels at 100 %.
_PANEL_PX, _TABLE_HIGH, _PANEL_HIGH = 360, 130, 200


class FittingTable(RowsTable):
    """A table of two lines a row that hides its last columns rather than scroll sideways."""

    #: Columns that are always shown.
    LEAST = 2

    def __init__(self, model: RowsModel, dress: Dress, name: str, parent: QWidget) -> None:
        super().__init__(model, dress, name, lines=2, stretched=1, parent=parent)
        # The frame of the current cell must leave room for both lines.
        height = self.verticalHeader().defaultSectionSize() + dress.px(6)
        self.verticalHeader().setDefaultSectionSize(height)
        side = dress.px(SIDE_PX)
        self.setIconSize(QSize(side, side))

    @override
    def fit_columns(self) -> None:
        super().fit_columns()
        shown = [n for n in range(len(self.rows.columns)) if not self.isColumnHidden(n)]
        over = sum(self.columnWidth(n) for n in shown) - self.viewport().width()
        if over > 0:
            least = self._dress.px(_COLUMN_PX)
            self.setColumnWidth(1, max(least, self.columnWidth(1) - over))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        left = event.size().width()
        for place, column in enumerate(self.rows.columns):
            left -= self._dress.px(column.width)
            self.setColumnHidden(place, place >= self.LEAST and left < 0)
        super().resizeEvent(event)


class TwoParts(QSplitter):
    """A table and the panel of its chosen row; the border between them can be moved."""

    def __init__(self, dress: Dress, table: QWidget, panel: QWidget, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._dress = dress
        self.setChildrenCollapsible(False)
        self.setHandleWidth(dress.px(12))
        table.setMinimumHeight(dress.px(_TABLE_HIGH))
        panel.setMinimumHeight(dress.px(_PANEL_HIGH))
        self.addWidget(table)
        self.addWidget(panel)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)

    @override
    def sizeHint(self) -> QSize:
        # Ask for no more than the parts need: what is longer scrolls inside its part.
        return self.minimumSizeHint()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() >= self._dress.px(_BESIDE_PX)
        wanted = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if self.orientation() != wanted:
            self.setOrientation(wanted)
            if is_wide:
                panel = max(self._dress.px(_PANEL_PX), event.size().width() * 2 // 5)
                self.setSizes([event.size().width() - panel, panel])
