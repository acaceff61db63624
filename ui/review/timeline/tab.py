"""The tab of the time line: targets and steps, planned and seen, and the drill replayed on it."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.texts import _
from drillplanner.services.review.view_models import Shown
from drillplanner.terms.timeline import TimelineEntry
from ui.context import AppContext
from ui.review.timeline.replay import ReplayBar
from ui.widgets.columns import words_label
from ui.widgets.rows_model import Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable
from ui.widgets.timeline.panel import TimelinePanel
from ui.widgets.timeline.scale import tick_text


class TimelineTab(QWidget):
    """Shows the time line under a caption that names its zero, and the entries on it.

    A row that is chosen, an entry that is chosen and the second of the replay go together.
    """

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._entries: tuple[TimelineEntry, ...] = ()
        say, dress = context.say, context.dress
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.setSpacing(dress.px(8))
        self.caption = words_label("", self, "muted", wraps=True)
        self.caption.setMinimumHeight(dress.px(22))
        column.addWidget(self.caption)
        self.panel = TimelinePanel(context, say(_("Time line of the drill")), self)
        self.panel.chosen.connect(self._on_row)
        self.replay = ReplayBar(context, self)
        self.replay.moved.connect(self._on_moved)
        self.entries = RowsTable(
            RowsModel(
                (
                    Column(say(_("Time")), 110, "right"),
                    Column(say(_("Source")), 120),
                    Column(say(_("Step")), 320),
                )
            ),
            dress,
            say(_("Entries on the time line")),
            stretched=2,
            parent=self,
        )
        self.entries.setMinimumHeight(dress.px(90))
        self.entries.rowChosen.connect(self._on_entry)
        self.nothing = words_label(say(_("No step has a time.")), self, "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        below = QWidget(self)
        rest = QVBoxLayout(below)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.addWidget(self.replay)
        rest.addWidget(self.entries, 1)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.panel)
        parts.addWidget(below)
        parts.setStretchFactor(0, 1)
        parts.setSizes([dress.px(430), dress.px(180)])
        self._stack = QStackedWidget(self)
        self._stack.addWidget(parts)
        self._stack.addWidget(self.nothing)
        column.addWidget(self._stack, 1)

    def show_review(self, shown: Shown) -> None:
        """Show the time line of a review."""
        timeline = shown.timeline
        self._stack.setCurrentIndex(1 if timeline is None else 0)
        if timeline is None:
            self.caption.setText("")
            self.replay.pause()
            return
        words = self._context.say(_("Planned and seen, counted from “{step}”", step=timeline.zero))
        self.caption.setText(words)
        self.panel.show_timeline(timeline, words)
        say = self._context.say
        if timeline.entries == self._entries:
            return
        self._entries = timeline.entries
        self.entries.rows.show_all(
            [
                Row(one.id, (say(tick_text(round(one.at_s, 1))), one.source, say(one.words)))
                for one in self._entries
            ]
        )
        ends = [0.0, *(one.at_s for one in self._entries)]
        self.replay.set_range((min(ends), max(ends)))
        self.panel.show_playhead(None)

    # -- what goes together -----------------------------------------------------------------

    def _on_moved(self, second: float) -> None:
        """Show where the replay is, and the entry that was made last by then."""
        self.panel.show_playhead(second)
        place = bisect_right(self._entries, second, key=lambda one: one.at_s) - 1
        if place < 0:
            self.entries.clearSelection()
            return
        entry = self._entries[place]
        self._choose(entry)
        self.panel.choose(entry.row)

    def _on_entry(self, id_: str) -> None:
        """Go to the second of an entry that a person chose."""
        entry = next((one for one in self._entries if one.id == id_), None)
        if entry is not None:
            self.replay.pause()
            self.replay.go(entry.at_s)
            self._choose(entry)
            self.panel.choose(entry.row)

    def _on_row(self, row: str) -> None:
        """Go to the first entry of a row that a person chose."""
        entry = next((one for one in self._entries if one.row == row), None)
        if entry is not None:
            self.replay.pause()
            self.replay.go(entry.at_s)
            self._choose(entry)

    def _choose(self, entry: TimelineEntry) -> None:
        self.entries.blockSignals(True)
        self.entries.choose(entry.id)
        self.entries.blockSignals(False)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.replay.pause()
