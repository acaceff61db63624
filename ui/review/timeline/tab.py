"""The tab of the time line: targets and steps, planned and seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from drillplanner.base.texts import _
from drillplanner.services.review.view_models import Shown
from ui.context import AppContext
from ui.widgets.columns import words_label
from ui.widgets.timeline.panel import TimelinePanel


class TimelineTab(QWidget):
    """Shows the time line under a caption that names its zero."""

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
        self.panel = TimelinePanel(context, say(_("Time line of the drill")), self)
        self.nothing = words_label(say(_("No step has a time.")), self, "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.panel)
        self._stack.addWidget(self.nothing)
        column.addWidget(self._stack, 1)

    def show_review(self, shown: Shown) -> None:
        """Show the time line of a review."""
        timeline = shown.timeline
        self._stack.setCurrentWidget(self.nothing if timeline is None else self.panel)
        if timeline is None:
            self.caption.setText("")
            return
        words = self._context.say(_("Planned and seen, counted from “{step}”", step=timeline.zero))
        self.caption.setText(words)
        self.panel.show_timeline(timeline, words)
