"""Keep a log of the program itself: a few files that rotate, beside the settings."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

#: Log files of the program: three of half a megabyte.
_BYTES, _FILES = 512 * 1024, 3
_LOGGERS = ("drillplanner", "ui")


def open_log(folder: Path) -> logging.Handler | None:
    """Begin to log into a folder; None where it cannot be written: the program works without."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "drillplanner.log", "a", _BYTES, _FILES, encoding="utf-8"
        )
    except OSError:
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
