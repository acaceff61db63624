"""Make the tables of the planning room from a script's outline, and what is said of each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drillplanner.base.errors import Fault
from drillplanner.base.texts import Authored, Text, _, pgettext
from drillplanner.services.plan.outline import Outline, RuleRow, StepRow, TargetRow
from drillplanner.terms.step_notes import DURATION, HEADS, MESSAGE, NARRATION, PLACE, PROPS, SAY
from ui.widgets.rows_model import Cell, Column, Row

Say = Callable[["Text | Authored | str"], str]
Details = tuple[tuple[str, str], ...]
_Field = tuple["Text | Authored | str", "Text | Authored | str"]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, rows, and for each row by its id what there is to say of it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    details: dict[str, Details]


def step_table(rows: Outline, say: Say) -> Table:
    """Make the table of steps; columns that are empty in this script are left out."""
    columns = (
        Column(say(pgettext("column", "No.")), 58, "right"),
        Column(say(pgettext("column", "Planned")), 104, "right", say(_planned_tip(rows))),
        Column(say(pgettext("column", "Phase")), 128),
        Column(say(pgettext("column", "Step")), 300),
        Column(say(pgettext("column", "Kind")), 94),
        Column(say(pgettext("column", "Role")), 136),
        Column(say(pgettext("column", "Post (backup)")), 190),
        Column(say(pgettext("column", "Done when")), 260),
        Column(say(pgettext("column", "After")), 170),
        Column(say(pgettext("column", "Units")), 170),
        Column(say(pgettext("column", "Options")), 150),
        Column(say(pgettext("column", "Branch")), 190),
        Column(say(pgettext("column", "Key")), 56, "center"),
        *(Column(say(caption), 200) for caption in _NOTES),
    )
    cells = [_step_cells(row, say) for row in rows.steps]
    used = [
        place
        for place in range(len(columns))
        if place <= _ALWAYS or any(_shown(row[place]) for row in cells)
    ]
    return Table(
        tuple(columns[place] for place in used),
        tuple(
            Row(row.id, tuple(said[place] for place in used))
            for row, said in zip(rows.steps, cells, strict=True)
        ),
        {row.id: _step_details(row, say) for row in rows.steps},
    )


#: Notes of steps with a column of their own; the others stand in what is said of a row.
_NOTES = (PLACE, SAY, NARRATION, PROPS, MESSAGE, DURATION, HEADS)
#: The last of the columns of steps that are there in every script.
_ALWAYS = 5


def _shown(cell: Cell | str) -> str:
    return cell.text if isinstance(cell, Cell) else cell


def _planned_tip(rows: Outline) -> Text:
    return _("Planned time, counted from: {zero}", zero=rows.zero)


def _step_cells(row: StepRow, say: Say) -> tuple[Cell | str, ...]:
    return (
        str(row.number),
        say(row.at),
        say(row.phase),
        say(row.text),
        say(row.kind),
        say(row.role),
        say(row.post),
        say(row.done_when),
        Cell(say(row.after), say(row.after_in_full)),
        say(row.units),
        say(row.options),
        say(row.branch),
        row.key,
        *(say(_note(row, caption)) for caption in _NOTES),
    )


def _note(row: StepRow, wanted: Text) -> Text | Authored | str:
    return next((said for caption, said in row.notes if caption == wanted), "")


def _step_details(row: StepRow, say: Say) -> Details:
    path = _("on the critical path: a delay here makes the whole plan longer")
    fields: tuple[_Field, ...] = (
        (pgettext("detail", "Step"), row.text),
        (pgettext("detail", "Done when"), row.done_when),
        (pgettext("detail", "Planned time"), row.at),
        (pgettext("detail", "In the plan"), path if row.is_critical else ""),
        (pgettext("detail", "After"), row.after_in_full),
        (pgettext("detail", "Phase"), row.phase),
        (pgettext("detail", "Kind"), row.kind),
        (pgettext("detail", "Role"), row.role),
        (pgettext("detail", "Post"), row.post),
        (pgettext("detail", "Units, each marked on its own"), row.units),
        (pgettext("detail", "Options"), row.options),
        (pgettext("detail", "Branch"), row.branch),
        (pgettext("detail", "Preferred key"), row.key),
        *row.notes,
        (pgettext("detail", "Id"), row.id),
    )
    return _details(fields, say)


def _details(fields: Sequence[_Field], say: Say) -> Details:
    said = ((say(caption), say(words)) for caption, words in fields)
    return tuple((caption, words) for caption, words in said if words)


def target_table(rows: Outline, say: Say) -> Table:
    columns = (
        Column(say(pgettext("column", "No.")), 58, "right"),
        Column(say(pgettext("column", "Target")), 210),
        Column(say(pgettext("column", "Limit")), 110, "right"),
        Column(say(pgettext("column", "Planned")), 104, "right"),
        Column(say(pgettext("column", "Source of the limit")), 160),
        Column(say(pgettext("column", "From → to")), 330),
        Column(say(pgettext("column", "Owner")), 210),
        Column(say(pgettext("column", "Weight")), 80, "right"),
        Column(say(pgettext("column", "Critical")), 84),
    )
    return Table(
        columns,
        tuple(Row(row.id, _target_cells(row, say)) for row in rows.targets),
        {row.id: _target_details(row, say) for row in rows.targets},
    )


def _target_cells(row: TargetRow, say: Say) -> tuple[Cell | str, ...]:
    span = say(pgettext("span of a target", "{start} → {stop}", start=row.start, stop=row.stop))
    return (
        str(row.number),
        Cell(say(row.name), is_bold=row.is_critical),
        say(row.limit),
        say(row.planned),
        Cell(say(row.source_class), say(row.source)),
        span,
        say(row.owner),
        row.weight,
        say(row.critical),
    )


def _target_details(row: TargetRow, say: Say) -> Details:
    critical = _("critical: if it is missed, the score is capped")
    fields: tuple[_Field, ...] = (
        (pgettext("detail", "Target"), row.name),
        (pgettext("detail", "Starts"), row.start),
        (pgettext("detail", "Stops"), row.stop),
        (pgettext("detail", "Limit"), row.limit),
        (pgettext("detail", "Planned length"), row.planned),
        (pgettext("detail", "Class of the limit's source"), row.source_class),
        (pgettext("detail", "Source of the limit"), row.source),
        (pgettext("detail", "Address of the source"), row.url),
        *row.notes,
        (pgettext("detail", "Owner"), row.owner),
        (pgettext("detail", "Weight"), row.weight),
        (pgettext("detail", "Importance"), critical if row.is_critical else ""),
        (pgettext("detail", "Id"), row.id),
    )
    return _details(fields, say)


def rule_table(rows: Outline, say: Say) -> Table:
    """Make the table of orders, criteria, objectives and safety items."""
    columns = (
        Column(say(pgettext("column", "Kind")), 110),
        Column(say(pgettext("column", "Content")), 420),
        Column(say(pgettext("column", "How it is judged")), 300),
        Column(say(pgettext("column", "Critical")), 84),
    )
    return Table(
        columns,
        tuple(
            Row(
                f"{place}:{row.id}",
                (say(row.kind), say(row.text), say(row.details), say(row.critical)),
            )
            for place, row in enumerate(rows.rules)
        ),
        {f"{place}:{row.id}": _rule_details(row, say) for place, row in enumerate(rows.rules)},
    )


def _rule_details(row: RuleRow, say: Say) -> Details:
    fields: tuple[_Field, ...] = (
        (pgettext("detail", "Kind"), row.kind),
        (pgettext("detail", "Content"), row.text),
        (pgettext("detail", "How it is judged"), row.details),
        (pgettext("detail", "Importance"), row.critical),
        (pgettext("detail", "Id"), row.id),
    )
    return _details(fields, say)


def warning_table(warnings: Sequence[Fault], say: Say) -> Table:
    """Make the table of what the planner should think over, each with its place."""
    columns = (
        Column(say(pgettext("column", "Warning")), 480),
        Column(say(pgettext("column", "Place in the file")), 220),
        Column(say(pgettext("column", "Line")), 70, "right"),
    )
    rows = tuple(
        Row(
            str(number),
            (
                say(fault.text),
                Cell(say(fault.item) if fault.item else fault.path, fault.path),
                "" if fault.line is None else str(fault.line),
            ),
        )
        for number, fault in enumerate(warnings)
    )
    return Table(columns, rows, {})
