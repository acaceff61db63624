"""Bring a table of a register in by its headings, and write one as a workbook.

What a column means is proposed from its heading; a person's answer is a mapping from headings
to the register's columns, kept in a file of its own where it is wanted again.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.texts import Text, _
from drillplanner.base.translator import translator
from drillplanner.exchange.fault_list import nearest
from drillplanner.exchange.importing.cells import Cell, Sheet
from drillplanner.exchange.importing.layout import Layout, find_layout, layout_at
from drillplanner.exchange.importing.opening import Workbook, open_tables
from drillplanner.exchange.importing.vocabulary import normal
from drillplanner.exchange.text_file import bytes_of
from drillplanner.organisation.registers import Register

#: Which column of the register each heading is; None: the column is passed over.
Mapped = Mapping[str, str | None]

#: The header is looked for in this many rows from the top.
_LOOKED_AT = 30
_MOST_MAP_BYTES = 100_000
#: A workbook is the same bytes at every writing; this stands where its making would.
_NO_TIME = datetime(2000, 1, 1)
_NARROWEST, _WIDEST, _PER_LETTER = 8, 40, 2.1


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """A sheet of a file, where its table is, and what its headings may mean."""

    book: Workbook
    sheet: Sheet
    layout: Layout
    proposed: Mapped

    @property
    def headings(self) -> tuple[str, ...]:
        """List the headings in order."""
        return tuple(column.name for column in self.layout.columns)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet: its number from 0, and texts by column of the register.

    `places` tell in which column of the sheet each stands.
    """

    number: int
    texts: Mapping[str, str]
    places: Mapping[str, int]


def open_register(path: Path, register: Register, name: str | None = None) -> RegisterSheet:
    """Read a table from a file and propose what its columns mean.

    Raises:
        FileRefused: there is no table that can be read.
    """
    book = open_tables(path)
    sheet = book.sheet(name)
    words = _words(register)
    layout = _layout(sheet, words)
    proposed: dict[str, str | None] = {}
    for column in layout.columns:
        found = words.get(normal(column.name.rpartition("/")[2]))
        proposed[column.name] = found if found not in proposed.values() else None
    return RegisterSheet(book, sheet, layout, proposed)


def rows_of(opened: RegisterSheet, mapped: Mapped) -> tuple[SheetRow, ...]:
    """Give the rows of the table by a mapping; blank ones are left out.

    A cell that is merged over rows stands in each of them.
    """
    columns = {
        field: column.index
        for column in opened.layout.columns
        if (field := mapped.get(column.name)) is not None
    }
    found: list[SheetRow] = []
    for number in range(opened.layout.first, opened.layout.last):
        cells = {name: opened.sheet.spread(number, index) for name, index in columns.items()}
        texts = {name: _text(cell) for name, cell in cells.items() if not cell.is_blank}
        if texts:
            found.append(SheetRow(number, texts, columns))
    return tuple(found)


def read_mapping(path: Path, register: Register) -> dict[str, str | None]:
    """Read a mapping from its file.

    Raises:
        FileRefused: it is no mapping, or names a column that the register does not have.
    """
    too_large = _("The file is too large for a mapping.")
    try:
        told = json.loads(bytes_of(path, _MOST_MAP_BYTES, too_large).decode("utf-8-sig"))
        columns = told["columns"]
        found = {
            str(name): None if value is None else str(value) for name, value in columns.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FileRefused(_("{file} is no mapping of columns.", file=path.name)) from error
    known = [one.id for one in register.fields]
    for value in found.values():
        if value is not None and value not in known:
            near = nearest(value, known) or known[0]
            raise FileRefused(
                _("The register has no column {name}. Did you mean {near}?", name=value, near=near)
            )
    return found


def mapping_json(mapped: Mapped) -> bytes:
    """Write a mapping as it is kept in a file."""
    return json.dumps({"columns": {**mapped}}, ensure_ascii=False, indent=2).encode() + b"\n"


def require_headings(opened: RegisterSheet, mapped: Mapped) -> None:
    """Refuse a mapping of another table.

    Raises:
        UserError: it names a heading that is not there, or gives two columns one meaning.
    """
    for name in mapped:
        if name not in opened.headings:
            near = nearest(name, opened.headings) or (opened.headings or ("",))[0]
            raise UserError(
                _("The table has no column {name}; there is {near}.", name=name, near=near)
            )
    meanings = [one for one in mapped.values() if one is not None]
    for meaning in meanings:
        if meanings.count(meaning) > 1:
            raise UserError(_("Two columns of the table are {name}; keep one.", name=meaning))


def workbook(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[str | int | None]]
) -> bytes:
    """Write a table as xlsx: title, headings, rows; set up to print on pages laid across."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _NO_TIME, "title": title})
    page = book.add_worksheet(_sheet_name(title))
    head = book.add_format({"bold": True, "bg_color": "#E7EDF3", "border": 1, "text_wrap": True})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for column, words in enumerate(headings):
        page.write_string(1, column, words, head)
        page.set_column(column, column, _width(words, rows, column))
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row):
            _write(page, number, column, value, cell)
    page.freeze_panes(2, 0)
    page.repeat_rows(0, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
    book.close()
    return out.getvalue()


def _write(page: Any, row: int, column: int, value: str | int | None, look: Any) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, look)
    elif isinstance(value, int):
        page.write_number(row, column, value, look)
    else:
        page.write_string(row, column, value, look)


def _width(head: str, rows: Sequence[Sequence[str | int | None]], column: int) -> float:
    longest = max((len(str(row[column] or "")) for row in rows), default=0)
    wanted = max(longest, len(head)) * _PER_LETTER
    return min(max(wanted, _NARROWEST), _WIDEST)


def _sheet_name(name: str) -> str:
    return "".join(c for c in name if c not in "[]:*?/\\").strip("' ")[:31] or "1"


def _text(cell: Cell) -> str:
    """Give a cell's text; a number that is whole has no point."""
    if cell.kind == "number":
        whole, _point, rest = cell.text.partition(".")
        return whole if not rest.strip("0") else cell.text
    return cell.text.strip()


def _words(register: Register) -> dict[str, str]:
    """Name the register's columns by every heading they are known under."""
    found: dict[str, str] = {}
    for one in register.fields:
        for words in _own(one.words), (one.id,), one.heard:
            for said in words:
                found.setdefault(normal(said), one.id)
    return found


def _own(words: Text) -> tuple[str, str]:
    return translator("zh_CN").say(words), translator("en").say(words)


def _layout(sheet: Sheet, words: Mapping[str, str]) -> Layout:
    """Find the header: the row with the most known headings; else as other tables have it."""
    best, most = 0, 0
    for row in range(min(sheet.height, _LOOKED_AT)):
        texts = {normal(cell.text) for cell in sheet.rows[row] if not cell.is_blank}
        known = len({words[text] for text in texts if text in words})
        if known > most:
            best, most = row, known
    return layout_at(sheet, best, 1) if most > 1 else find_layout(sheet)
