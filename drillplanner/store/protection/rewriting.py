"""Write a database file anew under another key or under none, checked, in its old place.

The new file is made beside, compared and flushed before it takes the name; the old one is then
written over with zeros. What a drive keeps of itself (spare blocks of an SSD, snapshots) is out
of reach, which is said where a password is set.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import FileIO
from itertools import zip_longest
from pathlib import Path
from typing import Final

from drillplanner.base.errors import StoreFault
from drillplanner.base.private_files import IS_POSIX, open_private
from drillplanner.base.texts import _
from drillplanner.store.engine import Keyed, connect_raw, store_faults, wal_of
from drillplanner.store.migration import sync, sync_folder
from drillplanner.store.protection.keyring import key_of
from drillplanner.store.protection.packages import cipher_sqlite

_CHUNK: Final = 1024 * 1024
_BESIDE: Final = ".rewriting"
#: What one file holds of another: SQLCipher does not carry these two over.
_NUMBERS: Final = ("application_id", "user_version")


def rewrite(path: Path, key: bytes | None) -> None:
    """Write a file that nobody has open anew under a key, or under none.

    Raises:
        Locked: its present password was not given yet.
        UserError: the packages are missing.
        StoreFault: the disk failed, or the file is damaged; the old one stands as it was.
    """
    cipher_sqlite()
    beside = path.with_name(path.name + _BESIDE)
    with store_faults(path):
        if wal_of(path).exists() and wal_of(path).stat().st_size:
            raise StoreFault(
                _("{file} is in use by another program; close it there.", file=path.name)
            )
        old = Keyed(key_of(path))
        try:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
            os.close(open_private(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            _export(path, old, beside, Keyed(key))
            _compare(path, old, beside, Keyed(key))
            sync(beside)
            with wiping(path):
                beside.replace(path)
                sync_folder(path.parent)
        finally:
            for end in ("", "-wal", "-shm", "-journal"):
                with contextlib.suppress(OSError):
                    beside.with_name(beside.name + end).unlink()


def _export(path: Path, old: Keyed, beside: Path, new: Keyed) -> None:
    from drillplanner.store.protection.cipher_connection import connect

    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(connect(uri, old.key, 0)) as raw:
        numbers = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in _NUMBERS]
        given = f"x'{new.key.hex()}'" if new.key is not None else ""
        raw.execute(f'ATTACH DATABASE ? AS beside KEY "{given}"', (str(beside),))
        raw.execute("SELECT sqlcipher_export('beside')").fetchall()
        for name, number in zip(_NUMBERS, numbers, strict=True):
            raw.execute(f"PRAGMA beside.{name} = {int(number)}")
        raw.execute("DETACH DATABASE beside")


def _compare(path: Path, old: Keyed, beside: Path, new: Keyed) -> None:
    """Refuse a copy that is not the same, row by row, or not sound."""
    with (
        closing(connect_raw(path, "mode=ro", old)) as before,
        closing(connect_raw(beside, "mode=ro&immutable=1", new)) as after,
    ):
        sound = after.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        tables = _tables(before)
        if (
            not sound
            or tables != _tables(after)
            or not all(_are_same(before, after, name) for name in tables)
        ):
            raise StoreFault(
                _(
                    "{file} is damaged; repair it, then try again. Nothing was changed.",
                    file=str(path),
                )
            )


def _tables(raw: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    return [str(name) for (name,) in raw.execute(query).fetchall()]


def _are_same(before: sqlite3.Connection, after: sqlite3.Connection, table: str) -> bool:
    name = table.replace('"', '""')
    query = f'SELECT * FROM "{name}" NOT INDEXED'  # noqa: S608 - a name of the file's own
    return all(
        one == other for one, other in zip_longest(before.execute(query), after.execute(query))
    )


@contextlib.contextmanager
def wiping(path: Path) -> Iterator[None]:
    """Write zeros over the file that had this name before, unless it has another name too."""
    if IS_POSIX:
        try:
            old = open_private(path, os.O_RDWR)
        except OSError:
            yield
            return
        with os.fdopen(old, "rb+", buffering=0) as stream:
            yield
            _wipe(stream, names=0)
        return
    # Windows replaces no file that is open: a second name holds the old one until it is wiped.
    held = _held(path)
    with contextlib.suppress(OSError):
        os.link(path, held)
    try:
        yield
    finally:
        wipe_left(path)


def wipe_left(path: Path) -> None:
    """Wipe what a change of the password was cut short of wiping."""
    held = _held(path)
    with contextlib.suppress(OSError):
        with os.fdopen(open_private(held, os.O_RDWR), "rb+", buffering=0) as stream:
            _wipe(stream, names=1)
        held.unlink()


def _held(path: Path) -> Path:
    return path.with_name(path.name + ".wiping")


def _wipe(stream: FileIO, names: int) -> None:
    """Write zeros over a file, if it has no more names than those that go."""
    if os.fstat(stream.fileno()).st_nlink > names:
        return
    with contextlib.suppress(OSError):
        left = os.fstat(stream.fileno()).st_size
        while left > 0:
            left -= stream.write(bytes(min(left, _CHUNK)))
        os.fsync(stream.fileno())
