"""Gather all that is held on one person, and name those who are kept longer than is ruled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.texts import _, pgettext
from drillplanner.base.translator import Language, translator
from drillplanner.improve.ledger import UNDONE
from drillplanner.organisation.field import phone_id
from drillplanner.organisation.local_rules import retention_years
from drillplanner.organisation.record import read_records
from drillplanner.organisation.registers import (
    LOCAL_RULES,
    REGISTERS,
    RESPONSIBILITIES,
    SCHOOLS,
    Register,
)
from drillplanner.run.fact import Fact, read_body
from drillplanner.run.fact_kinds import ACTION_STEP, ENTRY, KINDS, REGISTER_ROWS
from drillplanner.services.improve.hazards import line_texts
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.organisation.register_table import read_table
from drillplanner.services.organisation.sheets import report
from drillplanner.services.sheet_blocks import listed
from drillplanner.terms.document import Block, Column, Prose, Report, Row

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MADE = re.compile(r'"wall_utc_ns":(\d+)')
_AUTHOR = re.compile(r'"author":"([^"]*)"')
_DAY = re.compile(r'"(?:day|until|from)":"(\d{4}-\d{2}-\d{2})"')


def person_file(workspace: Workspace, name: str, language: Language) -> dict[str, Any]:
    """Give what is held on the people of a name: phone, rows, lines, and what they entered.

    Two people of one name are two entries; the phone tells them apart.

    Raises:
        UserError: nobody of that name is kept here.
    """
    wanted = " ".join(name.split())
    names = workspace.names()
    phones = {phone_id(one) for one in names}
    ids = [one for one, known in names.items() if known == wanted and one not in phones]
    if not ids:
        raise UserError(_("No person of the name {name} is kept here.", name=name))
    return {
        "name": wanted,
        "people": [
            {
                "id": one,
                "phone": names.get(phone_id(one)),
                "registers": list(_rows(workspace, one, language)),
                "ledger": list(_lines(workspace, one, language)),
                "entered": _entered(workspace, one),
            }
            for one in ids
        ],
    }


@dataclass(frozen=True, slots=True)
class Kept:
    """A name that is kept: when its person was last named or did something, and for how long."""

    id: str
    name: str
    last: date
    years: int


def beyond_period(workspace: Workspace, today: date) -> tuple[Kept, ...]:
    """List the names kept longer than a local rule says, the longest unused first.

    Who is named in the register of schools, in a responsibility that has not ended or in a line
    that is not done with is in use, however long ago that was written. Nothing is deleted here.

    Raises:
        UserError: no local rule says how long names are kept.
    """
    rules = _standing(workspace, LOCAL_RULES)
    ruled = retention_years(rules.values(), today)
    if ruled is None:
        raise UserError(_("No local rule says how long names are kept; enter one first."))
    years = ruled[0]
    names = workspace.names()
    phones = {phone_id(one) for one in names}
    used = _in_use(workspace, today)
    last: dict[str, date] = {}
    for fact in workspace.facts():
        for id_, day in _told(fact, names).items():
            last[id_] = max(last.get(id_, day), day)
    limit = today.replace(year=max(1, today.year - years), day=min(today.day, 28))
    kept = [
        Kept(id_, name, last.get(id_, date.min), years)
        for id_, name in names.items()
        if id_ not in phones and id_ not in used and last.get(id_, date.min) < limit
    ]
    return tuple(sorted(kept, key=lambda one: (one.last, one.name)))


def beyond_sheet(workspace: Workspace, language: Language) -> Report:
    """Print the names that are kept longer than is ruled, for somebody to decide on each."""
    today = local_time.local(workspace.utc_ns()).date()
    columns = (
        Column(pgettext("sheet", "Name"), 2),
        Column(pgettext("sheet", "Last named on"), 1.4),
        Column(pgettext("sheet", "Kept for years"), 1, "right"),
    )
    found = beyond_period(workspace, today)
    rows = [
        Row((one.name, "" if one.last == date.min else one.last.isoformat(), str(one.years)))
        for one in found
    ]
    note = _(
        "Nothing is deleted by itself. A name and its phone are deleted for good, in the backups "
        "too, by {command}.",
        command="drillplanner forget NAME --yes",
    )
    blocks: list[Block] = [listed(columns, rows), Prose(note, "note")]
    return report(workspace, pgettext("sheet", "Names kept beyond their period"), blocks)


def _in_use(workspace: Workspace, today: date) -> set[str]:
    used: set[str] = set()
    for register in (SCHOOLS, RESPONSIBILITIES):
        people = [one.id for one in register.fields if one.kind == "person"]
        for row in _standing(workspace, register).values():
            if (row.get("until") or "9999") >= today.isoformat():
                used.update(row.get(name, "") for name in people)
    for action in read_ledger(workspace).actions:
        content = action.content
        if action.is_in_conflict or content.state in UNDONE:
            used.update((content.person, content.head, content.judge))
    return used


def _told(fact: Fact, names: Mapping[str, str]) -> dict[str, date]:
    """Give whom a fact names or was made by, each with the day that says so."""
    text = fact.data.decode("utf-8", "replace")
    found = {one for one in _ID.findall(text) if one in names}
    if not found:
        return {}
    made = _MADE.search(text)
    written = _day(int(made[1])) if made else date.min
    days = [written]
    if fact.kind in REGISTER_ROWS:
        days += [date.fromisoformat(one) for one in _DAY.findall(text)]
    author = _AUTHOR.search(text)
    # Who wrote a row of a later day did so when it was written.
    return {one: written if author is not None and author[1] == one else max(days) for one in found}


def _day(utc_ns: int) -> date:
    return date.fromisoformat(local_time.day(utc_ns))


def _standing(workspace: Workspace, register: Register) -> dict[str, Mapping[str, str]]:
    records = read_records(workspace.facts(kind=register.kind))
    return {id_: one.fields for id_, one in records.items() if not one.is_gone}


def _rows(workspace: Workspace, person: str, language: Language) -> Iterator[dict[str, Any]]:
    say = translator(language).say
    for register in REGISTERS.values():
        for row in read_table(workspace, register, language).rows:
            # Former versions name a person too, and are kept.
            kept = [row.values, *(head.fields for head in row.heads)]
            fields = {
                what.id
                for what in register.fields
                for values in kept
                if what.kind == "person" and values.get(what.id) == person
            }
            if fields:
                yield {
                    "register": register.id,
                    "row": row.id,
                    "as": [say(register.field(one).words) for one in sorted(fields)],
                    "texts": dict(row.texts),
                }


def _lines(workspace: Workspace, person: str, language: Language) -> Iterator[dict[str, Any]]:
    ledger = read_ledger(workspace)
    for action in ledger.actions:
        content = action.content
        named = [
            name
            for name in ("person", "head", "judge")
            if any(getattr(step.content, name) == person for step in action.steps)
        ]
        done = [step.deed for step in action.steps if step.author == person]
        if named or done:
            yield {
                "line": action.id,
                "state": content.state,
                "named_as": named,
                "did": done,
                "texts": line_texts(ledger, action, language),
            }


def _entered(workspace: Workspace, person: str) -> dict[str, Any]:
    """Count the facts that a person authored, by kind, with their first and last day."""
    counts: dict[str, int] = {}
    moments: list[int] = []
    for kind in sorted(KINDS - {ENTRY, ACTION_STEP}):
        for fact in workspace.facts(kind=kind):
            body = read_body(fact.data)
            if body.get("author") == person:
                counts[kind] = counts.get(kind, 0) + 1
                made = body.get("wall_utc_ns")
                moments += [made] if isinstance(made, int) else []
    for held in workspace.drills():
        entries = [one.entry for one in workspace.entries(held.drill.id)]
        mine = [one for one in entries if one.author == person]
        if mine:
            counts[ENTRY] = counts.get(ENTRY, 0) + len(mine)
            moments += [one.wall_utc_ns for one in mine]
    return {
        "counts": counts,
        "first": local_time.day(min(moments)) if moments else None,
        "last": local_time.day(max(moments)) if moments else None,
    }
