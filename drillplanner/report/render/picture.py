"""Draw a report as one long picture (PNG), as chats show it: its pages without their margins."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.base.translator import Language
from drillplanner.report.render.pdf.building import build
from drillplanner.terms.document import Report

if TYPE_CHECKING:
    from PIL.Image import Image

#: Width of the picture, which fits a telephone at three pixels a point.
_WIDTH_PX = 1080
#: Left around what is drawn.
_EDGE_PX = 40
#: Pages of a picture; chats cut longer ones. House value, class D.
_MOST_PAGES = 30
_WHITE = (255, 255, 255)


def build_picture(report: Report, language: Language) -> bytes:
    """Draw a report in one language.

    Raises:
        UserError: it has more pages than a picture can show.
    """
    from PIL import Image

    pages = [_cropped(page) for page in _pages(build(report, language))]
    whole = Image.new("RGB", (_WIDTH_PX, sum(page.height for page in pages)), _WHITE)
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    target = BytesIO()
    whole.quantize(64).save(target, "PNG", optimize=True)
    return target.getvalue()


def _pages(pdf: bytes) -> list[Image]:
    # Imported by name: the library carries no types.
    document: Any = import_module("pypdfium2").PdfDocument(pdf)
    try:
        if len(document) > _MOST_PAGES:
            raise UserError(
                _(
                    "This paper has {count} pages, too many for one picture; choose the scorecard "
                    "or the circular, or another format.",
                    count=len(document),
                )
            )
        return [
            page.render(scale=_WIDTH_PX / page.get_width()).to_pil().convert("RGB")
            for page in document
        ]
    finally:
        document.close()


def _cropped(page: Image) -> Image:
    """Cut off what is empty above and below, but for an edge."""
    from PIL import Image, ImageChops

    blank = Image.new("RGB", page.size, _WHITE)
    box = ImageChops.difference(page, blank).getbbox()
    if box is None:
        return page.crop((0, 0, page.width, _EDGE_PX))
    top, foot = max(0, box[1] - _EDGE_PX), min(page.height, box[3] + _EDGE_PX)
    return page.crop((0, top, page.width, foot)).resize((_WIDTH_PX, foot - top))
