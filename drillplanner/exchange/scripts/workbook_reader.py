"""Read a workbook of our own again: the script it carries, with the cells that were changed.

Only a cell whose text is another than the one that was written is typed into the script; rows
are known by their ids, new ones have none. Numbers in cells are those of the sheet as it was
written, so rows that came or went in between do not shift them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from drillplanner.base.texts import Text, _
from drillplanner.exchange.importing.cells import Cell, Sheet
from drillplanner.exchange.scripts.columns import (
    ID,
    SHEETS,
    WORKED_OUT,
    Form,
    SheetColumn,
    extra_headings,
    sheet_columns,
)
from drillplanner.exchange.scripts.workbook_writer import CARRIED, CARRIER
from drillplanner.plan.editing import acts
from drillplanner.plan.editing.draft import (
    CellRefused,
    Draft,
    Look,
    Part,
    changed,
    items,
    with_item,
    with_items,
)
from drillplanner.plan.editing.rules import TABLES
from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import parse_script

#: Columns that name steps or times: typed when all rows are there and all else is typed.
_LAST = ("after", "branch", "planned")
#: Columns whose cells are lengths or instants.
_TIMES = frozenset({"planned", "limit", "duration"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that was not taken; rows and columns count from 0. `column` is None for a row."""

    sheet: str
    row: int
    column: int | None
    text: Text


@dataclass(frozen=True, slots=True)
class Returned:
    """A script that came back: as it was written, as it is now, and what was not taken."""

    base: Script
    draft: Draft
    said: tuple[Text, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_back(sheets: Sequence[Sheet]) -> Returned | None:
    """Read a workbook that this program wrote; None where it is none.

    Raises:
        FileRefused: the script that it carries is damaged.
    """
    carrier = next((sheet for sheet in sheets if sheet.name == CARRIER), None)
    if carrier is None or carrier.cell(0, 0).text != CARRIED:
        return None
    pieces = (carrier.cell(row, 0).text for row in range(1, carrier.height))
    base = parse_script("".join(pieces).encode())
    form: Form = "hseep" if carrier.cell(0, 1).text == "hseep" else "script"
    language = "en" if carrier.cell(0, 2).text == "en" else "zh_CN"
    return _Reader(base, form, language).read(sheets)


def cell_text(cell: Cell, column: str) -> str:
    """Give what a cell would be typed as.

    Raises:
        CellRefused: a spreadsheet made a time of it that can be meant in two ways.
    """
    text = cell.text.replace("\r\n", "\n").strip()
    if column in _TIMES and cell.kind in ("time", "duration") and text.endswith(":00"):
        hours, minutes, _seconds = text.split(":")
        raise CellRefused(
            _(
                "The spreadsheet keeps {text} here: {hours} h {minutes} min, or {hours} min "
                "{minutes} s? Format the cell as text and type it anew, such as 1:30.",
                text=text,
                hours=str(int(hours)),
                minutes=str(int(minutes)),
            )
        )
    if cell.kind == "number" and text.endswith(".0"):
        return text[:-2]
    return text


@dataclass
class _Row:
    """One row of a sheet; `id` is that of its thing, once it is there."""

    sheet: str
    place: int
    id: str
    is_new: bool
    texts: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)


class _Reader:
    def __init__(self, base: Script, form: Form, language: str) -> None:
        self._base, self._form, self._language = base, form, language
        self._draft = Draft(base)
        self._written = Look(self._draft, language)
        self._faults: list[Fault] = []
        self._said: list[Text] = []

    def read(self, sheets: Sequence[Sheet]) -> Returned:
        by_name = {sheet.name: sheet for sheet in sheets}
        place = 0 if self._language == "zh_CN" else 1
        found: dict[Part, list[_Row]] = {}
        for part, names in SHEETS.items():
            sheet = by_name.get(names[place])
            if sheet is not None and sheet.height:
                found[part] = list(self._rows(part, sheet))
        for part, rows in found.items():
            self._append(part, rows)
        for part, rows in found.items():
            self._type(part, rows)
        for part, rows in found.items():
            self._delete(part, rows)
            self._arrange(part, rows)
        return Returned(self._base, self._draft, tuple(self._said), tuple(self._faults))

    # -- what is on a sheet ---------------------------------------------------------------------

    def _rows(self, part: Part, sheet: Sheet) -> Iterator[_Row]:
        """Give the rows with the cells that are others than were written."""
        headings = [sheet.cell(0, column).text.strip() for column in range(sheet.width)]
        columns = {
            one.heading.strip(): one for one in sheet_columns(part, self._form, self._language)
        }
        known = extra_headings(self._base, part)
        things = {one.id: one for one in getattr(self._base, part)}
        for place in range(1, sheet.height):
            cells = {
                heading: (column, sheet.cell(place, column))
                for column, heading in enumerate(headings)
                if heading
            }
            if all(cell.is_blank for _column, cell in cells.values()):
                continue
            id_ = cells[ID][1].text.strip() if ID in cells else ""
            thing = things.pop(id_, None)
            row = _Row(sheet.name, place, id_, thing is None)
            for heading, (column, cell) in cells.items():
                if heading in columns:
                    self._changed(row, part, thing, columns[heading], column, cell)
                elif heading != ID and (heading in known or not cell.is_blank):
                    row.extra[heading] = cell.text.strip()
            if thing is not None:
                self._settle_kind(row, part, thing)
            yield row

    def _changed(
        self, row: _Row, part: Part, thing: Any, one: SheetColumn, column: int, cell: Cell
    ) -> None:
        """Note a cell if it says something else than was written there."""
        if one.name == WORKED_OUT:
            return
        was = one.text(self._written, part, thing).strip() if thing is not None else ""
        row.columns.setdefault(one.name, column)
        if cell.text.replace("\r\n", "\n").strip() == was:
            return
        try:
            text = cell_text(cell, one.name)
        except CellRefused as fault:
            self._faults.append(Fault(row.sheet, row.place, column, fault.text))
            return
        # A text moved to the other of two columns: the filled one counts.
        if text or one.only is None or one.name not in row.texts:
            row.texts[one.name] = text
            row.columns[one.name] = column
        if one.only is not None and text and "kind" not in row.texts and thing is None:
            row.texts["kind"] = "inject" if one.only else "action"

    def _settle_kind(self, row: _Row, part: Part, thing: Any) -> None:
        """Let a step whose text went from events to acts, or back, be of that kind."""
        if part != "steps" or self._form != "script" or "text" not in row.texts:
            return
        columns = sheet_columns(part, self._form, self._language)
        event = next(one.heading for one in columns if one.only is True)
        is_event = row.columns["text"] == [one.heading for one in columns].index(event)
        if is_event != (thing.kind == "inject") and "kind" not in row.texts and row.texts["text"]:
            row.texts["kind"] = "inject" if is_event else "action"

    # -- what is done with it -------------------------------------------------------------------

    def _append(self, part: Part, rows: Sequence[_Row]) -> None:
        """Put new rows behind all others, so that numbers in cells stay what they were."""
        for row in rows:
            if not row.is_new:
                continue
            try:
                edit = acts.insert(
                    self._draft, TABLES[part], len(items(self._draft, part)), self._language
                )
            except CellRefused as fault:
                self._faults.append(Fault(row.sheet, row.place, None, fault.text))
                continue
            self._draft, (row.id,) = edit.draft, edit.rows

    def _type(self, part: Part, rows: Sequence[_Row]) -> None:
        table = TABLES[part]
        there = {one.id for one in items(self._draft, part)}
        rows = [row for row in rows if row.id in there]
        for names in (None, *_LAST):
            texts = {
                (row.id, name): text
                for row in rows
                for name, text in row.texts.items()
                if (name == names if names else name not in _LAST)
            }
            typed = acts.type_cells(self._draft, table, texts, self._language)
            self._draft = typed.draft
            self._said += [one for one in typed.said if one not in self._said]
            by_id = {row.id: row for row in rows}
            for refused in typed.refused:
                row = by_id[refused.row]
                column = row.columns.get(refused.column)
                self._faults.append(Fault(row.sheet, row.place, column, refused.why))
        for row in rows:
            thing = next(one for one in items(self._draft, part) if one.id == row.id)
            extra = {heading: text for heading, text in row.extra.items() if text}
            if hasattr(thing, "extra") and thing.extra != extra:
                self._draft = with_item(self._draft, part, changed(thing, extra=extra))

    def _delete(self, part: Part, rows: Sequence[_Row]) -> None:
        kept = {row.id for row in rows}
        gone = {one.id for one in getattr(self._base, part)} - kept
        gone &= {one.id for one in items(self._draft, part)}
        for id_ in gone:
            try:
                edit = acts.delete(self._draft, TABLES[part], {id_}, self._language)
            except CellRefused as fault:
                self._said.append(fault.text)
                continue
            self._draft = edit.draft
            self._said += [one for one in edit.said if one not in self._said]

    def _arrange(self, part: Part, rows: Sequence[_Row]) -> None:
        """Bring the rows into the order of the sheet; what is on no sheet stays at the end."""
        rank: Mapping[str, int] = {row.id: place for place, row in enumerate(rows)}
        things = items(self._draft, part)
        ordered = tuple(sorted(things, key=lambda one: rank.get(one.id, len(rank))))
        if ordered != things:
            self._draft = with_items(self._draft, part, ordered)
