"""The board of tiles, one a step: its key, what it is, how it stands by shape and word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from drillplanner.terms.document import Shape
from ui.theme.theme import Dress
from ui.widgets.sign import TOKENS, draw_shape

#: How large words are on a tile of so many pixels, within what is legible.
_TITLE_SHARE, _TITLE_PX = 0.25, (14, 24)
_STATUS_SHARE, _STATUS_PX = 0.22, (14, 20)
#: Below this width the key's cap is smaller and closer to the edge.
_SLIM_PX = 200


@dataclass(frozen=True, slots=True)
class TileLook:
    """What a tile shows. `shape` None is a step that nothing was said of yet."""

    key: str
    title: str
    status: str = ""
    shape: Shape | None = None
    countdown: str = ""
    is_overdue: bool = False
    is_next: bool = False
    is_chosen: bool = False


#: A tile is at least so high and so wide: 44 px is more than the 9 mm that a wrong hit asks for
#: where it costs.
_LEAST_PX, _LEAST_COLUMN_PX = 44, 112


class StepTile(QWidget):
    """A large button of one step; it never takes the focus. `tapped` carries the mouse event."""

    tapped = Signal(str, object)

    def __init__(self, dress: Dress, step: str, look: TileLook, parent: QWidget) -> None:
        super().__init__(parent)
        self._dress = dress
        self.step = step
        self.look = look
        self._shown: tuple[TileLook, int, int, float] | None = None
        self._picture = QPixmap()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(dress.px(_LEAST_PX))
        self.setMinimumWidth(dress.px(_LEAST_COLUMN_PX))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    def show_look(self, look: TileLook) -> None:
        """Show the step as it stands now; nothing is painted where nothing changed."""
        if look != self.look:
            self.look = look
            self._name()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._dress.px(220), self._dress.px(64))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.tapped.emit(self.step, event)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        # Copy the tile's picture: where a strip moves the whole board, no tile is drawn anew.
        ratio = self.devicePixelRatioF()
        shown = (self.look, self.width(), self.height(), ratio)
        if shown != self._shown:
            self._shown = shown
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(self._dress.color("ground"))
            drawing = QPainter(self._picture)
            drawing.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(drawing)
            drawing.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)

    def _paint(self, painter: QPainter) -> None:
        dress, look = self._dress, self.look
        line = dress.px(3) if look.is_next else dress.tokens.line_px
        frame = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(dress.color("accent" if look.is_next else "line"), line))
        is_open = look.shape is None or look.is_next
        ground = "accent_soft" if look.is_next else ("surface" if is_open else "ground")
        painter.setBrush(dress.color(ground))
        painter.drawRoundedRect(frame, dress.px(8), dress.px(8))
        if look.is_chosen:
            self._paint_choice(painter, frame)
        self._paint_key(painter)
        self._paint_words(painter)

    def _paint_choice(self, painter: QPainter, frame: QRectF) -> None:
        pen = QPen(self._dress.color("text"), self._dress.px(2), Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = self._dress.px(3)
        painter.drawRoundedRect(
            frame.adjusted(inner, inner, -inner, -inner), self._dress.px(6), self._dress.px(6)
        )

    def _paint_key(self, painter: QPainter) -> None:
        dress = self._dress
        side = min(self._cap_px, self.height() - dress.px(12))
        cap = QRectF(self._edge_px, (self.height() - side) / 2, side, side)
        is_strong = self.look.is_next
        painter.setPen(QPen(dress.color("accent" if is_strong else "line"), dress.px(1.5)))
        painter.setBrush(dress.color("accent" if is_strong else "raised"))
        painter.drawRoundedRect(cap, dress.px(6), dress.px(6))
        painter.setPen(dress.color("on_accent" if is_strong else "text"))
        painter.setFont(self._font(side * 0.56, bold=True))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.look.key)

    def _paint_words(self, painter: QPainter) -> None:
        dress, look = self._dress, self.look
        left = 2 * self._edge_px + self._cap_px
        right = self.width() - self._edge_px
        painter.setPen(dress.color("text"))
        font = self._sized(_TITLE_SHARE, _TITLE_PX, bold=look.is_next)
        painter.setFont(font)
        width = right - left
        if look.status or look.countdown:
            top = QRectF(left, self._line_y(1) - dress.px(12), width, dress.px(24))
            title = QFontMetrics(font).elidedText(look.title, Qt.TextElideMode.ElideRight, width)
            painter.drawText(top, _LEFT, title)
            if look.countdown:
                width = self._paint_countdown(painter, right) - left
            self._paint_status(painter, left, width)
        else:
            air = dress.px(2)
            whole = QRectF(left, air, width, self.height() - 2 * air)
            painter.drawText(
                whole,
                int(_LEFT | Qt.TextFlag.TextWordWrap),
                _two_lines(QFontMetrics(font), look.title, width),
            )

    @property
    def _is_slim(self) -> bool:
        return self.width() < self._dress.px(_SLIM_PX)

    @property
    def _cap_px(self) -> int:
        return self._dress.px(26) if self._is_slim else self._dress.px(34)

    @property
    def _edge_px(self) -> int:
        return self._dress.px(6) if self._is_slim else self._dress.px(12)

    def _sized(self, share: float, bounds: tuple[int, int], *, bold: bool = False) -> QFont:
        """Give words a size that follows the tile's, within bounds in pixels at 100 %."""
        least, most = (self._dress.px(one) for one in bounds)
        return self._font(max(least, min(most, self.height() * share)), bold=bold)

    def _font(self, px: float, *, bold: bool = False) -> QFont:
        font = self._dress.font(bold=bold)
        font.setPixelSize(max(1, round(px)))
        return font

    def _line_y(self, number: int) -> float:
        """Give the middle of the first or second line of words, however high the tile is."""
        apart = min(self._dress.px(24), self.height() * 0.42)
        return self.height() / 2 + (apart / 2 if number > 1 else -apart / 2)

    def _paint_status(self, painter: QPainter, left: int, width: int) -> None:
        dress, look = self._dress, self.look
        size = dress.px(13)
        y = self._line_y(2)
        token = TOKENS[look.shape] if look.shape else "muted"
        at = left
        if look.shape is not None:
            draw_shape(
                painter, look.shape, QRectF(left, y - size / 2, size, size), dress.color(token)
            )
            at += size + dress.px(7)
        font = self._sized(_STATUS_SHARE, _STATUS_PX)
        painter.setFont(font)
        painter.setPen(dress.color(token if look.shape else "muted"))
        metrics, room = QFontMetrics(font), width - (at - left)
        status = look.status
        if look.shape is not None and metrics.horizontalAdvance(status) > room:
            # The shape says how the step stands; the time is what must not be cut.
            status = status.partition("  ")[2] or status
        words = metrics.elidedText(status, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(at, y - dress.px(12), width, dress.px(24)), _LEFT, words)

    def _paint_countdown(self, painter: QPainter, right: int) -> int:
        """Paint what is left of the limit at the right of the second line; give its left end."""
        dress, look = self._dress, self.look
        font = self._sized(0.3, (16, 26), bold=True)
        painter.setFont(font)
        width = QFontMetrics(font).horizontalAdvance(look.countdown) + dress.px(4)
        color = dress.color("bad" if look.is_overdue else "accent")
        painter.setPen(color)
        line = QRectF(right - width, self._line_y(2) - dress.px(14), width, dress.px(28))
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, int(align), look.countdown)
        if look.is_overdue:
            size = dress.px(14)
            width += size + dress.px(4)
            spot = QRectF(right - width, line.center().y() - size / 2, size, size)
            draw_shape(painter, "triangle", spot, color)
        return right - width - dress.px(8)

    def _name(self) -> None:
        look = self.look
        parts = (look.key, look.title, look.status, look.countdown)
        self.setAccessibleName(" · ".join(part for part in parts if part))


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _two_lines(metrics: QFontMetrics, words: str, width: int) -> str:
    """Cut words to what fits on two lines."""
    if metrics.horizontalAdvance(words) <= width:
        return words
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(width * 1.85))


#: A column is at least this wide, in pixels at 100 %, and where room is short this.
_COLUMN_PX = 240
#: How high a tile is at most; it grows with the screen.
_TALL_PX = 104
_GAP_PX = 6
_MOST_COLUMNS = 8


class StepBoard(QScrollArea):
    """Tiles in order of expectation, down the columns; `tapped` as a tile says it."""

    tapped = Signal(str, object)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._tiles: dict[str, StepTile] = {}
        self._seen: tuple[str, ...] = ()
        self._columns = 0
        self._is_by_rows = False
        self._revealed = ""
        self._inner = QWidget(self)
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, dress.px(6), 0)
        self._grid.setSpacing(dress.px(_GAP_PX))
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(dress.px(230))

    @property
    def columns(self) -> int:
        """Give how many columns there are now."""
        return self._columns

    @property
    def rows(self) -> int:
        """Give how many tiles stand in a full column."""
        return max(1, -(-len(self._seen) // max(1, self._columns)))

    def build(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        """Make the tiles."""
        for tile in self._tiles.values():
            tile.hide()
            tile.deleteLater()
        self._tiles = {}
        self._make(looks)

    def add(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        """Make tiles that are not there yet; from now on rows fill, so that no tile moves."""
        self._is_by_rows = True
        self._make([one for one in looks if one[0] not in self._tiles])

    def _make(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        for step, look in looks:
            tile = StepTile(self._dress, step, look, self._inner)
            tile.tapped.connect(self.tapped)
            self._tiles[step] = tile
        self._seen = tuple(self._tiles)
        self._columns = 0
        self._arrange()

    def show_only(self, steps: Sequence[str]) -> None:
        """Show the tiles of some steps only."""
        if tuple(steps) == self._seen:
            return
        self._seen = tuple(steps)
        for step, tile in self._tiles.items():
            tile.setVisible(step in steps)
        self._columns = 0
        self._arrange()

    @property
    def tiles(self) -> Mapping[str, StepTile]:
        return self._tiles

    def show_look(self, step: str, look: TileLook) -> None:
        self._tiles[step].show_look(look)

    def reveal(self, step: str) -> None:
        """Scroll so far that a step's tile is seen."""
        self._revealed = step
        tile = self._tiles.get(step)
        if tile is not None and step in self._seen:
            self.ensureWidgetVisible(tile, 0, self._dress.px(80))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.reveal(self._revealed)

    def _arrange(self) -> None:
        if not self._tiles:
            return
        wanted = self._wanted_columns()
        if wanted != self._columns:
            self._lay_out(wanted)
        height = self._tile_height()
        for step in self._seen:
            self._tiles[step].setFixedHeight(height)

    def _wanted_columns(self) -> int:
        """Use as few columns as show all tiles, wide ones where there is room for them."""
        px, width = self._dress.px, self.viewport().width()
        gap = px(_GAP_PX)
        usual = max(1, min(3, width // px(_COLUMN_PX)))
        most = max(usual, min(_MOST_COLUMNS, (width + gap) // (px(_LEAST_COLUMN_PX) + gap)))
        fits = max(1, (self.viewport().height() + gap) // (px(_LEAST_PX) + gap))
        needed = -(-len(self._seen) // fits)
        return max(usual, min(most, needed))

    def _tile_height(self) -> int:
        """Give the height at which all tiles are seen, within what is legible."""
        px = self._dress.px
        fits = (self.viewport().height() + px(_GAP_PX)) // self.rows - px(_GAP_PX)
        return min(px(_TALL_PX), max(px(_LEAST_PX), fits))

    def _lay_out(self, wanted: int) -> None:
        self._columns = wanted
        rows = self.rows
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
        for number, step in enumerate(self._seen):
            by_rows = divmod(number, wanted)
            row, column = by_rows if self._is_by_rows else (number % rows, number // rows)
            self._grid.addWidget(self._tiles[step], row, column)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(rows, 1)
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < wanted else 0)
