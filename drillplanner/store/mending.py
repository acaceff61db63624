"""Compare the database with the journals of its sessions, and mend each from the better one."""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, select

from drillplanner.base.condition import Mended
from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.private_files import read_private
from drillplanner.run.codec import Sealed, read_any_fact, unseal
from drillplanner.run.fact import Fact, digest
from drillplanner.run.fact_kinds import ENTRY
from drillplanner.store import changes, queries, tables
from drillplanner.store.drill_index import DrillIndex
from drillplanner.store.protection.sealing import sealer_of
from drillplanner.store.session_journals import (
    MAX_BYTES,
    SessionJournals,
    journals_of,
    parts_of,
    sound_lines,
)

log = logging.getLogger(__name__)


def mend(
    writing: Connection,
    index: DrillIndex,
    workspace: Path,
    journals: SessionJournals,
    now_utc_ns: int,
) -> Mended:
    """Bring back what the database lost and a journal has, then what a journal lost.

    Called inside a transaction. What neither has stays a gap in its chain, which reading names.
    """
    missing: Counter[str] = Counter()
    damaged: Counter[str] = Counter()
    unread: list[str] = []
    purged = queries.tombstones(writing)
    sealer = sealer_of(workspace)
    by_drill: dict[str, dict[str, bytes]] = {}
    for path in journals_of(workspace):
        try:
            data = read_private(path, MAX_BYTES)
        except (UserError, StoreFault) as fault:
            log.warning("a journal was not compared: %s", fault)
            unread.append(path.name)
            continue
        lines = dict(sound_lines(path, data, sealer))
        drill, session = parts_of(path)
        if drill in purged:
            journals.forget(drill)
            continue
        if drill not in by_drill:
            by_drill[drill] = _sound_entries(writing, drill)
        sound = by_drill[drill]
        of_session = f'"session":"{session}"'.encode()
        facts = _own(lines, sound, drill, of_session)
        for fact in facts:
            is_here = queries.fact(writing, fact.id) is not None
            mended = damaged if is_here else missing
            mended[drill] += changes.add(writing, index, [fact], now_utc_ns).new
        # What a kill cut short in mid line was never acknowledged; a whole line that is not
        # sound was, and is lost where the database has no more of its session than the journal.
        own = {hash_hex: one for hash_hex, one in sound.items() if of_session in one}
        here = len(own.keys() | {fact.hash for fact in facts})
        if data.count(b"\n") > max(len(lines), here):
            unread.append(path.name)
        if not own.keys() <= lines.keys():
            _complete(drill, session, own, lines, journals)
    return Mended(dict(+missing), dict(+damaged), tuple(unread))


def _sound_entries(connection: Connection, drill: str) -> dict[str, bytes]:
    column = tables.facts.c
    query = select(column.hash, column.bytes).where(column.drill == drill, column.kind == ENTRY)
    rows = connection.execute(query)
    return {hash_hex: data for hash_hex, data in rows if digest(data) == hash_hex}


def _own(
    lines: dict[str, bytes], sound: dict[str, bytes], drill: str, of_session: bytes
) -> list[Fact]:
    """Read the entries of this very session that the database has not, or has damaged."""
    found: list[Fact] = []
    for hash_hex, data in lines.items():
        if hash_hex in sound:
            continue
        try:
            fact = read_any_fact(data)
        except FileRefused:
            continue
        if fact.kind == ENTRY and fact.drill == drill and of_session in data:
            found.append(fact)
    return found


def _complete(
    drill: str,
    session: str,
    own: dict[str, bytes],
    lines: dict[str, bytes],
    journals: SessionJournals,
) -> None:
    """Write a journal anew where the database has entries of its session that it lacks."""
    found: list[Sealed] = []
    for data in own.values():
        with suppress(FileRefused):
            found.append(unseal(data))
    rows = sorted(
        (one for one in found if one.entry.session == session), key=lambda one: one.entry.seq
    )
    if any(one.hash not in lines for one in rows):
        journals.write_anew(drill, session, [(one.hash, one.data) for one in rows])
