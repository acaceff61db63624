"""Give a log table the form that its file's name asks for: csv, tab text or a workbook."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _

#: What a file may end in that a log table is written to; other endings are taken for csv.
FORMS = (".csv", ".tsv", ".xlsx")
#: Endings of tables that are read and not written: a csv under their name would deceive.
_UNWRITTEN = frozenset({".ods", ".xls", ".xlsm", ".htm", ".html"})
#: Characters that a cell of a workbook holds (Excel's own bound), and the stamp of its making.
_MOST_TEXT = 32_767
_NO_TIME = datetime(2000, 1, 1)
_WIDTHS = (16, 16, 30, 14, 10, 40)


def require_form(path: Path) -> None:
    """Refuse a name that promises another kind of file.

    Raises:
        UserError: a log table is not written in this form.
    """
    if path.suffix.lower() in _UNWRITTEN:
        raise UserError(
            _(
                "A log is not written as {form}; let the name end in {forms}.",
                form=path.suffix.lower(),
                forms=", ".join(FORMS),
            )
        )


def in_form(table: bytes, path: Path) -> bytes:
    """Turn a log table in csv into what the name of a file asks for; the cells stay the same.

    In a workbook every cell is text: a spreadsheet that made times of them would round them.

    Raises:
        UserError: a log table is not written in this form, or a note is too long for it.
    """
    require_form(path)
    suffix = path.suffix.lower()
    if suffix not in (".tsv", ".xlsx"):
        return table
    text = io.StringIO(table.decode("utf-8-sig"), newline="")
    rows = list(csv.reader(text))
    return _tab_text(rows) if suffix == ".tsv" else _workbook(rows)


def _tab_text(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _workbook(rows: list[list[str]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, plain) as book:
        book.set_properties({"created": _NO_TIME})
        head = book.add_format({"bold": True, "bottom": 1})
        cell = book.add_format({"num_format": "@"})
        page = book.add_worksheet("log")
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if len(text) > _MOST_TEXT:
                    raise UserError(
                        _(
                            "Row {row} has a cell too long for a workbook; write csv.",
                            row=number + 1,
                        )
                    )
                if text:
                    page.write_string(number, column, text, cell if number else head)
        page.freeze_panes(1, 0)
    return out.getvalue()
