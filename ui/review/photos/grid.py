"""Show photos as a calm grid of small pictures, each asked for when it comes into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import _, pgettext
from drillplanner.exchange.photo import Pixels
from drillplanner.services.review.photos.album import PhotoLine
from ui.context import AppContext

_Index: TypeAlias = QModelIndex | QPersistentModelIndex

#: Sizes in pixels at 100 %: a cell, its picture, and the air around both.
_CELL_WIDTH, _PICTURE_WIDTH, _PICTURE_HEIGHT, _AIR = 216, 196, 147, 10
#: Heights of the two lines of words under a picture, and their size.
_LINE_HEIGHT, _WORDS_PX = 22, 14


class PhotoModel(QAbstractListModel):
    """The photos in order; a row is read out as its words and what it shows."""

    def __init__(self, say: Callable[[PhotoLine], tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._say = say
        self.lines: tuple[PhotoLine, ...] = ()

    def show_all(self, lines: Sequence[PhotoLine]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        words, shows = self._say(self.lines[index.row()])
        return words if role == Qt.ItemDataRole.DisplayRole else f"{words}. {shows}"


class PhotoGrid(QListView):
    """The grid; `chosen` tells that another photo is the current one."""

    chosen = Signal()
    #: The hash of a photo whose small picture is needed, and its longest side in pixels.
    pictureWanted = Signal(str, int)
    openAsked = Signal()
    takeOutAsked = Signal()

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.pictures: dict[str, QPixmap | None] = {}
        self._asked: set[str] = set()
        dress = context.dress
        self.photos = PhotoModel(self.words_of, self)
        self.setModel(self.photos)
        self.setItemDelegate(_Painter(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(dress.px(4))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Files are dropped on the tab, wherever on it.
        self.setDragDropMode(QListView.DragDropMode.NoDragDrop)
        self.viewport().setAcceptDrops(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(context.say(_("Photos")))
        self.doubleClicked.connect(self.openAsked)
        self.selectionModel().currentChanged.connect(self.chosen)

    @property
    def line(self) -> PhotoLine | None:
        """Give the current photo."""
        row = self.currentIndex().row()
        return self.photos.lines[row] if 0 <= row < len(self.photos.lines) else None

    def show_photos(self, lines: Sequence[PhotoLine]) -> None:
        """Show other photos; the one that was current, or its successor, stays so."""
        before, row = self.line, self.currentIndex().row()
        self._asked = {name for name in self._asked if self.pictures.get(name) is not None}
        self.photos.show_all(lines)
        if not lines:
            return
        followed = (
            n
            for n, line in enumerate(lines)
            if before is not None
            and (line.photo.fact == before.photo.fact or before.photo.fact in line.photo.replaces)
        )
        place = next(followed, max(0, min(row, len(lines) - 1)))
        self.setCurrentIndex(self.photos.index(place))

    def choose_last(self) -> None:
        """Make the photo that came last the current one."""
        if self.photos.lines:
            last = self.photos.index(len(self.photos.lines) - 1)
            self.setCurrentIndex(last)
            self.scrollTo(last)

    def take_picture(self, sha256: str, small: Pixels | None) -> None:
        """Show a small picture that was asked for; None where there is none to show."""
        self.pictures[sha256] = None if small is None else picture_of(small)
        self.viewport().update()

    def ask_again(self) -> None:
        """Ask anew for pictures that never came."""
        self._asked = set(self.pictures)
        self.viewport().update()

    def picture(self, line: PhotoLine) -> QPixmap | None:
        """Give the small picture of a photo, asking for it where it is not there yet."""
        name = line.photo.sha256
        if line.is_here and name not in self._asked:
            self._asked.add(name)
            longest = self.context.dress.px(_PICTURE_WIDTH) * self.devicePixelRatioF()
            self.pictureWanted.emit(name, round(longest))
        return self.pictures.get(name)

    def words_of(self, line: PhotoLine) -> tuple[str, str]:
        """Give the words under a photo and what it shows."""
        return line.photo.caption or line.photo.name, self.context.say(line.belongs)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.line is not None:
                self.openAsked.emit()
            case Qt.Key.Key_Delete if self.line is not None:
                self.takeOutAsked.emit()
            case _:
                super().keyPressEvent(event)


def picture_of(small: Pixels) -> QPixmap:
    """Make a picture that can be painted."""
    image = QImage(
        small.data, small.width, small.height, 3 * small.width, QImage.Format.Format_RGB888
    )
    return QPixmap.fromImage(image)


class _Painter(QStyledItemDelegate):
    """Paints a cell: the picture, its words, what it shows."""

    def __init__(self, grid: PhotoGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        px = self._grid.context.dress.px
        return QSize(px(_CELL_WIDTH), px(_PICTURE_HEIGHT + 3 * _AIR + 2 * _LINE_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        grid, dress = self._grid, self._grid.context.dress
        line = grid.photos.lines[index.row()]
        cell: QRect = option.rect  # type: ignore[attr-defined] # Qt's stubs leave it out
        state = option.state  # type: ignore[attr-defined] # likewise
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, dress.color("accent_soft"))
            if grid.hasFocus():
                painter.setPen(QPen(dress.color("accent"), dress.px(2)))
                painter.drawRect(cell.adjusted(1, 1, -1, -1))
        air = dress.px(_AIR)
        place = QRect(
            cell.x() + (cell.width() - dress.px(_PICTURE_WIDTH)) // 2,
            cell.y() + air,
            dress.px(_PICTURE_WIDTH),
            dress.px(_PICTURE_HEIGHT),
        )
        self._paint_picture(painter, line, place)
        words = QRect(place.x(), place.bottom() + air // 2, place.width(), dress.px(_LINE_HEIGHT))
        for said, colour, is_bold in zip(
            grid.words_of(line), ("text", "muted"), (True, False), strict=True
        ):
            painter.setFont(dress.font(_WORDS_PX, bold=is_bold))
            painter.setPen(dress.color(colour))
            elided = painter.fontMetrics().elidedText(
                said, Qt.TextElideMode.ElideRight, words.width()
            )
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, elided)
            words.translate(0, words.height())
        painter.restore()

    def _paint_picture(self, painter: QPainter, line: PhotoLine, place: QRect) -> None:
        grid, dress = self._grid, self._grid.context.dress
        picture = grid.picture(line)
        if picture is not None:
            size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRect(0, 0, size.width(), size.height())
            shown.moveCenter(place.center())
            painter.drawPixmap(shown, picture)
            painter.setPen(QPen(dress.color("line"), dress.tokens.line_px))
            painter.drawRect(shown)
            return
        pen = QPen(dress.color("muted"), dress.tokens.line_px)
        pen.setStyle(Qt.PenStyle.SolidLine if line.is_here else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.setPen(dress.color("text"))
        painter.setFont(dress.font(_WORDS_PX))
        air = dress.px(_AIR)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(place.adjusted(air, air, -air, -air), flags, self._why_empty(line))

    def _why_empty(self, line: PhotoLine) -> str:
        say = self._grid.context.say
        if not line.is_here:
            name, digits = line.photo.name, line.photo.sha256[:16]
            return say(
                _("Not in this workspace: {name}\n{hash}", name=name, hash=digits),
            )
        if line.photo.sha256 in self._grid.pictures:
            return say(_("The picture is damaged and cannot be shown."))
        return say(pgettext("in place of a picture", "Loading…"))
