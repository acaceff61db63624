"""Show the log: one line an entry, its time, its words, and whether the disk has it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from drillplanner.services.wording import Shape
from ui.run.log_model import LogModel, LogRow, Saving
from ui.theme.dress import Dress
from ui.widgets.sign import TOKENS, draw_shape

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
        """Give the row that is chosen."""
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

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give every row the same size."""
        return QSize(self._dress.px(200), self._dress.px(_ROW_PX))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a row."""
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
