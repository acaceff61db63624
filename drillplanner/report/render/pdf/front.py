"""Draw the cover."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reportlab.platypus.flowables import Flowable
from typing_extensions import override

from drillplanner.report.render.pdf.boxes import Box
from drillplanner.report.render.typeset.paragraph import Prose, draw_line, text_width
from drillplanner.report.render.typeset.styles import BODY_FLUSH, SUBTITLE, TITLE


class CoverPage(Flowable):
    """The cover, filling its page: mark at the top, name in the upper third, approvals below."""

    def __init__(
        self,
        mark: tuple[str, Box],
        title: Prose,
        name: Prose,
        facts: list[tuple[str, Box]],
        approvals: list[tuple[str, Box]],
    ) -> None:
        super().__init__()
        self._mark, self._title, self._name = mark, title, name
        self._facts, self._approvals = facts, approvals

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width, self.height = aW, aH
        return aW, aH

    def draw(self) -> None:
        """Draw from the top down, the approvals from the bottom."""
        canvas = self.canv
        label, box = self._mark
        style = replace(SUBTITLE, size=13, bold=True, align="left")
        if label:
            draw_line(canvas, 0, self.height - 14, label, style)
        left = text_width(label, style) + 14 if label else 0.0
        box.draw(canvas, left, self.height, 150, 20)
        top = self.height * 0.76
        for prose in (self._name, self._title):
            tall = prose.wrap(self.width, 0)[1]
            top -= tall
            prose.drawOn(canvas, 0, top)
            top -= 10
        top -= 26
        canvas.setLineWidth(0.8)
        canvas.line(self.width * 0.36, top + 14, self.width * 0.64, top + 14)
        self._draw_pairs(canvas, self._facts, min(top - 30, self.height * 0.5))
        self._draw_pairs(canvas, self._approvals, 110)

    def _draw_pairs(self, canvas: Any, pairs: list[tuple[str, Box]], top: float) -> None:
        style = replace(BODY_FLUSH, size=12, leading=20)
        left, right = self.width * 0.16, self.width * 0.84
        labels = [label for label, _box in (*self._facts, *self._approvals)]
        middle = left + max(text_width(label, style) for label in labels) + 22
        for label, box in pairs:
            draw_line(canvas, left, top - 15, label, style)
            tall = box.height(right - middle)
            box.draw(canvas, middle, top, right - middle, tall)
            top -= max(tall, 20) + 10


def cover_styles() -> tuple[Any, Any]:
    """Give the styles of the drill's name and of the document's name."""
    return replace(TITLE, size=20, leading=30), replace(TITLE, size=24, leading=38)
