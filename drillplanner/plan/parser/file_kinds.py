"""Name files of other programs for what they are, by their first bytes."""

from __future__ import annotations

from drillplanner.base.texts import Text, _, pgettext

_EXCEL = pgettext("kind of file", "an Excel file")
_WORD = pgettext("kind of file", "a Word file")
_SLIDES = pgettext("kind of file", "a PowerPoint file")
_ARCHIVE = pgettext("kind of file", "a ZIP archive")

#: What a ZIP archive of an office program holds, under a name that stands in it unpacked.
_PACKED = (
    (b"xl/", _EXCEL),
    (b"word/", _WORD),
    (b"ppt/", _SLIDES),
    (b"opendocument.spreadsheet", pgettext("kind of file", "a spreadsheet file")),
    (b"opendocument.text", pgettext("kind of file", "a text document")),
)
#: First bytes of others: signatures of the formats' own specifications.
_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", pgettext("kind of file", "an old Excel or Word file")),
    (b"%PDF-", pgettext("kind of file", "a PDF file")),
    (b"Rar!\x1a\x07", pgettext("kind of file", "a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", pgettext("kind of file", "a 7z archive")),
    (b"\x89PNG\r\n", pgettext("kind of file", "a picture")),
    (b"\xff\xd8\xff", pgettext("kind of file", "a picture")),
    (b"SQLite format 3\0", pgettext("kind of file", "a database file")),
)


def stranger_said(data: bytes) -> Text | None:
    """Say which program's file this is, and what to open instead; None for any other bytes."""
    kind = _kind(data)
    if kind is None:
        return None
    return _(
        "This is {kind}, not a script. Open a script file (*.json); to write one, save a copy of "
        "a built-in sample and change that.",
        kind=kind,
    )


def _kind(data: bytes) -> Text | None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for name, kind in _PACKED if name in data), _ARCHIVE)
    return next((kind for first, kind in _BEGINNINGS if data.startswith(first)), None)
