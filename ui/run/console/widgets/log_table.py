"""The log on the console: one row an entry, the newest on top, and whether the disk has it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
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
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from drillplanner.terms.document import Shape
from ui.run.console.layout import LOG_PX
from ui.run.console.widgets.fitted_words import cut_inside
from ui.theme.theme import TEXT_PX, Dress
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

    def place(self, entry: str) -> int | None:
        """Find the row of an entry; None where it is kept no more."""
        return next((n for n, row in enumerate(self._rows) if row.entry == entry), None)

    def show_anew(self, entry: str, words: str, *, is_void: bool) -> None:
        """Show what an entry says once it was named, taken back or restored."""
        number = self.place(entry)
        if number is not None:
            self._put(number, replace(self._rows[number], words=words, is_void=is_void))

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
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
#: A row has two lines of words, and so much beside.
_LINES, _LEADING, _AIR_PX = 2, 1.3, 5
#: Rows kept as pictures; a screen shows fewer.
_PICTURES = 80


class LogView(QListView):
    """The list of entries; its rows have one height and it never takes the focus.

    Who has scrolled to older rows keeps them under the pointer; `newer` says how many came
    above them since then, on a button that leads there.
    """

    def __init__(
        self,
        dress: Dress,
        model: LogModel,
        newer: Callable[[int], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._dress, self._newer, self._unseen = dress, newer, 0
        self.above = QPushButton(self)
        self.above.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.above.clicked.connect(self.scrollToTop)
        self.above.hide()
        model.rowsInserted.connect(self._keep_in_place)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._painter = _RowPainter(dress, self)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(dress.px(LOG_PX))
        self._model = model

    def fit(self, text_px: int) -> None:
        """Write words so high."""
        self._painter.fit(text_px)
        self.scheduleDelayedItemsLayout()

    @property
    def chosen(self) -> LogRow | None:
        return self._model.row(self.currentIndex().row())

    def choose(self, by: int) -> None:
        """Move the choice up (newer) or down (older)."""
        current = self.currentIndex().row()
        wanted = 0 if current < 0 else current + by
        number = max(0, min(self._model.rowCount() - 1, wanted))
        self.setCurrentIndex(self._model.index(number, 0))

    def choose_entry(self, entry: str) -> None:
        """Choose the row of an entry, and bring it into view."""
        number = self._model.place(entry)
        if number is not None:
            self.setCurrentIndex(self._model.index(number, 0))

    def unchoose(self) -> None:
        """Choose nothing, and follow the newest entry again."""
        self.setCurrentIndex(QModelIndex())
        self.scrollToTop()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_above()

    def _keep_in_place(self, _parent: QModelIndex, first: int, last: int) -> None:
        bar, count = self.verticalScrollBar(), last - first + 1
        if first or not bar.value():
            return
        before = bar.value()
        # Qt lays rows out later, and until then the scroll bar ends too early.
        self.doItemsLayout()
        bar.setValue(before + count)
        self._unseen += count
        self.above.setText(self._newer(self._unseen))
        self.above.show()
        self._lay_above()

    def _on_scrolled(self, value: int) -> None:
        if not value:
            self._unseen = 0
            self.above.hide()

    def _lay_above(self) -> None:
        size, room = self.above.sizeHint(), self.viewport().geometry()
        wide = min(size.width(), room.width())
        left = room.x() + (room.width() - wide) // 2
        self.above.setGeometry(left, room.y(), wide, size.height())


class NewestEntry(QWidget):
    """The newest entry in one line, and whether the disk has it: what a folded log leaves."""

    #: It was tapped: the whole log is wanted, or no more.
    tapped = Signal()

    def __init__(self, dress: Dress, model: LogModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._painter = _RowPainter(dress, self)
        model.rowsInserted.connect(self._follow)
        model.dataChanged.connect(self._follow)

    @property
    def words(self) -> str:
        """What is read here: time, words, and where the entry is."""
        return str(self._model.index(0, 0).data(Qt.ItemDataRole.DisplayRole) or "")

    def fit(self, text_px: int) -> None:
        """Write words so high."""
        self._painter.fit(text_px)
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.tapped.emit()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        row = self._model.row(0)
        if row is not None:
            painter = QPainter(self)
            self._painter.paint_row(painter, self.rect(), row, self._model, is_line=True)

    def _follow(self, *_where: object) -> None:
        self.setAccessibleName(self.words)
        self.update()


class _RowPainter(QStyledItemDelegate):
    """Paints one row: time, shape and words, and at the right where the entry is."""

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(parent)
        self._dress = dress
        self._pictures: dict[tuple[LogRow, int, int, bool, float], QPixmap] = {}
        self.fit(dress.px(TEXT_PX))

    def fit(self, text_px: int) -> None:
        """Write words so high."""
        self._text_px = text_px
        self._font, self._time_font, self._void_font = (QFont(self._dress.font()) for _one in "123")
        for font in (self._font, self._time_font, self._void_font):
            font.setPixelSize(text_px)
        self._time_font.setBold(True)
        self._void_font.setStrikeOut(True)
        self._metrics = QFontMetrics(self._font)
        bold = QFontMetrics(self._time_font)
        self._time_px = bold.horizontalAdvance("≈+00:00.0") + self._dress.px(8)
        self._pictures.clear()

    @override
    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        # Give every row the same size.
        high = round(_LINES * _LEADING * self._text_px) + self._dress.px(_AIR_PX)
        return QSize(self._dress.px(200), high)

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
            self.paint_row(painter, QRect(QPoint(0, 0), size), row, model, is_chosen=is_chosen)
            painter.end()
            self._pictures[key] = found
        return found

    def paint_row(
        self,
        painter: QPainter,
        rect: QRect,
        row: LogRow,
        model: LogModel,
        *,
        is_chosen: bool = False,
        is_line: bool = False,
    ) -> None:
        """Paint a row; as a line (`is_line`) it has no rule below it."""
        dress = self._dress
        if is_chosen:
            bar = QRect(rect.x(), rect.y(), dress.px(4), rect.height())
            painter.fillRect(bar, dress.color("accent"))
        right = self._paint_saving(painter, rect, row, model.saving_words(row.saving))
        x = rect.x() + (dress.px(4) if is_line else dress.px(12))
        painter.setFont(self._time_font)
        painter.setPen(dress.color("muted" if row.is_void else "text"))
        time_px = max(
            self._time_px, painter.fontMetrics().horizontalAdvance(row.time) + dress.px(8)
        )
        painter.drawText(QRect(x, rect.y(), time_px, rect.height()), _LEFT, row.time)
        x += time_px
        size = round(self._text_px * 0.8)
        spot = QRectF(x, rect.center().y() - size / 2 + 1, size, size)
        ink = "muted" if row.is_void else TOKENS[row.shape]
        draw_shape(painter, row.shape, spot, dress.color(ink))
        x += size + dress.px(8)
        box = QRect(x, rect.y(), max(0, right - x - dress.px(8)), rect.height())
        self._paint_words(painter, box, row, is_line=is_line)
        if not is_line:
            painter.setPen(dress.color("line"))
            painter.drawLine(rect.x(), rect.bottom(), rect.right(), rect.bottom())

    def _is_chosen(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        view = self.parent()
        return isinstance(view, LogView) and view.currentIndex().row() == index.row()

    def _paint_saving(self, painter: QPainter, rect: QRect, row: LogRow, words: str) -> int:
        dress = self._dress
        shape, ink = _SAVING[row.saving]
        width = self._metrics.horizontalAdvance(words)
        x = rect.right() - dress.px(8) - width
        painter.setFont(self._font)
        painter.setPen(dress.color(ink))
        painter.drawText(QRect(x, rect.y(), width + 2, rect.height()), _LEFT, words)
        size = round(self._text_px * 0.75)
        x -= size + dress.px(5)
        spot = QRectF(x, rect.center().y() - size / 2 + 1, size, size)
        draw_shape(painter, shape, spot, dress.color(ink))
        return x

    def _paint_words(self, painter: QPainter, box: QRect, row: LogRow, *, is_line: bool) -> None:
        """Write one line or two, cut in the middle where they are too long: a unit ends them."""
        if box.width() < 6 * self._text_px:
            return
        font = self._void_font if row.is_void else self._font
        painter.setFont(font)
        painter.setPen(self._dress.color("muted" if row.is_void or row.is_amendment else "text"))
        lines = cut_inside(row.words, font, [box.width()] * (1 if is_line else _LINES))
        high = self._text_px * _LEADING
        top = box.center().y() - len(lines) * high / 2
        for number, line in enumerate(lines):
            spot = QRectF(box.x(), top + number * high, box.width(), high)
            painter.drawText(spot, _LEFT, line)
