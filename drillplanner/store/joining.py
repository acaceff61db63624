"""Join another workspace file, whole or damaged, to one that is open: a union of facts.

What cannot be read there is skipped and counted, nothing here is overwritten, and the other
file is only read. A backup is restored this way: what is newer here stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from drillplanner.base.condition import JoinedFile
from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.private_files import read_private
from drillplanner.run.codec import read_any_fact
from drillplanner.run.fact import Fact, digest, read_body
from drillplanner.run.fact_kinds import TOMBSTONE
from drillplanner.store import changes, queries
from drillplanner.store.drill_index import DrillIndex
from drillplanner.store.engine import connect_raw, driver
from drillplanner.store.fact_shapes import shape_fault
from drillplanner.store.protection.sealing import sealer_or_none
from drillplanner.store.queries import DRAFT_COLUMNS, FILE, Draft
from drillplanner.store.session_journals import MAX_BYTES, journals_of, sound_lines

_SLICE: Final = 500


@dataclass(slots=True)
class _Source:
    """The other file, read row by row."""

    raw: sqlite3.Connection
    path: Path
    skipped: int = 0
    seen: set[str] = field(default_factory=set)

    def facts(self) -> Iterator[Fact]:
        """Read every sound fact, then those that only a journal beside the file has."""
        for fact_id, kind, drill, stored, data in rows_of(
            self.raw, "facts", ("id", "kind", "drill", "hash", "bytes"), self._skip
        ):
            if not isinstance(data, bytes) or digest(data) != stored:
                self.skipped += 1
                continue
            of = drill if isinstance(drill, str) else None
            fact = Fact(str(fact_id), str(kind), of, data, str(stored))
            if shape_fault(fact) is None:
                self.seen.add(fact.hash)
                yield fact
            else:
                self.skipped += 1
        sealer = sealer_or_none(self.path)
        for path in journals_of(self.path):
            try:
                lines = dict(sound_lines(path, read_private(path, MAX_BYTES), sealer))
            except (UserError, StoreFault):
                self.skipped += 1
                continue
            for stored, data in lines.items():
                if stored not in self.seen:
                    with suppress(FileRefused):
                        yield read_any_fact(data)

    def _skip(self) -> None:
        self.skipped += 1


def rows_of(
    raw: sqlite3.Connection,
    table: str,
    columns: tuple[str, ...],
    skip: Callable[[], None] = lambda: None,
) -> Iterator[tuple[object, ...]]:
    """Read the rows of a table in the order they were written, and go on behind damaged pages."""
    names = ", ".join(columns)
    query = (
        f"SELECT rowid, {names} FROM {table} NOT INDEXED"  # noqa: S608 - names of ours
        " WHERE rowid > ? ORDER BY rowid LIMIT ?"
    )
    try:
        # A damaged description of another table or of an index hides nothing here.
        raw.execute("PRAGMA writable_schema = ON")
        (last,) = raw.execute(f"SELECT max(rowid) FROM {table}").fetchone()  # noqa: S608
    except (sqlite3.Error, ValueError):
        skip()
        return
    at, size = 0, _SLICE
    while at < (last or 0):
        try:
            rows = raw.execute(query, (at, size)).fetchall()
        except (sqlite3.Error, ValueError):
            if size > 1:
                size = 1
                continue
            skip()
            at += 1
            continue
        if not rows:
            return
        for row in rows:
            yield row[1:]
        at, size = rows[-1][0], min(_SLICE, size * 2)


def join(
    writing: Connection,
    index: DrillIndex,
    other: Connection,
    path: Path,
    purge: frozenset[str],
    now_utc_ns: int,
) -> JoinedFile:
    """Join all that can be read of another file, inside a transaction that the caller began.

    `purge` names drills that may be deleted here because they are deleted there.
    """
    source = _Source(driver(other), path)
    here = {fact.drill for fact in queries.facts(writing)[0] if fact.drill is not None}
    held_back: list[str] = []

    def let_in() -> Iterator[Fact]:
        for fact in source.facts():
            if fact.kind == TOMBSTONE:
                gone = str(read_body(fact.data).get("purged", ""))
                if gone in here and gone not in purge:
                    held_back.append(gone)
                    continue
            yield fact

    joined = changes.add(writing, index, let_in(), now_utc_ns)
    return JoinedFile(
        new=joined.new,
        known=joined.known,
        photos=_join_photos(writing, source.raw),
        names=_join_names(writing, source.raw),
        drafts=_join_drafts(writing, source.raw, now_utc_ns),
        files=_files(source.raw),
        skipped=source.skipped,
        tampered=joined.tampered,
        held_back=tuple(sorted(set(held_back))),
    )


def _join_photos(writing: Connection, raw: sqlite3.Connection) -> int:
    """Take the bytes of photos that facts here name and that are not here."""
    count = 0
    gone = queries.tombstones(writing)
    for sha256, drill in _named_photos(raw):
        if drill in gone or sha256 in changes.present_bytes(writing, drill):
            continue
        try:
            row = raw.execute(
                "SELECT bytes FROM attachments WHERE sha256 = ?", (sha256,)
            ).fetchone()
        except sqlite3.Error:
            continue
        if row is not None and isinstance(row[0], bytes) and digest(row[0]) == sha256:
            count += changes.keep_bytes(writing, drill, row[0])
    return count


def _named_photos(raw: sqlite3.Connection) -> list[tuple[str, str]]:
    try:
        return raw.execute("SELECT sha256, drill FROM attachment_drills").fetchall()
    except (sqlite3.Error, ValueError):
        return []


def _join_names(writing: Connection, raw: sqlite3.Connection) -> int:
    """Take names of people that are neither here nor were forgotten here."""
    return changes.add_names(
        writing,
        (
            (person, name)
            for person, name in rows_of(raw, "persons", ("id", "name"))
            if isinstance(person, str) and isinstance(name, str) and name
        ),
    )


def _join_drafts(writing: Connection, raw: sqlite3.Connection, now_utc_ns: int) -> int:
    count = 0
    for row in rows_of(raw, "drafts", DRAFT_COLUMNS):
        found = dict(zip(DRAFT_COLUMNS, row, strict=True))
        if found["kind"] == FILE or not isinstance(found["id"], str):
            continue
        if queries.draft(writing, found["id"]) is None:
            draft = Draft(
                found["id"],
                str(found["kind"]),
                str(found["document"]),
                found["base"] if isinstance(found["base"], str) else None,
                0,
                0,
            )
            changes.save_draft(writing, draft, now_utc_ns)
            count += 1
    return count


def _files(raw: sqlite3.Connection) -> dict[str, str]:
    return {
        str(name): document
        for name, kind, document in rows_of(raw, "drafts", ("id", "kind", "document"))
        if kind == FILE and isinstance(document, str)
    }


def count_of(path: Path) -> tuple[int, int, int]:
    """Count drills and entries of a file, and tell the wall time of the last entry."""
    with closing(connect_raw(path, "mode=ro&immutable=1")) as raw:
        (drills,) = raw.execute("SELECT count(*) FROM facts WHERE kind = 'drill'").fetchone()
        (entries,) = raw.execute("SELECT count(*) FROM facts WHERE kind = 'entry'").fetchone()
        (last,) = raw.execute("SELECT max(last_utc_ns) FROM sessions").fetchone()
    return int(drills), int(entries), int(last or 0)
