"""Name the files that travel, and read them back from where they were written."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_LONGEST_STEM = 60


def file_named(words: Sequence[str], otherwise: str, suffix: str) -> str:
    """Make the name of a file of words that may hold anything."""
    said = "-".join(_NOT_IN_NAMES.sub(" ", one).strip(" .") for one in words)
    return f"{said[:_LONGEST_STEM].strip(' .') or otherwise}{suffix}"


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
