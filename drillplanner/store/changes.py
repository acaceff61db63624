"""Change what a workspace holds, inside a transaction that the caller began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import dialect

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.texts import _
from drillplanner.run.codec import Sealed
from drillplanner.run.fact import Fact, digest, read_body
from drillplanner.run.fact_kinds import ATTACHMENT_PART, ENTRY, PHOTO, TOMBSTONE
from drillplanner.run.photos.attachments import Gathering, read_part
from drillplanner.run.photos.photo import hash_named
from drillplanner.store import drill_index, queries, tables
from drillplanner.store.drill_index import DrillIndex
from drillplanner.store.engine import driver
from drillplanner.store.fact_shapes import shape_fault
from drillplanner.store.queries import Draft
from drillplanner.store.tables import seal_of

_BYTES = tables.attachments.c
_NAMES = tables.attachment_drills.c


def keep_bytes(writing: Connection, drill: str, data: bytes) -> bool:
    """Keep bytes that a drill names; False where they were here already."""
    sha256 = digest(data)
    name_attachment(writing, drill, sha256)
    if writing.execute(select(_BYTES.sha256).where(_BYTES.sha256 == sha256)).first():
        return False
    row = {"sha256": sha256, "size": len(data), "bytes": data}
    writing.execute(insert(tables.attachments), row)
    return True


def name_attachment(writing: Connection, drill: str, sha256: str) -> None:
    """Note that a drill names an attachment, whether its bytes are here or not."""
    row = {"sha256": sha256, "drill": drill}
    query = select(_NAMES.drill).where((_NAMES.sha256 == sha256) & (_NAMES.drill == drill))
    if writing.execute(query).first() is None:
        writing.execute(insert(tables.attachment_drills), row)


def read_bytes(connection: Connection, sha256: str) -> bytes | None:
    """Give the bytes of an attachment; None where they are not here.

    Raises:
        FileRefused: the bytes are not those that were stored.
    """
    query = select(_BYTES.bytes).where(_BYTES.sha256 == sha256)
    data: bytes | None = connection.execute(query).scalar()
    if data is not None and digest(data) != sha256:
        raise FileRefused(_("The photo {hash} was changed after it was stored.", hash=sha256[:16]))
    return data


def present_bytes(connection: Connection, drill: str) -> frozenset[str]:
    """List the hashes of a drill's attachments whose bytes are here."""
    query = (
        select(_BYTES.sha256)
        .join(tables.attachment_drills, _NAMES.sha256 == _BYTES.sha256)
        .where(_NAMES.drill == drill)
    )
    return frozenset(connection.execute(query).scalars())


def release_attachments(writing: Connection, drill: str) -> None:
    """Delete the attachments of a purged drill that no other drill names."""
    named = select(_NAMES.sha256).where(_NAMES.drill == drill)
    hashes = writing.execute(named).scalars().all()
    writing.execute(delete(tables.attachment_drills).where(_NAMES.drill == drill))
    for sha256 in hashes:
        if writing.execute(select(_NAMES.drill).where(_NAMES.sha256 == sha256)).first() is None:
            writing.execute(delete(tables.attachments).where(_BYTES.sha256 == sha256))


_FACT_COLUMNS = ("id", "kind", "drill", "hash", "bytes")
#: Compiled once: joining asks for each fact, and adds it.
_ADD_FACT_RAW = str(insert(tables.facts).compile(dialect=dialect(), column_keys=_FACT_COLUMNS))
_FIND_FACT_RAW = "SELECT kind, drill, hash, bytes FROM facts WHERE id = ?"
_UNCHANGED = "facts_are_never_changed"


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of adding facts from elsewhere: how many were new, known, or of purged drills.

    An attachment that came in parts counts once; `unfinished` names those by hash of which
    not all parts came, or came false.
    """

    new: int = 0
    known: int = 0
    purged: int = 0
    tampered: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()


def add(writing: Connection, index: DrillIndex, facts: Iterable[Fact], found_utc_ns: int) -> Joined:
    """Join facts to those that are there, and the index with them; see Workspace.add."""
    purged = set(queries.tombstones(writing))
    joined, gathering = Joined(), Gathering()
    added: list[Fact] = []
    for fact in facts:
        if fact.kind == ATTACHMENT_PART:
            joined = _gather(writing, fact, purged, gathering, joined)
            continue
        before = joined.new
        joined = _add(writing, fact, purged, joined, found_utc_ns)
        if joined.new > before:
            added.append(fact)
        if fact.kind == TOMBSTONE:
            index.forget(_buried(fact))
    index.refresh(fact for fact in added if fact.drill not in purged)
    return replace(joined, unfinished=gathering.unfinished)


def name_person(writing: Connection, person_id: str, name: str) -> None:
    """Store or change the name of a person."""
    forget_person(writing, person_id)
    row = {"id": person_id, "name": name, "seal": seal_of((person_id, name))}
    writing.execute(insert(tables.persons), row)


def add_names(writing: Connection, names: Iterable[tuple[str, str]]) -> int:
    """Take names of people that are neither here nor were forgotten here; count them."""
    known, gone, count = queries.names(writing), queries.tombstones(writing), 0
    for person, name in names:
        if person not in known and person not in gone:
            name_person(writing, person, name)
            count += 1
    return count


def forget_person(writing: Connection, person_id: str) -> None:
    """Delete the name of a person, if there is one."""
    writing.execute(delete(tables.persons).where(tables.persons.c.id == person_id))


def save_draft(writing: Connection, draft: Draft, saved_utc_ns: int) -> Draft:
    """Save a draft over the revision it was read as; UserError if that is not the last one."""
    saved = replace(draft, revision=draft.revision + 1, saved_utc_ns=saved_utc_ns)
    column = tables.drafts.c
    values = {name: getattr(saved, name) for name in queries.DRAFT_COLUMNS}
    values["seal"] = seal_of(values.values())
    if draft.revision == 0 and queries.draft(writing, draft.id) is None:
        writing.execute(insert(tables.drafts), values)
        return saved
    is_same = (column.id == draft.id) & (column.revision == draft.revision)
    if writing.execute(update(tables.drafts).where(is_same), values).rowcount != 1:
        raise UserError(_("This draft was saved elsewhere in the meantime; read it again."))
    return saved


def delete_draft(writing: Connection, draft_id: str) -> None:
    writing.execute(delete(tables.drafts).where(tables.drafts.c.id == draft_id))


def rebuild(writing: Connection) -> None:
    """Compute anew from the facts what the other tables say of them."""
    drill_index.rebuild(writing)
    for fact in queries.facts(writing, kind=PHOTO)[0]:
        _name_attachment(writing, fact)


def _gather(
    writing: Connection, fact: Fact, purged: set[str], gathering: Gathering, joined: Joined
) -> Joined:
    """Take a part of an attachment; it becomes no fact, its bytes are kept once they are whole."""
    _require_own_hash(fact)
    part = read_part(fact)
    if part.drill in purged:
        return replace(joined, purged=joined.purged + (part.number == 1))
    data = gathering.take(part)
    if data is None:
        return joined
    if keep_bytes(writing, part.drill, data):
        return replace(joined, new=joined.new + 1)
    return replace(joined, known=joined.known + 1)


def _require_own_hash(fact: Fact) -> None:
    if digest(fact.data) != fact.hash:
        raise FileRefused(_("The content of {id} was changed after it was stored.", id=fact.id))


def _name_attachment(writing: Connection, fact: Fact) -> None:
    sha256 = hash_named(fact)
    if sha256 is not None and fact.drill is not None:
        name_attachment(writing, fact.drill, sha256)


def _add(
    writing: Connection, fact: Fact, purged: set[str], joined: Joined, found_utc_ns: int
) -> Joined:
    _require_own_hash(fact)
    known = _known(writing, fact.id)
    if known is not None and _is_damaged(known, fact):
        put_right(writing, fact)
        return replace(joined, new=joined.new + 1)
    if known is not None and known.hash == fact.hash:
        return replace(joined, known=joined.known + 1)
    if fact.drill in purged:
        return replace(joined, purged=joined.purged + 1)
    if known is not None:
        _keep_copy(writing, fact, found_utc_ns)
        return replace(joined, tampered=(*joined.tampered, fact.id))
    fault = shape_fault(fact)
    if fault is not None:
        raise FileRefused(fault)
    _insert_fact(writing, fact)
    _name_attachment(writing, fact)
    if fact.kind == TOMBSTONE:
        purged.add(_bury(writing, fact))
    return replace(joined, new=joined.new + 1)


def _is_damaged(known: Fact, fact: Fact) -> bool:
    """Whether a stored fact is the damaged form of one that came in whole."""
    found = digest(known.data)
    return found != known.hash and fact.hash in (known.hash, found)


def put_right(writing: Connection, fact: Fact) -> None:
    """Give a damaged fact its own bytes again; the one change of a fact that there is."""
    trigger = next(one for one in tables.TRIGGERS if _UNCHANGED in one)
    writing.exec_driver_sql(f"DROP TRIGGER {_UNCHANGED}")
    column = tables.facts.c
    values = {"kind": fact.kind, "drill": fact.drill, "hash": fact.hash, "bytes": fact.data}
    writing.execute(update(tables.facts).where(column.id == fact.id).values(values))
    writing.exec_driver_sql(trigger)


def _known(writing: Connection, fact_id: str) -> Fact | None:
    """Find a fact by id, inside the transaction, at the cost of the bare question."""
    row = driver(writing).execute(_FIND_FACT_RAW, (fact_id,)).fetchone()
    if row is None:
        return None
    kind, drill, hash_, data = row
    of = drill if drill is None or isinstance(drill, str) else str(drill)
    return Fact(fact_id, str(kind), of, data if isinstance(data, bytes) else b"", str(hash_))


def _insert_fact(writing: Connection, fact: Fact) -> None:
    row = (fact.id, fact.kind, fact.drill, fact.hash, fact.data)
    driver(writing).execute(_ADD_FACT_RAW, row)


def _keep_copy(writing: Connection, fact: Fact, found_utc_ns: int) -> None:
    query = select(tables.copies.c.id).where(
        (tables.copies.c.id == fact.id) & (tables.copies.c.hash == fact.hash)
    )
    if writing.execute(query).first() is None:
        row = {
            "id": fact.id,
            "hash": fact.hash,
            "kind": fact.kind,
            "drill": fact.drill,
            "bytes": fact.data,
            "found_utc_ns": found_utc_ns,
        }
        writing.execute(insert(tables.copies), row)


def _bury(writing: Connection, tombstone: Fact) -> str:
    """Delete the drill, or the name of the person, that a tombstone names."""
    drill = _buried(tombstone)
    if drill not in queries.tombstones(writing):
        writing.execute(insert(tables.tombstones), {"drill": drill, "fact": tombstone.id})
    writing.execute(delete(tables.facts).where(tables.facts.c.drill == drill))
    writing.execute(delete(tables.copies).where(tables.copies.c.drill == drill))
    release_attachments(writing, drill)
    forget_person(writing, drill)
    return drill


def _buried(tombstone: Fact) -> str:
    return str(read_body(tombstone.data).get("purged", ""))


def append_entry(writing: Connection, index: DrillIndex, sealed: Sealed) -> None:
    """Add an entry and what the index says of it in one transaction; on the disk on return.

    Raises:
        sqlite3.IntegrityError: an entry of this id is there already.
        sqlite3.Error: nothing was saved.
    """
    entry = sealed.entry
    raw = driver(writing)
    raw.execute("BEGIN IMMEDIATE")
    try:
        raw.execute(_ADD_FACT_RAW, (entry.id, ENTRY, entry.drill, sealed.hash, sealed.data))
        index.write_entry(raw, sealed)
        raw.commit()
    except BaseException:
        index.drop()
        raw.rollback()
        raise
