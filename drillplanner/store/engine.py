"""Open connections to a workspace file as they must be, and rule its write-ahead log."""

from __future__ import annotations

import errno
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, create_engine, event, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from drillplanner.base.errors import DiskFull, StoreFault
from drillplanner.base.texts import Text, _
from drillplanner.store import tables
from drillplanner.store.protection.keyring import key_of
from drillplanner.store.protection.packages import cipher_sqlite

log = logging.getLogger(__name__)

#: How long to wait for a reader's or checkpoint's lock.
BUSY_MS = 5000


@dataclass(frozen=True, slots=True)
class Keyed:
    """A file that is to be opened with this key, or with none, whatever its key file says."""

    key: bytes | None


def connect_writing(path: Path, keyed: Keyed | None = None) -> Connection:
    """Connect for writing to an existing file; every commit is synced before it returns.

    Raises:
        Locked: it has a password, which was not given yet.
    """
    engine = _engine(path, "mode=rw", keyed, _make_durable)
    event.listen(engine, "begin", _begin_at_once)
    return engine.connect()


def connect_reading(
    path: Path, keyed: Keyed | None = None, *, is_immutable: bool = False
) -> Connection:
    """Connect for reading only; `is_immutable` for media that nothing can write to.

    Raises:
        Locked: it has a password, which was not given yet.
    """
    connection = _engine(path, "immutable=1" if is_immutable else "mode=ro", keyed).connect()
    return connection.execution_options(isolation_level="AUTOCOMMIT")


def connect_given(raw: sqlite3.Connection) -> Connection:
    """Wrap a connection that was made elsewhere, for reading."""
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=NullPool)
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def connect_raw(path: Path, mode: str, keyed: Keyed | None = None) -> sqlite3.Connection:
    """Connect without SQLAlchemy; `mode` is as in a URI of SQLite's."""
    uri = f"{path.absolute().as_uri()}?{mode}"
    key = key_of(path) if keyed is None else keyed.key
    if key is None:
        return sqlite3.connect(
            uri, uri=True, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
    cipher_sqlite()
    from drillplanner.store.protection.cipher_connection import connect

    return connect(uri, key, BUSY_MS / 1000)


def driver(connection: Connection) -> sqlite3.Connection:
    """Give the connection underneath, for what SQLAlchemy has no words for."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def pragma(connection: Connection, name: str) -> object:
    """Read one PRAGMA, outside any transaction."""
    row = driver(connection).execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def close(connection: Connection) -> None:
    """Close a connection and the engine it came from."""
    connection.close()
    connection.engine.dispose()


@contextmanager
def store_faults(path: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say into a StoreFault that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise _fault(path, error.orig) from error
    except (sqlite3.Error, OSError) as error:
        raise _fault(path, error) from error
    except UnicodeDecodeError as error:
        # What SQLite says of a damaged schema quotes the damage itself.
        raise StoreFault(_damaged(path)) from error


def _engine(
    path: Path,
    mode: str,
    keyed: Keyed | None,
    prepare: Callable[[sqlite3.Connection], None] | None = None,
) -> Engine:
    def connect() -> sqlite3.Connection:
        raw = connect_raw(path, mode, keyed)
        try:
            if prepare is not None:
                prepare(raw)
        except BaseException:
            raw.close()
            raise
        return raw

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


def _make_durable(raw: sqlite3.Connection) -> None:
    (mode,) = raw.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        # Network shares and some old media cannot share the memory that WAL needs.
        raise StoreFault(_("A workspace cannot be written in this folder; use a local disk."))
    raw.execute("PRAGMA synchronous=FULL")
    # A checkpoint in mid drill costs two more flushes; `Workspace.tidy` and closing do it.
    raw.execute("PRAGMA wal_autocheckpoint=0")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA secure_delete=ON")


def _begin_at_once(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _damaged(path: Path) -> Text:
    return _("{file} is damaged; restore a backup of it.", file=str(path))


def _fault(path: Path, error: BaseException | None) -> StoreFault:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    file = str(path)
    if primary == sqlite3.SQLITE_FULL or getattr(error, "errno", None) == errno.ENOSPC:
        return DiskFull(_("The disk is full: {file} was not written. Free some space.", file=file))
    match primary:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            words = _("{file} is in use by another program; close it there.", file=file)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            words = _("{file} cannot be written; check the rights on it and its folder.", file=file)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            words = _damaged(path)
        case _:
            words = _(
                "The disk or the file {file} failed; nothing was saved: {reason}",
                file=file,
                reason=str(error),
            )
    return StoreFault(words)


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
        writing.execute(update(tables.workspace).values(is_open=1))


def end_log(writing: Connection) -> None:
    """Say inside the file that it is closed, and bring everything into it."""
    # A read that failed leaves the transaction that it began.
    writing.rollback()
    with writing.begin():
        writing.execute(update(tables.workspace).values(is_open=0))
    checkpoint(writing)


def undo_opening(path: Path, writing: Connection) -> None:
    """Leave a file whose opening failed as one that nobody has open.

    Where the disk does not let that be said either, the write-ahead log stays beside it, so
    that the file is not taken for a copy made while it was open.
    """
    with suppress(DBAPIError, sqlite3.Error):
        end_log(writing)
        close(writing)
        return
    close_keeping_log(path, writing)


def close_keeping_log(path: Path, writing: Connection) -> None:
    """Close a connection without letting SQLite take the write-ahead log away.

    SQLite does so with the last connection that can write; one for reading cannot.
    """
    keeper: Connection | None = None
    try:
        keeper = connect_reading(path)
        keeper.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
    except (DBAPIError, sqlite3.Error, OSError) as error:
        log.warning("the write-ahead log may go: %s", type(error).__name__)
    # One that failed may fail in closing too.
    with suppress(DBAPIError, sqlite3.Error):
        close(writing)
    if keeper is not None:
        close(keeper)


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
