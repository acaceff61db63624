"""Limits with their sources: several readings side by side, and those a county adds itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from drillplanner.base.texts import Words
from drillplanner.plan.model import LimitSource, SourceClass, Target
from drillplanner.resources import resource


@dataclass(frozen=True, slots=True)
class SourcedLimit:
    """A limit with the text that states it; `act` is what it may be a limit of."""

    id: str
    act: str
    name: Words
    limit_s: float
    source: LimitSource


@dataclass(frozen=True, slots=True)
class _Shape:
    id: str
    act: str
    name: Words
    limit_s: float
    text: Words
    clause: Words = ""
    url: str = ""
    seen: str = ""


@cache
def limits() -> tuple[SourcedLimit, ...]:
    """Read the limits that the program knows."""
    return _read(resource("limits", "sources.json").read_bytes())


def own_limits(path: Path) -> tuple[SourcedLimit, ...]:
    """Read the limits that a county added; none where the file is not there or damaged."""
    try:
        return _read(path.read_bytes())
    except (OSError, ValidationError, KeyError, ValueError):
        return ()


def limit(id: str) -> SourcedLimit:
    """Give a limit by its id; KeyError if there is none."""
    for one in limits():
        if one.id == id:
            return one
    raise KeyError(id)


def with_limit(target: Target, one: SourcedLimit) -> Target:
    """Give a target another limit together with its source; nobody has confirmed that yet."""
    return replace(target, limit_s=one.limit_s, source=one.source)


def _read(data: bytes) -> tuple[SourcedLimit, ...]:
    import json

    found = []
    for value in json.loads(data):
        class_: SourceClass = value.pop("class")
        shape = TypeAdapter(_Shape).validate_python(value)
        source = LimitSource(class_, shape.text, shape.url, shape.clause, shape.seen)
        found.append(SourcedLimit(shape.id, shape.act, shape.name, shape.limit_s, source))
    return tuple(found)
