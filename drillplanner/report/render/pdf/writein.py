"""Leave room to write by hand."""

from __future__ import annotations

from reportlab.platypus.flowables import Flowable
from typing_extensions import override

from drillplanner.report.render.typeset.paragraph import Prose

_PITCH = 22.0


class WriteIn(Flowable):
    """Ruled lines under a small label that says what for."""

    def __init__(self, label: Prose, count: int) -> None:
        super().__init__()
        self._label, self._count = label, count
        self.spaceAfter = 6

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = aW
        self.height = self._label.wrap(aW, 0)[1] + self._count * _PITCH
        return aW, self.height

    def draw(self) -> None:
        """Draw label and lines."""
        tall = self._label.wrap(self.width, 0)[1]
        self._label.drawOn(self.canv, 0, self.height - tall)
        self.canv.setStrokeColor("#808080")
        self.canv.setLineWidth(0.4)
        self.canv.setDash(1, 2)
        for line in range(1, self._count + 1):
            y = self.height - tall - line * _PITCH + 4
            self.canv.line(0, y, self.width, y)
        self.canv.setDash()
