"""Name an item of a script for its planner: "step 4 (gate_shut), role" beside its JSON path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.parser.json_path import Where, shown

#: Items of lists, by the list's name.
_ITEMS: Mapping[str, Text] = {
    "roles": pgettext("item of a script", "role"),
    "posts": pgettext("item of a script", "observation post"),
    "phases": pgettext("item of a script", "phase"),
    "steps": pgettext("item of a script", "step"),
    "after": pgettext("item of a script", "earlier step"),
    "units": pgettext("item of a script", "unit"),
    "options": pgettext("item of a script", "option"),
    "targets": pgettext("item of a script", "target"),
    "last_of": pgettext("item of a script", "step of last_of"),
    "first_of": pgettext("item of a script", "step of first_of"),
    "orders": pgettext("item of a script", "required order"),
    "criteria": pgettext("item of a script", "criterion"),
    "levels": pgettext("item of a script", "level"),
    "safety": pgettext("item of a script", "safety item"),
    "objectives": pgettext("item of a script", "objective"),
}
#: Fields, by their names; those that mean something else elsewhere stand in `_ELSEWHERE`.
_FIELDS: Mapping[str, Text] = {
    "format": pgettext("field of a script", "format mark"),
    "version": pgettext("field of a script", "format version"),
    "id": pgettext("field of a script", "ID"),
    "title": pgettext("field of a script", "title"),
    "kind": pgettext("field of a script", "kind"),
    "language": pgettext("field of a script", "language"),
    "zone": pgettext("field of a script", "time zone"),
    "notes": pgettext("field of a script", "notes"),
    "extra": pgettext("field of a script", "other columns"),
    "t0": pgettext("field of a script", "start of the danger (T0)"),
    "roles": pgettext("field of a script", "roles"),
    "posts": pgettext("field of a script", "observation posts"),
    "phases": pgettext("field of a script", "phases"),
    "steps": pgettext("field of a script", "steps"),
    "targets": pgettext("field of a script", "targets"),
    "orders": pgettext("field of a script", "required orders"),
    "criteria": pgettext("field of a script", "criteria"),
    "safety": pgettext("field of a script", "safety items"),
    "objectives": pgettext("field of a script", "objectives"),
    "scoring": pgettext("field of a script", "scoring parameters"),
    "name": pgettext("field of a script", "name"),
    "organisation": pgettext("field of a script", "organisation"),
    "text": pgettext("field of a script", "text"),
    "phase": pgettext("field of a script", "phase"),
    "role": pgettext("field of a script", "role"),
    "post": pgettext("field of a script", "observation post"),
    "backup_post": pgettext("field of a script", "backup post"),
    "done_when": pgettext("field of a script", "sign of completion"),
    "after": pgettext("field of a script", "earlier steps"),
    "step": pgettext("field of a script", "step"),
    "lag_s": pgettext("field of a script", "planned lag"),
    "units": pgettext("field of a script", "units"),
    "options": pgettext("field of a script", "options"),
    "only_if": pgettext("field of a script", "branch"),
    "option": pgettext("field of a script", "option"),
    "key": pgettext("field of a script", "key"),
    "place": pgettext("field of a script", "place"),
    "say": pgettext("field of a script", "commands and dialogue"),
    "narration": pgettext("field of a script", "narration"),
    "props": pgettext("field of a script", "props"),
    "from": pgettext("field of a script", "sender"),
    "to": pgettext("field of a script", "receiver"),
    "means": pgettext("field of a script", "means of transmission"),
    "duration": pgettext("field of a script", "duration"),
    "least_s": pgettext("field of a script", "least duration"),
    "likely_s": pgettext("field of a script", "likely duration"),
    "most_s": pgettext("field of a script", "greatest duration"),
    "heads": pgettext("field of a script", "head count"),
    "expected": pgettext("field of a script", "expected number"),
    "u_s": pgettext("field of a script", "uncertainty of the act"),
    "start": pgettext("field of a script", "start"),
    "stop": pgettext("field of a script", "stop"),
    "last_of": pgettext("field of a script", "last of several"),
    "first_of": pgettext("field of a script", "first of several"),
    "limit_s": pgettext("field of a script", "limit"),
    "source": pgettext("field of a script", "source of the limit"),
    "class": pgettext("field of a script", "class"),
    "url": pgettext("field of a script", "address"),
    "clause": pgettext("field of a script", "clause"),
    "seen": pgettext("field of a script", "date of reading"),
    "confirmed_by": pgettext("field of a script", "confirmed by"),
    "owner": pgettext("field of a script", "responsible role"),
    "weight": pgettext("field of a script", "weight"),
    "critical": pgettext("field of a script", "critical item"),
    "caps_whole": pgettext("field of a script", "caps the whole"),
    "before": pgettext("field of a script", "earlier step"),
    "scale": pgettext("field of a script", "rating scale"),
    "full": pgettext("field of a script", "full marks"),
    "levels": pgettext("field of a script", "levels"),
    "points": pgettext("field of a script", "points"),
    "grades": pgettext("field of a script", "grade boundaries"),
}
_ELSEWHERE: Mapping[tuple[str, str], Text] = {
    ("orders", "after"): pgettext("field of a script", "later step"),
}


def item_said(document: Any, where: Where) -> Text | None:
    """Name the item at a place by its number, id and field; None for the whole script."""
    said: list[Text] = []
    value = document
    for depth, part in enumerate(where):
        value = _inside(value, part)
        if isinstance(part, int):
            said[-1:] = [_item(str(where[depth - 1]), part + 1, value)]
        elif (name := _field(where, depth)) is not None:
            said.append(name)
    return _joined(said) if said else None


def field_name(part: str, name: str) -> Text | None:
    """Say the name of a member of things in a list, or of the script; None for one without."""
    return _ELSEWHERE.get((part, name)) or _FIELDS.get(name)


def item_name(part: str) -> Text:
    """Say what one thing of a list is: a step, a target."""
    return _ITEMS[part]


def _inside(value: Any, part: str | int) -> Any:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None


def _field(where: Where, depth: int) -> Text | None:
    name = str(where[depth])
    return _ELSEWHERE.get((str(where[0]), name)) or _FIELDS.get(name)


def _item(name: str, number: int, value: Any) -> Text:
    item = _ITEMS.get(name, _FIELDS.get(name, _("item")))
    id_ = value.get("id") if isinstance(value, dict) else None
    if isinstance(id_, str) and id_:
        return _("{item} {number} ({id})", item=item, number=number, id=shown(id_))
    return _("{item} {number}", item=item, number=number)


def _joined(said: list[Text]) -> Text:
    whole = said[0]
    for part in said[1:]:
        whole = pgettext("item of a script", "{whole}, {part}", whole=whole, part=part)
    return whole
