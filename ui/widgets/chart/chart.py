"""Chart when steps and targets were planned and seen; by keyboard, mouse and screen reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollBar,
    QSplitter,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.durations import duration
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, pgettext
from ui.system.lifetime import keep_until_destroyed
from ui.theme.theme import Dress
from ui.widgets.chart.brush import AXIS_PX, ROW_PX
from ui.widgets.chart.gutter import Gutter
from ui.widgets.chart.legend import Legend
from ui.widgets.chart.plot import SchedulePlot
from ui.widgets.chart.rows import Bar, Heading, Layout, Span, lay_out
from ui.widgets.chart.words import described
from ui.widgets.rows_model import plain_tip

__all__ = ["Bar", "Heading", "ScheduleChart", "Span"]

_ZOOM = 1.25


class ScheduleChart(QFrame):
    """Targets as spans with their limits, steps as marks, on one axis of seconds.

    `chosen` tells the id of the row made current. Arrow keys choose a row and pan, + and −
    zoom, 0 shows everything.
    """

    chosen = Signal(str)

    def __init__(
        self, dress: Dress, say: Callable[[Text], str], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self._dress, self._say = dress, say
        self._layout = Layout()
        self.gutter = Gutter(dress, self)
        self.plot = SchedulePlot(dress, self._say_s, self)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.legend = Legend(dress, say, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(name)
        self._arrange()
        self.bar.valueChanged.connect(self._on_scrolled)
        self.gutter.rowPressed.connect(self._on_pressed)
        self.gutter.wheeled.connect(self._scroll_by)
        self.plot.installEventFilter(self)
        self.plot.pressed.connect(self._on_clicked)

    def _arrange(self) -> None:
        px = self._dress.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(3), px(3), px(3), px(3))
        column.setSpacing(px(8))
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.gutter)
        split.addWidget(self.plot)
        split.setStretchFactor(1, 1)
        split.setHandleWidth(px(5))
        split.setSizes([px(260), px(700)])
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(split, 1)
        row.addWidget(self.bar)
        column.addLayout(row, 1)
        column.addWidget(self.legend)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # -- what is shown ----------------------------------------------------------------

    def show_rows(
        self, spans: Sequence[Span], bars: Sequence[Bar], titles: tuple[str, str], summary: str
    ) -> None:
        """Show targets and steps under their two headings; `summary` is for screen readers."""
        self._layout = self.gutter.layout_ = lay_out(spans, bars, *titles)
        self.gutter.current, self.gutter.marked = -1, {}
        self.plot.show_layout(self._layout)
        self.legend.show_layout(self._layout)
        self.setAccessibleDescription(summary)
        self.bar.setValue(0)
        self._fit_rows()

    def mark(self, marked: Mapping[str, str]) -> None:
        """Set rows apart, each with a word (start, stop)."""
        self.plot.marked = self.gutter.marked = dict(marked)
        self.plot.update()
        self.gutter.update()

    def choose(self, id_: str) -> None:
        """Make a row the current one and bring it into view, telling nobody."""
        place = self._layout.places.get(id_)
        if place is not None and place != self.plot.current:
            self._make_current(place)

    def fit(self) -> None:
        """Show all seconds."""
        self.plot.fit()

    @property
    def current_id(self) -> str:
        """Name the current row; empty where there is none."""
        return self._layout.lines[self.plot.current].id if self.plot.current >= 0 else ""

    # -- where it is seen from --------------------------------------------------------

    def _fit_rows(self) -> None:
        """Keep rows at their height whatever the height of the window."""
        height = max(1, self.plot.height() - self._dress.px(AXIS_PX))
        rows = height / self._dress.px(ROW_PX)
        hidden = len(self._layout.lines) - rows
        self.bar.setPageStep(max(1, int(rows * 100)))
        self.bar.setSingleStep(100)
        self.bar.setMaximum(max(0, round(hidden * 100)))
        self.bar.setVisible(hidden > 0)
        self._bring_into_view()
        self._on_scrolled()

    def _on_scrolled(self) -> None:
        self.plot.top_row = self.gutter.top_row = self.bar.value() / 100
        self.plot.update()
        self.gutter.update()

    def _scroll_by(self, wheel: int) -> None:
        self.bar.setValue(self.bar.value() - round(wheel / 120 * 3 * 100))

    # -- what people do ---------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose rows up and down, pan left and right, zoom by + and −."""
        page = max(1, int(self.bar.pageStep() / 100) - 1)
        last = len(self._layout.lines) - 1
        at = self.plot.current
        moves = {
            Qt.Key.Key_Up: at - 1,
            Qt.Key.Key_Down: at + 1,
            Qt.Key.Key_PageUp: at - page,
            Qt.Key.Key_PageDown: at + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        views: dict[Qt.Key, tuple[Callable[[float], None], float]] = {
            Qt.Key.Key_Left: (self.plot.pan, -0.1),
            Qt.Key.Key_Right: (self.plot.pan, 0.1),
            Qt.Key.Key_Plus: (self.plot.zoom, _ZOOM),
            Qt.Key.Key_Equal: (self.plot.zoom, _ZOOM),
            Qt.Key.Key_Minus: (self.plot.zoom, 1 / _ZOOM),
        }
        key = Qt.Key(event.key())
        if key in moves and last >= 0:
            self._go(max(0, min(last, moves[key])), back=moves[key] < at)
        elif key in views and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            move, by = views[key]
            move(by)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _go(self, row: int, *, back: bool) -> None:
        """Go to a row, past headings."""
        lines = self._layout.lines
        if isinstance(lines[row], Heading):
            row = row - 1 if back and row > 0 else row + 1
        if 0 <= row < len(lines):
            self._make_current(row)
            self.chosen.emit(lines[row].id)

    def _make_current(self, row: int) -> None:
        self.plot.current = self.gutter.current = row
        self._bring_into_view()
        self.plot.update()
        self.gutter.update()
        self._announce(described(self._layout.lines[row], self._say))

    def _bring_into_view(self) -> None:
        row, top, page = self.plot.current, self.bar.value(), self.bar.pageStep()
        if row < 0 or page <= 0:
            return
        if row * 100 < top:
            # The first row takes the heading above it along.
            self.bar.setValue(0 if row == 1 else row * 100)
        elif (row + 1) * 100 > top + page:
            self.bar.setValue((row + 1) * 100 - page)

    def _announce(self, words: str) -> None:
        """Let a screen reader say the current row."""
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        self.setAccessibleDescription(words)
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    def _on_pressed(self, row: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if row >= 0 and not isinstance(self._layout.lines[row], Heading):
            self._make_current(row)
            self.chosen.emit(self._layout.lines[row].id)

    def _on_clicked(self, y: int) -> None:
        self._on_pressed(self.gutter.row_at(y))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll by the wheel, zoom by Ctrl and the wheel, and show a row's words as its tip."""
        if isinstance(event, QWheelEvent):
            self._on_wheel(event)
            return True
        if isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._fit_rows)
        return super().eventFilter(watched, event)

    def _on_wheel(self, event: QWheelEvent) -> None:
        by = event.angleDelta().y() or event.angleDelta().x()
        held = event.modifiers()
        if held & Qt.KeyboardModifier.ControlModifier:
            about = self.plot.second_at(event.position().x())
            self.plot.zoom(_ZOOM if by > 0 else 1 / _ZOOM, about)
        elif held & Qt.KeyboardModifier.ShiftModifier or event.angleDelta().x():
            self.plot.pan(-0.1 if by > 0 else 0.1)
        else:
            self._scroll_by(by)

    def _show_tip(self, at: QPoint, on_screen: QPoint) -> None:
        row = self.gutter.row_at(at.y())
        if row >= 0:
            QToolTip.showText(
                on_screen, plain_tip(described(self._layout.lines[row], self._say)), self.plot
            )

    # -- looks ------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the chart, thickly while it has the keyboard."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._dress.px
        width = px(2) if self.hasFocus() else self._dress.tokens.line_px
        painter.setPen(QPen(self._dress.color("accent" if self.hasFocus() else "line"), width))
        foot = self.height() - self.legend.y() + px(4) if self.legend.height() else 0
        inner = self.rect().adjusted(px(1), px(1), -px(1), -foot)
        painter.drawRoundedRect(inner, px(6), px(6))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go here."""
        self._show_focus(has_focus=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys go elsewhere."""
        self._show_focus(has_focus=False)
        super().focusOutEvent(event)

    def _show_focus(self, *, has_focus: bool) -> None:
        self.plot.has_focus = has_focus
        self.plot.update()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as the height holds."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_rows)

    def _say_s(self, second: float) -> str:
        if second == 0:
            return self._say(pgettext("axis of a chart", "T0"))
        return self._say(duration(exact(second)))
