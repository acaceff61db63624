"""Write a whole file so that a power cut leaves the old one or the new one, never a mix."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _


def write_durably(path: Path, data: bytes) -> None:
    """Write `data` beside `path`, bring it to the disk, then give it its name.

    Raises:
        StoreFault: it is not on the disk; what was at `path` before is untouched.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        # Renaming over a device or a pipe would take it from every other program.
        raise StoreFault(
            _("{path} is a device or a pipe. Give the name of a file.", path=str(path))
        )
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise StoreFault(
            _(
                "{file} was not written: {reason}. Choose another place.",
                file=str(path),
                reason=error.strerror or type(error).__name__,
            )
        ) from error


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk too; Windows has no such call and needs none (NTFS logs)."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
