"""Set headings and captions, and put headings into the outline."""

from __future__ import annotations

from dataclasses import replace

from typing_extensions import override

from drillplanner.report.render.typeset.fonts import GlyphLog
from drillplanner.report.render.typeset.paragraph import Prose
from drillplanner.report.render.typeset.styles import TextStyle


class Leading(Prose):
    """A heading or caption: never the last thing on a page; a `place` makes a bookmark."""

    leads = True
    holds = 1

    def __init__(
        self, text: str, style: TextStyle, glyphs: GlyphLog, place: tuple[int, int] | None = None
    ) -> None:
        """Take the text, and as `place` its level in the outline and its number there."""
        super().__init__(text, replace(style, keep_with_next=False), glyphs)
        self._place = place

    @override
    def draw(self) -> None:
        super().draw()
        if self._place is None:
            return
        level, number = self._place
        self.canv.bookmarkHorizontal(f"heading-{number}", 0, self.height)
        self.canv.addOutlineEntry(self.text, f"heading-{number}", level, closed=level > 0)
