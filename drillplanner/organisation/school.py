"""Read schools from facts: an id that stays, a name that may change, and the names before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from drillplanner.run.fact import Body, Fact, read_body
from drillplanner.run.fact_kinds import DRILL_SCHOOL, SCHOOL

#: Bodies that were read, by id and hash of their facts.
_READ: Final[dict[tuple[str, str], Body]] = {}
_MOST_READ: Final = 20_000


@dataclass(frozen=True, slots=True)
class School:
    """A school as it is called now; `facts` are those that say so, for a rename to replace."""

    id: str
    name: str
    former: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """Tell whether it has or had this name; blanks between words do not count."""
        wanted = "".join(name.split())
        return any("".join(one.split()) == wanted for one in (self.name, *self.former))


@dataclass(frozen=True, slots=True)
class HeldAt:
    """At which school a drill was held, and what that was called when it was said.

    `facts` are those that stand. Where two laptops named different schools `id` is empty
    until a person names one again.
    """

    id: str = ""
    name: str = ""
    facts: tuple[str, ...] = ()


def read_schools(facts: Iterable[Fact]) -> tuple[School, ...]:
    """List the schools that facts name, by name; what is no such fact is left out.

    A drill's own fact carries id and name too, so that a school is known wherever its drill
    is. Where two laptops renamed one school the later name stands, the other is a former one.
    """
    register: dict[str, list[tuple[Fact, Body]]] = {}
    carried: dict[str, str] = {}
    for fact in facts:
        body = _body(fact) if fact.kind in (SCHOOL, DRILL_SCHOOL) else {}
        id_, name = body.get("school"), body.get("name")
        if not isinstance(id_, str) or not isinstance(name, str) or not id_ or not name:
            continue
        if fact.kind == SCHOOL:
            register.setdefault(id_, []).append((fact, body))
        else:
            carried.setdefault(id_, name)
    found = [_school(id_, said) for id_, said in register.items()]
    found += [School(id_, name) for id_, name in carried.items() if id_ not in register]
    return tuple(sorted(found, key=lambda one: (one.name, one.id)))


def held_at(facts: Iterable[Fact]) -> HeldAt:
    """Tell at which school a drill was held, from the drill's facts."""
    said = [(fact, _body(fact)) for fact in facts if fact.kind == DRILL_SCHOOL]
    gone = {one for _fact, body in said for one in _texts(body, "replaces")}
    standing = [(fact, body) for fact, body in said if fact.id not in gone]
    ids = tuple(fact.id for fact, _body in standing)
    named = {str(body.get("school", "")): str(body.get("name", "")) for _fact, body in standing}
    if len(named) != 1:
        return HeldAt(facts=ids)
    ((id_, name),) = named.items()
    return HeldAt(id_, name, ids)


def _body(fact: Fact) -> Body:
    """Read a fact once: its hash vouches for what was read of it before."""
    known = _READ.get((fact.id, fact.hash))
    if known is None:
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        known = _READ[fact.id, fact.hash] = read_body(fact.data)
    return known


def _school(id_: str, said: list[tuple[Fact, Body]]) -> School:
    gone = {one for _fact, body in said for one in _texts(body, "replaces")}
    standing = [(fact, body) for fact, body in said if fact.id not in gone] or said
    standing.sort(key=lambda one: (_made(one[1]), one[0].id))
    name = str(standing[-1][1]["name"])
    names = dict.fromkeys(
        one for _fact, body in said for one in (*_texts(body, "former"), str(body["name"]))
    )
    former = tuple(one for one in names if one != name)
    return School(id_, name, former, tuple(fact.id for fact, _body in standing))


def _made(body: Mapping[str, object]) -> int:
    made = body.get("wall_utc_ns")
    return made if isinstance(made, int) else 0


def _texts(body: Body, name: str) -> tuple[str, ...]:
    value = body.get(name)
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
