"""Show a school's plan and let marks be placed on it, by the mouse and by keys alike."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsScene, QGraphicsSimpleTextItem, QGraphicsView, QWidget
from typing_extensions import override

from drillplanner.organisation.site_plan import COLOURS, FAR, LINES, MOST_PLACES, Place, SiteMark

_STEP, _LONG_STEP = 5, 50
_ZOOM, _LEAST_ZOOM, _MOST_ZOOM = 1.25, 0.2, 12.0
_SIGN = 14.0
_CHOSEN = "#ffbf00"


class SiteView(QGraphicsView):
    """The picture, its marks, and a crosshair that arrow keys move.

    A click or Space places a point; a line takes one point after the other until Return or a
    double click ends it. Ctrl and the wheel, + and -, zoom.
    """

    placed = Signal(object)
    removeAsked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        #: The kind of mark that is placed next.
        self.kind = "post"
        self._pixmap = QPixmap()
        self._marks: tuple[SiteMark, ...] = ()
        self._chosen = ""
        self._draft: list[Place] = []
        self._cross: Place = (FAR // 2, FAR // 2)
        self._height = float(FAR)
        self._is_open = False

    # -- what is shown -------------------------------------------------------------------------

    def show_plan(self, picture: QImage | None, marks: Sequence[SiteMark], chosen: str) -> None:
        """Show a picture with its marks; without a picture nothing can be placed."""
        is_other = picture is not None and picture.size() != self._pixmap.size()
        self._pixmap = QPixmap.fromImage(picture) if picture is not None else QPixmap()
        self._is_open = picture is not None
        self._marks, self._chosen = tuple(marks), chosen
        if picture is not None and picture.width():
            self._height = FAR * picture.height() / picture.width()
        self._draw()
        if is_other:
            self.fit()

    def choose(self, mark: str) -> None:
        """Show one mark as the chosen one."""
        self._chosen = mark
        self._draw()

    def start(self, kind: str) -> None:
        """Place marks of a kind from now on; a line that was begun is dropped."""
        self.kind, self._draft = kind, []
        self._draw()

    def fit(self) -> None:
        """Show the whole picture."""
        self.fitInView(QRectF(0, 0, FAR, self._height), Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, factor: float) -> None:
        """Show the picture larger or smaller, within bounds."""
        wanted = self.transform().m11() * factor
        if _LEAST_ZOOM <= wanted <= _MOST_ZOOM:
            self.scale(factor, factor)

    def larger(self) -> None:
        self.zoom(_ZOOM)

    def smaller(self) -> None:
        self.zoom(1 / _ZOOM)

    # -- placing -------------------------------------------------------------------------------

    def place(self, at: Place) -> None:
        """Place a point, or the next one of a line."""
        if not self._is_open:
            return
        self._cross = at
        if self.kind not in LINES:
            self.placed.emit((at,))
        elif len(self._draft) < MOST_PLACES:
            self._draft.append(at)
        self._draw()

    def end_line(self) -> None:
        """End the line that was begun; one of a single point is dropped."""
        if len(self._draft) > 1:
            self.placed.emit(tuple(self._draft))
        self._draft = []
        self._draw()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._is_open:
            point = self.mapToScene(event.position().toPoint())
            if QRectF(0, 0, FAR, self._height).contains(point):
                self.place((round(point.x()), round(point.y() * FAR / self._height)))
                event.accept()
                return
        super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The first of the two presses placed the last point.
        self.end_line()
        event.accept()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM if event.angleDelta().y() > 0 else 1 / _ZOOM)
            event.accept()
            return
        super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _LONG_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
        moves = {
            Qt.Key.Key_Left: (-step, 0),
            Qt.Key.Key_Right: (step, 0),
            Qt.Key.Key_Up: (0, -step),
            Qt.Key.Key_Down: (0, step),
        }
        key = Qt.Key(event.key())
        if key in moves and self._is_open:
            self._move(*moves[key])
        elif key == Qt.Key.Key_Space:
            self.place(self._cross)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_open:
            if self.kind in LINES:
                self.end_line()
            else:
                self.place(self._cross)
        elif key == Qt.Key.Key_Escape and self._draft:
            self._draft = []
            self._draw()
        elif key == Qt.Key.Key_Delete:
            self.removeAsked.emit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.larger()
        elif key == Qt.Key.Key_Minus:
            self.smaller()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _move(self, right: int, down: int) -> None:
        x, y = self._cross
        self._cross = (min(max(x + right, 0), FAR), min(max(y + down, 0), FAR))
        self._draw()
        self.ensureVisible(QRectF(self._point(self._cross), self._point(self._cross)), 40, 40)

    # -- drawing -------------------------------------------------------------------------------

    def _draw(self) -> None:
        scene = self.scene()
        scene.clear()
        if self._pixmap.isNull():
            return
        shown = scene.addPixmap(self._pixmap)
        shown.setScale(FAR / self._pixmap.width())
        scene.setSceneRect(0, 0, FAR, self._height)
        numbered = sorted(enumerate(self._marks, 1), key=lambda one: one[1].kind not in LINES)
        for number, mark in numbered:
            self._draw_mark(mark, str(number))
        if self._draft:
            self._draw_line(self._draft, self.kind)
        at = self._point(self._cross)
        cross = QPen(QColor(COLOURS["cordon"]), 0)
        scene.addLine(at.x() - _SIGN, at.y(), at.x() + _SIGN, at.y(), cross)
        scene.addLine(at.x(), at.y() - _SIGN, at.x(), at.y() + _SIGN, cross)

    def _draw_mark(self, mark: SiteMark, number: str) -> None:
        if not mark.places:
            return
        if mark.kind in LINES:
            self._draw_line(mark.places, mark.kind)
        at = self._point(mark.places[-1])
        colour = QColor(COLOURS.get(mark.kind, COLOURS["post"]))
        path = QPainterPath()
        box = QRectF(at.x() - _SIGN, at.y() - _SIGN, 2 * _SIGN, 2 * _SIGN)
        match mark.kind:
            case "waiting":
                path.addRect(box)
            case "assembly":
                corners = [
                    QPointF(at.x(), box.top() - _SIGN / 3), box.bottomLeft(), box.bottomRight(),
                ]  # fmt: skip
                path.addPolygon(QPolygonF([*corners, corners[0]]))
            case _:
                path.addEllipse(box)
        ground = QColor(_CHOSEN) if mark.id == self._chosen else QColor(Qt.GlobalColor.white)
        self.scene().addPath(path, QPen(colour, 2.5), QBrush(ground))
        words = QGraphicsSimpleTextItem(number)
        words.setBrush(colour)
        size = words.boundingRect()
        words.setPos(at.x() - size.width() / 2, at.y() - size.height() / 2)
        self.scene().addItem(words)

    def _draw_line(self, places: Sequence[Place], kind: str) -> None:
        path = QPainterPath(self._point(places[0]))
        for place in places[1:]:
            path.lineTo(self._point(place))
        self.scene().addPath(path, QPen(QColor(COLOURS.get(kind, COLOURS["route"])), 3.5))

    def _point(self, place: Place) -> QPointF:
        return QPointF(place[0], place[1] * self._height / FAR)
