"""Bring a table of another program in, step by step: open, propose, try, write what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import Fault, FileRefused, StoreFault, UserError
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.fault_list import CellFault
from drillplanner.exchange.importing.cells import Sheet, cell_name
from drillplanner.exchange.importing.checking import Checked, check
from drillplanner.exchange.importing.conversion import (
    CellError,
    Converted,
    convert,
    is_known,
    layout_for,
)
from drillplanner.exchange.importing.error_table import Say, error_csv, error_workbook
from drillplanner.exchange.importing.layout import Layout, find_layout
from drillplanner.exchange.importing.mapping import TableMap, read_map, write_map
from drillplanner.exchange.importing.opening import Workbook, open_tables
from drillplanner.exchange.importing.proposals import Proposed, propose
from drillplanner.exchange.importing.time_text import are_to_minute, is_nothing, time_text
from drillplanner.exchange.importing.vocabulary import ScriptNames, names_of_script
from drillplanner.exchange.tables.table_forms import in_form
from drillplanner.exchange.time_reader.cell import time_cell
from drillplanner.exchange.time_reader.dial import DIALS, Dial, Mixed, Written, understand
from drillplanner.exchange.time_reader.value import shown_time, time_said
from drillplanner.plan.model import Script

#: What is said where a person has to look first.
NOTHING_APPLIED = _(
    "These are proposals, and nothing was read yet. Write them to a file with --write-map "
    "MAP.json, look at them, and give the file with --map."
)
#: Rows passed over that are named one by one.
_NAMED = 10

#: Longest name of a source that a table's name is cut to.
_LONGEST_SOURCE = 64


@dataclass(frozen=True, slots=True)
class Draft:
    """A table on its way in: the sheet that is looked at, and what is proposed for it."""

    workbook: Workbook
    sheet: Sheet
    names: ScriptNames
    layout: Layout
    proposed: Proposed
    script: Script | None = None
    path: Path | None = None

    @property
    def source(self) -> str:
        """Name the clock of a table that names none."""
        return source_named(self.workbook.name)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a mapping: the rows as they were converted, and as they were read."""

    layout: Layout
    converted: Converted
    checked: Checked

    @property
    def is_sound(self) -> bool:
        """Tell whether the log can be written."""
        return self.checked.log is not None


def open_draft(
    workbook: Workbook,
    script: Script | None,
    sheet: str | None = None,
    path: Path | None = None,
) -> Draft:
    """Find the table of a sheet and propose what it means.

    Raises:
        UserError: there is no such sheet.
    """
    chosen = workbook.sheet(sheet)
    names = names_of_script(script)
    layout = find_layout(chosen, lambda text: is_known(text, names))
    proposed = propose(chosen, layout, names, source_named(workbook.name))
    if len(workbook.sheets) > 1:
        proposed = replace(proposed, table_map=replace(proposed.table_map, sheet=chosen.name))
    return Draft(workbook, chosen, names, layout, proposed, script, path)


def try_map(draft: Draft, table_map: TableMap, dials: Mapping[str, Dial] | None = None) -> Tried:
    """Convert a table by a mapping and read what comes of it; nothing is written.

    Raises:
        UserError: the mapping does not fit the table, or lacks what a log needs.
    """
    layout = layout_for(draft.sheet, table_map, draft.names)
    converted = convert(draft.sheet, layout, table_map)
    if dials:
        converted = _with_dials(converted, dials)
    if not converted.rows and not converted.errors:
        raise UserError(
            _(
                "Nothing in {table} is a time of a step yet; say what its columns and words mean.",
                table=draft.workbook.name,
            )
        )
    return Tried(layout, converted, check(converted, draft.script))


def write_errors(draft: Draft, tried: Tried, path: Path, say: Say) -> None:
    """Give the table back with a column that says what is wrong: as xlsx, or as csv if so named.

    Raises:
        UserError: it cannot be written there.
        StoreFault: the disk failed.
    """
    write = error_csv if path.suffix.lower() == ".csv" else error_workbook
    write_durably(path, write(draft.sheet, tried.layout, tried.checked.errors, say))


def write_table(draft: Draft, tried: Tried, path: Path) -> None:
    """Write the log as a table.

    Raises:
        UserError: it cannot be written there, or the table that was read would be lost.
        StoreFault: the disk failed.
    """
    if draft.path is not None and path.exists() and path.samefile(draft.path):
        raise UserError(
            _("{file} is the table that is read; give the log another name.", file=str(path))
        )
    write_durably(path, in_form(tried.checked.table, path))


def source_named(name: str) -> str:
    """Make the name of a source of a table's name."""
    return Path(name).stem[:_LONGEST_SOURCE].strip() or name[:_LONGEST_SOURCE]


# -- for people who read lines ------------------------------------------------------------------


def proposal_lines(draft: Draft) -> tuple[Text, ...]:
    """Say every proposal with how surely and why."""
    table_map = draft.proposed.table_map
    roles = {one.column: one for one in table_map.columns}
    lines: list[Text] = []
    for one in draft.proposed.proposals:
        percent = f"{round(one.confidence * 100)} %"
        if one.topic == "column":
            column = roles[one.key]
            is_of = f"{column.role} {column.step}" if column.step else column.role
            lines.append(
                _("column {name}: {role} ({percent}, {why})",
                  name=one.key, role=is_of, percent=percent, why=one.why)
            )  # fmt: skip
        elif one.topic == "value" and one.role is not None:
            ref = table_map.meaning(one.role).get(one.key)
            lines.append(
                _("{role} “{value}”: {ref} ({percent}, {why})",
                  role=one.role, value=one.key, ref=ref or "–", percent=percent, why=one.why)
            )  # fmt: skip
        elif one.topic == "dial":
            dial = roles[one.key].dial
            lines.append(
                _("times of {name}: dial {dial} ({percent}, {why})",
                  name=one.key, dial=dial or "", percent=percent, why=one.why)
            )  # fmt: skip
        else:
            lines.append(
                _("{topic}: {value} ({percent}, {why})",
                  topic=one.topic, value=one.key, percent=percent, why=one.why)
            )  # fmt: skip
    return tuple(lines)


def passed_over_lines(draft: Draft, tried: Tried) -> tuple[Text, ...]:
    """Say which rows say nothing for the log, and why."""
    passed = tried.converted.passed_over
    lines = [
        _("passed over: {place} ({why})", place=fault.path, why=fault.text)
        for fault in error_faults(draft, passed[:_NAMED])
    ]
    more = len(passed) - _NAMED
    if more > 0:
        lines.append(ngettext("and {count} more", "and {count} more", more))
    return tuple(lines)


def error_faults(draft: Draft, errors: Sequence[CellError]) -> tuple[Fault, ...]:
    """Name each error by file, sheet and cell."""
    name = draft.workbook.name
    if len(draft.workbook.sheets) > 1:
        name = f"{name}, {draft.sheet.name}"
    return tuple(
        Fault(
            f"{name}!{error.row + 1}"
            if error.column is None
            else f"{name}!{cell_name(error.row, error.column)}",
            error.text,
        )
        for error in errors
    )


def refusal(draft: Draft, tried: Tried) -> FileRefused:
    """Say all that keeps a table from being read."""
    faults = (*error_faults(draft, tried.checked.errors), *tried.checked.general)
    return FileRefused(
        ngettext(
            "{table} was refused for {count} fault; correct it, or the mapping.",
            "{table} was refused for {count} faults; correct them, or the mapping.",
            len(faults),
            table=draft.workbook.name,
        ),
        faults,
    )


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What `import-log` is asked for."""

    table: Path
    script: Script | None = None
    map_path: Path | None = None
    sheet: str | None = None


def import_file(order: ImportOrder) -> tuple[Draft, TableMap | None]:
    """Open a table and its mapping; without one nothing is applied that anybody might doubt.

    Returns:
        The draft, and the mapping; None where a person has to look at the proposals first.
    """
    table_map = read_map(order.map_path) if order.map_path is not None else None
    sheet = order.sheet or (table_map.sheet if table_map is not None else None)
    draft = open_draft(open_tables(order.table), order.script, sheet, order.table)
    if table_map is None and not draft.proposed.doubtful:
        table_map = draft.proposed.table_map
    if table_map is not None and not table_map.source and not table_map.of_role("source"):
        table_map = replace(table_map, source=draft.source)
    return draft, table_map


def save_map(table_map: TableMap, path: Path) -> None:
    """Write a mapping to a file.

    Raises:
        UserError: it cannot be written there.
        StoreFault: the disk failed.
    """
    write_durably(path, write_map(table_map))


def _with_dials(converted: Converted, dials: Mapping[str, Dial]) -> Converted:
    """Let what was said of a source stand in its rows, where its columns say nothing."""
    return replace(
        converted,
        rows=tuple(
            replace(row, cells={**row.cells, "dial": dials[row.cells["source"]]})
            if row.cells.get("source") in dials and not row.cells.get("dial")
            else row
            for row in converted.rows
        ),
    )


# -- mappings kept by name ------------------------------------------------------------------------

_SUFFIX = ".json"
#: What no file is called on some system.
_NO_FILE_NAME = re.compile(r"""[\\/:*?"<>|\x00-\x1f]|^\.|[ .]$""")
_LONGEST_NAME = 80


def kept_maps(folder: Path) -> tuple[str, ...]:
    """List the names under which mappings are kept."""
    try:
        return tuple(sorted(path.stem for path in folder.glob(f"*{_SUFFIX}")))
    except OSError:
        return ()


def kept_map(folder: Path, name: str) -> TableMap:
    """Read a mapping that is kept.

    Raises:
        FileRefused: it is not there any more, or something is wrong in it.
    """
    return read_map(folder / f"{name}{_SUFFIX}")


def keep_map(folder: Path, name: str, table_map: TableMap) -> str:
    """Keep a mapping under a name, in place of one that had it; give the name as it is kept.

    Raises:
        UserError: no file can have this name, or the folder cannot be written to.
        StoreFault: the disk failed.
    """
    kept = name.strip()
    if not kept or len(kept) > _LONGEST_NAME or _NO_FILE_NAME.search(kept):
        raise UserError(
            _('Give the mapping a name of up to {most} characters without \\ / : * ? " < > |.',
              most=_LONGEST_NAME)
        )  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFault(_("The folder {folder} cannot be made.", folder=str(folder))) from error
    save_map(table_map, folder / f"{kept}{_SUFFIX}")
    return kept


# -- for the window -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DialPreview:
    """What the first time of a column would be under a dial."""

    dial: Dial
    written: str
    read: Text


def dial_previews(draft: Draft, layout: Layout, column: str) -> tuple[DialPreview, ...]:
    """Say for each dial that can show a column's first time what that time would be."""
    found = layout.column(column)
    if found is None:
        return ()
    cells = [
        cell
        for row in range(layout.first, layout.last)
        if not is_nothing((cell := draft.sheet.cell(row, found.index)).text)
    ]
    is_to_minute = are_to_minute(cells)
    # A time of zero reads the same under every dial.
    cells.sort(key=lambda cell: not any(c in "123456789" for c in cell.text))
    previews: list[DialPreview] = []
    for cell in cells:
        try:
            text = time_text(cell, is_to_minute=is_to_minute).time
            taken = time_cell(text)
        except CellFault:
            continue
        for dial in DIALS:
            try:
                understood = understand([Written(0, taken)], dial)
                previews.append(
                    DialPreview(dial, text, time_said(shown_time(taken, understood, UTC)))
                )
            except (CellFault, Mixed):
                continue
        break
    return tuple(previews)
