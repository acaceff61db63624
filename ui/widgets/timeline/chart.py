"""Chart a time line by pyqtgraph: zoomed and dragged, by keyboard, mouse and screen reader.

Import it through ui.widgets.timeline.panel only, which does so on the work lane: pyqtgraph
brings numpy, and both take half a second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollBar, QWidget
from typing_extensions import override

from drillplanner.base.texts import _
from drillplanner.terms.timeline import Seconds, Timeline
from ui.system.lifetime import keep_until_destroyed
from ui.theme.theme import Dress
from ui.widgets.timeline.painter import AXIS_PX, NAMES_PX, ROW_PX, RowPainter, Shown
from ui.widgets.timeline.scale import (
    Say,
    described,
    extent,
    first_view,
    snap_step,
    tick_said,
    tick_text,
    whole_view,
)

# What pyqtgraph does at the end of a process is done by ui.system.lifetime.
pg.setConfigOptions(antialias=True, exitCleanup=False)

_ZOOM = 1.25
#: The share of the view that one key or one notch of the wheel moves it by.
_PAN = 0.1
#: Rows that one notch of the wheel scrolls, and what Qt calls a notch.
_NOTCH_ROWS, _NOTCH = 3, 120
#: The shortest stretch that can be zoomed to, in seconds.
_LEAST_S = 2.0
#: The pixels at 100 % that a carried step goes by at least, and how near it is taken hold of.
_SNAP_PX, _GRIP_PX = 4, 12
#: Rows that are always seen; where they have no room the page scrolls.
_LEAST_ROWS = 3


class _Rows(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """All rows as one item, which paints those in view; it knows no widget."""

    def __init__(self, dress: Dress) -> None:
        super().__init__()
        self.dress, self.shown, self._bounds = dress, Shown(), QRectF()

    def show_rows(self, shown: Shown) -> None:
        self.prepareGeometryChange()
        low, high = extent(shown.timeline)
        self.shown = shown
        # As far as one can look: rows are painted, and painted anew, from edge to edge.
        far = 3 * (high - low)
        self._bounds = QRectF(low - far, 0, 3 * far, max(1, len(shown.timeline.rows)))
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def viewRangeChanged(self) -> None:
        self.update()

    def paint(self, painter: QPainter, *_option: object) -> None:
        box = self.getViewBox()
        (low, high), (top, foot) = box.viewRange()
        to_device = painter.worldTransform()
        rect = QRectF(to_device.map(QPointF(low, top)), to_device.map(QPointF(high, foot)))
        painter.save()
        painter.resetTransform()
        RowPainter(painter, self.dress, rect, (low, high), top).plot(self.shown)
        painter.restore()


class _Strip(pg.GraphicsWidget):  # type: ignore[misc] # pyqtgraph has no types
    """A strip beside the rows, the axis or the names, painted for the range in view."""

    pressed = Signal(float)

    def __init__(self, box: Any, paint: Callable[[QPainter, QRectF, Any], None]) -> None:
        super().__init__()
        self._box, self._paint = box, paint
        box.sigRangeChanged.connect(self._on_range)

    def _on_range(self, *_range: object) -> None:
        self.update()

    def paint(self, painter: QPainter, *_option: object) -> None:
        painter.setClipRect(self.rect())
        self._paint(painter, self.rect(), self._box.viewRange())

    def mouseClickEvent(self, event: Any) -> None:
        event.accept()
        self.pressed.emit(event.pos().y())


class _TimeBox(pg.ViewBox):  # type: ignore[misc] # pyqtgraph has no types
    """The view of seconds and rows; a drag moves it, the wheel scrolls, with Ctrl it zooms."""

    pressed = Signal(float)
    #: What was taken hold of is at a second; then it is let go.
    carried = Signal(float)
    dropped = Signal()

    def __init__(self, grips: Callable[[Any], bool]) -> None:
        super().__init__(invertY=True, enableMenu=False, defaultPadding=0)
        self.disableAutoRange()
        self._grips, self.is_carrying = grips, False

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        if event.isStart():
            self.is_carrying = self._grips(event.buttonDownPos())
        if not self.is_carrying:
            super().mouseDragEvent(event, axis)
            return
        event.accept()
        self.carried.emit(self.mapToView(event.pos()).x())
        if event.isFinish():
            self.is_carrying = False
            self.dropped.emit()

    def mouseClickEvent(self, event: Any) -> None:
        event.accept()
        self.pressed.emit(event.pos().y())

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        event.accept()
        notches = event.delta() / _NOTCH
        held = event.modifiers()
        if held & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM**notches, self.mapToView(event.pos()).x())
        elif (
            held & Qt.KeyboardModifier.ShiftModifier
            or event.orientation() == Qt.Orientation.Horizontal
        ):
            self.pan(-_PAN * notches)
        else:
            self.translateBy(y=-_NOTCH_ROWS * notches)

    def pan(self, share: float) -> None:
        """Move along by a share of what is in view."""
        low, high = self.viewRange()[0]
        self.translateBy(x=(high - low) * share)

    def zoom(self, factor: float, about: float | None = None) -> None:
        """Show less, so that it is `factor` times as wide; the second `about` stays."""
        low, high = self.viewRange()[0]
        centre = (low + high) / 2 if about is None else about
        self.look(centre - (centre - low) / factor, centre + (high - centre) / factor)

    def look(self, low: float, high: float) -> None:
        """Look at a range of seconds."""
        self.setXRange(low, high, padding=0)


class TimelineChart(QFrame):
    """Names, an axis of seconds and the rows between them.

    `chosen` tells the id of the row made current, `pointed` what is under the mouse or current,
    `viewChanged` that other seconds are seen. Up and Down choose a row, Left and Right pan,
    + and − zoom, Home goes back to the first view, 0 shows everything. Where `is_movable`, a step
    is carried to another second by the mouse, or by Alt with Left and Right and then Enter;
    `moved` asks for it with the row's id, and Esc lets it stand where it was.
    """

    chosen = Signal(str)
    pointed = Signal(str)
    viewChanged = Signal()
    moved = Signal(str, float)
    escaped = Signal()

    def __init__(self, dress: Dress, say: Say, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self._dress, self._say = dress, say
        self.is_movable = False
        self.box = _TimeBox(self._grip)
        self._rows = _Rows(dress)
        self.box.addItem(self._rows, ignoreBounds=True)
        self._cursor = pg.InfiniteLine(angle=90, pen=QPen(dress.color("muted"), dress.px(1)))
        self._cursor.setZValue(10)
        self._cursor.hide()
        self.box.addItem(self._cursor, ignoreBounds=True)
        #: Where a replay is.
        self.playhead = pg.InfiniteLine(angle=90, pen=QPen(dress.color("accent"), dress.px(2)))
        self.playhead.setZValue(11)
        self.playhead.hide()
        self.box.addItem(self.playhead, ignoreBounds=True)
        rows = self._rows
        self._axis = _Strip(
            self.box,
            lambda painter, rect, view: RowPainter(painter, dress, rect, tuple(view[0])).axis(
                rows.shown.timeline, say
            ),
        )
        self.names = _Strip(
            self.box,
            lambda painter, rect, view: RowPainter(
                painter, dress, rect, (0.0, 1.0), view[1][0]
            ).names(rows.shown),
        )
        self.view = pg.GraphicsView(self, background=dress.color("surface"))
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._arrange()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(name)
        self.setMinimumHeight(dress.px(AXIS_PX + _LEAST_ROWS * ROW_PX))
        self.bar.valueChanged.connect(self._on_scrolled)
        self.box.sigResized.connect(self._fit_rows)
        self.box.sigRangeChanged.connect(self._on_range)
        self.box.pressed.connect(self._on_pressed)
        self.box.carried.connect(self._carry)
        self.box.dropped.connect(self._drop)
        self.names.pressed.connect(self._on_pressed)
        self.view.scene().sigMouseMoved.connect(self._on_moved)

    def _arrange(self) -> None:
        self._layout = pg.GraphicsLayout()
        self._layout.layout.setSpacing(0)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addItem(self._axis, 0, 1)
        self._layout.addItem(self.names, 1, 0)
        self._layout.addItem(self.box, 1, 1)
        self._layout.layout.setRowFixedHeight(0, self._dress.px(AXIS_PX))
        self.view.setCentralItem(self._layout)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        edge = self._dress.px(3)
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.bar)

    # -- what is shown ----------------------------------------------------------------

    @property
    def shown(self) -> Shown:
        """Give what is painted."""
        return self._rows.shown

    @property
    def seconds(self) -> Seconds:
        """Give the range of seconds in view."""
        low, high = self.box.viewRange()[0]
        return low, high

    @property
    def painted(self) -> Seconds:
        """Give the range of seconds that is painted anew when rows look otherwise."""
        rect = self._rows.boundingRect()
        return rect.left(), rect.right()

    @property
    def current_id(self) -> str:
        """Name the current row; empty where there is none."""
        rows, place = self.shown.timeline.rows, self.shown.current
        return rows[place].id if place >= 0 else ""

    def show_timeline(self, timeline: Timeline, summary: str, *, keep: bool = False) -> None:
        """Show another time line, said already; `summary` is for screen readers.

        `keep` stays at the seconds and rows that are seen, and at the current row.
        """
        low, high = extent(timeline)
        far, seen, current, marked = high - low, self.seconds, self.current_id, self.shown.marked
        is_kept = keep and bool(self.shown.timeline.rows)
        was_whole = seen == first_view(self.shown.timeline)
        self._rows.show_rows(Shown(timeline, has_focus=self.hasFocus()))
        self.box.setLimits(xMin=low - far, xMax=high + far, minXRange=_LEAST_S, maxXRange=3 * far)
        self._cursor.hide()
        self.setAccessibleDescription(summary)
        if is_kept:
            places = {row.id: place for place, row in enumerate(timeline.rows) if row.id}
            self.shown.current, self.shown.marked = places.get(current, -1), marked
        else:
            self.bar.setValue(0)
        self._fit_rows()
        if not is_kept or was_whole:
            self.box.look(*first_view(timeline))
        self.repaint_rows()

    def mark(self, marked: Mapping[str, str]) -> None:
        """Set rows apart, each with a word (start, stop)."""
        self.shown.marked = dict(marked)
        self.repaint_rows()

    def choose(self, id_: str) -> None:
        """Make a row the current one and bring it into view, telling nobody."""
        for place, row in enumerate(self.shown.timeline.rows):
            if id_ and row.id == id_ and place != self.shown.current:
                self._show_around(place)
                self._make_current(place)

    def show_everything(self) -> None:
        """Show all seconds."""
        self.box.look(*whole_view(self.shown.timeline))

    def show_playhead(self, second: float | None) -> None:
        """Show where a replay is, and keep it in view; None shows none."""
        self.playhead.setVisible(second is not None)
        if second is None:
            return
        self.playhead.setPos(second)
        low, high = self.seconds
        if not low <= second <= high:
            begin = second - (high - low) * _PAN
            self.box.look(begin, begin + high - low)

    def repaint_rows(self) -> None:
        """Paint rows and names anew."""
        self._rows.update()
        self.names.update()

    # -- where it is seen from --------------------------------------------------------

    def _fit_rows(self, _box: object = None) -> None:
        """Keep rows at their height whatever the height of the window."""
        count = len(self.shown.timeline.rows)
        seen = max(1.0, self.box.height() / self._dress.px(ROW_PX))
        hidden = max(0, round((count - seen) * 100))
        self.bar.setPageStep(max(1, int(seen * 100)))
        self.bar.setSingleStep(100)
        self.bar.setMaximum(hidden)
        self.bar.setVisible(hidden > 0)
        self.box.setLimits(yMin=0, yMax=max(count, seen), minYRange=seen, maxYRange=seen)
        self._bring_into_view()
        self._on_scrolled()
        names = min(self._dress.px(NAMES_PX), self.view.width() * 42 // 100)
        self._layout.layout.setColumnFixedWidth(0, names)

    def _on_scrolled(self, _value: int = 0) -> None:
        top = self.bar.value() / 100
        seen = max(1.0, self.box.height() / self._dress.px(ROW_PX))
        self.box.setYRange(top, top + seen, padding=0)

    def _on_range(self, _box: object, view: Any, *_changed: object) -> None:
        """Follow a drag with the scroll bar."""
        self.bar.blockSignals(True)
        self.bar.setValue(round(view[1][0] * 100))
        self.bar.blockSignals(False)
        self.viewChanged.emit()

    def _show_around(self, place: int) -> None:
        """Bring a row that is not seen to the middle, with what stands about it."""
        top, page = self.bar.value(), self.bar.pageStep()
        if not top <= place * 100 <= top + page - 100:
            self.bar.setValue(place * 100 - page // 2 + 50)

    def _bring_into_view(self) -> None:
        row, top, page = self.shown.current, self.bar.value(), self.bar.pageStep()
        if row < 0:
            return
        if row * 100 < top:
            # The first row takes the heading above it along.
            self.bar.setValue(0 if row == 1 else row * 100)
        elif (row + 1) * 100 > top + page:
            self.bar.setValue((row + 1) * 100 - page)

    # -- what people do ---------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        at, last = self.shown.current, len(self.shown.timeline.rows) - 1
        page = max(1, int(self.bar.pageStep() / 100) - 1)
        has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        rows = {
            Qt.Key.Key_Up: at - 1,
            Qt.Key.Key_Down: at + 1,
            Qt.Key.Key_PageUp: at - page,
            Qt.Key.Key_PageDown: at + page,
            Qt.Key.Key_End: last,
        }
        views: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self.box.pan(-_PAN),
            Qt.Key.Key_Right: lambda: self.box.pan(_PAN),
            Qt.Key.Key_Plus: lambda: self.box.zoom(_ZOOM),
            Qt.Key.Key_Equal: lambda: self.box.zoom(_ZOOM),
            Qt.Key.Key_Minus: lambda: self.box.zoom(1 / _ZOOM),
            Qt.Key.Key_Home: lambda: self.box.look(*first_view(self.shown.timeline)),
            Qt.Key.Key_0: self.show_everything,
        }
        if self._carries_by_key(event, key):
            return
        if key == Qt.Key.Key_Escape and self.is_movable:
            self.escaped.emit()
        elif has_ctrl or (key not in rows and key not in views):
            super().keyPressEvent(event)
        elif key in views:
            views[key]()
        elif last >= 0:
            self._go(max(0, min(last, rows[key])), back=rows[key] < at)

    def _carries_by_key(self, event: QKeyEvent, key: Qt.Key) -> bool:
        """Carry the current step, put it down or let it stand where it was; tell if that it is."""
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if is_alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            at = self._second_of(self.shown.current)
            if at is not None:
                by = self._snap_s() * (1 if key == Qt.Key.Key_Right else -1)
                carried = self.shown.carried
                self._carry((carried[1] if carried else at) + by)
            return True
        if self.shown.carried is None:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._drop()
        elif key == Qt.Key.Key_Escape:
            self._let_stand()
        return True

    def _second_of(self, place: int) -> float | None:
        """Give the second of a row that may be carried to another."""
        rows = self.shown.timeline.rows
        row = rows[place] if 0 <= place < len(rows) else None
        if not self.is_movable or row is None or row.is_span or row.planned is None:
            return None
        return row.planned[0]

    def _snap_s(self) -> float:
        wide = self.box.width() / max(self.seconds[1] - self.seconds[0], 1e-9)
        return snap_step(wide, self._dress.px(_SNAP_PX))

    def _grip(self, at: QPointF) -> bool:
        """Take hold of the step under the mouse, if there is one."""
        place = self._place_at(at.y())
        second = self._second_of(place)
        if second is None:
            return False
        x = self.box.mapFromView(QPointF(second, 0)).x()
        if abs(x - at.x()) > self._dress.px(_GRIP_PX):
            return False
        self._on_pressed(at.y())
        self.shown.carried = (place, second)
        return True

    def _carry(self, second: float) -> None:
        """Show where the current step would come to stand."""
        place = self.shown.current
        carried = self.shown.carried
        was = self._second_of(place)
        if was is None or (carried is None and self.box.is_carrying):
            return
        snap = self._snap_s()
        self.shown.carried = (place, round(second / snap) * snap)
        self.repaint_rows()
        words = _(
            "from {was} to {time}; Esc lets it stand where it was",
            was=tick_text(was),
            time=tick_text(self.shown.carried[1]),
        )
        if not self.box.is_carrying:
            words = _(
                "from {was} to {time}; Enter puts it there, Esc lets it stand where it was",
                was=tick_text(was),
                time=tick_text(self.shown.carried[1]),
            )
        self._tell(self._say(words))

    def _drop(self) -> None:
        """Ask for the carried step to be planned where it is."""
        carried, self.shown.carried = self.shown.carried, None
        if carried is None:
            return
        self.repaint_rows()
        place, second = carried
        if second != self._second_of(place):
            self.moved.emit(self.shown.timeline.rows[place].id, second)

    def _let_stand(self) -> None:
        self.shown.carried = None
        self.repaint_rows()
        row = self.shown.timeline.rows[self.shown.current]
        self._tell(described(row, self._say))

    def _go(self, place: int, *, back: bool) -> None:
        """Go to a row, past headings."""
        rows = self.shown.timeline.rows
        if not rows[place].id:
            place = place - 1 if back and place > 0 else place + 1
        if 0 <= place < len(rows):
            self._make_current(place)
            self.chosen.emit(rows[place].id)

    def _make_current(self, place: int) -> None:
        row = self.shown.timeline.rows[place]
        self.shown.current = place
        self._bring_into_view()
        self.repaint_rows()
        self._tell(described(row, self._say))

    def _tell(self, words: str) -> None:
        """Say words on the page and to screen readers."""
        self.pointed.emit(words)
        self.setAccessibleDescription(words)
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    def _place_at(self, y: float) -> int:
        """Tell the row at a height of the rows; -1 where there is none to be chosen."""
        place = int(self.box.viewRange()[1][0] + y / self._dress.px(ROW_PX))
        rows = self.shown.timeline.rows
        return place if 0 <= place < len(rows) and rows[place].id else -1

    def _on_pressed(self, y: float) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self._place_at(y)
        if place >= 0:
            self._make_current(place)
            self.chosen.emit(self.current_id)

    def _on_moved(self, at: QPointF) -> None:
        """Let the cursor follow the mouse, and say what is under it."""
        if self.shown.carried is not None:
            return
        inside = self.box.sceneBoundingRect()
        self._cursor.setVisible(inside.contains(at))
        if not inside.top() <= at.y() <= inside.bottom():
            return
        words = []
        if inside.contains(at):
            second = self.box.mapSceneToView(at).x()
            self._cursor.setPos(second)
            words.append(
                tick_said(round(second, 1), self._say, is_from_t0=self.shown.timeline.is_from_t0)
            )
        place = self._place_at(at.y() - inside.top())
        if place >= 0:
            words.append(described(self.shown.timeline.rows[place], self._say))
        self.pointed.emit(" · ".join(words))

    # -- looks ------------------------------------------------------------------------

    @override
    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        painter, px = QPainter(self), self._dress.px
        width = px(2) if self.hasFocus() else self._dress.tokens.line_px
        painter.setPen(QPen(self._dress.color("accent" if self.hasFocus() else "line"), width))
        painter.drawRect(self.rect().adjusted(px(1), px(1), -px(1), -px(1)))
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._show_focus(has_focus=True)
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.shown.carried = None
        self._show_focus(has_focus=False)
        super().focusOutEvent(event)

    def _show_focus(self, *, has_focus: bool) -> None:
        self.shown.has_focus = has_focus
        self.repaint_rows()
        self.update()
