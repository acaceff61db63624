"""What a person does to rows and cells: insert, delete, move, duplicate, type, fill, replace.

Every act is a pure function from one draft to the next; what cannot stand is refused by
`CellRefused`, or, where many cells are typed at once, told beside the rest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from drillplanner.base.texts import Text, Words, _
from drillplanner.plan.editing.draft import (
    CellRefused,
    Draft,
    Edit,
    Look,
    changed,
    fresh_id,
    items,
    with_item,
    with_items,
)
from drillplanner.plan.editing.names import without_idle
from drillplanner.plan.editing.references import without_members, without_steps
from drillplanner.plan.editing.rules import TABLES, used_name
from drillplanner.plan.editing.spans import spanning
from drillplanner.plan.editing.steps import STEPS
from drillplanner.plan.editing.table import Table
from drillplanner.plan.editing.times import kept_times, planned_at
from drillplanner.plan.model import MAX_STEPS, OnlyIf

#: A cell: the row's id and the column's name.
Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell whose text was not taken, and why."""

    row: str
    column: str
    text: str
    why: Text


@dataclass(frozen=True, slots=True)
class TypedCells:
    """The draft after many texts were typed, what came of them, and what was not taken."""

    draft: Draft
    said: tuple[Text, ...] = ()
    refused: tuple[Refused, ...] = ()


# -- cells -------------------------------------------------------------------------------------


def shown(draft: Draft, table: Table, row: str, column: str, language: str) -> str:
    """Give the text of one cell."""
    thing = next(one for one in items(draft, table.part) if one.id == row)
    return table.columns[column].show(Look(draft, language), thing)


def type_cell(draft: Draft, table: Table, row: str, column: str, text: str, language: str) -> Edit:
    """Type over one cell; what it showed already changes nothing.

    Raises:
        CellRefused: the text cannot stand there.
    """
    edit = _typed(draft, table, row, column, text, language)
    return replace(edit, draft=_settled(draft, edit.draft, table, (row,), language))


def type_cells(draft: Draft, table: Table, texts: Mapping[Cell, str], language: str) -> TypedCells:
    """Type over many cells at once; those that cannot stand stay as they were and are told."""
    before = draft
    said: list[Text] = []
    refused: list[Refused] = []
    for (row, column), text in texts.items():
        try:
            edit = _typed(draft, table, row, column, text, language)
        except CellRefused as fault:
            refused.append(Refused(row, column, text, fault.text))
        else:
            draft = edit.draft
            said += [one for one in edit.said if one not in said]
    draft = _settled(before, draft, table, {row for row, _column in texts}, language)
    draft = before if draft == before else draft
    return TypedCells(draft, tuple(said), tuple(refused))


def _typed(draft: Draft, table: Table, row: str, column: str, text: str, language: str) -> Edit:
    look = Look(draft, language)
    thing = next(one for one in items(draft, table.part) if one.id == row)
    take = table.columns[column].take
    if take is None:
        raise CellRefused(_("This column is worked out; it is not typed."))
    if text == table.columns[column].show(look, thing):
        return Edit(draft)
    taken = take(look, thing, text)
    return taken if isinstance(taken, Edit) else Edit(taken)


def _settled(
    before: Draft, after: Draft, table: Table, rows: Collection[str], language: str
) -> Draft:
    """Take away names that nothing uses any more, and let locked steps keep their times."""
    after = without_idle(before, after)
    return kept_times(before, after, rows if table.part == "steps" else (), language)


def clear(draft: Draft, table: Table, cells: Iterable[Cell], language: str) -> TypedCells:
    """Empty cells."""
    open_ = [cell for cell in cells if table.columns[cell[1]].take is not None]
    return type_cells(draft, table, dict.fromkeys(open_, ""), language)


def fill_down(
    draft: Draft, table: Table, rows: Sequence[str], columns: Sequence[str], language: str
) -> TypedCells:
    """Fill cells with the text of the first row of them."""
    texts = {
        (row, column): shown(draft, table, rows[0], column, language)
        for column in columns
        if table.columns[column].take is not None
        for row in rows[1:]
    }
    return type_cells(draft, table, texts, language)


def find(draft: Draft, table: Table, wanted: str, language: str) -> tuple[Cell, ...]:
    """Find every cell that holds a text, row by row; capitals do not matter."""
    look, low = Look(draft, language), wanted.casefold()
    return tuple(
        (thing.id, name)
        for thing in items(draft, table.part)
        for name, column in table.columns.items()
        if low and low in column.show(look, thing).casefold()
    )


def replace_all(
    draft: Draft, table: Table, cells: Iterable[Cell], wanted: str, new: str, language: str
) -> TypedCells:
    """Write one text in the place of another, in these cells."""
    pattern = re.compile(re.escape(wanted), re.IGNORECASE)
    texts = {
        (row, column): pattern.sub(lambda _found: new, shown(draft, table, row, column, language))
        for row, column in cells
        if table.columns[column].take is not None
    }
    return type_cells(draft, table, texts, language)


# -- rows --------------------------------------------------------------------------------------


def insert(draft: Draft, table: Table, at: int, language: str, count: int = 1) -> Edit:
    """Put blank rows in before the row at a place."""
    _refuse_too_many(draft, table, count)
    made: list[str] = []
    for place in range(at, at + count):
        things = items(draft, table.part)
        above = things[place - 1] if place else (things[0] if things else None)
        id_ = fresh_id(table.part, {one.id for one in things})
        draft, thing = table.make(Look(draft, language), above, id_)
        draft = with_items(draft, table.part, (*things[:place], thing, *things[place:]))
        made.append(id_)
    return Edit(draft, tuple(made))


def delete(draft: Draft, table: Table, rows: Collection[str], language: str) -> Edit:
    """Take rows out, and what hung on them; the row that comes to stand there is chosen."""
    things = items(draft, table.part)
    held = [one for one in things if one.id in rows and used_name(draft, table.part, one.id)]
    if held:
        name = Look(draft, language).words(held[0].name)
        raise CellRefused(
            _('"{name}" is still used. Type another name over it to join the two.', name=name)
        )
    places = [place for place, one in enumerate(things) if one.id in rows]
    if not places:
        return Edit(draft)
    said: tuple[Text, ...] = ()
    if table.part == "steps":
        after, said = without_steps(draft, rows)
        after = kept_times(draft, without_idle(draft, after), (), language)
    else:
        kept = tuple(one for one in things if one.id not in rows)
        after = without_members(with_items(draft, table.part, kept), table.part, rows)
        after = without_idle(draft, after)
    left = items(after, table.part)
    chosen = (left[min(places[0], len(left) - 1)].id,) if left else ()
    return Edit(after, chosen, said)


def move(draft: Draft, table: Table, rows: Collection[str], by: int) -> Edit:
    """Move rows up or down by one; at the edge they stay."""
    things = list(items(draft, table.part))
    places = [place for place, one in enumerate(things) if one.id in rows]
    order = places if by < 0 else places[::-1]
    bound = -1 if by < 0 else len(things)
    for place in order:
        goal = place + by
        if goal == bound:
            bound = place
            continue
        things[place], things[goal] = things[goal], things[place]
    chosen = tuple(one.id for one in things if one.id in rows)
    if tuple(things) == items(draft, table.part):
        return Edit(draft, chosen)
    return Edit(with_items(draft, table.part, tuple(things)), chosen)


def duplicate(draft: Draft, table: Table, rows: Collection[str], language: str) -> Edit:
    """Copy rows below the last of them; links among them are copied too, keys are not."""
    things = items(draft, table.part)
    places = [place for place, one in enumerate(things) if one.id in rows]
    if not places:
        return Edit(draft)
    _refuse_too_many(draft, table, len(places))
    taken = {one.id for one in things}
    new: dict[str, str] = {}
    for place in places:
        new[things[place].id] = fresh_id(table.part, taken | set(new.values()))
    copies = tuple(_copied(things[place], new) for place in places)
    at = places[-1] + 1
    after = with_items(draft, table.part, (*things[:at], *copies, *things[at:]))
    return Edit(after, tuple(new.values()))


def _copied(thing: Any, new: Mapping[str, str]) -> Any:
    copy = replace(thing, id=new[thing.id])
    if not hasattr(thing, "after") or not isinstance(thing.after, tuple):
        return copy
    branch = thing.only_if
    return replace(
        copy,
        key=None,
        after=tuple(replace(one, step=new.get(one.step, one.step)) for one in thing.after),
        only_if=OnlyIf(new.get(branch.step, branch.step), branch.option) if branch else None,
    )


def _refuse_too_many(draft: Draft, table: Table, count: int) -> None:
    if len(items(draft, table.part)) + count > MAX_STEPS:
        raise CellRefused(_("A table has at most {most} rows.", most=MAX_STEPS))


# -- the script as a whole ---------------------------------------------------------------------


def choose_t0(draft: Draft, step: str | None) -> Edit:
    """Say which step is T0, at which the danger appears; said of T0 itself, none is any more."""
    chosen = None if step == draft.script.t0 else step
    return Edit(replace(draft, script=replace(draft.script, t0=chosen)), (step,) if step else ())


def lock(draft: Draft, rows: Collection[str]) -> Edit:
    """Let rows keep their planned times, or, if all of them do already, follow again."""
    chosen = frozenset(rows)
    locked = draft.locked - chosen if chosen <= draft.locked else draft.locked | chosen
    return Edit(replace(draft, locked=locked), tuple(rows))


def plan_at(draft: Draft, row: str, since_s: float, language: str) -> Edit:
    """Plan a step for so many seconds from T0, else from the first step; its lag is written.

    Raises:
        CellRefused: the step cannot be planned for then.
    """
    look = Look(draft, language)
    if row not in look.steps:
        return Edit(draft)
    after = planned_at(look, look.steps[row], since_s)
    return Edit(_settled(draft, after, STEPS, (row,), language), (row,))


def span_over(draft: Draft, rows: Sequence[str], language: str) -> Edit:
    """Make the target from the first of some steps to the last of them."""
    steps = [step for step in draft.script.steps if step.id in rows]
    if len(steps) < 2:  # noqa: PLR2004 - a span has two ends
        raise CellRefused(_("Choose two steps: where the target starts and where it stops."))
    targets = draft.script.targets
    id_ = fresh_id("targets", {one.id for one in targets})
    made = spanning(Look(draft, language), id_, steps)
    return Edit(with_items(draft, "targets", (*targets, made)), (id_,))


def tick(draft: Draft, question: str) -> Edit:
    """Answer a question of preparation with yes."""
    return Edit(replace(draft, prepared=draft.prepared | {question}))


def add_row(draft: Draft, table: Table, words: Words, language: str) -> Edit:
    """Put a row with these words at the end of a list."""
    edit = insert(draft, table, len(items(draft, table.part)), language)
    (row,) = edit.rows
    thing = items(edit.draft, table.part)[-1]
    return Edit(with_item(edit.draft, table.part, changed(thing, text=words)), (row,))


def say_of_script(draft: Draft, **fields: Any) -> Edit:
    """Write the title, notes, kind, language or zone of the script."""
    return Edit(replace(draft, script=changed(draft.script, **fields)))


__all__ = ["STEPS", "TABLES", "Cell", "Refused", "TypedCells"]
