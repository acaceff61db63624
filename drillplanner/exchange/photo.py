"""Read photos of unknown origin, and draw them anew from their pixels alone."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.texts import Text, _
from drillplanner.exchange.text_file import Unreadable, bytes_of
from drillplanner.run.fact import digest
from drillplanner.run.photos.attachments import MAX_BYTES
from drillplanner.run.photos.photo import JPEG, MAX_TAKEN, PNG, plain_name

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

#: Most pixels of a photo: 240 MB once decoded. House value, class D: phones take 12 to 50 million.
MOST_PIXELS = 80_000_000
#: Longest side of a picture. One of a single row or column takes twenty times the memory of its
#: pixels to be made smaller (measured); no camera makes a side as long as this.
MOST_SIDE = 40_000

#: Where EXIF keeps what is looked at (JEITA CP-3451, 4.6.3 to 4.6.6).
_EXIF_IFD, _GPS_IFD, _DATE_TIME_ORIGINAL, _ORIENTATION = 0x8769, 0x8825, 0x9003, 0x0112
_LATITUDE, _LONGITUDE = 2, 4
_PNG_MAGIC, _JPEG_MAGIC, _START_OF_SCAN = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xda"
#: The last chunk of a PNG with its sum: a picture without it was cut (RFC 2083, 4.1.4).
_PNG_END = b"IEND\xaeB`\x82"
#: Most passes over a JPEG's pixels; cameras write 1 to 10, a file made to stall readers thousands.
_MOST_SCANS = 100
#: Orientations there are, and those that lay a picture on its side.
_ORIENTATIONS, _ON_ITS_SIDE = range(1, 9), range(5, 9)

#: First bytes by which other pictures are known; each with its name for people.
_OTHERS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (8, b"WEBP", "WebP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"%PDF", "PDF"),
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypheix", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypavif", "AVIF"),
)


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo as its file has it; `width` and `height` are as the picture is looked at.

    `taken` is DateTimeOriginal as the camera wrote it, empty where it wrote none.
    """

    name: str
    type: str
    data: bytes
    sha256: str
    width: int
    height: int
    taken: str = ""
    has_location: bool = False


def read_photo_file(path: Path) -> PhotoFile:
    """Read a photo from a file.

    Raises:
        Unreadable: it is not there, too large, no JPEG or PNG, damaged, or not one picture.
    """
    too_large = _(
        "The photo is larger than {most} MB; make it smaller first.", most=MAX_BYTES // 1_000_000
    )
    return examine(path.name, bytes_of(path, MAX_BYTES, too_large))


def examine(name: str, data: bytes) -> PhotoFile:
    """Examine the bytes of a photo; the whole picture is decoded once.

    Raises:
        Unreadable: as `read_photo_file`.
    """
    with opened(data) as picture:
        if getattr(picture, "is_animated", False):
            raise Unreadable(_("The picture moves; only single pictures can be attached."))
        said = _said_by_camera(picture)
        with refusing_damage():
            picture.load()
        width, height = picture.size
        kind = PNG if picture.format == "PNG" else JPEG
    if said.orientation in _ON_ITS_SIDE:
        width, height = height, width
    return PhotoFile(
        plain_name(name), kind, data, digest(data), width, height, said.taken, said.has_location
    )


@contextmanager
def opened(data: bytes) -> Iterator[ImageFile]:
    """Open the bytes of a photo whose size is in bounds; its pixels are not decoded yet.

    Raises:
        Unreadable: no JPEG or PNG, damaged, or too large to be decoded.
    """
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    if not data.startswith((_PNG_MAGIC, _JPEG_MAGIC)):
        raise Unreadable(_what_else(data))
    with refusing_damage():
        # By their classes: Image.open would try every format that is installed.
        is_png = data.startswith(_PNG_MAGIC)
        picture = PngImageFile(BytesIO(data)) if is_png else JpegImageFile(BytesIO(data))
    with picture:
        _require_bounds(data, *picture.size)
        yield picture


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Refuse a picture where Pillow stumbles over it, or warns.

    Raises:
        Unreadable: with one sentence, whatever Pillow met.
    """
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", module=r"PIL\.")
            yield
    except MemoryError as error:
        raise Unreadable(_("There is too little memory to open the picture.")) from error
    except Exception as error:  # Pillow raises whatever its parsers meet
        raise Unreadable(_("The picture is damaged or was cut; it cannot be read.")) from error


def _require_bounds(data: bytes, width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Unreadable(
            _(
                "The picture has {count} million pixels; at most {most} million can be attached. "
                "Make it smaller first.",
                count=width * height // 1_000_000,
                most=MOST_PIXELS // 1_000_000,
            )
        )
    if max(width, height) > MOST_SIDE:
        raise Unreadable(
            _(
                "The picture is {count} pixels long; at most {most} can be attached. Make it "
                "smaller first.",
                count=max(width, height),
                most=MOST_SIDE,
            )
        )
    is_png = data.startswith(_PNG_MAGIC)
    if (is_png and _PNG_END not in data) or (
        not is_png and data.count(_START_OF_SCAN) > _MOST_SCANS
    ):
        raise Unreadable(_("The picture is damaged or was cut; it cannot be read."))


@dataclass(frozen=True, slots=True)
class _Said:
    """What the camera wrote that is looked at."""

    taken: str = ""
    has_location: bool = False
    orientation: int = 1


def orientation_of(picture: ImageFile) -> int:
    """Give how the camera was held, 1 to 8 as EXIF counts; 1, upright, where it is not known."""
    return _said_by_camera(picture).orientation


def _said_by_camera(picture: ImageFile) -> _Said:
    """Read what the camera wrote; where that is damaged the picture still counts."""
    try:
        with refusing_damage():
            exif = picture.getexif()
            written = exif.get_ifd(_EXIF_IFD).get(_DATE_TIME_ORIGINAL, "")
            place = exif.get_ifd(_GPS_IFD)
            written_orientation = exif.get(_ORIENTATION)
    except Unreadable:
        return _Said(has_location=_names_place(picture))
    taken = "".join(c for c in str(written) if c.isprintable()).strip()[:MAX_TAKEN]
    return _Said(
        taken,
        bool({_LATITUDE, _LONGITUDE} & place.keys()) or _names_place(picture),
        next((number for number in _ORIENTATIONS if number == written_orientation), 1),
    )


def _names_place(picture: ImageFile) -> bool:
    """Say whether the XMP packet, the other place for it, names a place."""
    packets = (picture.info.get(name) for name in ("xmp", "XML:com.adobe.xmp"))
    return any("GPSLatitude" in str(packet) for packet in packets if packet)


def _what_else(data: bytes) -> Text:
    """Say what a file is that is no photo of ours, where that is known."""
    if not data:
        return _("The file is empty.")
    for at, magic, name in _OTHERS:
        if data[at:].startswith(magic):
            return _(
                "This is {format}; save it as JPEG or PNG and attach that. (On a phone: choose "
                "the most compatible format in the camera's settings.)",
                format=name,
            )
    return _("This is no JPEG or PNG picture, whatever its name says.")


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
