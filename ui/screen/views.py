"""The three faces of a second screen: exercise control, the audience, the debrief."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.texts import Text, _
from drillplanner.services.screen.debrief import DOUBTFUL, SLOWEST
from drillplanner.services.screen.live import NEXT, NOW, OVERDUE
from ui.context import AppContext
from ui.run.big_clock import BigClock
from ui.screen.parts import BarsPart, TextPart

#: Margins in pixels of the monitor.
_SIDE, _TOP, _BETWEEN = 32, 20, 6


class ScreenView(QWidget):
    """A face: parts by name, told one at a time, on the ground of the theme."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.parts: dict[str, TextPart] = {}
        self.clock: BigClock | None = None

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.context.dress.color("ground"))

    def part(
        self, name: str, share: float, *, bold: bool = False, lines: int = 1, center: bool = False
    ) -> TextPart:
        """Make a part that is told by its name."""
        made = TextPart(self.context.dress, share, self, bold=bold, lines=lines, center=center)
        self.parts[name] = made
        return made

    def heading(self, words: Text) -> TextPart:
        """Make a heading that stays."""
        made = TextPart(self.context.dress, 0.028, self, bold=True)
        made.say(self.context.say(words), "muted")
        return made

    def margins(self, layout: QVBoxLayout) -> None:
        """Leave a margin around."""
        # Not scaled: letters here follow the monitor's height, not the size that the keeper chose.
        layout.setContentsMargins(_SIDE, _TOP, _SIDE, _TOP)
        layout.setSpacing(_BETWEEN)


class ControlView(ScreenView):
    """What exercise control (导调) needs: what was just seen, what comes, what is overdue."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        column = QVBoxLayout(self)
        self.margins(column)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.addWidget(self.part("title", 0.034, bold=True))
        words.addWidget(self.part("state", 0.034))
        head.addLayout(words, 3)
        self.clock = BigClock(context.dress, self)
        head.addWidget(self.clock, 2)
        column.addLayout(head, 3)
        grid = QGridLayout()
        grid.setHorizontalSpacing(_SIDE)
        grid.addWidget(self.heading(_("Next")), 0, 0)
        grid.setRowStretch(0, 3)
        row = 1
        for place in range(NEXT):
            grid.addWidget(self.part(f"next{place}", 0.040, bold=place == 0), row, 0)
            grid.addWidget(self.part(f"cue{place}", 0.026), row + 1, 0)
            grid.setRowStretch(row, 4)
            grid.setRowStretch(row + 1, 3)
            row += 2
        side = QVBoxLayout()
        side.addWidget(self.heading(_("Overdue")), 2)
        for place in range(OVERDUE):
            side.addWidget(self.part(f"over{place}", 0.034, bold=True), 4)
        side.addWidget(self.heading(_("Just now")), 2)
        for place in range(NOW):
            side.addWidget(self.part(f"now{place}", 0.030), 3)
        grid.addLayout(side, 0, 1, row, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid, 10)


class AudienceView(ScreenView):
    """What those who watch (观摩) see: the phase, the clock, the narration."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        column = QVBoxLayout(self)
        self.margins(column)
        column.addWidget(self.part("title", 0.038, bold=True, center=True), 2)
        column.addWidget(self.part("phase", 0.075, bold=True, center=True), 3)
        column.addWidget(self.part("phases", 0.026, center=True), 1)
        self.clock = BigClock(context.dress, self)
        # Its figures begin at its left; in the middle third of the screen they fill it.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.clock, 1)
        row.addStretch(1)
        column.addLayout(row, 6)
        column.addWidget(self.part("state", 0.034, center=True), 1)
        column.addWidget(self.part("narration", 0.052, lines=3, center=True), 6)


class DebriefView(ScreenView):
    """What is shown at the debrief on the spot (点评), marked preliminary."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        column = QVBoxLayout(self)
        self.margins(column)
        head = QHBoxLayout()
        head.addWidget(self.part("title", 0.034, bold=True), 1)
        head.addWidget(self.part("mark", 0.026, bold=True), 1)
        column.addLayout(head, 2)
        column.addWidget(self.part("legend", 0.022), 1)
        self.bars = BarsPart(context.dress, self)
        column.addWidget(self.bars, 11)
        feet = QHBoxLayout()
        feet.setSpacing(_SIDE)
        slow, doubt = QVBoxLayout(), QVBoxLayout()
        slow.setSpacing(0)
        doubt.setSpacing(0)
        slow.addWidget(self.heading(_("Slowest against the limit")), 1)
        for place in range(SLOWEST):
            slow.addWidget(self.part(f"slow{place}", 0.026), 1)
        slow.addStretch(DOUBTFUL - SLOWEST)
        doubt.addWidget(self.heading(_("Not certain yet")), 1)
        for place in range(DOUBTFUL):
            doubt.addWidget(self.part(f"doubt{place}", 0.024), 1)
        feet.addLayout(slow, 1)
        feet.addLayout(doubt, 1)
        column.addLayout(feet, 6)


class SpeechView(ScreenView):
    """What is read aloud at the debrief, in letters that a standing speaker reads."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        column = QVBoxLayout(self)
        self.margins(column)
        head = QHBoxLayout()
        head.addWidget(self.part("title", 0.034, bold=True), 1)
        head.addWidget(self.part("mark", 0.026, bold=True), 1)
        column.addLayout(head, 2)
        column.addWidget(self.part("speech", 0.062, lines=9), 18)
