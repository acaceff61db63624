"""Keep one row a drill and one a session beside the facts, so that lists read no log.

The rows are computed from the facts and can be computed anew at any time (`rebuild`); `check`
names the drills whose rows say something else. They are written in the transaction of the
facts they follow from, so that no kill leaves one without the other.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import dialect

from drillplanner.base.errors import FileRefused
from drillplanner.run.codec import Sealed, unseal
from drillplanner.run.drill import Drill, read_drill_fact, standing_adoptions, with_adopted
from drillplanner.run.drill_index_row import (
    RULES,
    UNFINISHED,
    DrillSessions,
    DrillSummary,
    RoundSummary,
    SessionSummary,
    rounds_of,
    standing_of,
    summarise,
)
from drillplanner.run.entry import Entry
from drillplanner.run.fact import Fact, digest
from drillplanner.run.fact_kinds import ADOPTION, DRILL, ENTRY, SCORECARD
from drillplanner.run.rounds import Round, Standing
from drillplanner.store import queries, tables
from drillplanner.store.engine import driver
from drillplanner.store.tables import seal_of

#: The columns of a session without its seal, which comes last.
_COLUMNS: Final = tuple(column.name for column in tables.sessions.columns)[:-1]
_IS_CONTROL: Final = _COLUMNS.index("is_control")
_SET_SESSION: Final = str(
    insert(tables.sessions)
    .prefix_with("OR REPLACE")
    .compile(dialect=dialect(), column_keys=[*_COLUMNS, "seal"])
)
_READ_LOG: Final = str(
    select(tables.facts.c.bytes, tables.facts.c.hash)
    .where(
        (tables.facts.c.drill == bindparam("drill")) & (tables.facts.c.kind == bindparam("kind"))
    )
    .order_by(tables.facts.c.position)
    .compile(dialect=dialect())
)
_SET_STANDING: Final = "UPDATE drills SET standing = ?, held_utc_ns = ? WHERE drill = ?"
_READ_DRILL: Final = "SELECT * FROM drills WHERE drill = ?"
_SET_SEAL: Final = "UPDATE drills SET seal = ? WHERE drill = ?"
#: Kinds of facts that the row of a drill follows from.
_OF_A_DRILL: Final = frozenset({DRILL, ADOPTION, SCORECARD})

_D, _S, _F = tables.drills.c, tables.sessions.c, tables.facts.c


@dataclass(slots=True)
class _LoggedRound:
    """The round that is being logged, what is known of it, and what the drill's row says."""

    drill: str
    number: int
    summary: RoundSummary
    others: tuple[Round, ...]
    standing: tuple[Standing, int]

    def takes(self, entry: Entry) -> bool:
        """Whether an entry is of this round and comes last in it."""
        is_same = (self.drill, self.number) == (entry.drill, entry.round)
        return is_same and self.summary.goes_on_with(entry)

    def judge(self) -> tuple[Standing, int]:
        """Tell where the drill stands now, and since when."""
        rounds = (*self.others, *rounds_of(self.summary.rows.values()))
        return standing_of(sorted(rounds, key=lambda one: one.number))


class DrillIndex:
    """Keeps the index as facts come in; the writing connection has one.

    It remembers the round that is being logged, so that an entry costs what it changes and
    not what was logged before it.
    """

    def __init__(self, writing: Connection) -> None:
        self._writing = writing
        self._logged: _LoggedRound | None = None

    def write_entry(self, raw: sqlite3.Connection, sealed: Sealed) -> None:
        """Bring the index up to date by an entry whose fact was inserted just before.

        The transaction is the caller's, who calls `drop` where it comes to nothing.
        """
        entry, logged = sealed.entry, self._logged
        if logged is None or not logged.takes(entry):
            self._logged = _read_round(raw, entry)
            _write_rows(raw, self._logged.summary.rows.values())
            _set_standing(raw, self._logged.standing, entry.drill)
            return
        before = dict(logged.summary.rows)
        changed = logged.summary.add(sealed)
        _write_rows(raw, changed)
        if not all(_stands_as(before[row.key], row) for row in changed):
            standing = logged.judge()
            if standing != logged.standing:
                _set_standing(raw, standing, entry.drill)
                logged.standing = standing

    def drop(self) -> None:
        """Forget what is remembered: it is not what the disk has. The next entry reads anew."""
        self._logged = None

    def refresh(self, facts: Iterable[Fact]) -> None:
        """Bring the index up to date after facts came in, in the transaction they came in."""
        logs: set[str] = set()
        drills: set[str] = set()
        for fact in facts:
            if fact.drill is not None and fact.kind == ENTRY:
                logs.add(fact.drill)
            elif fact.drill is not None and fact.kind in _OF_A_DRILL:
                drills.add(fact.drill)
        for drill in sorted(logs):
            _write_sessions(self._writing, drill)
        for drill in sorted(logs | drills):
            _write_drill(self._writing, drill)
        if logs:
            self.drop()

    def forget(self, drill: str) -> None:
        """Delete the rows of a purged drill."""
        self._writing.execute(delete(tables.sessions).where(_S.drill == drill))
        self._writing.execute(delete(tables.drills).where(_D.drill == drill))
        self.drop()


def _set_standing(raw: sqlite3.Connection, standing: tuple[Standing, int], drill: str) -> None:
    raw.execute(_SET_STANDING, (*standing, drill))
    row = raw.execute(_READ_DRILL, (drill,)).fetchone()
    if row is not None:
        raw.execute(_SET_SEAL, (seal_of(row[:-1]), drill))


def summaries(connection: Connection, drill: str | None = None) -> tuple[DrillSummary, ...]:
    """List the drills, or the one that is named, in order of arrival."""
    query = select(tables.drills).order_by(_D.position)
    if drill is not None:
        query = query.where(_D.drill == drill)
    return tuple(map(_drill, connection.execute(query)))


def newest(connection: Connection, most: int) -> tuple[DrillSessions, ...]:
    """List the drills that were entered last, the last one first."""
    of_drills = select(tables.drills).order_by(_D.position.desc()).limit(most)
    return _joined(connection, of_drills, of_drills.with_only_columns(_D.drill))


def begun(connection: Connection) -> tuple[DrillSessions, ...]:
    """List, in order of arrival, the drills that some source has begun and not ended."""
    named = select(_S.drill).where(_S.phase.in_(sorted(UNFINISHED)))
    of_drills = select(tables.drills).where(_D.drill.in_(named.scalar_subquery()))
    return _joined(connection, of_drills.order_by(_D.position), named)


def of_scripts(connection: Connection, scripts: Iterable[str]) -> tuple[DrillSessions, ...]:
    """List, in order of arrival, the drills that have one of these scripts, named by hash."""
    of_drills = select(tables.drills).where(_D.script.in_(sorted(scripts))).order_by(_D.position)
    return _joined(connection, of_drills, of_drills.with_only_columns(_D.drill))


def sessions_of(connection: Connection, drill: str) -> tuple[SessionSummary, ...]:
    """List the sessions of a drill, whether its own fact is here or not."""
    found = connection.execute(_in_order(select(tables.sessions)).where(_S.drill == drill))
    return tuple(map(_session, found))


def is_current(connection: Connection) -> bool:
    """Whether the index was computed by today's rules."""
    found: int | None = connection.execute(select(tables.workspace.c.index_rules)).scalar()
    return found == RULES


def check(connection: Connection) -> tuple[str, ...]:
    """Name the drills of which the index says anything else than the facts do."""
    in_index = _by_drill(connection.execute(select(tables.sessions)))
    drills = {row.drill: tuple(row)[:-1] for row in connection.execute(select(tables.drills))}
    different = []
    for drill in {*_named(connection), *in_index, *drills}:
        sessions = tuple(_computed(connection, drill))
        rows = {_values(row) for row in sessions}
        row = _drill_row(connection, drill, sessions)
        said = {tuple(one)[:-1] for one in in_index.get(drill, ())}
        if rows != said or drills.get(drill) != (None if row is None else tuple(row.values())):
            different.append(drill)
    return tuple(sorted(different))


def broken_rows(connection: Connection) -> tuple[str, ...]:
    """Name the drills of which a row of the index is not as it was written."""
    found: set[str] = set()
    for table in (tables.drills, tables.sessions):
        for row in connection.execute(select(table)):
            if seal_of(row[:-1]) != row.seal:
                found.add(str(row.drill))
    return tuple(sorted(found))


def logs_told(connection: Connection) -> dict[tuple[str, str], tuple[int, str]]:
    """Return, by drill and session, how many entries the index counts and the last one's hash."""
    told: dict[tuple[str, str], tuple[int, int, str]] = {}
    query = select(_S.drill, _S.session, _S.count, _S.last_seq, _S.last_hash)
    for drill, session, count, seq, last in connection.execute(query):
        before = told.get((drill, session), (0, 0, ""))
        newest = max(before[1:], (seq, last))
        told[drill, session] = before[0] + count, *newest
    return {key: (count, last) for key, (count, _seq, last) in told.items()}


def rebuild(writing: Connection) -> None:
    """Compute the index anew from the facts, by today's rules."""
    writing.execute(delete(tables.sessions))
    writing.execute(delete(tables.drills))
    for drill in _named(writing):
        _write_sessions(writing, drill)
        _write_drill(writing, drill)
    writing.execute(update(tables.workspace).values(index_rules=RULES))


def _named(connection: Connection) -> tuple[str, ...]:
    named = select(_F.drill).where(_F.drill.is_not(None)).distinct()
    return tuple(connection.execute(named).scalars())


def _read_round(raw: sqlite3.Connection, entry: Entry) -> _LoggedRound:
    """Sum the log up that an entry, which is in it already, goes on with."""
    whole = summarise(_log(raw, entry.drill))
    summary = whole.pop(entry.round)
    others = rounds_of([row for one in whole.values() for row in one.rows.values()])
    found = _LoggedRound(entry.drill, entry.round, summary, others, ("empty", 0))
    found.standing = found.judge()
    return found


def _write_rows(raw: sqlite3.Connection, rows: Iterable[SessionSummary]) -> None:
    raw.executemany(_SET_SESSION, map(_sealed, rows))


def _write_sessions(writing: Connection, drill: str) -> None:
    writing.execute(delete(tables.sessions).where(_S.drill == drill))
    rows = [
        dict(zip((*_COLUMNS, "seal"), _sealed(row), strict=True))
        for row in _computed(writing, drill)
    ]
    if rows:
        writing.execute(insert(tables.sessions), rows)


def _write_drill(writing: Connection, drill: str) -> None:
    writing.execute(delete(tables.drills).where(_D.drill == drill))
    row = _drill_row(writing, drill, sessions_of(writing, drill))
    if row is not None:
        writing.execute(insert(tables.drills), {**row, "seal": seal_of(row.values())})


def _computed(connection: Connection, drill: str) -> Iterator[SessionSummary]:
    for summary in summarise(_log(driver(connection), drill)).values():
        yield from summary.rows.values()


def _log(raw: sqlite3.Connection, drill: str) -> Iterator[Sealed]:
    """Read the sound entries of a drill; a transaction of the caller's own is seen."""
    for data, stored in raw.execute(_READ_LOG, (drill, ENTRY)):
        if digest(data) == stored:
            with suppress(FileRefused):
                yield unseal(data)


def _drill_row(
    connection: Connection, drill: str, sessions: Sequence[SessionSummary]
) -> dict[str, Any] | None:
    """Compute the row of a drill; None where no fact of it can be read as the drill's own."""
    own = next(_readable(connection, drill), None)
    if own is None:
        return None
    position, found = own
    adopted = standing_adoptions(queries.facts(connection, drill, ADOPTION)[0])
    found = with_adopted(found, adopted)
    standing, held_utc_ns = standing_of(rounds_of(sessions))
    if standing == "empty" and found.held_utc_ns:
        # Held with pen and paper: its times are in tables, and it is over.
        standing, held_utc_ns = "ended", found.held_utc_ns
    issued = select(_F.position).where((_F.drill == drill) & (_F.kind == SCORECARD)).limit(1)
    return {
        "drill": drill,
        "position": position,
        "title": found.title,
        "script": found.script,
        "began_with": found.began_with,
        "nature": found.nature,
        "author": found.author,
        "made_utc_ns": found.made_utc_ns,
        "standing": standing,
        "held_utc_ns": held_utc_ns,
        "is_issued": int(connection.execute(issued).first() is not None),
    }


def _readable(connection: Connection, drill: str) -> Iterator[tuple[int, Drill]]:
    query = select(_F.id, _F.position).where((_F.drill == drill) & (_F.kind == DRILL))
    positions = {row.id: row.position for row in connection.execute(query)}
    for fact in queries.facts(connection, drill, DRILL)[0]:
        try:
            yield positions[fact.id], read_drill_fact(fact)
        except FileRefused:
            # A malformed one must not make the others unreadable.
            continue


def _stands_as(before: SessionSummary, after: SessionSummary) -> bool:
    """Whether a session says the same as before of how its drill stands."""
    return (before.phase, before.stop, before.is_control, before.first_utc_ns) == (
        after.phase,
        after.stop,
        after.is_control,
        after.first_utc_ns,
    )


def _values(row: SessionSummary) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _COLUMNS)


def _sealed(row: SessionSummary) -> tuple[object, ...]:
    values = _values(row)
    return *values, seal_of(values)


def _in_order(query: Select[Any]) -> Select[Any]:
    return query.order_by(_S.drill, _S.round, _S.first_utc_ns, _S.source, _S.session)


def _joined(
    connection: Connection, of_drills: Select[Any], named: Select[Any]
) -> tuple[DrillSessions, ...]:
    """Read drills, and the sessions of those whose ids `named` selects."""
    query = select(tables.sessions).where(_S.drill.in_(named.scalar_subquery()))
    sessions = _by_drill(connection.execute(_in_order(query)))
    return tuple(
        DrillSessions(_drill(row), tuple(map(_session, sessions.get(row.drill, ()))))
        for row in connection.execute(of_drills)
    )


def _by_drill(rows: Iterable[Row[Any]]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _drill(row: Row[Any]) -> DrillSummary:
    values: tuple[Any, ...] = tuple(row)
    (
        drill,
        _place,
        title,
        script,
        began_with,
        nature,
        author,
        made,
        standing,
        held,
        issued,
        _seal,
    ) = values
    found = Drill(drill, title, script, nature, made, began_with, author)
    return DrillSummary(found, standing, held, bool(issued))


def _session(row: Row[Any]) -> SessionSummary:
    values = (*row[:_IS_CONTROL], bool(row[_IS_CONTROL]), *row[_IS_CONTROL + 1 : -1])
    return SessionSummary(*values)
