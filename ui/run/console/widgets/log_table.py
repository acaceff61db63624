"""The log on the console: one row an entry, the newest on top, and whether the disk has it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from drillplanner.terms.document import Shape
from ui.theme.theme import Dress
from ui.widgets.sign import TOKENS, draw_shape

#: Rows kept on the console; the whole log is read in the review. It keeps inserting flat.
KEPT_ROWS = 100

#: Where an entry is: on its way, on the disk, or in a file that was saved elsewhere.
Saving = Literal["writing", "saved", "elsewhere"]


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry as the console shows it."""

    entry: str
    time: str
    words: str
    shape: Shape
    saving: Saving = "writing"
    is_void: bool = False
    is_amendment: bool = False


class LogModel(QStandardItemModel):
    """Rows of the log, newest first; an entry that arrives inserts one row and moves no other.

    The list asks for some 250 things at each insertion; Qt's own model answers them without
    calling Python.
    """

    RowRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, saving_words: dict[Saving, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saving_words = saving_words
        self._rows: list[LogRow] = []

    def saving_words(self, saving: Saving) -> str:
        """Give the word of where an entry is."""
        return self._saving_words[saving]

    def add(self, row: LogRow) -> None:
        """Put a row on top; the oldest beyond those kept goes."""
        self._rows.insert(0, row)
        item = QStandardItem()
        item.setEditable(False)
        for role, value in self._said(row).items():
            item.setData(value, role)
        self.insertRow(0, item)
        if len(self._rows) > KEPT_ROWS:
            self._rows.pop()
            self.removeRow(KEPT_ROWS)

    def mark(self, entries: Collection[str], saving: Saving) -> None:
        """Show where entries are now."""
        left = len(entries)
        for number, row in enumerate(self._rows):
            if row.entry in entries:
                self._put(number, replace(row, saving=saving))
                left -= 1
                if not left:
                    return

    def row(self, number: int) -> LogRow | None:
        """Give a row by its place; None beyond the end."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def show_anew(self, entry: str, words: str, *, is_void: bool) -> None:
        """Show what an entry says once it was named, taken back or restored."""
        for number, row in enumerate(self._rows):
            if row.entry == entry:
                self._put(number, replace(row, words=words, is_void=is_void))
                return

    def retime(self, times: Mapping[str, str]) -> None:
        """Show other times, by entry."""
        for number, row in enumerate(self._rows):
            if times.get(row.entry, row.time) != row.time:
                self._put(number, replace(row, time=times[row.entry]))

    def _put(self, number: int, row: LogRow) -> None:
        self._rows[number] = row
        self.setItemData(self.index(number, 0), self._said(row))

    def _said(self, row: LogRow) -> dict[int, object]:
        """Give a row, and its words for a screen reader, by role."""
        words = f"{row.time}  {row.words}  {self._saving_words[row.saving]}"
        role = Qt.ItemDataRole
        return {self.RowRole: row, role.DisplayRole: words, role.AccessibleTextRole: words}


_SAVING: dict[Saving, tuple[Shape, str]] = {
    "writing": ("ring", "doubt"),
    "saved": ("disc", "good"),
    "elsewhere": ("lozenge", "doubt"),
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROW_PX = 44
#: In rows narrower than this the shape alone says where the entry is.
_SAID_PX = 320
#: Rows kept as pictures; a screen shows fewer.
_PICTURES = 80


class LogView(QListView):
    """The list of entries; its rows have one height and it never takes the focus."""

    def __init__(self, dress: Dress, model: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_RowPainter(dress, self))
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(dress.px(240))
        self._model = model

    @property
    def chosen(self) -> LogRow | None:
        return self._model.row(self.currentIndex().row())

    def choose(self, by: int) -> None:
        """Move the choice up (newer) or down (older)."""
        current = self.currentIndex().row()
        wanted = 0 if current < 0 else current + by
        number = max(0, min(self._model.rowCount() - 1, wanted))
        self.setCurrentIndex(self._model.index(number, 0))

    def unchoose(self) -> None:
        """Choose nothing."""
        self.setCurrentIndex(QModelIndex())


class _RowPainter(QStyledItemDelegate):
    """Paints one row: time, shape and words, and at the right where the entry is."""

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(parent)
        self._dress = dress
        self._time_font = dress.font(15, bold=True)
        self._font = dress.font(15)
        self._small = dress.font(13)
        self._metrics = QFontMetrics(self._font)
        self._pictures: dict[tuple[LogRow, int, int, bool, float], QPixmap] = {}
        self._small_metrics = QFontMetrics(self._small)
        self._time_px = QFontMetrics(self._time_font).horizontalAdvance("≈+00:00.0") + dress.px(8)

    @override
    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(self._dress.px(200), self._dress.px(_ROW_PX))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(LogModel.RowRole)
        model = index.model()
        if not isinstance(row, LogRow) or not isinstance(model, LogModel):
            return
        rect: QRect = option.rect  # type: ignore[attr-defined]  # missing in PySide6's stubs
        picture = self._picture(row, rect.size(), model, is_chosen=self._is_chosen(index))
        painter.drawPixmap(rect.topLeft(), picture)

    def _picture(self, row: LogRow, size: QSize, model: LogModel, *, is_chosen: bool) -> QPixmap:
        """Give a row as it was painted before, or paint it: a new row repaints no other."""
        view = self.parent()
        ratio = view.devicePixelRatioF() if isinstance(view, LogView) else 1.0
        key = (row, size.width(), size.height(), is_chosen, ratio)
        found = self._pictures.get(key)
        if found is None:
            if len(self._pictures) >= _PICTURES:
                self._pictures.pop(next(iter(self._pictures)))
            found = QPixmap(size * ratio)
            found.setDevicePixelRatio(ratio)
            found.fill(self._dress.color("accent_soft" if is_chosen else "surface"))
            painter = QPainter(found)
            self._paint_row(painter, QRect(QPoint(0, 0), size), row, model, is_chosen=is_chosen)
            painter.end()
            self._pictures[key] = found
        return found

    def _paint_row(
        self, painter: QPainter, rect: QRect, row: LogRow, model: LogModel, *, is_chosen: bool
    ) -> None:
        dress = self._dress
        if is_chosen:
            bar = QRect(rect.x(), rect.y(), dress.px(4), rect.height())
            painter.fillRect(bar, dress.color("accent"))
        right = self._paint_saving(painter, rect, row, model.saving_words(row.saving))
        x = rect.x() + dress.px(12)
        painter.setFont(self._time_font)
        painter.setPen(dress.color("muted" if row.is_void else "text"))
        painter.drawText(QRect(x, rect.y(), self._time_px, rect.height()), _LEFT, row.time)
        x += self._time_px
        size = dress.px(12)
        spot = QRectF(x, rect.center().y() - size / 2 + 1, size, size)
        ink = "muted" if row.is_void else TOKENS[row.shape]
        draw_shape(painter, row.shape, spot, dress.color(ink))
        x += size + dress.px(8)
        self._paint_words(painter, QRect(x, rect.y(), right - x - dress.px(8), rect.height()), row)
        painter.setPen(dress.color("line"))
        painter.drawLine(rect.x(), rect.bottom(), rect.right(), rect.bottom())

    def _is_chosen(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        view = self.parent()
        return isinstance(view, LogView) and view.currentIndex().row() == index.row()

    def _paint_saving(self, painter: QPainter, rect: QRect, row: LogRow, words: str) -> int:
        dress = self._dress
        shape, ink = _SAVING[row.saving]
        if rect.width() < dress.px(_SAID_PX):
            words = ""
        width = self._small_metrics.horizontalAdvance(words)
        x = rect.right() - dress.px(10) - width
        painter.setFont(self._small)
        painter.setPen(dress.color(ink))
        painter.drawText(QRect(x, rect.y(), width + 2, rect.height()), _LEFT, words)
        size = dress.px(11)
        x -= size + dress.px(6)
        draw_shape(
            painter,
            shape,
            QRectF(x, rect.center().y() - size / 2 + 1, size, size),
            dress.color(ink),
        )
        return x

    def _paint_words(self, painter: QPainter, box: QRect, row: LogRow) -> None:
        font, metrics = self._font, self._metrics
        if row.is_void:
            font = self._dress.font(15)
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(self._dress.color("muted" if row.is_void or row.is_amendment else "text"))
        words = metrics.elidedText(row.words, Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.drawText(box, _LEFT, words)
