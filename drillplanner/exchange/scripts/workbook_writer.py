"""Write a script as a workbook: every cell a text, so that nothing is computed or executed.

A hidden sheet carries the script itself. Whoever reads the workbook again starts from that and
takes over the cells that were changed, so that nothing else can be lost on the way.
"""

from __future__ import annotations

import io
from typing import Any

from drillplanner.exchange.scripts.columns import (
    ID,
    SHEETS,
    Form,
    SheetColumn,
    extra_headings,
    sheet_columns,
)
from drillplanner.plan.editing.draft import Draft, Look, Part
from drillplanner.plan.model import Script
from drillplanner.plan.writer import format_script

#: The sheet that carries the script, and how much of it one cell takes (Excel: 32,767).
CARRIER, CARRIED = "_drillplanner", "drillplanner/scenario in cells"
_PIECE = 30_000
#: A workbook is the same bytes at every writing; this stands where its making would.
_CREATED_YEAR = 2000
_LONGEST_CELL = 32_000
_ROW_ROOM = 200


def script_workbook(script: Script, form: Form, language: str) -> bytes:
    """Write a script in the columns of a form; its other lists follow on sheets of their own."""
    from datetime import datetime

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
              "strings_to_numbers": False},
    )  # fmt: skip
    book.set_properties({"created": datetime(_CREATED_YEAR, 1, 1)})
    writer = _Writer(book, script, form, language)
    for part in SHEETS:
        if part == "steps" or getattr(script, part):
            writer.write(part)
    writer.carry()
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any, script: Script, form: Form, language: str) -> None:
        self._book, self._script, self._form, self._language = book, script, form, language
        self._look = Look(Draft(script), language)
        # As text: what is typed over a cell later stays as it is typed, 1:30 too.
        text = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1}
        self._cell = book.add_format(text)
        self._id = book.add_format({**text, "font_color": "#808080", "font_size": 8})
        self._head = book.add_format({**text, "bold": True, "bg_color": "#E7EDF3"})

    def write(self, part: Part) -> None:
        name = SHEETS[part][0 if self._language == "zh_CN" else 1]
        page = self._book.add_worksheet(name)
        columns = sheet_columns(part, self._form, self._language)
        extra = extra_headings(self._script, part)
        things = getattr(self._script, part)
        headings = [*(column.heading for column in columns), *extra, ID]
        for place, heading in enumerate(headings):
            page.write_string(0, place, heading.strip()[:_LONGEST_CELL], self._head)
        for row, thing in enumerate(things, 1):
            texts = [column.text(self._look, part, thing) for column in columns]
            texts += [getattr(thing, "extra", {}).get(heading, "") for heading in extra]
            for place, text in enumerate(texts):
                page.write_string(row, place, text[:_LONGEST_CELL], self._cell)
            page.write_string(row, len(texts), thing.id, self._id)
        self._dress(page, part, columns, len(headings), len(things))

    def _dress(
        self, page: Any, part: Part, columns: tuple[SheetColumn, ...], width: int, rows: int
    ) -> None:
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width, self._cell)
        page.set_column(len(columns), width - 1, 12, self._cell)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        if part == "steps":
            for place, column in enumerate(columns):
                self._offer(page, place, column.name, rows)

    def _offer(self, page: Any, place: int, name: str, rows: int) -> None:
        """Offer what may be chosen in a column; anything else may be typed all the same."""
        from drillplanner.plan.editing.rules import TABLES

        column = TABLES["steps"].columns.get(name)
        if column is None or column.choose is None or name == "branch":
            return
        choices = [choice for choice in column.choose(self._look) if "," not in choice]
        # Excel takes 255 characters of choices.
        if choices and len(",".join(choices)) < 255:  # noqa: PLR2004
            how = {"validate": "list", "source": choices, "error_type": "information",
                   "show_error": False}  # fmt: skip
            page.data_validation(1, place, rows + _ROW_ROOM, place, how)

    def carry(self) -> None:
        """Put the script itself on a sheet that is not shown."""
        page = self._book.add_worksheet(CARRIER)
        text = format_script(self._script).decode()
        page.write_string(0, 0, CARRIED)
        page.write_string(0, 1, self._form)
        page.write_string(0, 2, self._language)
        for row, start in enumerate(range(0, len(text), _PIECE), 1):
            page.write_string(row, 0, text[start : start + _PIECE])
        page.very_hidden()
