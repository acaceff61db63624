"""Set the pages: margins, header, footer with page x of y, outline and metadata."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFInfo, PDFString
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.frames import Frame
from typing_extensions import override

from drillplanner.report.render.typeset.paragraph import (
    EmbeddedCanvas,
    draw_line,
    shorten,
    text_width,
)
from drillplanner.report.render.typeset.styles import FURNITURE

#: Margins of GB/T 9704-2012: a type area of 156 by 225 mm, the wider edge to bind at.
LEFT, RIGHT, TOP, BOTTOM = 28 * mm, 26 * mm, 37 * mm, 35 * mm
WIDTH = A4[0] - LEFT - RIGHT
HEIGHT = A4[1] - TOP - BOTTOM
_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Furniture:
    """Words on every page, in the report's language.

    `page` holds {number}; it meets `PageCount` in the middle of the foot.
    """

    title: str
    name: str
    mark: str
    page: str


class Pages(BaseDocTemplate):
    """A document with a cover template and a page template."""

    def __init__(self, target: Any, furniture: Furniture, has_cover: bool, **keywords: Any) -> None:
        super().__init__(target, pagesize=A4, **keywords)
        self._furniture = furniture
        cover = PageTemplate("cover", [_frame("cover")])
        page = PageTemplate("page", [_frame("page")], onPage=self._furnish)
        self.addPageTemplates([cover, page] if has_cover else [page])

    def _furnish(self, canvas: Any, document: Any) -> None:
        words = self._furniture
        top = A4[1] - TOP + 12
        room = WIDTH - (text_width(words.mark, FURNITURE) + 24 if words.mark else 0)
        heading = shorten(f"{words.title}  {words.name}", FURNITURE, room)
        draw_line(canvas, LEFT, top, heading, FURNITURE)
        if words.mark:
            bold = replace(FURNITURE, align="right", bold=True, colour="#000000")
            draw_line(canvas, A4[0] - RIGHT, top, words.mark, bold)
        canvas.setStrokeColor("#808080")
        canvas.setLineWidth(0.4)
        canvas.line(LEFT, top - 5, A4[0] - RIGHT, top - 5)
        middle, foot = LEFT + WIDTH / 2, BOTTOM - 26
        page = words.page.replace("{number}", str(canvas.getPageNumber()))
        draw_line(canvas, middle - 1.2, foot, page, replace(FURNITURE, align="right"))
        canvas.doForm(_TOTAL)


class ReportCanvas(EmbeddedCanvas):
    """A canvas that opens with its outline shown and tells nobody when it was made."""

    _doc: Any  # reportlab's own document, which its types leave out

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._doc.info = _Undated()
        self.showOutline()
        self.setViewerPreference("DisplayDocTitle", "true")


class _Undated(PDFInfo):
    """A file's properties without dates: the time of printing is no fact of the drill."""

    @override
    def format(self, document: Any) -> Any:
        named = {
            "Title": self.title,
            "Author": self.author,
            "Subject": self.subject,
            "Creator": self.creator,
            "Producer": self.producer,
        }
        given = {name: PDFString(value) for name, value in named.items() if value}
        return PDFDictionary(given).format(document)


class PageCount(Flowable):
    """The last thing in a story: says how many pages there are, now that it is known."""

    def __init__(self, of: str) -> None:
        super().__init__()
        self._of = of

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        """Define the half of the footer that all pages refer to."""
        canvas = self.canv
        of = self._of.replace("{number}", str(canvas.getPageNumber()))
        canvas.beginForm(_TOTAL, 0, 0, A4[0], A4[1])
        draw_line(canvas, LEFT + WIDTH / 2 + 1.2, BOTTOM - 26, of, FURNITURE)
        canvas.endForm()


def _frame(name: str) -> Frame:
    return Frame(LEFT, BOTTOM, WIDTH, HEIGHT, 0, 0, 0, 0, id=name)
