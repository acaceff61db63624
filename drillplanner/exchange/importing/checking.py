"""Read converted rows as the log they are to be, and bring every fault back to its cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.base.locations import table_place
from drillplanner.base.texts import _
from drillplanner.exchange.fault_list import shown
from drillplanner.exchange.importing.conversion import CellError, Converted, LogCells
from drillplanner.exchange.tables.formula_guard import guarded
from drillplanner.exchange.tables.log_row import COLUMNS
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.text_file import HeldText
from drillplanner.plan.model import LimitSource, Phase, Role, Script, Step, Target, Unit
from drillplanner.review.observation import Log

#: Columns that always stand in the table that is written.
_ALWAYS = ("source", "step", "time", "uncertainty_s", "bound", "note")
_GUARDED = frozenset({"source", "step", "unit", "note"})
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
#: The header is row 1 of the table that is written.
_FIRST_ROW = 2
_FILE = "log.csv"
#: The table that goes back says every fault; rows have about one each.
_EVERY_FAULT = 200_000


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of reading the rows as a log: the log, or what is wrong with which cell.

    `table` is the log as a table. `general` are faults of no cell in particular.
    """

    table: bytes
    log: Log | None
    errors: tuple[CellError, ...]
    general: tuple[Fault, ...] = ()


def check(converted: Converted, script: Script | None) -> Checked:
    """Read the rows by every rule of a log; without a script its steps are taken as they are."""
    table = log_table(converted.rows)
    own = _bad_ids(converted.rows) if script is None else ()
    errors = [*converted.errors, *own]
    log: Log | None = None
    general: list[Fault] = []
    try:
        held = HeldText(_FILE, table.decode("utf-8-sig"))
        log = read_logs([held], script or stand_in(converted.rows), most_faults=_EVERY_FAULT)
    except FileRefused as refused:
        for fault in refused.faults or (Fault("", refused.text),):
            error = _at_its_cell(fault, converted.rows)
            if error is None:
                general.append(fault)
            else:
                errors.append(error)
    errors.sort(key=lambda error: (error.row, -1 if error.column is None else error.column))
    if errors or general:
        log = None
    return Checked(table, log, tuple(errors), tuple(general))


def log_table(rows: Sequence[LogCells]) -> bytes:
    """Write rows as a log table; columns that no row fills are left out."""
    columns = [
        column for column in COLUMNS if column in _ALWAYS or any(r.cells.get(column) for r in rows)
    ]
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\r\n")
    table.writeheader()
    for row in rows:
        table.writerow(
            {name: guarded(text) if name in _GUARDED else text for name, text in row.cells.items()}
        )
    return out.getvalue().encode("utf-8-sig")


def _at_its_cell(fault: Fault, rows: Sequence[LogCells]) -> CellError | None:
    place = table_place(fault.path)
    if place is None or not 0 <= place[0] - _FIRST_ROW < len(rows):
        return None
    row = rows[place[0] - _FIRST_ROW]
    return CellError(row.row, row.origins.get(place[1] or ""), fault.text)


def _bad_ids(rows: Sequence[LogCells]) -> tuple[CellError, ...]:
    """Name the steps that no script could have."""
    return tuple(
        CellError(
            row.row,
            row.origins.get("step"),
            _(
                "{step} is no id of a step; give the script, or say in the mapping which step it "
                "is.",
                step=shown(row.cells.get("step", "")),
            ),
        )
        for row in rows
        if not all(_ID.fullmatch(part) for part in _step_of(row.cells).split("/"))
    )


def stand_in(rows: Sequence[LogCells]) -> Script:
    """Make a script that has just the steps and units the rows name, to check all else by."""
    units: dict[str, dict[str, None]] = {}
    targets: dict[str, None] = {}
    for row in rows:
        written = row.cells.get("step", "")
        if written.startswith("#"):
            targets[written[1:]] = None
        if written[:1] in ("@", "#", "!"):
            continue
        step, slash, behind = written.partition("/")
        known = units.setdefault(step, {})
        for unit in (behind if slash else "", row.cells.get("unit", "")):
            if unit:
                known[unit] = None
    steps = tuple(
        Step(step, "-", "action", "-", step, units=tuple(Unit(unit, unit) for unit in known))
        for step, known in units.items()
    )
    return Script(
        format="drillplanner/scenario",
        version=1,
        id="-",
        title="-",
        kind="other",
        language="en",
        roles=(Role("-", "-"),),
        posts=(),
        phases=(Phase("-", "-"),),
        steps=steps,
        targets=tuple(Target(one, one, "-", "-", None, LimitSource("D")) for one in targets),
    )


def _step_of(cells: Mapping[str, str]) -> str:
    """Give the step of a row; what is no step is named like one."""
    step = cells.get("step", "")
    return "-" if step[:1] in ("@", "#", "!") else step
