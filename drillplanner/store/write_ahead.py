"""Rule the write-ahead log: when it is brought into the file, and how long it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, update

from drillplanner.store import schema
from drillplanner.store.connection import driver

#: Room for some 400 entries, in bytes: an entry takes 18 kB of log, mostly whole pages (measured).
_ROOM = 8 * 1024 * 1024
#: Pages in memory before a transaction spills into the log.
_SMALL_CACHE = 50


def checkpoint(connection: Connection, *, keep_room: bool = False) -> None:
    """Bring everything from the write-ahead log into the file itself.

    The log is emptied, or with `keep_room` left as long as it is, to be written over.
    """
    mode = "RESTART" if keep_room else "TRUNCATE"
    driver(connection).execute(f"PRAGMA wal_checkpoint({mode})").fetchall()


def make_room(connection: Connection) -> None:
    """Lengthen the write-ahead log ahead of the entries to come.

    A flush of a file that grew costs about half as much again as one that was written over
    (measured on ext4). The room is made by a transaction that outgrows its cache, so that
    its pages are spilled into the log, and is then rolled back.
    """
    raw = driver(connection)
    (size,) = raw.execute("PRAGMA cache_size").fetchone()
    raw.execute(f"PRAGMA cache_size={_SMALL_CACHE}")
    raw.execute("BEGIN IMMEDIATE")
    try:
        raw.execute("CREATE TABLE room (bytes BLOB)")
        raw.execute("INSERT INTO room VALUES (zeroblob(?))", (_ROOM,))
    finally:
        # A full disk has ended the transaction already; a second end would hide the reason.
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raw.execute(f"PRAGMA cache_size={size}")


def wal_of(path: Path) -> Path:
    """Name the write-ahead log of a workspace file."""
    return path.with_name(path.name + "-wal")


def say_open(writing: Connection) -> None:
    """Say inside the file that it is open, in a commit that is synced."""
    with writing.begin():
        writing.execute(update(schema.workspace).values(is_open=1))


def begin_log(writing: Connection) -> None:
    """Empty the write-ahead log, make room in it, and say in file and log that it is open.

    On a disk that has little space left the room stays unmade. The last step also takes over
    the flushes that beginning a log costs, so that the first entry costs one like all others.
    """
    say_open(writing)
    checkpoint(writing)
    try:
        make_room(writing)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
            raise
        # The room only makes entries faster: give back what was taken, and go on without it.
        checkpoint(writing)
    say_open(writing)
