"""Read what the facts of a drill say of it: what it is, and which scripts it took on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from drillplanner.base.errors import FileRefused
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.texts import _
from drillplanner.run.fact import Fact, read_body
from drillplanner.run.fact_kinds import ADOPTION, DRILL


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill to be held: which version of which script, and what it is called.

    `script` is the hash of the fact of the script that it is reviewed with: the one it began
    with, which cannot change under it, or the one it adopted afterwards. `held_utc_ns` is when
    it was held where that was on paper alone (noon of its day), 0 where a console is to say it.
    """

    id: DrillId
    title: str
    script: str
    nature: str
    made_utc_ns: int
    began_with: str
    author: PersonId
    held_utc_ns: int = 0


@dataclass(frozen=True, slots=True)
class Adoption:
    """A drill's taking on of another script than it began with, once it was over.

    `script` is the hash of that script's fact, `replaces` are the adoptions before it.
    """

    fact: str
    drill: str
    script: str
    made_utc_ns: int
    replaces: tuple[str, ...]


def read_drill_fact(fact: Fact) -> Drill:
    """Return what a drill's own fact says; FileRefused if it is no such fact."""
    body = read_body(fact.data) if fact.kind == DRILL else {}
    match body:
        case {
            "title": str(title),
            "script": str(script),
            "nature": str(nature),
            "wall_utc_ns": int(made),
        } if fact.drill is not None:
            author = PersonId(str(body.get("author", "")))
            held = body.get("held_utc_ns", 0)
            return Drill(
                DrillId(fact.drill),
                title,
                script,
                nature,
                made,
                script,
                author,
                held if isinstance(held, int) else 0,
            )
    raise FileRefused(_("The record {id} is no drill.", id=fact.id))


def standing_adoptions(facts: Iterable[Fact]) -> tuple[Adoption, ...]:
    """List the adoptions that no other one replaces, in order of arrival; the last one counts.

    They are several only where two laptops adopted without knowing of each other.
    """
    found: list[Adoption] = []
    for fact in facts:
        match read_body(fact.data) if fact.kind == ADOPTION else {}:
            case {"script": str(script), "replaces": list(given), "wall_utc_ns": int(made)}:
                known = tuple(str(one) for one in given)
                found.append(Adoption(fact.id, fact.drill or "", script, made, known))
    gone = {one for adopted in found for one in adopted.replaces}
    return tuple(one for one in found if one.fact not in gone)


def with_adopted(drill: Drill, adopted: Sequence[Adoption]) -> Drill:
    """Return a drill with the script that it has by these adoptions."""
    return replace(drill, script=adopted[-1].script) if adopted else drill
