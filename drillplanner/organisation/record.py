"""Hold the rows of a register as facts: revisions that are only added, folded to what stands.

Each revision holds the whole row as it was left and names the revisions it replaces. Two that
replace the same one, from two laptops, are a conflict that is shown until a person settles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import _
from drillplanner.run.fact import Body, Fact, Value, make_fact, read_body

Deed: TypeAlias = Literal["enter", "change", "take_out", "undo", "settle"]
DEEDS: tuple[Deed, ...] = get_args(Deed)


@dataclass(frozen=True, slots=True)
class Revision:
    """A row as somebody left it; `is_gone` says that it was taken out of the register."""

    id: str
    row: str
    deed: Deed
    fields: Mapping[str, str] = field(default_factory=dict)
    is_gone: bool = False
    replaces: tuple[str, ...] = ()
    author: str = ""
    made_utc_ns: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """A row with its history, and the heads: the revisions that no other replaces."""

    id: str
    revisions: tuple[Revision, ...] = ()
    heads: tuple[Revision, ...] = ()

    @property
    def is_in_conflict(self) -> bool:
        """Tell whether several versions stand side by side, for a person to settle."""
        return len(self.heads) > 1

    @property
    def fields(self) -> Mapping[str, str]:
        """Give what stands; in a conflict the last head's, which decides nothing."""
        return self.heads[-1].fields if self.heads else {}

    @property
    def is_gone(self) -> bool:
        """Tell whether it was taken out."""
        return bool(self.heads) and all(head.is_gone for head in self.heads)

    @property
    def head_ids(self) -> tuple[str, ...]:
        """Name the heads."""
        return tuple(head.id for head in self.heads)


#: Revisions that were read, by id and hash.
_READ: dict[tuple[str, str], Revision] = {}
_MOST_READ = 60_000


def as_fact(kind: str, revision: Revision) -> Fact:
    """Seal a revision; names of people are not in it, only their ids."""
    fields: dict[str, Value] = {name: text for name, text in revision.fields.items() if text}
    body: Body = {
        "row": revision.row,
        "deed": revision.deed,
        "fields": fields,
        "replaces": [*revision.replaces],
        "author": revision.author,
        "wall_utc_ns": revision.made_utc_ns,
    }
    if revision.is_gone:
        body["gone"] = 1
    return make_fact(kind, revision.id, body)


def read_revision(fact: Fact) -> Revision:
    """Read a revision; FileRefused if the fact is none.

    One that was read before is not read again, for its hash vouches for it.
    """
    known = _READ.get((fact.id, fact.hash))
    if known is None:
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        known = _READ[fact.id, fact.hash] = _read_revision(fact)
    return known


def _read_revision(fact: Fact) -> Revision:
    body = read_body(fact.data)
    fields, deed, made = body.get("fields"), body.get("deed"), body.get("wall_utc_ns")
    replaced = body.get("replaces")
    if not isinstance(fields, dict) or deed not in DEEDS or not isinstance(made, int):
        raise FileRefused(_("The record {id} is no row of a register.", id=fact.id))
    return Revision(
        fact.id,
        str(body.get("row", "")),
        deed,
        {name: text for name, text in fields.items() if isinstance(text, str)},
        bool(body.get("gone")),
        tuple(str(one) for one in replaced) if isinstance(replaced, list) else (),
        str(body.get("author", "")),
        made,
    )


def fold(revisions: Iterable[Revision]) -> dict[str, Record]:
    """Compute the rows; order and repetition of the revisions change nothing."""
    by_row: dict[str, dict[str, Revision]] = {}
    for one in revisions:
        by_row.setdefault(one.row, {})[one.id] = one
    return {row: _record(row, tuple(known.values())) for row, known in by_row.items()}


def read_records(facts: Iterable[Fact]) -> dict[str, Record]:
    """Read the rows among facts; what cannot be read is left out, as the store names it."""
    found: list[Revision] = []
    for fact in facts:
        try:
            found.append(read_revision(fact))
        except FileRefused:
            continue
    return fold(found)


def _record(row: str, revisions: tuple[Revision, ...]) -> Record:
    if len(revisions) == 1:
        return Record(row, revisions, revisions)
    ordered = tuple(sorted(revisions, key=lambda one: (one.made_utc_ns, one.id)))
    replaced = {id_ for one in ordered for id_ in one.replaces if id_ != one.id}
    heads = tuple(one for one in ordered if one.id not in replaced)
    # Revisions that replace each other in a ring were forged: all of them are shown.
    return Record(row, ordered, heads or ordered)
