"""Check every byte of a workspace, and name what is damaged by drill, session and entry.

In this order: the structure of the file and of its indexes (SQLite's own integrity_check),
every fact's hash, its columns against its bytes, the chain of every session, attachments,
tombstones and copies, the index of drills, and the journals of sessions. It only reads, in
slices between which it can be stopped, and goes on behind a page that cannot be read.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError

from drillplanner.base.condition import Damage, Verified
from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.private_files import read_private
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.run.fact import Fact, digest, read_body
from drillplanner.run.fact_kinds import DRILL, ENTRY, TOMBSTONE
from drillplanner.store import drill_index, tables
from drillplanner.store.engine import driver
from drillplanner.store.fact_shapes import shape_fault
from drillplanner.store.migration import create_schema
from drillplanner.store.protection.sealing import sealer_or_none
from drillplanner.store.session_journals import MAX_BYTES, journals_of, parts_of, sound_lines
from drillplanner.store.tables import seal_of

#: Facts between two looks at whether to stop.
_SLICE: Final = 1000
#: Steps of SQLite's machine between two such looks.
_STEPS: Final = 100_000
#: Findings of SQLite's that are listed.
_LISTED: Final = 100
#: What SQLite says of an index that does not fit its table; computing it anew mends it.
_OF_AN_INDEX: Final = re.compile(
    r"row \d+ missing from index|wrong # of entries in index|non-unique entry in index", re.ASCII
)


class Stopped(Exception):
    """The check was stopped before its end."""


@dataclass(slots=True)
class _Session:
    """What was seen of a session: hash and predecessor of each entry by its number."""

    drill: object = None
    name: bytes = b""
    hashes: dict[int, str] = field(default_factory=dict)
    before: dict[int, bytes] = field(default_factory=dict)
    #: Of the entry looked at last: its number, what it says first, and where and how it says
    #: its id, its predecessor and its session.
    number: int = 0
    head: bytes = b""
    id_at: int = 0
    prev_at: int = 0
    between: bytes = b""
    named: bytes = b""


@dataclass(slots=True)
class _Check:
    connection: Connection
    path: Path
    should_stop: Callable[[], bool]
    damages: list[Damage] = field(default_factory=list)
    sessions: dict[tuple[str, str], _Session] = field(default_factory=dict)
    #: The session of the entry before, which most entries go on with.
    latest: _Session = field(default_factory=_Session)
    #: How the bytes of an entry name its drill.
    wanted: dict[object, bytes] = field(default_factory=dict)
    hashes: set[str] = field(default_factory=set)
    #: Damaged facts, whose entries a journal may have.
    ids: dict[str, str] = field(default_factory=dict)
    facts: int = 0
    bytes: int = 0
    is_mendable: bool = True
    in_journals: set[str] = field(default_factory=set)
    #: Drills whose own fact is sound.
    drills: set[str] = field(default_factory=set)

    @property
    def raw(self) -> sqlite3.Connection:
        return driver(self.connection)

    def rest(self) -> None:
        if self.should_stop():
            raise Stopped


def verify(
    connection: Connection,
    path: Path,
    should_stop: Callable[[], bool] = lambda: False,
    damaged_pages: int = 0,
) -> Verified:
    """Check a workspace from its first byte to its last; call it on a thread that may wait.

    Args:
        connection: for reading, and for nothing else meanwhile.
        path: the workspace file, beside which the journals lie.
        should_stop: asked between slices and within SQLite's own check.
        damaged_pages: how many of an encrypted file are not as they were written.
    """
    began = time.perf_counter()
    check = _Check(connection, path, should_stop)
    if damaged_pages:
        check.is_mendable = False
        text = ngettext(
            "{count} page of the encrypted file is damaged.",
            "{count} pages of the encrypted file are damaged.",
            damaged_pages,
        )
        check.damages.append(Damage(text))
    is_complete = True
    raw = driver(connection)
    raw.set_progress_handler(lambda: int(should_stop()), _STEPS)
    try:
        for step in (
            _structure,
            _schema,
            _facts,
            _chains,
            _attachments,
            _tombstones,
            _copies,
            _rows_apart,
            _journals,
            _index,
        ):
            check.rest()
            _go(step, check)
    except Stopped:
        is_complete = False
    finally:
        raw.set_progress_handler(None, 0)
    return Verified(
        tuple(check.damages),
        check.facts,
        check.bytes,
        time.perf_counter() - began,
        check.is_mendable and bool(check.damages),
        is_complete,
    )


def _go(step: Callable[[_Check], None], check: _Check) -> None:
    """Take one step; pages that cannot be read are damage, and the next step is taken."""
    try:
        step(check)
    except (
        sqlite3.Error,
        DBAPIError,
        ValueError,
        TypeError,
        LookupError,
        FileRefused,
    ) as error:
        if isinstance(error, sqlite3.Error | DBAPIError) and check.should_stop():
            raise Stopped from error
        check.is_mendable = False
        reason = error.orig if isinstance(error, DBAPIError) else error
        check.damages.append(Damage(_structure_text(str(reason))))


def _structure(check: _Check) -> None:
    for (said,) in check.raw.execute(f"PRAGMA integrity_check({_LISTED})"):
        if said == "ok":
            continue
        if not _OF_AN_INDEX.search(said):
            check.is_mendable = False
        check.damages.append(Damage(_structure_text(said)))


def _schema(check: _Check) -> None:
    """Compare tables, indexes and triggers with those of a new file; a name can be damaged too."""
    if check.raw.execute("PRAGMA user_version").fetchone() != (tables.USER_VERSION,):
        return
    if _described(check.raw) != _described_new():
        check.is_mendable = False
        check.damages.append(Damage(_("The description of the tables is damaged.")))


def _described(raw: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Describe tables by what SQLite made of them; a migrated file has other clauses."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for kind, name, sql in raw.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        if kind == "table":
            quoted = str(name).replace('"', '""')
            found[name] = [
                row[1:4] for row in raw.execute(f'PRAGMA table_info("{quoted}")').fetchall()
            ]
        else:
            found[name] = [(kind, sql if kind == "trigger" else "")]
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


@cache
def _described_new() -> dict[str, list[tuple[object, ...]]]:
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            create_schema(connection)
            return _described(driver(connection))
    finally:
        engine.dispose()


def _structure_text(said: str) -> Text:
    return _("The structure of the database file is damaged: {reason}", reason=said)


def _facts(check: _Check) -> None:
    # The one loop over all facts. Most entries are the very one that follows the entry before,
    # and say so at the same places: to look there is quicker than to look for it.
    sha256, add_hash = hashlib.sha256, check.hashes.add
    count = size = 0
    after = check.latest
    number, hash_before = 0, b""
    for _position, fact_id, kind, drill, stored, data in _rows(check):
        count += 1
        if not isinstance(data, bytes):
            _add_fact(check, fact_id, drill, _changed(fact_id))
            continue
        size += len(data)
        found = sha256(data).hexdigest()
        add_hash(found)
        if found != stored:
            _add_fact(check, fact_id, drill, _changed(fact_id))
        elif (
            kind == ENTRY
            and drill == after.drill
            and data.startswith(after.head)
            and data.startswith(b'"id":"%b"' % str(fact_id).encode(), after.id_at)
            and data.startswith(
                b'"prev":"%b%b%d%b' % (hash_before, after.between, number + 1, after.named),
                after.prev_at,
            )
        ):
            number += 1
            after.hashes[number] = found
            hash_before = found.encode()
        elif kind == ENTRY and _is_filed_right(check, fact_id, drill, found, data):
            after, hash_before = check.latest, found.encode()
            number = after.number
        else:
            fault = shape_fault(Fact(str(fact_id), str(kind), drill, data, found))
            if fault is not None:
                _add_fact(check, fact_id, drill, fault)
            elif kind == DRILL and drill is not None:
                check.drills.add(drill)
    check.facts += count
    check.bytes += size


def _rows(check: _Check) -> Iterator[tuple[int, object, object, str | None, object, object]]:
    """Read facts in slices; behind a page that cannot be read go on with the next fact."""
    (last,) = check.raw.execute("SELECT max(position) FROM facts").fetchone()
    query = (
        "SELECT position, id, kind, drill, hash, bytes FROM facts NOT INDEXED"
        " WHERE position > ? ORDER BY position LIMIT ?"
    )
    at, size, is_gap_told = 0, _SLICE, False
    while at < (last or 0):
        check.rest()
        before = at
        try:
            # Row by row: a thousand rows at once are a thousand more for Python to look after.
            for row in check.raw.execute(query, (at, size)):
                yield row
                at = row[0]
        except sqlite3.Error:
            if check.should_stop():
                raise Stopped from None
            if size > 1:
                size = 1
                continue
            if not is_gap_told:
                is_gap_told = True
                check.is_mendable = False
                check.damages.append(Damage(_("Some records of the database cannot be read.")))
            at += 1
            continue
        if at == before:
            return
        size = min(_SLICE, size * 2)


def _is_filed_right(check: _Check, fact_id: object, drill: object, found: str, data: bytes) -> bool:
    """Compare an entry's columns with its bytes, and note its place in the chain.

    Its bytes are as they were stored, so they are canonical: keys in order, no spaces, quotes
    inside texts escaped. To look for a key is as sure as reading all of it, and much quicker.
    """
    wanted = check.wanted.get(drill)
    if wanted is None:
        wanted = check.wanted[drill] = f'"drill":"{drill}"'.encode()
    place = data.find(b'"id":"')
    if not data.startswith(str(fact_id).encode() + b'"', place + 6):
        return False
    filed = data.find(wanted, 0, place)
    if place < 0 or filed < 0:
        return False
    before = data.find(b'"prev":"', place)
    at = data.find(b'"seq":', before if before > 0 else place)
    end = data.find(b',"session":"', at)
    digits = data[at + 6 : end]
    if at < 0 or end < 0 or not digits.isdigit():
        return False
    name = data[end + 12 : data.find(b'"', end + 12)]
    session = check.latest
    if session.name != name or session.drill != drill:
        session = check.latest = _session(check, drill, name)
    number = int(digits)
    session.hashes[number] = found
    if before > 0:
        session.before[number] = data[before + 8 : before + 72]
    session.number, session.head = number, data[: filed + len(wanted)]
    session.id_at, session.prev_at = place, before
    session.between = data[before + 72 : at + 6]
    session.named = b',"session":"%b"' % name
    return True


def _session(check: _Check, drill: object, name: bytes) -> _Session:
    key = str(drill), name.decode("utf-8", "replace")
    if key not in check.sessions:
        check.sessions[key] = _Session(drill, name)
    return check.sessions[key]


def _add_fact(check: _Check, fact_id: object, drill: object, text: Text) -> None:
    check.ids[str(fact_id)] = str(drill or "")
    check.damages.append(Damage(text, str(drill or ""), fact=str(fact_id)))


def _changed(fact_id: object) -> Text:
    return _("The content of {id} was changed after it was stored.", id=str(fact_id))


def _chains(check: _Check) -> None:
    for (drill, name), session in check.sessions.items():
        last = max(session.hashes)
        missing = [number for number in range(1, last) if number not in session.hashes]
        if missing:
            text = ngettext(
                "{count} entry is missing from a session's log: {numbers}.",
                "{count} entries are missing from a session's log: {numbers}.",
                len(missing),
                numbers=_listed(missing),
            )
            check.damages.append(Damage(text, drill, name))
        for number, before in session.before.items():
            known = session.hashes.get(number - 1)
            if known is not None and known.encode() != before:
                text = _("Entry {number} does not follow from the one before.", number=number)
                check.damages.append(Damage(text, drill, name))


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:10])
    return f"{shown}, …" if len(numbers) > 10 else shown  # noqa: PLR2004 - as many as listed


def _attachments(check: _Check) -> None:
    for (sha256,) in check.raw.execute("SELECT sha256 FROM attachments").fetchall():
        check.rest()
        row = check.raw.execute(
            "SELECT bytes FROM attachments WHERE sha256 = ?", (sha256,)
        ).fetchone()
        data = row[0] if row else b""
        check.bytes += len(data)
        if digest(data) != sha256:
            (drill, *_more) = check.raw.execute(
                "SELECT max(drill) FROM attachment_drills WHERE sha256 = ?", (sha256,)
            ).fetchone()
            text = _("The photo {hash} was changed after it was stored.", hash=str(sha256)[:16])
            check.is_mendable = False
            check.damages.append(Damage(text, str(drill or ""), fact=str(sha256)))


def _tombstones(check: _Check) -> None:
    """Compare what stands in the table of purged drills with the facts that purged them."""
    said = set(check.raw.execute("SELECT drill, fact FROM tombstones").fetchall())
    named = {
        (str(read_body(data).get("purged", "")), fact_id)
        for fact_id, data in check.raw.execute(
            "SELECT id, bytes FROM facts WHERE kind = ? AND kind <> 'entry'", (TOMBSTONE,)
        )
    }
    drills = {drill for drill, _fact in named}
    if {drill for drill, _fact in said} != drills:
        check.is_mendable = False
        check.damages.append(Damage(_("The list of deleted drills is damaged.")))


def _copies(check: _Check) -> None:
    for fact_id, drill, stored, data in check.raw.execute(
        "SELECT id, drill, hash, bytes FROM copies"
    ):
        check.bytes += len(data)
        if digest(data) != stored:
            check.is_mendable = False
            _add_fact(check, fact_id, drill, _changed(fact_id))


def _journals(check: _Check) -> None:
    """Look for entries that a journal has and the database has not."""
    sealer = sealer_or_none(check.path)
    for path in journals_of(check.path):
        check.rest()
        drill, session = parts_of(path)
        try:
            data = read_private(path, MAX_BYTES)
        except (UserError, StoreFault) as fault:
            check.damages.append(Damage(fault.text, drill, session))
            continue
        check.bytes += len(data)
        lines = dict(sound_lines(path, data, sealer))
        check.in_journals.update(lines)
        lost = sum(one not in check.hashes for one in lines)
        if lost:
            text = ngettext(
                "{count} entry of a session's journal is not in the database.",
                "{count} entries of a session's journal are not in the database.",
                lost,
            )
            check.damages.append(Damage(text, drill, session))
        broken = data.count(b"\n") - len(lines)
        if broken > 0:
            text = ngettext(
                "{count} line of a session's journal is damaged.",
                "{count} lines of a session's journal are damaged.",
                broken,
            )
            check.damages.append(Damage(text, drill, session))
    if check.ids:
        check.is_mendable &= _are_in_journals(check)


def _are_in_journals(check: _Check) -> bool:
    """Whether every damaged fact is an entry that some journal has whole."""
    marks = ",".join("?" * len(check.ids))
    rows = check.raw.execute(
        f"SELECT hash FROM facts WHERE id IN ({marks})",  # noqa: S608 - question marks alone
        tuple(check.ids),
    )
    return all(stored in check.in_journals for (stored,) in rows)


def _rows_apart(check: _Check) -> None:
    """Check the rows that no fact vouches for: names of people, and drafts."""
    words = {
        "persons": _("The name of a person is damaged."),
        "drafts": _("A draft is damaged."),
    }
    for table, text in words.items():
        for row in check.raw.execute(f"SELECT * FROM {table}"):  # noqa: S608 - names of ours
            if row[-1] and seal_of(row[:-1]) != row[-1]:
                check.is_mendable = False
                check.damages.append(Damage(text, fact=str(row[0])))


def _index(check: _Check) -> None:
    """Compare what the index says with its seals and with the facts that were seen."""
    wrong = set(drill_index.broken_rows(check.connection))
    told = drill_index.logs_told(check.connection)
    seen = {
        key: (len(one.hashes), one.hashes[max(one.hashes)]) for key, one in check.sessions.items()
    }
    damaged = set(check.ids.values())
    wrong |= {
        drill
        for drill, session in told.keys() | seen.keys()
        # Of a drill with damaged entries the index may know more than can be read.
        if drill not in damaged and told.get((drill, session)) != seen.get((drill, session))
    }
    named = {row[0] for row in check.raw.execute("SELECT drill FROM drills")}
    wrong |= (check.drills - damaged) ^ (named - damaged)
    text = _("What lists say of this drill is not what its log says.")
    check.damages += [Damage(text, drill) for drill in sorted(wrong)]
