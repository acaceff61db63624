"""Draw the marks of a plan onto a copy of its picture, numbered in their order."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final

from drillplanner.exchange.photo import Copy, opened, refusing_damage
from drillplanner.organisation.site_plan import COLOURS, FAR, LINES, SiteMark

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

#: Longest side that a plan is kept at: signs on a scanned A3 sheet stay readable. House value.
LONGEST_PX: Final = 2_400
_QUALITY: Final = 88


def with_marks(picture: bytes, marks: Sequence[SiteMark]) -> Copy:
    """Draw marks onto a picture that was kept as `jpeg_copy` made it.

    Raises:
        Unreadable: the bytes are no picture any more.
    """
    from PIL import ImageDraw, ImageFont

    with opened(picture) as kept, refusing_damage():
        image = kept.convert("RGB")
        size = max(12, max(image.size) // 60)
        draw, font = ImageDraw.Draw(image), ImageFont.load_default(size)
        # Lines lie below the signs, whatever was placed first.
        numbered = sorted(enumerate(marks, 1), key=lambda one: one[1].kind not in LINES)
        for number, mark in numbered:
            at = [(x * image.width // FAR, y * image.height // FAR) for x, y in mark.places]
            if at:
                _draw(draw, font, mark, number, at, size)
        target = BytesIO()
        image.save(target, "JPEG", quality=_QUALITY)
    return Copy(*image.size, target.getvalue())


def _draw(
    draw: ImageDraw,
    font: FreeTypeFont | ImageFont,
    mark: SiteMark,
    number: int,
    at: Sequence[tuple[int, int]],
    size: int,
) -> None:
    colour = COLOURS.get(mark.kind, "#000000")
    if mark.kind in LINES and len(at) > 1:
        draw.line(at, fill="white", width=max(5, size // 3), joint="curve")
        draw.line(at, fill=colour, width=max(3, size // 5), joint="curve")
    x, y = at[-1]
    box = (x - size, y - size, x + size, y + size)
    match mark.kind:
        case "waiting":
            draw.rectangle(box, fill="white", outline=colour, width=max(2, size // 6))
        case "assembly":
            corners = [(x, y - size - size // 3), (x - size, y + size), (x + size, y + size)]
            draw.polygon(corners, fill="white", outline=colour, width=max(2, size // 6))
        case _:
            draw.ellipse(box, fill="white", outline=colour, width=max(2, size // 6))
    draw.text((x, y), str(number), fill=colour, font=font, anchor="mm")
