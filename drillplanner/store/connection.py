"""Open connections to a workspace file as they must be: synced, checked, explicit.

Writing is WAL with synchronous=FULL, so a commit that returned is on the disk, at one flush
a commit. Transactions begin explicitly, so that changes of the schema roll back too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import Text, _

#: How long to wait for a reader's or checkpoint's lock, in seconds.
_BUSY_S = 5.0


def connect_writing(path: Path) -> Connection:
    """Connect for writing to an existing file; every commit is synced before it returns."""
    engine = _engine(path, "mode=rw", _make_durable)
    event.listen(engine, "begin", _begin_at_once)
    return engine.connect()


def connect_reading(path: Path, *, is_immutable: bool = False) -> Connection:
    """Connect for reading only; `is_immutable` for media that nothing can write to."""
    connection = _engine(path, "immutable=1" if is_immutable else "mode=ro").connect()
    return connection.execution_options(isolation_level="AUTOCOMMIT")


def driver(connection: Connection) -> sqlite3.Connection:
    """Give the sqlite3 connection underneath, for what SQLAlchemy has no words for."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - for the type checker
    return raw


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
        raise StoreFault(_words(path, error.orig)) from error
    except (sqlite3.Error, OSError) as error:
        raise StoreFault(_words(path, error)) from error


def _engine(
    path: Path, mode: str, prepare: Callable[[sqlite3.Connection], None] | None = None
) -> Engine:
    uri = f"{path.absolute().as_uri()}?{mode}"

    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(
            uri, uri=True, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
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
        raise StoreFault(
            _("This folder cannot hold a workspace that is being written; use a local disk.")
        )
    raw.execute("PRAGMA synchronous=FULL")
    # A checkpoint in mid drill costs two more flushes; `Workspace.tidy` and closing do it.
    raw.execute("PRAGMA wal_autocheckpoint=0")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA secure_delete=ON")


def _begin_at_once(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _words(path: Path, error: BaseException | None) -> Text:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    file = str(path)
    match primary:
        case sqlite3.SQLITE_FULL:
            return _("The disk is full: {file} was not written. Free some space.", file=file)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _("{file} is in use by another program; close it there.", file=file)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return _("{file} cannot be written; check the rights on it and its folder.", file=file)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return _("{file} is damaged; restore a backup of it.", file=file)
    return _(
        "The disk or the file {file} failed; nothing was saved: {reason}",
        file=file,
        reason=str(error),
    )
