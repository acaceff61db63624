"""Show a model of rows in the program's dress: even rows, Ctrl+C, the keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui.theme.theme import TEXT_PX, Dress
from ui.widgets.rows_model import RowsModel

#: Space above and below the words of a row, in pixels at 100 %.
_ROW_AIR = 14


class RowsTable(QTableView):
    """A table of even rows, `lines` of text high; `rowChosen` tells the id of the current row.

    One column, `stretched`, takes the width that is left where there is any. Ctrl+C copies
    the selected rows with their headings' order, a tab between cells and a line a row.
    """

    rowChosen = Signal(str)

    def __init__(
        self,
        model: RowsModel,
        dress: Dress,
        name: str,
        *,
        lines: int = 1,
        stretched: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = model
        self._dress = dress
        self._stretched = stretched
        self.setModel(model)
        model.setParent(self)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        # Where both scroll bars meet Fusion paints a box in its own grey.
        self.setCornerWidget(QWidget(self))
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(lines > 1)
        self._set_heights(lines)
        model.modelReset.connect(self.fit_columns)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.fit_columns()

    def _set_heights(self, lines: int) -> None:
        height = self._dress.px(TEXT_PX * 1.35) * lines + self._dress.px(_ROW_AIR)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.hide()
        headings = self.horizontalHeader()
        headings.setHighlightSections(False)
        headings.setSectionsMovable(False)
        headings.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def fit_columns(self) -> None:
        """Give columns their widths, and the stretched one what is left."""
        heads = self.horizontalHeader()
        widths = [
            max(heads.sectionSizeHint(place), self._dress.px(column.width))
            for place, column in enumerate(self.rows.columns)
        ]
        left = self.viewport().width() - sum(
            width for place, width in enumerate(widths) if not self.isColumnHidden(place)
        )
        for place, width in enumerate(widths):
            grown = width + max(0, left) if place == self._stretched else width
            if self.columnWidth(place) != grown:
                self.setColumnWidth(place, grown)

    def choose(self, id_: str) -> None:
        """Make a row the current one and bring it into view."""
        place = self.rows.place(id_)
        if place is not None:
            self.setCurrentIndex(self.rows.index(place, 0))
            self.scrollTo(self.rows.index(place, 0))

    def copy_rows(self) -> str:
        """Put the selected rows on the clipboard; give what was put there."""
        shown = [n for n in range(len(self.rows.columns)) if not self.isColumnHidden(n)]
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = [
            "\t".join(_flat(self.rows.index(place, column)) for column in shown) for place in places
        ]
        text = "\n".join(lines)
        if lines:
            QGuiApplication.clipboard().setText(text)
        return text

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.fit_columns)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.rowChosen.emit(self.rows.row(current.row()).id)


def _flat(index: QModelIndex) -> str:
    return " ".join(str(index.data() or "").split())
