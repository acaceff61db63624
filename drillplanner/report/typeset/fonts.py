"""Put the program's own font into the PDF and say which characters it lacks."""

from __future__ import annotations

#: Names for reportlab, e.g. in TableStyle or reportlab.graphics; the family knows <b> too.
REGULAR = "DrillPlannerSansSC-Regular"
BOLD = "DrillPlannerSansSC-Bold"


def register_fonts() -> None:
    """Make REGULAR and BOLD known to reportlab and its default; cheap when repeated.

    Call it before building any document. Documents must be built with
    `canvasmaker=EmbeddedCanvas` (or a subclass), and every Table needs
    ("FONTNAME", (0, 0), (-1, -1), REGULAR), else reportlab lists an unembedded Helvetica.

    Raises:
        StoreFault: a font file is missing or damaged.
    """
    raise NotImplementedError


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Give the characters of `text` that cannot be drawn as themselves, each once, in order.

    Line ends and tabs count as drawable; other control characters, lone surrogates and
    invisible format characters do not.
    """
    raise NotImplementedError


def printable(text: str) -> str:
    """Give `text` as it will be drawn: a missing character becomes 〔U+1F600〕.

    Invisible format characters (zero width, direction marks, variation selectors) are left
    out; line ends become "\\n", a tab four spaces; a letter with a combining mark becomes the
    composed letter where the font has it.
    """
    raise NotImplementedError


class GlyphLog:
    """Collect the missing characters of one report, so that the report can name them."""

    def read(self, text: str) -> str:
        """Give `printable(text)` and remember what was missing."""
        raise NotImplementedError

    @property
    def missing(self) -> tuple[str, ...]:
        """Give every missing character met so far, each once, by code point."""
        raise NotImplementedError

    @property
    def names(self) -> tuple[str, ...]:
        """Give the same as "U+1F600", for the report's note."""
        raise NotImplementedError
