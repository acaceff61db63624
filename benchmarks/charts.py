"""Pan a time line by pyqtgraph and by a plain widget that paints the same rows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from typing_extensions import override

from benchmarks.measure import Comparison, interleaved

if TYPE_CHECKING:
    from drillplanner.terms.timeline import Timeline

_SIZE = (1100, 620)


def measured(counts: tuple[int, ...] = (500, 10_000), pans: int = 120) -> Comparison:
    """Move the view by a twentieth and paint it, in turns; the painted widget is the baseline."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter, QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.theme.theme import Dress
    from ui.theme.tokens import LIGHT
    from ui.widgets.timeline.painter import RowPainter, Shown
    from ui.widgets.timeline.panel import load_chart
    from ui.widgets.timeline.scale import first_view

    application = QApplication.instance() or QApplication([])
    dress, make = Dress(LIGHT), load_chart()

    class Painted(QWidget):
        """Paints the rows by the same painter, without views or items."""

        def __init__(self, timeline: Timeline) -> None:
            super().__init__()
            self.shown, self.seconds = Shown(timeline), first_view(timeline)
            self.resize(*_SIZE)
            self.show()

        @override
        def paintEvent(self, _event: QPaintEvent) -> None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), dress.color("surface"))
            rect = QRectF(300, 34, self.width() - 300, self.height() - 34)
            names = QRectF(0, 34, 300, self.height() - 34)
            axis = QRectF(300, 0, self.width() - 300, 34)
            RowPainter(painter, dress, axis, self.seconds).axis(self.shown.timeline, str)
            RowPainter(painter, dress, names, self.seconds).names(self.shown)
            painter.setClipRect(rect)
            RowPainter(painter, dress, rect, self.seconds).plot(self.shown)
            painter.end()

        def pan(self) -> None:
            low, high = self.seconds
            self.seconds = (low + (high - low) / 20, high + (high - low) / 20)
            self.repaint()

    ways, kept = {}, []
    for count in counts:
        timeline = _timeline(count)
        painted = Painted(timeline)
        chart = make(dress, str, "chart")
        chart.resize(*_SIZE)
        chart.show_timeline(timeline, "")
        chart.show()
        application.processEvents()

        def pan(chart: object = chart) -> None:
            chart.box.pan(0.05)  # type: ignore[attr-defined] # a TimelineChart
            chart.view.viewport().repaint()  # type: ignore[attr-defined]

        ways[f"a painted widget, {count} rows"] = painted.pan
        ways[f"one item of pyqtgraph, {count} rows"] = pan
        kept += [painted, chart]
    figures = interleaved(ways, pans, warm=5)
    for widget in kept:
        widget.close()
        widget.deleteLater()
    return Comparison("panning a time line by a twentieth of the view", figures)


def _timeline(count: int) -> Timeline:
    from drillplanner.terms.timeline import Link, Timeline, TimelineRow

    rows = (
        TimelineRow(
            f"step {n}",
            f"s{n}",
            (n * 3.0, n * 3.0),
            (n * 3.0 + 1, n * 3.0 + 4),
            uncertainty_s=0.8,
            note=f"{n} s (planned {n} s)",
            is_critical=n % 3 == 0,
            slack_s=n % 5 * 4.0,
            # Two links a step, one of them far up.
            after=(Link(f"s{n - 1}", n % 3 == 0), Link(f"s{n // 2}")) if n else (),
        )
        for n in range(count)
    )
    return Timeline(tuple(rows), holds=((60, 90),))
