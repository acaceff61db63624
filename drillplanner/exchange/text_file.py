"""Read a text file of unknown origin whole: bounded, strictly UTF-8, else GB18030."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from typing_extensions import override

from drillplanner.base.texts import Text, _

#: Largest file that is read; a day's log of twenty posts is under 1 MB.
MOST_BYTES = 20_000_000

#: First bytes that tell what a file is when it is not text.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """A file, or its text from `line` on, cannot be read; says why."""

    def __init__(self, text: Text, line: int | None = None) -> None:
        super().__init__(str(text))
        self.text = text
        self.line = line


@dataclass(frozen=True, slots=True)
class HeldText:
    """A text that was read before and is kept under the name of its file; no file is behind it."""

    name: str
    text: str

    @override
    def __str__(self) -> str:
        return self.name


#: Where text comes from.
TextSource: TypeAlias = Path | HeldText


def labels(paths: Sequence[TextSource]) -> tuple[str, ...]:
    """Name files for messages: by their last part, or in full where two share it."""
    names = [_sayable(path.name) for path in paths]
    return tuple(
        _sayable(str(path)) if names.count(name) > 1 or not name else name
        for path, name in zip(paths, names, strict=True)
    )


def text_of(path: TextSource) -> str:
    """Read a file's text without its byte order mark.

    Raises:
        Unreadable: there is no such file, it is too large, or it is not text.
    """
    if isinstance(path, HeldText):
        return path.text
    too_large = _(
        "The file is larger than {most} MB; split it into several.", most=MOST_BYTES // 1_000_000
    )
    return decoded(bytes_of(path, MOST_BYTES, too_large))


def bytes_of(path: Path, most_bytes: int, too_large: Text) -> bytes:
    """Read a file's bytes; `too_large` is said of one that holds more than `most_bytes`.

    Raises:
        Unreadable: there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            large = os.fstat(file.fileno()).st_size > most_bytes
            data = b"" if large else file.read(most_bytes + 1)
    except FileNotFoundError:
        raise Unreadable(_("There is no such file; check the path.")) from None
    except IsADirectoryError:
        raise Unreadable(_("This is a folder; name a file in it.")) from None
    except PermissionError:
        raise Unreadable(
            _(
                "You may not read this file; check its permissions, and whether another program "
                "has it open."
            )
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(_("The file cannot be read: {reason}.", reason=reason)) from error
    if large or len(data) > most_bytes:
        raise Unreadable(too_large)
    return data


def decoded(data: bytes) -> str:
    """Read bytes as UTF-8, else GB18030, without a byte order mark; Unreadable if neither."""
    if data.startswith((_ZIP, _OLE)):
        raise Unreadable(_("This is a spreadsheet, not text; save it as CSV UTF-8."))
    if data.startswith(_UTF16):
        raise Unreadable(_("This file is UTF-16; save it as CSV UTF-8."))
    if b"\0" in data:
        line, column = _position(data, data.index(b"\0"))
        raise Unreadable(
            _(
                "This is not text, or UTF-16: there is a zero byte in line {line}, byte {column}; "
                "save it as CSV UTF-8.",
                line=line,
                column=column,
            ),
            line,
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _decoded_chinese(data, error.start)


def _decoded_chinese(data: bytes, utf8_failed_at: int) -> str:
    failed_at = utf8_failed_at
    if not data.startswith(_BOM):
        try:
            return data.decode("gb18030").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            failed_at = max(failed_at, error.start)
    line, column = _position(data, failed_at)
    raise Unreadable(
        _(
            "The text is neither UTF-8 nor GB18030 in line {line}, byte {column}; "
            "save it as CSV UTF-8.",
            line=line,
            column=column,
        ),
        line,
    )


def _position(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1, len(before) - before.rfind(b"\n")


def _sayable(name: str) -> str:
    """Make a file name fit for messages, whatever bytes it holds."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)
