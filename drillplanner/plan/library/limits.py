"""Limits with their sources: several readings side by side, and those a county adds itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache

from pydantic import TypeAdapter

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Words, _
from drillplanner.plan.model import LimitSource, SourceClass, Target
from drillplanner.resources import resource


@dataclass(frozen=True, slots=True)
class Kept:
    """Who offers a limit of the county's own, since when, and what it was before, in seconds."""

    by: str
    utc_ns: int
    before_s: float | None = None


@dataclass(frozen=True, slots=True)
class SourcedLimit:
    """A limit with the text that states it; `act` is what it may be a limit of."""

    id: str
    act: str
    name: Words
    limit_s: float
    source: LimitSource
    kept: Kept | None = None


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


_FIELDS = frozenset(one.name for one in fields(_Shape))


@cache
def limits() -> tuple[SourcedLimit, ...]:
    """Read the limits that the program knows."""
    values = json.loads(resource("limits", "sources.json").read_bytes())
    return tuple(read_limit(value) for value in values)


def read_limit(value: Mapping[str, object]) -> SourcedLimit:
    """Read a limit from plain values.

    Raises:
        ValueError: it is none; pydantic's own errors are such.
    """
    class_ = TypeAdapter(SourceClass).validate_python(value.get("class"))
    plain = {name: one for name, one in value.items() if name in _FIELDS}
    shape = TypeAdapter(_Shape).validate_python(plain)
    source = LimitSource(class_, shape.text, shape.url, shape.clause, shape.seen)
    return SourcedLimit(shape.id, shape.act, shape.name, shape.limit_s, source)


#: Metres a second in a kilometre an hour.
_KMH = 1 / 3.6


def derived(distance_m: float, speed_kmh: float) -> SourcedLimit:
    """Derive how long people in the strip have from buffer distance and approach speed.

    t = s ÷ v, at a speed that stays; a suggested value (class D), the formula in its source.
    """
    seconds = round(distance_m / (speed_kmh * _KMH), 1)
    figures = {"s": f"{distance_m:.10g}", "v": f"{speed_kmh:.10g}", "t": f"{seconds:.10g}"}
    text = {
        "zh_CN": "推算：缓冲距离{s}米÷驶近速度{v}千米/时＝{t}秒；建议值，演练前由策划人确认".format(
            **figures
        ),
        "en": "Derived: buffer of {s} m ÷ approach at {v} km/h = {t} s; suggested".format(
            **figures
        ),
    }
    name: Words = {"zh_CN": "车辆到达前的时间", "en": "Until the vehicle is there"}
    return SourcedLimit("derived", "derived", name, seconds, LimitSource("D", text))


def limit_of(target: Target, id: str) -> SourcedLimit:
    """Take a target's limit with its source, to be offered again.

    Raises:
        UserError: the target has no limit, or its source has no text.
    """
    if target.limit_s is None or not target.source.text:
        raise UserError(_("Write the limit and the text of its source first."))
    return SourcedLimit(id, "own", target.name, target.limit_s, target.source)


def limit(id: str) -> SourcedLimit:
    """Give a limit by its id; KeyError if there is none."""
    for one in limits():
        if one.id == id:
            return one
    raise KeyError(id)


def with_limit(target: Target, one: SourcedLimit) -> Target:
    """Give a target another limit together with its source; nobody has confirmed that yet."""
    return replace(target, limit_s=one.limit_s, source=one.source)
