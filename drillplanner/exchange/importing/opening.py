"""Read a table from a file or the clipboard into plain cells, whatever form it has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.texts import _
from drillplanner.exchange.fault_list import nearest
from drillplanner.exchange.importing.cells import Sheet
from drillplanner.exchange.importing.container import is_spreadsheet
from drillplanner.exchange.importing.html_tables import html_tables
from drillplanner.exchange.importing.spreadsheets import spreadsheet_tables
from drillplanner.exchange.importing.text_tables import text_table
from drillplanner.exchange.text_file import MOST_BYTES, Unreadable, bytes_of, decoded, labels

#: What a file is called that holds a table; the window's file dialog lists these.
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".htm", ".html")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HTML_STARTS = ("<html", "<!doctype html", "<table", "<meta", "<body")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The tables of one file or of the clipboard; `name` is for people."""

    name: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str | None) -> Sheet:
        """Give a sheet by its name, or the first that is not hidden.

        Raises:
            UserError: there is no such sheet.
        """
        if name is None:
            return next((one for one in self.sheets if not one.is_hidden), self.sheets[0])
        for one in self.sheets:
            if one.name == name:
                return one
        names = [one.name for one in self.sheets]
        near = nearest(name, names) or names[0]
        raise UserError(
            _(
                "{file} has no sheet {name}; there is {near}. Name one of its sheets.",
                file=self.name,
                name=name,
                near=near,
            )
        )


def open_tables(path: Path) -> Workbook:
    """Read all tables of a file.

    Raises:
        FileRefused: there is no such file, or it holds no table that can be read.
    """
    (label,) = labels([path])
    try:
        too_large = _(
            "The file is larger than {most} MB; keep only the part to be read.",
            most=MOST_BYTES // 1_000_000,
        )
        data = bytes_of(path, MOST_BYTES, too_large)
        if is_spreadsheet(data):
            return Workbook(label, spreadsheet_tables(data))
        text = _text(data)
        if text.lstrip().lower().startswith(_HTML_STARTS):
            # Many programs save a web page under the name of a spreadsheet.
            return Workbook(label, html_tables(text))
        return Workbook(label, (text_table(path.stem, text),))
    except Unreadable as error:
        raise _refused(label, error) from error


def clipboard_tables(name: str, *, html: str = "", text: str = "") -> Workbook:
    """Read tables as they were copied; HTML tells merged cells and line breaks, so it goes first.

    Raises:
        FileRefused: there is no table on the clipboard.
    """
    try:
        if html:
            try:
                return Workbook(name, html_tables(html))
            except Unreadable:
                if not text:
                    raise
        return Workbook(name, (text_table(name, text),))
    except Unreadable as error:
        raise _refused(name, error) from error


def _text(data: bytes) -> str:
    """Decode a text; UTF-16 is what spreadsheets call Unicode text."""
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise Unreadable(_("This file is damaged UTF-16; save it as CSV UTF-8.")) from error
    return decoded(data)


def _refused(name: str, error: Unreadable) -> FileRefused:
    return FileRefused(_("{file} cannot be read: {why}", file=name, why=error.text))
