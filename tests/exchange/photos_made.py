"""Make photos for tests: drawn by code, with whatever a camera may have written."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw


def drawing(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Draw a red corner, top left, on grey."""
    image = Image.new("RGB", size, "#808080")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="#d00000")
    return image.convert(mode)


def camera(orientation: int = 1, *, place: bool = True) -> Image.Exif:
    """Write what a phone writes."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET-PHONE"
    exif[0x0112] = orientation
    exif[0x8769] = {0x9003: "2026:11:23 15:08:40"}
    if place:
        exif[0x8825] = {1: "N", 2: (31.0, 12.0, 5.0), 3: "E", 4: (121.0, 3.0, 4.0)}
    return exif


def jpeg(size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    """Give a JPEG."""
    target = BytesIO()
    drawing(size, mode).save(target, "JPEG", quality=90, **options)
    return target.getvalue()


def png(size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    """Give a PNG."""
    target = BytesIO()
    drawing(size, mode).save(target, "PNG", **options)
    return target.getvalue()


def phone_jpeg(orientation: int = 1, *, place: bool = True) -> bytes:
    """Give a JPEG as a phone writes it: device, time, place, comment, profile."""
    return jpeg(
        exif=camera(orientation, place=place),
        comment=b"SECRET-COMMENT",
        icc_profile=b"SECRET-PROFILE" * 10,
    )
