"""Show the exact time as a QR code, and read it back from what a camera took of it.

A screen shows one code after the other, each for `period_ms`. A frame that shows a code was taken
after the code appeared and before the next one did, so each frame bounds how far the camera's clock
is from ours; a few frames together tell it to a tenth of a second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import _
from drillplanner.exchange.pack.qr_codes import base45, looked_at, read_base45

#: How long each code is shown.
PERIOD_MS: Final = 200
#: A screen is painted and lights up later than the program says, and a shutter stands open: up to
#: so long, in milliseconds. House value, class D.
LAG_MS: Final = 50
#: Most pictures that are looked at, and the longest name of a source, in bytes.
_MOST, _LONGEST = 400, 180

_CODE = re.compile(r"DPT1/(\d{13})/(\d{2,4})/([0-9A-Z $%*+\-./:]*)")
_TAKEN = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_NUMBER = re.compile(r"(\d{1,7})\D*")
#: Where EXIF keeps when a picture was taken, and its decimals (JEITA CP-3451, 4.6.5).
_EXIF_IFD, _TAKEN_TAG, _DECIMALS_TAG = 0x8769, 0x9003, 0x9291


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a time code: what our clock showed, and what the camera's did.

    `shown_ms` is the time of `source`, in UTC since 1970, when the code appeared. `taken_ms` is
    what the camera wrote, a time of day in milliseconds, true to `taken_step_ms` and cut off;
    None where it wrote none. `number` is the last number of the file's name.
    """

    name: str
    source: str
    shown_ms: int
    period_ms: int
    taken_ms: int | None = None
    taken_step_ms: int = 0
    number: int | None = None


def time_code(source: str, utc_ms: int, period_ms: int = PERIOD_MS) -> str:
    """Give the text of the code that is shown at a time of a source's clock."""
    name = base45(source.encode()[:_LONGEST])
    return f"DPT1/{utc_ms:013d}/{period_ms}/{name}"


def read_frames(paths: Sequence[Path]) -> tuple[Frame, ...]:
    """Read the time codes in pictures; a picture that holds none is passed over.

    Raises:
        FileRefused: a file is no picture, they are too many, or none holds a time code.
    """
    if len(paths) > _MOST:
        raise FileRefused(_("These are too many pictures; {count} are enough.", count=_MOST))
    found: list[Frame] = []
    for path in paths:
        texts, exif = looked_at(path)
        for text in texts:
            frame = _frame(path.stem, text, exif.get_ifd(_EXIF_IFD))
            if frame is not None:
                found.append(frame)
    if not found:
        raise FileRefused(_("There is no time code in these pictures."))
    return tuple(found)


def _frame(name: str, text: str, exif: dict[int, object]) -> Frame | None:
    match = _CODE.fullmatch(text)
    source = read_base45(match[3]) if match is not None else None
    if match is None or source is None:
        return None
    taken, step = _taken(exif)
    numbers = _NUMBER.findall(name)
    return Frame(
        name,
        source.decode("utf-8", "replace"),
        int(match[1]),
        int(match[2]),
        taken,
        step,
        int(numbers[-1]) if numbers else None,
    )


def _taken(exif: dict[int, object]) -> tuple[int | None, int]:
    """Read the time of day a camera wrote, and to what it is true, in milliseconds."""
    match = _TAKEN.match(str(exif.get(_TAKEN_TAG, "")))
    if match is None:
        return None, 0
    try:
        at = datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type]  # six numbers
    except ValueError:
        return None, 0
    taken_ms = (at.hour * 3600 + at.minute * 60 + at.second) * 1000
    decimals = str(exif.get(_DECIMALS_TAG, "")).strip()
    if not decimals.isdecimal() or len(decimals) > 6:  # noqa: PLR2004 - microseconds
        return taken_ms, 1000
    return taken_ms + int(f"0.{decimals}0"[2:5].ljust(3, "0")), max(1, 1000 // 10 ** len(decimals))
