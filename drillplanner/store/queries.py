"""Ask a workspace for what it holds; every answer is domain values, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, text

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import Text, _
from drillplanner.run.codec import Sealed, unseal
from drillplanner.run.fact import Fact, digest
from drillplanner.run.fact_kinds import ENTRY
from drillplanner.store import tables
from drillplanner.store.fact_shapes import shape_fault

_FACT = (
    tables.facts.c.id,
    tables.facts.c.kind,
    tables.facts.c.drill,
    tables.facts.c.hash,
    tables.facts.c.bytes,
)


#: What a draft holds, by column; its seal comes after these.
DRAFT_COLUMNS = tuple(column.name for column in tables.drafts.columns)[:-1]
_DRAFT = tuple(tables.drafts.c[name] for name in DRAFT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Damaged:
    """A fact whose bytes are not those it was stored with, or say what no fact of ours can."""

    id: str
    hash: str
    text: Text


@dataclass(frozen=True, slots=True)
class DrillFacts:
    """All that is known of one drill: its sound facts, the log among them, and what is damaged."""

    facts: tuple[Fact, ...]
    entries: tuple[Sealed, ...]
    damaged: tuple[Damaged, ...]


#: The kind of a draft that is a file beside the workspace, and a row in its backups alone.
FILE = "file"


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is being edited; `base` is the hash of the version it started from."""

    id: str
    kind: str
    document: str
    base: str | None
    revision: int
    saved_utc_ns: int


def facts(
    connection: Connection,
    drill: str | None = None,
    kind: str | None = None,
    hash: str | None = None,
) -> tuple[tuple[Fact, ...], tuple[Damaged, ...]]:
    """List facts in order of arrival, and apart from them those that are damaged or malformed.

    What entries say is for those who read them as such, see `entries`.
    """
    query = select(*_FACT).order_by(tables.facts.c.position)
    if drill is not None:
        query = query.where(tables.facts.c.drill == drill)
    if kind is not None:
        query = query.where(tables.facts.c.kind == kind)
    if kind is not None and kind != ENTRY:
        # So that the index of what is no entry is used; it is named by this very clause.
        query = query.where(text("kind <> 'entry'"))
    if hash is not None:
        query = query.where(tables.facts.c.hash == hash)
    sound: list[Fact] = []
    damaged: list[Damaged] = []
    for row in connection.execute(query):
        fact = _fact(row)
        fault = _fault(fact)
        if fault is None:
            sound.append(fact)
        else:
            damaged.append(Damaged(fact.id, fact.hash, fault))
    return tuple(sound), tuple(damaged)


def entries(connection: Connection, drill: str) -> tuple[tuple[Sealed, ...], tuple[Damaged, ...]]:
    """List the log entries of a drill in order of arrival, and apart those that are damaged."""
    sound, damaged = facts(connection, drill, ENTRY)
    log: list[Sealed] = []
    bad = list(damaged)
    for fact in sound:
        try:
            log.append(unseal(fact.data))
        except FileRefused as error:
            bad.append(Damaged(fact.id, fact.hash, error.text))
    return tuple(log), tuple(bad)


def held(connection: Connection, drill: str) -> DrillFacts:
    """Read all facts of a drill at once: its log apart, and apart what is damaged."""
    sound, damaged = facts(connection, drill)
    log: list[Sealed] = []
    bad = list(damaged)
    for fact in sound:
        if fact.kind == ENTRY:
            try:
                log.append(unseal(fact.data))
            except FileRefused as error:
                bad.append(Damaged(fact.id, fact.hash, error.text))
    return DrillFacts(sound, tuple(log), tuple(bad))


def copies(connection: Connection, drill: str | None = None) -> tuple[Fact, ...]:
    """List the copies of facts that came with other bytes than those first stored."""
    query = select(tables.copies).order_by(tables.copies.c.id, tables.copies.c.hash)
    if drill is not None:
        query = query.where(tables.copies.c.drill == drill)
    return tuple(_fact(row) for row in connection.execute(query))


def fact(connection: Connection, fact_id: str) -> Fact | None:
    """Find one fact by id, whatever the state of its bytes."""
    row = connection.execute(select(*_FACT).where(tables.facts.c.id == fact_id)).one_or_none()
    return None if row is None else _fact(row)


def names(connection: Connection) -> dict[str, str]:
    """Give the names of people by id, as far as they were not deleted."""
    return {row.id: row.name for row in connection.execute(select(tables.persons))}


def tombstones(connection: Connection) -> frozenset[str]:
    """List the drills that were purged and must not come back."""
    return frozenset(connection.execute(select(tables.tombstones.c.drill)).scalars())


def draft(connection: Connection, draft_id: str) -> Draft | None:
    query = select(*_DRAFT).where(tables.drafts.c.id == draft_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else Draft(**row._mapping)


def drafts(connection: Connection, kind: str | None = None) -> tuple[Draft, ...]:
    """List drafts, the one saved last first."""
    query = select(*_DRAFT).order_by(tables.drafts.c.saved_utc_ns.desc())
    if kind is not None:
        query = query.where(tables.drafts.c.kind == kind)
    return tuple(Draft(**row._mapping) for row in connection.execute(query))


def _fact(row: Row[*tuple[Any, ...]]) -> Fact:
    # Damage can turn a column into another type; it must not turn reading into an error.
    drill = row.drill if row.drill is None or isinstance(row.drill, str) else str(row.drill)
    data = row.bytes if isinstance(row.bytes, bytes) else b""
    return Fact(str(row.id), str(row.kind), drill, data, str(row.hash))


def _fault(found: Fact) -> Text | None:
    if digest(found.data) != found.hash:
        return _("The content of {id} was changed after it was stored.", id=found.id)
    return None if found.kind == ENTRY else _shape_fault(found)


#: What was found of facts that were read before; their hash vouches for their bytes.
_KNOWN: dict[tuple[str, str, str | None, str], Text | None] = {}
_MOST_KNOWN = 60_000


def _shape_fault(found: Fact) -> Text | None:
    key = (found.id, found.kind, found.drill, found.hash)
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = shape_fault(found)
    return _KNOWN[key]
