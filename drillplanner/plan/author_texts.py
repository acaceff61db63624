"""List the texts for people in a script, each with its place."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Protocol

from drillplanner.base.texts import Words
from drillplanner.plan.model import Levels, Script
from drillplanner.plan.parser.json_path import Where


class _Named(Protocol):
    @property
    def name(self) -> Words: ...


def required_texts(script: Script) -> Iterator[tuple[Where, Words]]:
    """Give every text that a person must be able to read: title, names, what a step says."""
    yield ("title",), script.title
    yield from _names(("roles",), script.roles)
    yield from _names(("posts",), script.posts)
    yield from _names(("phases",), script.phases)
    for place, step in enumerate(script.steps):
        here: Where = ("steps", place)
        yield (*here, "text"), step.text
        yield from _names((*here, "units"), step.units)
        yield from _names((*here, "options"), step.options)
    yield from _names(("targets",), script.targets)
    for place, criterion in enumerate(script.criteria):
        yield ("criteria", place, "text"), criterion.text
        if isinstance(criterion.scale, Levels):
            for number, level in enumerate(criterion.scale.levels):
                yield ("criteria", place, "scale", "levels", number, "text"), level.text
    for place, objective in enumerate(script.objectives):
        yield ("objectives", place, "text"), objective.text
    for place, item in enumerate(script.safety):
        yield ("safety", place, "text"), item.text


def every_text(script: Script) -> Iterator[tuple[Where, Words]]:
    """Give every text for people, those that may be blank too."""
    yield from required_texts(script)
    yield ("notes",), script.notes
    for place, role in enumerate(script.roles):
        yield ("roles", place, "organisation"), role.organisation
    for place, step in enumerate(script.steps):
        here: Where = ("steps", place)
        yield (*here, "done_when"), step.done_when
        yield (*here, "place"), step.place
        yield (*here, "say"), step.say
        yield (*here, "narration"), step.narration
        yield (*here, "props"), step.props
        yield (*here, "from"), step.from_
        yield (*here, "to"), step.to
        yield (*here, "means"), step.means
    for place, target in enumerate(script.targets):
        yield ("targets", place, "source", "text"), target.source.text
        yield ("targets", place, "source", "clause"), target.source.clause
    for place, order in enumerate(script.orders):
        yield ("orders", place, "text"), order.text


def without_blank_languages(script: Script) -> Script:
    """Leave out the languages in which a text is blank, as those of an emptied cell are."""
    found: Script = _without_blanks(script)
    return found


def _without_blanks(value: Any) -> Any:
    if isinstance(value, tuple):
        made = tuple(_without_blanks(item) for item in value)
        return value if all(map(operator.is_, made, value)) else made
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for field in fields(value):
        old = getattr(value, field.name)
        # Notes of imported columns are no words in languages.
        if isinstance(old, dict) and field.name != "extra":
            kept = {language: said for language, said in old.items() if said.strip()}
            new: Any = old if len(kept) == len(old) else kept or ""
        else:
            new = _without_blanks(old)
        if new is not old:
            changes[field.name] = new
    return replace(value, **changes) if changes else value


def _names(where: Where, things: Iterable[_Named]) -> Iterator[tuple[Where, Words]]:
    for place, thing in enumerate(things):
        yield (*where, place, "name"), thing.name
