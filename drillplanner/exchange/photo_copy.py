"""Draw photos anew for screen and paper, from their pixels alone.

Nothing of what the camera wrote comes along: no place, no device, no comment, no profile.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from drillplanner.exchange.photo_file import opened, orientation_of, refusing_damage

if TYPE_CHECKING:
    from PIL.Image import Image

#: Longest side of a copy for paper in pixels, and its JPEG quality: 300 dots per inch at half a
#: page's width, at about 300 kB. House values, class D.
PAPER_PX, _QUALITY = 1_600, 80

#: Modes of Pillow with more than eight bits of grey; converting them at once would cut them off.
_DEEP = ("I", "I;16", "I;16B", "I;16L")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as JPEG."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Pixels:
    """A copy as rows of three bytes a pixel, red, green, blue."""

    width: int
    height: int
    data: bytes


def jpeg_copy(data: bytes, longest_px: int = PAPER_PX) -> Copy:
    """Draw a photo as a JPEG, no side longer than asked.

    Raises:
        Unreadable: the bytes are no photo that could be attached.
    """
    image = _drawn(data, longest_px)
    target = BytesIO()
    with refusing_damage():
        image.save(target, "JPEG", quality=_QUALITY)
    return Copy(*image.size, target.getvalue())


def pixels(data: bytes, longest_px: int) -> Pixels:
    """Draw a photo as pixels, no side longer than asked; Unreadable as `jpeg_copy`."""
    image = _drawn(data, longest_px)
    return Pixels(*image.size, image.tobytes())


def _drawn(data: bytes, longest_px: int) -> Image:
    from PIL import Image

    with opened(data) as picture:
        orientation = orientation_of(picture)
        with refusing_damage():
            # A JPEG can be decoded at a fraction of its size, in a fraction of the time.
            picture.draft("RGB", (longest_px, longest_px))
            image = _plain(picture)
            image.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
            image = _upright(image, orientation)
            # From its pixels alone: an image also carries along what was written beside them.
            return Image.frombytes("RGB", image.size, image.tobytes())


def _upright(image: Image, orientation: int) -> Image:
    """Turn a picture as it is looked at (JEITA CP-3451, 4.6.4, Orientation)."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _plain(picture: Image) -> Image:
    """Give a picture in red, green and blue, what is transparent on white."""
    from PIL import Image

    if picture.mode in _DEEP:
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("RGB")
    if "A" in picture.getbands() or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        ground.alpha_composite(layered)
        return ground.convert("RGB")
    return picture.convert("RGB")
