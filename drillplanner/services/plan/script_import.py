"""Bring a script in from a table: one of ours that was changed, or any of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import Fault, FileRefused, UserError
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.importing.cells import Sheet, cell_name
from drillplanner.exchange.importing.conversion import CellError
from drillplanner.exchange.importing.error_table import error_csv, error_workbook
from drillplanner.exchange.importing.layout import Layout, layout_at
from drillplanner.exchange.importing.opening import Workbook, open_tables
from drillplanner.exchange.scripts.plain_table import (
    Meaning,
    ScriptMap,
    propose,
    read_map,
    read_table,
    write_map,
)
from drillplanner.exchange.scripts.workbook_reader import Fault as CellFault
from drillplanner.exchange.scripts.workbook_reader import read_back
from drillplanner.plan.editing.draft import Draft, blank_script
from drillplanner.plan.model import Kind, Script

#: Files that a script can be brought in from.
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".htm", ".html")


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """How a table is to be read; `onto` is a draft to whose steps its rows are added."""

    sheet: str | None = None
    table_map: ScriptMap | None = None
    language: Literal["zh_CN", "en"] = "zh_CN"
    kind: Kind = "other"
    title: str = ""
    onto: Draft | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a table. `base` is the script a workbook of ours was written from."""

    workbook: Workbook
    sheet: Sheet
    layout: Layout
    draft: Draft
    meanings: tuple[Meaning, ...] = ()
    base: Script | None = None
    said: tuple[Text, ...] = ()
    faults: tuple[CellFault, ...] = field(default=())


def import_script(workbook: Workbook, order: ImportOrder) -> Imported:
    """Read a script out of a workbook.

    Raises:
        UserError: there is no such sheet, or nobody can tell what its columns mean.
        FileRefused: the workbook is one of ours and damaged.
    """
    returned = read_back(workbook.sheets)
    if returned is not None:
        sheet = workbook.sheet(None)
        return Imported(
            workbook,
            sheet,
            layout_at(sheet, 0, 1),
            returned.draft,
            (),
            returned.base,
            returned.said,
            returned.faults,
        )
    from drillplanner.services.plan.scripts import own_id

    onto = order.onto
    if onto is None:
        title = order.title or Path(workbook.name).stem
        onto = Draft(blank_script(own_id("script"), title, order.kind, order.language))
    sheet = workbook.sheet(order.sheet)
    read = read_table(sheet, onto, order.language, order.table_map)
    return Imported(
        workbook, sheet, read.layout, read.draft, read.meanings, None, read.said, read.faults
    )


def import_file(path: Path, order: ImportOrder, map_path: Path | None = None) -> Imported:
    """Read a script out of a file, by a mapping if one is given.

    Raises:
        UserError: see `import_script`; the mapping is none.
        FileRefused: the file holds no table.
    """
    if map_path is not None:
        try:
            text = map_path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(_("{file} cannot be read.", file=str(map_path))) from error
        order = replace(order, table_map=read_map(text))
    return import_script(open_tables(path), order)


def save_map(table: Path, sheet: str | None, path: Path) -> tuple[Meaning, ...]:
    """Write what the columns of a table are taken for to a file, to be looked at and changed.

    Raises:
        UserError: it cannot be written there, or there is no such sheet.
        FileRefused: the file holds no table.
    """
    layout, meanings = propose(open_tables(table).sheet(sheet))
    write_durably(path, write_map(meanings, layout, None).encode())
    return meanings


def fault_lines(imported: Imported) -> tuple[Fault, ...]:
    """Name each cell that was not taken by sheet and cell."""
    return tuple(
        Fault(
            f"{fault.sheet}!{fault.row + 1}"
            if fault.column is None
            else f"{fault.sheet}!{cell_name(fault.row, fault.column)}",
            fault.text,
        )
        for fault in imported.faults
    )


def refusal(imported: Imported) -> FileRefused:
    """Say all that was not taken."""
    faults = fault_lines(imported)
    return FileRefused(
        ngettext(
            "{table}: {count} cell cannot stand as it is; correct it, or the mapping.",
            "{table}: {count} cells cannot stand as they are; correct them, or the mapping.",
            len(faults),
            table=imported.workbook.name,
        ),
        faults,
    )


def write_errors(imported: Imported, path: Path, say: Callable[[Text], str]) -> None:
    """Give the table back with a column that says what is wrong: as xlsx, or csv if so named.

    Raises:
        UserError: it cannot be written there.
        StoreFault: the disk failed.
    """
    names = [fault.sheet for fault in imported.faults]
    sheet = imported.sheet
    if names and sheet.name not in names:
        sheet = imported.workbook.sheet(names[0])
    errors: Sequence[CellError] = [
        CellError(fault.row, fault.column, fault.text)
        for fault in imported.faults
        if fault.sheet == sheet.name
    ]
    write = error_csv if path.suffix.lower() == ".csv" else error_workbook
    write_durably(path, write(sheet, imported.layout, errors, say))
