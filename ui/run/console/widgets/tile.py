"""One step's tile: its key, what the step is, and how it stands by shape and word."""

from __future__ import annotations

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
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from drillplanner.terms.document import Shape
from ui.run.console.layout import LEAST_COLUMN_PX, LEAST_PX
from ui.run.console.widgets.fitted_words import broken, fitted
from ui.theme.theme import Dress
from ui.widgets.sign import TOKENS, draw_shape

#: Words are at least so high, and grow with the tile up to this.
_TEXT_PX = (14, 40)
#: A line of words takes this much more than its letters.
_LEADING = 1.3
#: A line has room for at least so many letters before words grow.
_LETTERS = 10
#: Below this width the key stands closer to the edge.
_SLIM_PX = 200


@dataclass(frozen=True, slots=True)
class TileLook:
    """What a tile shows. `shape` None is a step that nothing was said of yet.

    Parts of the status stand two spaces apart, the word of its shape first. `badge` is said
    whatever else has no room, as that a step was marked twice.
    """

    key: str
    title: str
    status: str = ""
    shape: Shape | None = None
    countdown: str = ""
    is_overdue: bool = False
    is_next: bool = False
    is_chosen: bool = False
    badge: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    """What a tile says at its size: lines of its name, and what stands on the last line."""

    font: QFont
    line_px: float
    name: tuple[str, ...]
    count: int
    status: str
    #: The status ends its line, beside words of the name.
    is_beside: bool


class StepTile(QWidget):
    """A large button of one step; it never takes the focus. `tapped` carries the mouse event."""

    tapped = Signal(str, object)

    def __init__(self, dress: Dress, step: str, look: TileLook, parent: QWidget) -> None:
        super().__init__(parent)
        self._dress = dress
        self.step = step
        self.look = look
        #: How much of its name is the beginning of another tile's too.
        self.shared = 0
        self._shown: tuple[TileLook, int, int, int, float] | None = None
        self._picture = QPixmap()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(dress.px(LEAST_PX))
        self.setMinimumWidth(dress.px(LEAST_COLUMN_PX))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    def show_look(self, look: TileLook) -> None:
        """Show the step as it stands now; nothing is painted where nothing changed."""
        if look != self.look:
            self.look = look
            self._name()
            self.update()

    @property
    def shown_name(self) -> str:
        """The step's words as far as they are seen."""
        return "".join(self._words().name)

    @property
    def shown_status(self) -> str:
        """What is seen of how the step stands."""
        return self._words().status

    @property
    def text_px(self) -> int:
        """How high its words are, in pixels."""
        return self._words().font.pixelSize()

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
        shown = (self.look, self.shared, self.width(), self.height(), ratio)
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

    # -- what fits ---------------------------------------------------------------------

    def _words(self) -> _Words:
        """Fit name and status into the tile: the time is never cut, the name where it must be.

        The status has the last line where the name fits above it; else its time alone ends
        that line, and the name goes on before it.
        """
        look, px = self.look, self._dress.px
        inner = self.height() - 2 * px(3)
        count = 3 if inner >= 3 * _LEADING * px(_TEXT_PX[0]) else 2
        least, most = (px(one) for one in _TEXT_PX)
        size = max(least, min(most, round(inner / (count * _LEADING)), self._room // _LETTERS))
        font = self._font(size, bold=look.is_next)
        line_px = min(inner / count, size * _LEADING)
        room = self._room
        if not (look.status or look.countdown):
            name = fitted(look.title, font, [room] * count, self.shared)
            return _Words(font, line_px, name, len(name), "", False)
        left = room - self._countdown_px(size)
        if (whole := broken(look.title, font, [room] * (count - 1))) is not None:
            status = self._status_in(left, font)
            return _Words(font, line_px, whole, len(whole) + 1, status, False)
        status = "" if look.countdown else self._time
        taken = room - left if look.countdown else self._status_px(status, font)
        rest = room - taken - px(6)
        widths = [room] * (count - 1) + ([rest] if rest > 2.5 * size else [])
        name = fitted(look.title, font, widths, self.shared)
        return _Words(font, line_px, name, count, status, True)

    @property
    def _parts(self) -> list[str]:
        return self.look.status.split("  ")

    @property
    def _time(self) -> str:
        """What matters most of the status: its time, or how many of its units are done."""
        time = next((part for part in self._parts if any(map(str.isdigit, part))), self._parts[0])
        return f"{time} {self.look.badge}".strip()

    def _status_in(self, room: float, font: QFont) -> str:
        """Give as much of the status as there is room for."""
        whole = self.look.status
        shorter = "  ".join(self._parts[1:]) if self.look.shape is not None else ""
        for words in (whole, shorter):
            if words and self._status_px(words, font) <= room:
                return words
        if self._time == self._parts[0] and self.look.shape is None:
            return QFontMetrics(font).elidedText(whole, Qt.TextElideMode.ElideRight, int(room))
        return self._time if self._status_px(self._time, font) <= room else ""

    def _status_px(self, words: str, font: QFont) -> float:
        width = QFontMetrics(font).horizontalAdvance(words)
        return width + (1.3 * font.pixelSize() if self.look.shape is not None and words else 0)

    def _countdown_px(self, size: float) -> float:
        look = self.look
        if not look.countdown:
            return 0
        width = QFontMetrics(self._font(size * 1.2, bold=True)).horizontalAdvance(look.countdown)
        return width + (1.2 * size if look.is_overdue else 0) + self._dress.px(4)

    @property
    def _left(self) -> int:
        return 2 * self._edge_px + self._cap_px

    @property
    def _room(self) -> int:
        return self.width() - self._edge_px - self._left

    @property
    def _is_slim(self) -> bool:
        return self.width() < self._dress.px(_SLIM_PX)

    @property
    def _cap_px(self) -> int:
        px = self._dress.px
        return px(22) if self._is_slim else max(px(34), min(px(64), round(self.height() * 0.5)))

    @property
    def _edge_px(self) -> int:
        return self._dress.px(5) if self._is_slim else self._dress.px(10)

    def _font(self, px: float, *, bold: bool = False) -> QFont:
        font = self._dress.font(bold=bold)
        font.setPixelSize(max(1, round(px)))
        return font

    # -- painting ----------------------------------------------------------------------

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
        high = min(max(self._cap_px, dress.px(30)), self.height() - dress.px(12))
        cap = QRectF(self._edge_px, (self.height() - high) / 2, self._cap_px, high)
        is_strong = self.look.is_next
        painter.setPen(QPen(dress.color("accent" if is_strong else "line"), dress.px(1.5)))
        painter.setBrush(dress.color("accent" if is_strong else "raised"))
        painter.drawRoundedRect(cap, dress.px(6), dress.px(6))
        painter.setPen(dress.color("on_accent" if is_strong else "text"))
        painter.setFont(self._font(max(dress.px(16), self._cap_px * 0.56), bold=True))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.look.key)

    def _paint_words(self, painter: QPainter) -> None:
        words, look = self._words(), self.look
        has_last = bool(look.status or look.countdown)
        top = (self.height() - words.count * words.line_px) / 2
        painter.setPen(self._dress.color("text"))
        painter.setFont(words.font)
        for number, line in enumerate(words.name):
            spot = QRectF(self._left, top + number * words.line_px, self._room + 2, words.line_px)
            painter.drawText(spot, _LEFT, line)
        if has_last:
            last = QRectF(
                self._left, top + (words.count - 1) * words.line_px, self._room, words.line_px
            )
            self._paint_last(painter, last, words)

    def _paint_last(self, painter: QPainter, line: QRectF, words: _Words) -> None:
        dress, look = self._dress, self.look
        size = words.font.pixelSize()
        if look.countdown:
            self._paint_countdown(painter, line, size)
        if not words.status:
            return
        painter.setFont(self._font(size))
        token = TOKENS[look.shape] if look.shape else "muted"
        color = dress.color(token)
        left = (
            line.right() - self._status_px(words.status, words.font)
            if words.is_beside
            else line.left()
        )
        if look.shape is not None:
            side = size * 0.9
            draw_shape(
                painter, look.shape, QRectF(left, line.center().y() - side / 2, side, side), color
            )
            left += size * 1.3
        painter.setPen(color)
        painter.drawText(
            QRectF(left, line.y(), line.right() - left + 2, line.height()), _LEFT, words.status
        )

    def _paint_countdown(self, painter: QPainter, line: QRectF, size: float) -> None:
        dress, look = self._dress, self.look
        painter.setFont(self._font(size * 1.2, bold=True))
        color = dress.color("bad" if look.is_overdue else "accent")
        painter.setPen(color)
        spot = line.adjusted(0, -dress.px(2), 0, dress.px(2))
        painter.drawText(spot, _RIGHT, look.countdown)
        if look.is_overdue:
            left = line.right() - self._countdown_px(size)
            draw_shape(
                painter, "triangle", QRectF(left, line.center().y() - size / 2, size, size), color
            )

    def _name(self) -> None:
        look = self.look
        parts = (look.key, look.title, look.status, look.countdown)
        self.setAccessibleName(" · ".join(part for part in parts if part))


#: Letters of this font are higher than a line of it has to be.
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
