"""Let roles, posts and phases come into being where they are typed, and go when nothing is left.

What has no more than its name is kept as long as something uses it, as the values of a
spreadsheet's column are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from drillplanner.plan.editing.draft import Draft, Look, NamePart, fresh_id, items, with_items
from drillplanner.plan.model import Phase, Post, Role, Script

_MAKE: dict[NamePart, Callable[[str, str], Any]] = {"roles": Role, "posts": Post, "phases": Phase}


def alike(text: str) -> str:
    """Bring a name into the form in which names are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def named(look: Look, part: NamePart, text: str) -> tuple[Draft, str]:
    """Find a role, post or phase by its name in any language, or make it."""
    wanted = alike(text)
    for one in items(look.draft, part):
        said = (one.name,) if isinstance(one.name, str) else tuple(one.name.values())
        if wanted in map(alike, said):
            return look.draft, one.id
    things = items(look.draft, part)
    id_ = fresh_id(part, {one.id for one in things})
    return with_items(look.draft, part, (*things, _MAKE[part](id_, text.strip()))), id_


def uses(script: Script, part: NamePart) -> dict[str, int]:
    """Count what uses each role, post or phase."""
    found: dict[str, int] = {}
    for id_ in _used(script, part):
        found[id_] = found.get(id_, 0) + 1
    return found


def _used(script: Script, part: NamePart) -> list[str]:
    match part:
        case "phases":
            return [step.phase for step in script.steps]
        case "posts":
            both = [(step.post, step.backup_post) for step in script.steps]
            return [id_ for pair in both for id_ in pair if id_]
        case "roles":
            found = [step.role for step in script.steps]
            found += [target.owner for target in script.targets if target.owner]
            return found + [one.role for one in script.criteria if one.role]


def without_idle(before: Draft, after: Draft) -> Draft:
    """Take away names that an act left without use, if they hold nothing but the name."""
    for part in _MAKE:
        freed = set(_used(before.script, part)).difference(_used(after.script, part))
        if freed:
            kept = tuple(
                one for one in items(after, part) if one.id not in freed or _holds_more(one)
            )
            after = with_items(after, part, kept)
    return after


def _holds_more(thing: Any) -> bool:
    return bool(getattr(thing, "organisation", "")) or isinstance(thing.name, dict)


def merged(draft: Draft, part: NamePart, gone: str, into: str) -> Draft:
    """Let all that names one role, post or phase name another, and take the first away."""

    def now(id_: str | None) -> str | None:
        return into if id_ == gone else id_

    script = draft.script
    steps = script.steps
    match part:
        case "phases":
            steps = tuple(replace(one, phase=now(one.phase) or one.phase) for one in steps)
        case "posts":
            steps = tuple(
                replace(one, post=now(one.post), backup_post=now(one.backup_post)) for one in steps
            )
        case "roles":
            steps = tuple(replace(one, role=now(one.role) or one.role) for one in steps)
            script = replace(
                script,
                targets=tuple(replace(one, owner=now(one.owner)) for one in script.targets),
                criteria=tuple(replace(one, role=now(one.role)) for one in script.criteria),
            )
    draft = replace(draft, script=replace(script, steps=steps))
    return with_items(draft, part, tuple(one for one in items(draft, part) if one.id != gone))


def renamed(look: Look, part: NamePart, id: str, text: str) -> Draft:
    """Give a role, post or phase another name; a name that is there already takes it in."""
    wanted = alike(text)
    for one in items(look.draft, part):
        if one.id != id and wanted and alike(look.words(one.name)) == wanted:
            return merged(look.draft, part, id, one.id)
    things = tuple(
        replace(one, name=look.typed(one.name, text.strip())) if one.id == id else one
        for one in items(look.draft, part)
    )
    return with_items(look.draft, part, things)
