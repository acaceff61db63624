"""Draw the pages of a PDF as pictures, for looking at a report inside the program.

PDFium is not made for two threads at once: use a document from one lane only.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import TracebackType
from typing import Any, Self

#: Points of a PDF page in an inch.
POINTS = 72

#: Widest picture that is drawn, in pixels; a page that is zoomed further is scaled up.
_WIDEST = 4_000


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page's width and height in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels: rows of `stride` bytes, four a pixel in the order B, G, R, unused."""

    number: int
    width: int
    height: int
    stride: int
    pixels: bytes


class Pages:
    """An open PDF; close it when its pages are no longer looked at."""

    def __init__(self, document: bytes) -> None:
        """Open a whole PDF that lies in memory."""
        # Imported by name: the library carries no types, and nothing else may load it early.
        self._document: Any = import_module("pypdfium2").PdfDocument(document)
        self.sizes = tuple(
            PageSize(*self._document.get_page_size(number)) for number in range(len(self._document))
        )

    def draw(self, number: int, width_px: int) -> Picture:
        """Draw a page, counted from 0, as wide as asked."""
        size = self.sizes[number]
        page = self._document[number]
        try:
            scale = min(width_px, _WIDEST) / size.width
            bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            try:
                return Picture(
                    number, bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
                )
            finally:
                bitmap.close()
        finally:
            page.close()

    def close(self) -> None:
        """Let go of the document."""
        self._document.close()

    def __enter__(self) -> Self:
        """Give the document itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the document."""
        self.close()
