"""Keep a log of the program itself: a few files that rotate, beside the settings."""

from __future__ import annotations

import logging
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from typing_extensions import override

from drillplanner.base.errors import StoreFault
from drillplanner.base.private_files import close_to_others, make_private_folder

#: Log files of the program: three of half a megabyte.
_BYTES, _FILES = 512 * 1024, 3
_LOGGERS = ("drillplanner", "ui")


class _PrivateHandler(RotatingFileHandler):
    """A log that only this user can read, also after it was begun anew."""

    @override
    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        close_to_others(Path(self.baseFilename))
        return stream


def open_log(folder: Path) -> logging.Handler | None:
    """Begin to log into a folder; None where it cannot be written: the program works without."""
    try:
        make_private_folder(folder)
        for path in folder.glob("drillplanner.log*"):
            close_to_others(path)
        handler = _PrivateHandler(
            folder / "drillplanner.log", "a", _BYTES, _FILES, encoding="utf-8"
        )
    except (OSError, StoreFault):
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in _LOGGERS:
        logging.getLogger(name).addHandler(handler)
    return handler


def close_log(handler: logging.Handler | None) -> None:
    """Log there no more."""
    if handler is not None:
        for name in _LOGGERS:
            logging.getLogger(name).removeHandler(handler)
        handler.close()
