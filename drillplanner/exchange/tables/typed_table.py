"""Hold times typed into a grid, a line a step and a column a source, and write them as a table.

The table says each time with the digits that were typed, so that reading it back gives the
same grid, and with every rule of section 2 of docs/formats.md for what its blanks stand for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import cast

from drillplanner.base.errors import UserError
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _
from drillplanner.exchange.clock_text import shown_time
from drillplanner.exchange.digits import Dial, Typed, read_typed, typed_text
from drillplanner.exchange.fault_list import CellFault
from drillplanner.exchange.plain_words import name_in
from drillplanner.exchange.tables.formula_guard import guarded, unguarded
from drillplanner.exchange.tables.log_row import COLUMNS
from drillplanner.exchange.tables.log_table_writer import mark_cell
from drillplanner.exchange.tables.log_words import OBSERVED, Reading, default_variance
from drillplanner.exchange.tables.shown_value import clock_text, decimal_text, root_text
from drillplanner.exchange.tables.step_cell import MarkSubject, StepSubject, names_of, subject_in
from drillplanner.plan.model import Script, Step
from drillplanner.review.observation import Observed, Outcome

_MINUTE = 60
#: How a mark's name would begin if it were a stated difference of clocks.
_NOT_A_MARK = "offset:"


@dataclass(frozen=True, slots=True)
class Column:
    """One source: its name, what its digits are read as, and how it was observed."""

    id: int
    name: str
    dial: Dial = "stopwatch"
    reading: Reading = "nearest"
    observed: Observed = "seen"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a step, with the unit or option it speaks of, or a sync mark by name."""

    key: str
    step: Step | None = None
    unit: str | None = None
    option: str | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """What was typed. `cells` are texts by line key and column id; what is blank is left out."""

    columns: tuple[Column, ...] = ()
    marks: tuple[str, ...] = ()
    cells: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def text(self, line: str, column: int) -> str:
        """Give what was typed into a cell; empty where nothing was."""
        return self.cells.get((line, column), "")

    def with_cells(self, typed: Mapping[tuple[str, int], str]) -> Grid:
        """Give the grid with other texts in some cells; an empty text clears its cell."""
        merged = {**self.cells, **{place: text.strip() for place, text in typed.items()}}
        return replace(self, cells={place: text for place, text in merged.items() if text})

    def with_column(self, column: Column) -> Grid:
        """Give the grid with a column in the place of the one with its id, or at the end."""
        others = [one.id for one in self.columns]
        if column.id not in others:
            return replace(self, columns=(*self.columns, column))
        changed = tuple(column if one.id == column.id else one for one in self.columns)
        return replace(self, columns=changed)

    def without_column(self, column: int) -> Grid:
        """Give the grid without a column and what was typed there."""
        return Grid(
            tuple(one for one in self.columns if one.id != column),
            self.marks,
            {place: text for place, text in self.cells.items() if place[1] != column},
        )

    def with_mark(self, name: str) -> Grid:
        """Give the grid with one more sync mark."""
        return self if name in self.marks else replace(self, marks=(*self.marks, name))

    @property
    def next_id(self) -> int:
        """Give an id that no column has."""
        return max((one.id for one in self.columns), default=0) + 1


def lines_of(script: Script, marks: Iterable[str] = ()) -> tuple[Line, ...]:
    """List the lines of a script's grid: each step, then its units and options; then the marks.

    The line of a step with units is the time by which all of them were reported done.
    """
    return (*_step_lines(script), *(Line(f"@{name}", mark=name) for name in marks))


def _step_lines(script: Script) -> Iterator[Line]:
    for step in script.steps:
        yield Line(step.id, step)
        for unit in step.units:
            yield Line(f"{step.id}/u/{unit.id}", step, unit=unit.id)
        for option in step.options:
            yield Line(f"{step.id}/o/{option.id}", step, option=option.id)


def read_cell(line: Line, column: Column, text: str) -> Typed | None:
    """Read a cell as its line and column have it; None where it is blank.

    Raises:
        CellFault: it cannot be that, in words for the one who typed it.
    """
    if not text.strip():
        return None
    typed = read_typed(text, column.dial)
    if line.mark is not None:
        if typed.outcome != "time":
            raise CellFault(_("A sync mark needs a time."))
        if column.observed == "radio":
            raise CellFault(_("A mark heard by radio ties no clocks; leave this cell blank."))
    if line.option is not None and typed.outcome == "not_performed":
        raise CellFault(_("Type N in the line of the decision itself, not of one way it can go."))
    return typed


def mark_name(text: str) -> str:
    """Read the name of a sync mark.

    Raises:
        CellFault: it is no name, or one that means a difference of clocks.
    """
    name = name_in(text.strip().lstrip("@＠"))
    if name.lower().replace("：", ":").startswith(_NOT_A_MARK):
        raise CellFault(_("A sync mark cannot begin with “offset:”; give it another name."))
    return name


def table_text(grid: Grid, script: Script) -> str:
    """Write what was typed as a log table.

    Raises:
        UserError: a cell cannot be read; the first such is named.
    """
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    lines = lines_of(script, grid.marks)
    for column in grid.columns:
        for line in lines:
            text = grid.text(line.key, column.id)
            try:
                typed = read_cell(line, column, text)
            except CellFault as fault:
                raise UserError(_refused(line, column, fault.text)) from fault
            if typed is not None:
                table.writerow(_row(line, column, typed, script))
    return out.getvalue()


def _refused(line: Line, column: Column, why: Text) -> Text:
    name = (
        line.mark
        if line.step is None
        else "/".join(part for part in (line.step.id, line.unit, line.option) if part)
    )
    return _("{line}, {column}: {why}", line=name or "", column=column.name, why=why)


def _row(line: Line, column: Column, typed: Typed, script: Script) -> dict[str, str]:
    return {
        "source": guarded(column.name),
        "step": _step_cell(line),
        "unit": line.unit or "",
        "time": _time_cell(typed, column.dial),
        "uncertainty_s": _uncertainty(typed, column.observed, script),
        "observed": "" if column.observed == "seen" else column.observed,
        "reading": "" if column.reading == "nearest" else column.reading,
    }


def _step_cell(line: Line) -> str:
    if line.step is None:
        return mark_cell(line.mark or "")
    return guarded(line.step.id if line.option is None else f"{line.step.id}/{line.option}")


def _time_cell(typed: Typed, dial: Dial) -> str:
    if typed.value_s is None or typed.unit_s is None:
        return typed.outcome
    write = decimal_text if dial == "stopwatch" else clock_text
    time = write(typed.value_s, typed.unit_s)
    return f"failed {time}" if typed.outcome == "failed" else time


def _uncertainty(typed: Typed, observed: Observed, script: Script) -> str:
    """Say the uncertainty where a blank would say too little: radio times known to the minute."""
    if observed != "radio" or typed.unit_s is None:
        return ""
    variance = default_variance(typed.unit_s)
    return root_text(variance) if variance > exact(script.scoring.radio_u_s) ** 2 else ""


def grid_of(text: str, script: Script) -> Grid:
    """Read a table that `table_text` wrote back into the grid it was written from.

    Columns in which nothing was typed are not in a table, and so are not had back.

    Raises:
        UserError: it holds what a grid cannot show.
    """
    names = names_of(script)
    grid = Grid()
    ids: dict[str, int] = {}
    keys = {(line.step, line.unit, line.option): line.key for line in lines_of(script)}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        try:
            subject = subject_in(row["step"], row["unit"], names)
            typed, dial = _typed_in(row["time"])
        except CellFault as fault:
            raise UserError(_not_typed(fault.text)) from fault
        match subject:
            case StepSubject():
                key = keys[subject.step, subject.unit, subject.option]
            case MarkSubject(name):
                key, grid = f"@{name}", grid.with_mark(name)
            case _:
                raise UserError(_not_typed(_("{step} is no step.", step=row["step"])))
        name = unguarded(row["source"])
        id_ = ids.setdefault(name, len(ids) + 1)
        before = next((one for one in grid.columns if one.id == id_), None)
        column = Column(
            id_,
            name,
            dial or (before.dial if before else "stopwatch"),
            cast("Reading", row["reading"] or "nearest"),
            OBSERVED[row["observed"] or "seen"],
        )
        cell = typed_text(typed, column.dial)
        grid = grid.with_column(column).with_cells({(key, id_): cell})
    return grid


def _typed_in(text: str) -> tuple[Typed, Dial | None]:
    word, _space, rest = text.partition(" ")
    if word in ("done", "not_performed") or text == "failed":
        return Typed(cast("Outcome", word)), None
    time = shown_time(rest if word == "failed" else text, UTC)
    dial: Dial = "clock" if time.kind == "clock" else "stopwatch"
    return Typed("failed" if word == "failed" else "time", time.value_s, time.unit_s), dial


def _not_typed(why: Text) -> Text:
    return _("This table cannot be shown as a grid: {why}", why=why)
