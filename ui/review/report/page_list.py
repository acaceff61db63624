"""Show the pages of a document below each other, drawn as they come into view, at any zoom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from drillplanner.services.review.printing.preview import PageSize, Picture
from ui.theme.theme import Dress

#: Zooms that are offered; 1 fits the page into the width of the view.
ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
_FIT = 1.0
#: Widest page at the zoom that fits, in pixels at 100 %: wider is harder to read.
_WIDEST = 820
#: Around and between pages, in pixels at 100 %.
_GAP = 12
#: Pictures that are kept: those in view and a few beside them.
_KEPT = 12


class PageList(QAbstractScrollArea):
    """Pages of known sizes; asks for a picture of each page that comes into view."""

    #: The number of a page, from 0, and how wide its picture is to be in pixels.
    pictureWanted = Signal(int, int)

    def __init__(self, dress: Dress, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._name = name
        self._sizes: tuple[PageSize, ...] = ()
        self.pictures: dict[int, QImage] = {}
        self._asked: dict[int, int] = {}
        self.zoom = _FIT
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(name)

    def show_pages(self, sizes: Sequence[PageSize]) -> None:
        """Show another document, whose pictures are asked for."""
        self._sizes = tuple(sizes)
        self.pictures.clear()
        self._asked.clear()
        self.verticalScrollBar().setValue(0)
        self._fit()

    def take_picture(self, picture: Picture) -> None:
        """Show a picture that was asked for."""
        image = QImage(
            picture.pixels,
            picture.width,
            picture.height,
            picture.stride,
            QImage.Format.Format_RGB32,
        ).copy()
        self.pictures[picture.number] = image
        for number in sorted(self.pictures, key=lambda n: abs(n - picture.number))[_KEPT:]:
            del self.pictures[number]
            self._asked.pop(number, None)
        self.viewport().update()

    @property
    def page(self) -> int:
        """Give the number of the page in the middle of the view, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        y = float(self._gap)
        for number, size in enumerate(self._sizes):
            y += self._height(size) + self._gap
            if middle < y:
                return number
        return max(0, len(self._sizes) - 1)

    def set_zoom(self, zoom: float) -> None:
        """Show pages so many times as wide as the view."""
        before = self.verticalScrollBar()
        share = before.value() / before.maximum() if before.maximum() else 0.0
        self.zoom = zoom
        self._asked.clear()
        self._fit()
        self.verticalScrollBar().setValue(round(share * self.verticalScrollBar().maximum()))

    def step_zoom(self, by: int) -> None:
        """Go to the next larger or smaller zoom."""
        place = min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - self.zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, place + by))])

    def go(self, number: int) -> None:
        """Bring a page to the top."""
        if self._sizes:
            wanted = max(0, min(len(self._sizes) - 1, number))
            above = sum(self._height(size) + self._gap for size in self._sizes[:wanted])
            self.verticalScrollBar().setValue(round(above))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._dress.px(240), self._dress.px(200))

    @override
    def resizeEvent(self, event: object) -> None:
        self._asked.clear()
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                bar.setValue(bar.value() + bar.pageStep())
            case Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - bar.pageStep())
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.step_zoom(1)
            case Qt.Key.Key_Minus:
                self.step_zoom(-1)
            case _:
                super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # Zoom with Ctrl, else scroll.
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), self._dress.color("raised"))
        top, left = -self.verticalScrollBar().value(), -self.horizontalScrollBar().value()
        y = float(top + self._gap)
        for number, size in enumerate(self._sizes):
            height = self._height(size)
            if y + height >= 0 and y <= self.viewport().height():
                x = left + max(self._gap, (self.viewport().width() - self._width()) / 2)
                self._paint_page(painter, number, QRectF(x, y, self._width(), height))
            y += height + self._gap

    def _paint_page(self, painter: QPainter, number: int, place: QRectF) -> None:
        picture = self.pictures.get(number)
        if picture is None:
            painter.fillRect(place, Qt.GlobalColor.white)
        else:
            painter.drawImage(place, picture)
        painter.setPen(QPen(self._dress.color("line"), self._dress.tokens.line_px))
        painter.drawRect(place)
        wanted = round(self._width() * self.devicePixelRatioF())
        if self._asked.get(number) != wanted:
            self._asked[number] = wanted
            self.pictureWanted.emit(number, wanted)

    @property
    def _gap(self) -> int:
        return self._dress.px(_GAP)

    def _width(self) -> float:
        room = min(self.viewport().width() - 2 * self._gap, self._dress.px(_WIDEST))
        return max(100.0, room * self.zoom)

    def _height(self, size: PageSize) -> float:
        return self._width() * size.height / size.width

    def _fit(self) -> None:
        high = sum(self._height(size) + self._gap for size in self._sizes) + self._gap
        wide = self._width() + 2 * self._gap
        for bar, whole, seen in (
            (self.verticalScrollBar(), high, self.viewport().height()),
            (self.horizontalScrollBar(), wide, self.viewport().width()),
        ):
            bar.setRange(0, max(0, round(whole - seen)))
            bar.setPageStep(seen)
            bar.setSingleStep(self._dress.px(48))
        self.viewport().update()
