"""Connect to an encrypted database so that it behaves as sqlite3 does, errors included.

SQLCipher's module has a family of errors of its own. They are turned into sqlite3's where they
arise, so that whoever asks a database need not know whether it is encrypted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

# Imported by `engine` alone, once a key is there; whether it is installed was asked before.
from sqlcipher3 import dbapi2


def _as_sqlite(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def told(self: Any, *values: Any, **named: Any) -> Any:
        try:
            return call(self, *values, **named)
        except dbapi2.Error as error:
            raise _same(error) from error

    return told


def _same(error: Exception) -> sqlite3.Error:
    found = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)(*error.args)
    for name in ("sqlite_errorcode", "sqlite_errorname"):
        if hasattr(error, name):
            setattr(found, name, getattr(error, name))
    return cast(sqlite3.Error, found)


class _Cursor(dbapi2.Cursor):  # type: ignore[misc] # it has no types
    execute = _as_sqlite(dbapi2.Cursor.execute)
    executemany = _as_sqlite(dbapi2.Cursor.executemany)
    executescript = _as_sqlite(dbapi2.Cursor.executescript)
    fetchone = _as_sqlite(dbapi2.Cursor.fetchone)
    fetchmany = _as_sqlite(dbapi2.Cursor.fetchmany)
    fetchall = _as_sqlite(dbapi2.Cursor.fetchall)
    __next__ = _as_sqlite(dbapi2.Cursor.__next__)


class _Connection(dbapi2.Connection):  # type: ignore[misc] # it has no types
    # A file that cannot be opened is told by the constructor.
    __init__ = _as_sqlite(dbapi2.Connection.__init__)

    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    execute = _as_sqlite(dbapi2.Connection.execute)
    executemany = _as_sqlite(dbapi2.Connection.executemany)
    commit = _as_sqlite(dbapi2.Connection.commit)
    rollback = _as_sqlite(dbapi2.Connection.rollback)
    backup = _as_sqlite(dbapi2.Connection.backup)
    close = _as_sqlite(dbapi2.Connection.close)


def connect(uri: str, key: bytes | None, timeout_s: float) -> sqlite3.Connection:
    """Connect to a database encrypted with this very key, which is not derived any further.

    Without a key it is a plain database, from which an encrypted one can be made.
    """
    raw = _Connection(
        uri, uri=True, timeout=timeout_s, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(raw, key)
    except BaseException:
        raw.close()
        raise
    return cast(sqlite3.Connection, raw)


def _prepare(raw: _Connection, key: bytes | None) -> None:
    # Whoever asks is told of damage; SQLCipher would write to standard error as well.
    raw.execute("PRAGMA cipher_log_level = NONE").fetchall()
    # SHA-512 is SQLCipher's own choice, and would make an append a third slower than a plain one.
    # What is attached takes the default as well.
    raw.execute("PRAGMA cipher_default_hmac_algorithm = HMAC_SHA256").fetchall()
    if key is not None:
        # SQLCipher takes no bound value here; the key is hex and nothing else.
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
