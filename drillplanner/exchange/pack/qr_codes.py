"""Let a log pack leave a screen as numbered QR codes, and put it together from pictures of them.

Where no stick may be plugged in (一机两用), a phone takes pictures of the screen. Each code says
which pack it is of, its number and how many there are, so that they may come in any order, several
times, and those that are missing are named. The text is base 45 (RFC 9285), which QR codes hold
almost as densely as bytes and every reader gives back as it was.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.texts import _
from drillplanner.run.fact import digest

if TYPE_CHECKING:
    from PIL.Image import Exif

#: Bytes in a code: a screen of 105 modules a side, which a phone reads from half a metre.
_BYTES = 540
#: More codes than anybody will take pictures of.
_MOST = 200
#: Largest pack that is put together; what unpacks to more is no log of a drill.
MAX_BYTES = 8_000_000
#: Largest picture, in bytes and pixels.
_MOST_BYTES, _MOST_PIXELS = 40_000_000, 80_000_000
#: Endings of the names of pictures.
PICTURES = frozenset({".png", ".jpg", ".jpeg"})

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_CODE = re.compile(r"DP1/([0-9A-F]{8})/(\d{1,3})/(\d{1,3})/([0-9A-Z $%*+\-./:]+)")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was put together from codes: the pack, or the numbers that are missing of it."""

    count: int
    missing: tuple[int, ...]
    data: bytes | None = None


def codes(pack: bytes) -> tuple[str, ...]:
    """Cut a pack into the texts of codes, in order.

    Raises:
        UserError: it is too large to be shown in this way.
    """
    packed = zlib.compress(pack, 9)
    name = digest(packed)[:8].upper()
    pieces = [packed[at : at + _BYTES] for at in range(0, len(packed), _BYTES)]
    if len(pieces) > _MOST or len(pack) > MAX_BYTES:
        raise UserError(
            _(
                "This log would take {count} codes; hand it over on a stick or in a folder.",
                count=len(pieces),
            )
        )
    return tuple(
        f"DP1/{name}/{number}/{len(pieces)}/{base45(piece)}"
        for number, piece in enumerate(pieces, 1)
    )


def modules(code: str) -> tuple[tuple[bool, ...], ...]:
    """Draw a code: rows of dark and light modules, with the quiet zone around them."""
    import segno

    made = segno.make(code, error="m", mode="alphanumeric", micro=False)
    return tuple(tuple(bool(one) for one in row) for row in made.matrix_iter(border=4))


def gather(texts: Iterable[str]) -> Gathered:
    """Put a pack together from codes that came in any order, any of them several times.

    Raises:
        FileRefused: none of them is of a log pack, they are of several, or they do not fit.
    """
    found: dict[str, dict[int, bytes]] = {}
    counts: dict[str, set[int]] = {}
    for text in texts:
        match = _CODE.fullmatch(text)
        piece = read_base45(match[4]) if match else None
        if match is not None and piece is not None:
            found.setdefault(match[1], {})[int(match[2])] = piece
            counts.setdefault(match[1], set()).add(int(match[3]))
    if not found:
        raise FileRefused(_("There is no code of a log pack in these pictures."))
    if len(found) > 1:
        raise FileRefused(_("These pictures are of several log packs; choose those of one."))
    ((name, pieces),) = found.items()
    count = max(counts[name])
    missing = tuple(number for number in range(1, count + 1) if number not in pieces)
    if missing:
        return Gathered(count, missing)
    packed = b"".join(pieces[number] for number in range(1, count + 1))
    if digest(packed)[:8].upper() != name:
        raise FileRefused(_("These codes do not fit together; take the pictures once more."))
    return Gathered(count, (), _unpacked(packed))


def read_pictures(paths: Sequence[Path]) -> tuple[str, ...]:
    """Read the codes in pictures of a screen; one that holds none is passed over.

    Raises:
        FileRefused: a file is no picture, or larger than any camera's.
    """
    return tuple(text for path in paths for text in looked_at(path)[0])


def looked_at(path: Path) -> tuple[tuple[str, ...], Exif]:
    """Read the codes in a picture, and what the camera wrote beside it.

    Raises:
        FileRefused: it is no picture, or larger than any camera's.
    """
    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    refused = FileRefused(_("{file} is no picture that can be read.", file=path.name))
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise refused
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise refused
            grey, exif = picture.convert("L"), picture.getexif()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise refused from error
    except Image.DecompressionBombError as error:
        raise refused from error
    return tuple(one.text for one in zxingcpp.read_barcodes(grey)), exif


def base45(data: bytes) -> str:
    """Write bytes in the characters that QR codes hold almost as densely."""
    out: list[str] = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _digit in range(len(pair) + 1):
            value, place = divmod(value, 45)
            out.append(_ALPHABET[place])
    return "".join(out)


def read_base45(text: str) -> bytes | None:
    """Read base 45; None where it is none."""
    out = bytearray()
    for at in range(0, len(text), 3):
        part = text[at : at + 3]
        value = sum(_ALPHABET.index(one) * 45**place for place, one in enumerate(part))
        size = len(part) - 1
        if size < 1 or value >= 256**size:
            return None
        out += value.to_bytes(size, "big")
    return bytes(out)


def _unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(packed, MAX_BYTES)
    except zlib.error as error:
        raise FileRefused(
            _("These codes do not fit together; take the pictures once more.")
        ) from error
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise FileRefused(_("These codes unpack to more than a log can be; they were not read."))
    return data
