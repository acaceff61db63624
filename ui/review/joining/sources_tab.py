"""The tab of joining: the sources and their clocks, one time line, how keepers agree."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from drillplanner.base.texts import _
from drillplanner.services.review.decisions import TableText
from drillplanner.services.review.merging.joined_view import JoinedView
from ui.actions import trigger_command
from ui.context import AppContext
from ui.review.cells import Cells
from ui.review.joining.clock_sheet import ClockSheet
from ui.review.joining.filmed_sheet import FilmedSheet
from ui.review.targets.doubts_tab import DoubtsTab
from ui.widgets.card import push_button
from ui.widgets.flow import Flow

#: Rows of the time line that are seen before it scrolls.
_MOST_ROWS = 16


class SourcesTab(QWidget):
    """Shows what joining came to; `tableMade` carries a tie that a person typed, as a table."""

    tableMade = Signal(TableText)

    def __init__(self, context: AppContext, cells: Cells, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._sources: tuple[str, ...] = ()
        self._watch_u_s = 1.0
        say = context.say
        acts = QWidget(self)
        row = Flow(acts, context.dress.px(8))
        self.join = push_button(say(_("Join log packs…")), self._join)
        self.clock = push_button(say(_("What another clock showed…")), self._ask_clock)
        self.filmed = push_button(say(_("Pictures of the time page…")), self._ask_filmed)
        for button in (self.join, self.clock, self.filmed):
            row.addWidget(button)
        self.sections = DoubtsTab(context, cells, self, opens_rows=False, most_rows=_MOST_ROWS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.dress.px(12), 0, 0)
        column.addWidget(acts)
        column.addWidget(self.sections, 1)

    def show_joined(self, joined: JoinedView, sources: tuple[str, ...], watch_u_s: float) -> None:
        """Show a round; `sources` are those whose clocks others can be compared with."""
        self._sources, self._watch_u_s = sources, watch_u_s
        self.sections.show_sections(joined.sections, joined.asked)
        self.clock.setEnabled(bool(sources))
        self.filmed.setEnabled(bool(sources))

    def set_refusal(self, words: str) -> None:
        """Let nothing be joined or decided while there is a reason not to."""
        for part in (self.join, self.clock, self.filmed):
            part.setEnabled(not words)
        self.sections.set_refusal(words)

    def _join(self) -> None:
        trigger_command(self, "join")

    def _ask_clock(self) -> None:
        sheet = ClockSheet(self._context, self._sources, self._watch_u_s, self)
        sheet.made.connect(self.tableMade)
        sheet.present()

    def _ask_filmed(self) -> None:
        sheet = FilmedSheet(self._context, self)
        sheet.made.connect(self.tableMade)
        sheet.present()
