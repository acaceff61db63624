"""Gather all that is held on one person, for the person who asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.base.translator import Language, translator
from drillplanner.organisation.field import phone_id
from drillplanner.organisation.registers import REGISTERS
from drillplanner.run.fact import read_body
from drillplanner.run.fact_kinds import ACTION_STEP, ENTRY, KINDS
from drillplanner.services.improve.hazards import line_texts
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.organisation.register_table import read_table

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


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
