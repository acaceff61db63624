"""Make spreadsheets for the tests: sound ones, and ones that would harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from xml.sax.saxutils import escape

import xlsxwriter

Value = str | int | float | bool | date | time | timedelta | None

_FORMATS = {time: "h:mm:ss", timedelta: "[h]:mm:ss", date: "yyyy/m/d", datetime: "yyyy/m/d h:mm:ss"}
_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"""


def xlsx(rows: Iterable[Sequence[Value]], merges: Sequence[str] = (), *, sheet: str = "S") -> bytes:
    """Write rows as a workbook; dates, times and durations as spreadsheets keep them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(sheet)
    formats = {kind: book.add_format({"num_format": how}) for kind, how in _FORMATS.items()}
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if type(value) in formats:
                page.write_datetime(row, column, value, formats[type(value)])
            elif value is not None:
                page.write(row, column, value)
    for merge in merges:
        page.merge_range(merge, "")
        first = merge.partition(":")[0]
        column, row = ord(first[0]) - ord("A"), int(first[1:]) - 1
        page.write(row, column, list(rows)[row][column])
    book.close()
    return out.getvalue()


def far_corners() -> bytes:
    """Write a small sound workbook whose cells span the whole sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("S")
    page.write(0, 0, "x")
    page.write(1_048_575, 16_383, "y")
    book.close()
    return out.getvalue()


def ods(rows: str) -> bytes:
    """Write an OpenDocument file around the XML of its rows."""
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": _ODS.format(rows=rows).encode(),
            "META-INF/manifest.xml": _MANIFEST.encode(),
        }
    )


def ods_row(*cells: str, repeated: int = 1) -> str:
    """Give a row of texts as OpenDocument's XML."""
    inner = "".join(
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(cell)}</text:p></table:table-cell>"
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}</table:table-row>'


def archive(parts: dict[str, bytes]) -> bytes:
    """Pack parts into a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def replaced(book: bytes, name: str, data: bytes) -> bytes:
    """Give a workbook with one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        parts = {part: packed.read(part) for part in packed.namelist()}
    return archive({**parts, name: data})
