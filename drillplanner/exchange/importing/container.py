"""Look into a spreadsheet file before anything reads it, and refuse what would harm.

A sound xlsx of 5 kB with a cell at each corner of the sheet makes its reader ask for 512 GB and
abort (tafia/calamine issue 693). So the parts of the archive are unpacked bounded and looked
through once: what they unpack to, declared entities, and how large a rectangle the cells span.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Literal, TypeAlias
from xml.parsers import expat

from drillplanner.base.texts import _
from drillplanner.exchange.importing.cells import MOST_CELLS, count_in
from drillplanner.exchange.importing.text_tables import too_many_cells
from drillplanner.exchange.text_file import Unreadable

#: What a spreadsheet file is inside.
Container: TypeAlias = Literal["xlsx", "ods", "xls"]

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A workbook of 200,000 cells unpacks to some 20 MB.
_MOST_UNPACKED = 200_000_000
_MOST_PARTS = 2_000
_BLOCK = 1 << 16
_DEEPEST = 64
_ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_CELL_NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_ENCRYPTED_FLAG = 0x1
#: Names inside an encrypted OOXML file, which is an OLE file, in the UTF-16 of its directory.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def is_spreadsheet(data: bytes) -> bool:
    """Tell whether a file is an archive or an OLE file, as spreadsheets are."""
    return data.startswith((_ZIP, _OLE))


def look_into(data: bytes) -> Container:
    """Find out what kind of spreadsheet this is, and that it does no harm to read.

    Raises:
        Unreadable: it is none, is protected, damaged, or would unpack to too much.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise protected()
        return "xls"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _look_through(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise damaged() from error
    except expat.ExpatError as error:
        raise damaged() from error
    except RuntimeError as error:  # what zipfile raises of a part that needs a password
        raise protected() from error


def protected() -> Unreadable:
    """Say that a file needs a password."""
    return Unreadable(
        _("This spreadsheet is protected by a password; save it without one and choose it again.")
    )


def damaged() -> Unreadable:
    """Say that a file is not whole."""
    return Unreadable(
        _("This spreadsheet is damaged; open it in its own program and save it again, or as CSV.")
    )


def _look_through(archive: zipfile.ZipFile) -> Container:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise protected()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise _too_much()
    is_ods = "mimetype" in names and archive.read("mimetype").strip() == _ODS_MIME
    if not is_ods and "xl/workbook.xml" not in names:
        raise Unreadable(
            _("This is no spreadsheet that can be read; save it as xlsx or as CSV UTF-8.")
        )
    left = _MOST_UNPACKED
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        is_sheet = part.filename == "content.xml" if is_ods else "/worksheets/" in part.filename
        scan = _Scan(is_ods=is_ods and is_sheet, is_sheet=is_sheet)
        with archive.open(part) as file:
            while block := file.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise _too_much()
                scan.feed(block)
        scan.close()
    return "ods" if is_ods else "xlsx"


def _too_much() -> Unreadable:
    return Unreadable(
        _("This spreadsheet unpacks to more than is read; keep only the sheet with the times.")
    )


class _Scan:
    """Look through one XML part: entities, depth, and how far its cells reach."""

    def __init__(self, *, is_sheet: bool, is_ods: bool) -> None:
        self._parser = expat.ParserCreate(namespace_separator="|" if is_ods else None)
        self._parser.buffer_text = False
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.EntityDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._begin_ods if is_ods else self._begin
        self._parser.EndElementHandler = self._end
        self._is_sheet = is_sheet
        self._depth = 0
        self._row = self._column = 0
        self._height = self._width = 0
        self._rows_here = 1

    def feed(self, block: bytes) -> None:
        self._parser.Parse(block, False)

    def close(self) -> None:
        self._parser.Parse(b"", True)

    def _refuse_doctype(self, *_what: object) -> None:
        # No spreadsheet program writes one; entities that expand without end begin with it.
        raise damaged()

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise damaged()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._deeper()
        if not self._is_sheet:
            return
        tag = name.rpartition(":")[2]
        if tag == "row":
            # A row without a number follows the one before.
            self._row = count_in(attributes.get("r"), self._row + 1)
            self._column = 0
        elif tag == "c":
            found = _CELL_NAME.fullmatch(attributes.get("r", ""))
            if found is None:
                self._column += 1
            else:
                self._column = _column_number(found[1])
                self._row = int(found[2])
            self._reach(self._row, self._column)

    def _begin_ods(self, name: str, attributes: dict[str, str]) -> None:
        self._deeper()
        if name == f"{_TABLE}|table":
            self._row = self._height = self._width = 0
        elif name == f"{_TABLE}|table-row":
            self._row += self._rows_here
            self._rows_here = _repeats(attributes, "rows")
            self._column = 0
            if self._row == 0:
                self._row = 1
        elif name in (f"{_TABLE}|table-cell", f"{_TABLE}|covered-table-cell"):
            self._column += _repeats(attributes, "columns")
            if f"{_OFFICE}|value-type" in attributes:
                self._reach(self._row + self._rows_here - 1, self._column)

    def _reach(self, row: int, column: int) -> None:
        self._height, self._width = max(self._height, row), max(self._width, column)
        if self._height * self._width > MOST_CELLS:
            raise too_many_cells()


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _repeats(attributes: dict[str, str], what: str) -> int:
    return count_in(attributes.get(f"{_TABLE}|number-{what}-repeated"), 1)
