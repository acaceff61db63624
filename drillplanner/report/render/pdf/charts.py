"""Draw bars and moments inside table cells, so that charts break over pages like tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from typing_extensions import override

from drillplanner.report.render.pdf.boxes import Box, TextBox
from drillplanner.report.render.pdf.shapes import COLOURS
from drillplanner.report.render.typeset.paragraph import draw_line, text_width
from drillplanner.report.render.typeset.styles import GREY, SMALL
from drillplanner.terms.document import Bar, Moment

#: Right end of the scale of bars, in limits; longer bars are cut and marked so.
SCALE = 2.5
_TICKS = (0.5, 1.0, 1.5, 2.0)
#: Width of a bar in a table, at the least.
_NARROWEST = 50.0
_LABEL = replace(SMALL, size=7, colour=GREY, align="center")
_GRID = "#c8c8c8"
_FILL = "#b5b5b5"
_LIMIT = "#202020"


class _Drawn:
    """A box of fixed height that is drawn and never cut."""

    def __init__(self, tall: float) -> None:
        self._tall = tall

    def height(self, width: float) -> float:
        return self._tall

    def least_width(self) -> float:
        """Ask for nothing."""
        return 0.0

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:
        """Stay whole."""
        return (self, TextBox([])) if self._tall <= height else None

    def draw(self, canvas: Any, x: float, top: float, width: float, height: float) -> None:
        """Draw nothing; each kind draws itself."""


class BarScale(_Drawn):
    """The head over the bars: multiples of the limit."""

    def __init__(self, limit: str) -> None:
        super().__init__(12)
        self._limit = limit

    @override
    def draw(self, canvas: Any, x: float, top: float, width: float, height: float) -> None:
        for tick in _TICKS:
            label = self._limit if tick == 1 else f"{tick:g}×"
            style = replace(_LABEL, bold=True, colour=_LIMIT) if tick == 1 else _LABEL
            draw_line(canvas, x + width * tick / SCALE, top - 9, label, style)


class BarBox(_Drawn):
    """One target's bar: the limit as a line, what was measured with its whiskers."""

    def __init__(self, bar: Bar, tall: float = 13) -> None:
        super().__init__(tall)
        self._bar = bar

    @override
    def least_width(self) -> float:
        return _NARROWEST

    @override
    def draw(self, canvas: Any, x: float, top: float, width: float, height: float) -> None:
        pad = (height - self._tall) / 2
        foot, head = top + 2.6 - height, top + 2.6
        canvas.saveState()
        canvas.setLineWidth(0.3)
        canvas.setStrokeColor(_GRID)
        for tick in _TICKS:
            canvas.line(x + width * tick / SCALE, foot, x + width * tick / SCALE, head)
        middle = (foot + head) / 2
        thick = min(self._tall * 0.52, height - 2 * pad - 3)
        if self._bar.value is not None:
            self._draw_bar(canvas, x, middle, width, thick)
        canvas.setStrokeColor(_LIMIT)
        canvas.setLineWidth(0.5 if self._bar.value is None else 1.1)
        limit = x + width / SCALE
        canvas.line(limit, foot, limit, head)
        canvas.restoreState()

    def _draw_bar(self, canvas: Any, x: float, middle: float, width: float, thick: float) -> None:
        bar = self._bar
        value = float(bar.value or 0)
        end = x + width * min(value, SCALE) / SCALE
        canvas.setFillColor(_FILL)
        canvas.setStrokeColor(COLOURS[bar.sign.shape])
        canvas.setLineWidth(0.6)
        canvas.rect(x, middle - thick / 2, max(end - x, 0.4), thick, stroke=1, fill=1)
        if value > SCALE:
            self._draw_cut(canvas, end, middle, thick)
            return
        if bar.low is None or bar.high is None:
            return
        low, high = (x + width * min(max(edge, 0), SCALE) / SCALE for edge in (bar.low, bar.high))
        canvas.setStrokeColor("#000000")
        canvas.setLineWidth(0.7)
        canvas.line(low, middle, high, middle)
        for edge in (low, high):
            canvas.line(edge, middle - thick * 0.35, edge, middle + thick * 0.35)

    def _draw_cut(self, canvas: Any, end: float, middle: float, thick: float) -> None:
        """Show with two slanted strokes that the bar goes on beyond the scale."""
        canvas.setStrokeColor("#ffffff")
        canvas.setLineWidth(1.6)
        for left in (9, 5):
            canvas.line(end - left - 2, middle - thick, end - left + 2, middle + thick)


class TimeAxis:
    """The span of seconds that a chart of steps shows, with round ticks."""

    def __init__(self, low_s: float, high_s: float) -> None:
        span = max(high_s - low_s, 1.0)
        self.low_s, self.high_s = low_s - span * 0.03, high_s + span * 0.03
        self.step_s = next((step for step in _STEPS if span / step <= 7), _STEPS[-1])  # noqa: PLR2004 - labels fit

    def at(self, seconds: float, x: float, width: float) -> float:
        """Give the place of an instant."""
        return x + width * (seconds - self.low_s) / (self.high_s - self.low_s)

    def ticks(self) -> list[float]:
        """List the round seconds on the axis."""
        first = -int(-self.low_s // self.step_s)
        last = int(self.high_s // self.step_s)
        stride = max(1, (last - first) // 10)
        return [place * self.step_s for place in range(first, last + 1, stride)]


_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)


class AxisBox(_Drawn):
    """The head over the moments: seconds from the zero, as durations."""

    def __init__(self, axis: TimeAxis, labels: list[str]) -> None:
        super().__init__(12)
        self._axis, self._labels = axis, labels

    @override
    def draw(self, canvas: Any, x: float, top: float, width: float, height: float) -> None:
        for tick, label in zip(self._axis.ticks(), self._labels, strict=True):
            draw_line(canvas, self._axis.at(tick, x, width), top - 9, label, _LABEL)


class MomentBox(_Drawn):
    """One step: a hollow lozenge where it was planned, a disc where it was seen."""

    def __init__(self, axis: TimeAxis, moment: Moment, without: str) -> None:
        super().__init__(11.5)
        self._axis, self._moment, self._without = axis, moment, without

    @override
    def draw(self, canvas: Any, x: float, top: float, width: float, height: float) -> None:
        foot, head = top + 2.6 - height, top + 2.6
        middle = (foot + head) / 2
        canvas.saveState()
        canvas.setStrokeColor(_GRID)
        canvas.setLineWidth(0.3)
        for tick in self._axis.ticks():
            place = self._axis.at(tick, x, width)
            canvas.line(place, foot, place, head)
        if self._without:
            self._draw_without(canvas, x, middle, width)
        self._draw_planned(canvas, x, middle, width)
        self._draw_seen(canvas, x, middle, width)
        canvas.restoreState()

    def _draw_without(self, canvas: Any, x: float, middle: float, width: float) -> None:
        """Say why there is no time, beside where the step was planned."""
        style = replace(SMALL, size=7.5, colour=GREY)
        wide = text_width(self._without, style)
        planned = self._moment.planned_s
        place = x + 4 if planned is None else self._axis.at(float(planned), x, width) + 7
        if place + wide > x + width:
            place -= wide + 14
        draw_line(canvas, max(x, place), middle - 2.6, self._without, style)

    def _draw_planned(self, canvas: Any, x: float, middle: float, width: float) -> None:
        if self._moment.planned_s is None:
            return
        place, r = self._axis.at(float(self._moment.planned_s), x, width), 3.4
        path = canvas.beginPath()
        path.moveTo(place - r, middle)
        for corner in ((place, middle + r), (place + r, middle), (place, middle - r)):
            path.lineTo(*corner)
        path.close()
        canvas.setStrokeColor("#000000")
        canvas.setLineWidth(0.7)
        canvas.drawPath(path, stroke=1, fill=0)

    def _draw_seen(self, canvas: Any, x: float, middle: float, width: float) -> None:
        if self._moment.seen is None:
            return
        first, last = (self._axis.at(float(at), x, width) for at in self._moment.seen)
        canvas.setFillColor("#303030")
        canvas.setStrokeColor("#303030")
        canvas.setLineWidth(1.6)
        if last - first > 1:
            canvas.line(first, middle, last, middle)
        for place in {first, last}:
            canvas.circle(place, middle, 2.2, stroke=0, fill=1)
