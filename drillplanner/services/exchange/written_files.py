"""Name the files that travel, and read them back from where they were written."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _
from drillplanner.exchange.pack.qr_codes import modules

#: What no file system or no reader takes well: separators, controls, lone surrogates, and signs
#: that turn the direction of what follows, so that a name reads as another.
_NOT_IN_NAMES = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+'
)
#: Names of devices on Windows, whatever ending they have.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE | re.DOTALL)
_LONGEST_STEM = 60
#: Pixels a side of one dark or light square of a QR code.
_MODULE_PX = 6


def file_named(words: Sequence[str], otherwise: str, suffix: str) -> str:
    """Make the name of a file of words that may hold anything."""
    said = "-".join(_plain(one) for one in words)
    stem = said[:_LONGEST_STEM].strip(" .") or _plain(otherwise)[:_LONGEST_STEM]
    return f"{'_' if _DEVICES.fullmatch(stem) else ''}{stem}{suffix}"


def _plain(words: str) -> str:
    return _NOT_IN_NAMES.sub(" ", words).strip(" .")


def read_again(path: Path, data: bytes) -> None:
    """Read what was written from the medium itself, as far as the system lets us.

    Raises:
        StoreFault: it cannot be read, or is not what was written.
    """
    try:
        with path.open("rb") as file:
            if hasattr(os, "posix_fadvise"):
                # What was flushed a moment ago would otherwise come from memory.
                with suppress(OSError):
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            found = file.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreFault(
            _("{file} cannot be read back: {reason}", file=str(path), reason=reason)
        ) from error
    if found != data:
        raise StoreFault(
            _("{file} does not hold what was written to it; use another medium.", file=str(path))
        )


def draw_codes(texts: Sequence[str], folder: Path) -> tuple[Path, ...]:
    """Draw QR codes into a folder, a picture each, numbered.

    Raises:
        UserError: the folder is missing.
        StoreFault: the disk failed.
    """
    from PIL import Image

    written = []
    for number, text in enumerate(texts, 1):
        rows = modules(text)
        picture = Image.new("1", (len(rows), len(rows)), 1)
        picture.putdata([not dark for row in rows for dark in row])
        out = io.BytesIO()
        picture.resize((len(rows) * _MODULE_PX, len(rows) * _MODULE_PX)).save(out, "PNG")
        path = folder / f"qr-{number:03d}-of-{len(texts):03d}.png"
        write_durably(path, out.getvalue())
        written.append(path)
    return tuple(written)
