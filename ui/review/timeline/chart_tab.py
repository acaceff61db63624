"""The tab of the timeline: planned against actual, a row a step."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from drillplanner.base.texts import _
from drillplanner.services.review.view_models import Shown
from ui.context import AppContext
from ui.review.formatter import moment_bars
from ui.review.timeline.moment_chart import MomentChart, paint_planned
from ui.theme.theme import Dress
from ui.widgets.columns import words_label


class ChartTab(QWidget):
    """Shows the chart of steps under a caption and a key of its signs."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        say, dress = context.say, context.dress
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.setSpacing(dress.px(8))
        self.caption = words_label("", self, "muted", wraps=True)
        self.caption.setMinimumHeight(dress.px(22))
        column.addWidget(self.caption)
        key = QHBoxLayout()
        key.setSpacing(dress.px(8))
        for is_planned, words in ((True, _("planned")), (False, _("seen, first to last"))):
            key.addWidget(_KeySign(dress, self, is_planned=is_planned))
            key.addWidget(words_label(say(words), self))
            key.addSpacing(dress.px(12))
        key.addStretch(1)
        column.addLayout(key)
        self.chart = MomentChart(dress, say(_("Steps, planned and seen")), self)
        self._none = words_label(say(_("No step has a time.")), self, "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self._none)
        column.addWidget(self._stack, 1)

    def show_chart(self, shown: Shown) -> None:
        """Show the chart of a review."""
        self.caption.setText(self._context.say(shown.chart.caption) if shown.chart else "")
        self.chart.show_bars(moment_bars(self._context, shown))
        self._stack.setCurrentWidget(self._none if shown.chart is None else self.chart)


class _KeySign(QWidget):
    """One sign of the chart's key."""

    def __init__(self, dress: Dress, parent: QWidget, *, is_planned: bool) -> None:
        super().__init__(parent)
        self._dress, self._is_planned = dress, is_planned
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Give the room of one sign."""
        return QSize(self._dress.px(26), self._dress.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign as the chart does."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        if self._is_planned:
            paint_planned(painter, self._dress, middle)
            return
        r = self._dress.px(5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._dress.color("accent"))
        painter.drawRoundedRect(0, int(middle.y()) - r, self.width(), 2 * r, r, r)
