"""Append one log entry with no more work than the disk asks for.

A key press waits for this. The statements are SQLAlchemy's, compiled once from the tables, and
run on its own sqlite3 connection: building them anew for each entry took as long as the commit.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects.sqlite import dialect

from drillplanner.run.codec import FACT_KIND, Sealed
from drillplanner.store import changing, schema
from drillplanner.store.connection import driver

_FACT_COLUMNS = ("id", "kind", "drill", "hash", "bytes")
_ENTRY_COLUMNS = tuple(column.name for column in schema.entries.columns)


def append(writing: Connection, sealed: Sealed) -> None:
    """Add an entry and its projection in a transaction of its own; on the disk on return.

    Raises:
        sqlite3.IntegrityError: an entry of this id is there already.
        sqlite3.Error: nothing was saved.
    """
    entry = sealed.entry
    raw = driver(writing)
    raw.execute("BEGIN IMMEDIATE")
    try:
        fact = (entry.id, FACT_KIND, entry.drill, sealed.hash, sealed.data)
        position = raw.execute(_adding(schema.facts, _FACT_COLUMNS), fact).lastrowid
        columns = changing.columns(int(position or 0), sealed)
        row = tuple(columns[name] for name in _ENTRY_COLUMNS)
        raw.execute(_adding(schema.entries, _ENTRY_COLUMNS), row)
        raw.commit()
    except BaseException:
        raw.rollback()
        raise


@cache
def _adding(table: Table, columns: tuple[str, ...]) -> str:
    return str(insert(table).compile(dialect=dialect(), column_keys=columns))
