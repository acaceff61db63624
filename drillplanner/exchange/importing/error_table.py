"""Give a table back as it came, with a column that says what is wrong in each row (错误原因)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from drillplanner.base.texts import Text, _
from drillplanner.exchange.importing.cells import Cell, CellKind, Sheet, cell_name
from drillplanner.exchange.importing.conversion import CellError
from drillplanner.exchange.importing.layout import Layout
from drillplanner.exchange.tables.formula_guard import guarded

Say = Callable[[Text], str]

HEADING = _("What is wrong")

#: A workbook is the same bytes at every writing; this stands where its making would.
_NO_TIME = datetime(2000, 1, 1)
#: Widths of columns in characters; a Chinese one takes two.
_NARROWEST, _WIDEST, _PER_LETTER = 8, 40, 1.6
_WIDE = 60
_NUMBER_FORMATS: Mapping[CellKind, str] = {
    "time": "hh:mm:ss",
    "duration": "[h]:mm:ss",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm:ss",
}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "plain": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bg_color": "#E7EDF3", "border": 1, "text_wrap": True},
    "wrong": {"bg_color": "#FFE1DC", "border": 1, "text_wrap": True, "valign": "top"},
    "told": {"font_color": "#A3230F", "text_wrap": True, "valign": "top"},
}


def reasons(errors: Sequence[CellError], say: Say) -> dict[int, str]:
    """Say by row what is wrong with its cells, each named as a spreadsheet does."""
    said: dict[int, list[str]] = {}
    for error in errors:
        text = error.text
        if error.column is not None:
            place = cell_name(error.row, error.column)
            text = _("{place}: {fault}", place=place, fault=text)
        said.setdefault(error.row, []).append(say(text))
    return {row: "\n".join(words) for row, words in said.items()}


def error_workbook(sheet: Sheet, layout: Layout, errors: Sequence[CellError], say: Say) -> bytes:
    """Write the table with the column behind its last, the cells in question coloured."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _NO_TIME})
    _Page(book, sheet, layout, errors, reasons(errors, say), say(HEADING)).write()
    book.close()
    return out.getvalue()


class _Page:
    """Writes one sheet; times go back as times, so that they are read again as what they were."""

    def __init__(
        self,
        book: Any,
        sheet: Sheet,
        layout: Layout,
        errors: Sequence[CellError],
        said: Mapping[int, str],
        heading: str,
    ) -> None:
        self._book, self._sheet, self._layout = book, sheet, layout
        self._said, self._heading = said, heading
        self._places = {(error.row, error.column) for error in errors}
        self._page = book.add_worksheet(_sheet_name(sheet.name))
        self._formats: dict[tuple[str, str], Any] = {}

    def write(self) -> None:
        sheet, layout, page = self._sheet, self._layout, self._page
        for merge in sheet.merges:
            if merge.bottom < sheet.height and merge.right < sheet.width:
                look = self._format(merge.top, merge.left)
                page.merge_range(merge.top, merge.left, merge.bottom, merge.right, "", look)
        for row in range(sheet.height):
            for column in range(sheet.width):
                if sheet.anchor(row, column) == (row, column):
                    self._write(row, column, sheet.cell(row, column))
        last = sheet.width
        page.write_string(max(layout.first - 1, 0), last, self._heading, self._look("head"))
        for row, words in self._said.items():
            page.write_string(row, last, words, self._look("told"))
        for column in range(sheet.width):
            longest = max(len(sheet.cell(row, column).text) for row in range(sheet.height))
            page.set_column(column, column, min(max(longest * _PER_LETTER, _NARROWEST), _WIDEST))
        page.set_column(last, last, _WIDE)
        if layout.header_rows:
            page.freeze_panes(layout.first, 0)
            page.repeat_rows(layout.header, layout.first - 1)

    def _write(self, row: int, column: int, cell: Cell) -> None:
        look = self._format(row, column, cell.kind)
        if cell.is_blank:
            if (row, column) in self._places:
                self._page.write_blank(row, column, None, look)
            return
        value = _value(cell)
        if isinstance(value, str):
            self._page.write_string(row, column, value, look)
        elif isinstance(value, float):
            self._page.write_number(row, column, value, look)
        else:
            self._page.write_datetime(row, column, value, look)

    def _format(self, row: int, column: int, kind: CellKind = "text") -> Any:
        is_head = self._layout.header <= row < self._layout.first
        is_wrong = (row, column) in self._places
        has_fraction = "." in self._sheet.cell(row, column).text
        how = _NUMBER_FORMATS.get(kind, "")
        look = "head" if is_head else "wrong" if is_wrong else "plain"
        return self._look(look, f"{how}.000" if how.endswith("ss") and has_fraction else how)

    def _look(self, look: str, number_format: str = "") -> Any:
        key = look, number_format
        if key not in self._formats:
            numbers = {"num_format": number_format} if number_format else {}
            self._formats[key] = self._book.add_format({**_LOOKS[look], **numbers})
        return self._formats[key]


def _value(  # noqa: PLR0911 - one line a kind
    cell: Cell,
) -> str | float | time | date | timedelta:
    """Give a cell's value as a workbook keeps it; its text where that would lose something."""
    try:
        match cell.kind:
            case "number":
                return float(cell.text)
            case "time":
                return time.fromisoformat(cell.text)
            case "date":
                return date.fromisoformat(cell.text)
            case "datetime":
                moment = datetime.fromisoformat(cell.text)
                # A spreadsheet knows no zones: such a time is written as it was read.
                return moment if moment.tzinfo is None else cell.text
            case "duration":
                hours, minutes, seconds = cell.text.split(":")
                return timedelta(
                    hours=int(hours), minutes=int(minutes), milliseconds=round(float(seconds) * 1e3)
                )
            case _:
                return cell.text
    except ValueError:
        return cell.text


def error_csv(sheet: Sheet, layout: Layout, errors: Sequence[CellError], say: Say) -> bytes:
    """Write the same as csv, in UTF-8 with a byte order mark."""
    said = reasons(errors, say)
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    for row in range(sheet.height):
        cells = [guarded(sheet.cell(row, column).text) for column in range(sheet.width)]
        is_head = layout.header_rows and row == layout.first - 1
        table.writerow([*cells, say(HEADING) if is_head else guarded(said.get(row, ""))])
    return out.getvalue().encode("utf-8-sig")


def _sheet_name(name: str) -> str:
    """Give a name that a workbook takes: 31 characters, none of []:*?/\\, no quote at an end."""
    plain = "".join(c for c in name if c not in "[]:*?/\\").strip("' ")[:31]
    return plain or "1"
