"""Keep whole, checked copies of a workspace: a few recent ones, and one a day of the last days.

A copy is made through SQLite's own backup, beside its place, opened, checked to the last byte,
and only then named; one that is not whole is not kept, and no older one goes for it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from drillplanner.base.condition import Backup
from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.ids import new_id
from drillplanner.base.local_time import in_utc
from drillplanner.base.private_files import make_private_folder, open_private
from drillplanner.base.texts import _
from drillplanner.store.engine import Keyed, close, connect_raw, connect_reading, store_faults
from drillplanner.store.joining import count_of
from drillplanner.store.migration import sync, sync_folder
from drillplanner.store.protection.key_file import copy_key_file, key_file
from drillplanner.store.protection.keyring import is_encrypted, key_of
from drillplanner.store.queries import FILE
from drillplanner.store.tables import seal_of
from drillplanner.store.verification import verify

log = logging.getLogger(__name__)

#: How many of the newest are kept, and of how many days the last one.
NEWEST: Final = 5
DAYS: Final = 14
_STAMP: Final = "%Y%m%dT%H%M%S"
#: With milliseconds, so that two of one second are two.
_NAMED: Final = re.compile(r"\.(\d{8}T\d{6})\d{3}Z\.backup$")
#: What a copy is compared by with the one before: what there is of everything that counts.
_FINGERPRINT: Final = (
    "SELECT (SELECT count(*) FROM facts), (SELECT max(position) FROM facts),"
    " (SELECT count(*) FROM persons),"
    " (SELECT total(revision) FROM drafts WHERE kind <> 'file'),"
    " (SELECT count(*) FROM tombstones), (SELECT count(*) FROM attachments)"
)


def backup_folder(workspace: Path) -> Path:
    """Name the folder of a workspace's backups, beside its file."""
    return workspace.with_name(workspace.name + ".backups")


def backups_in(folder: Path) -> tuple[Path, ...]:
    """List the backups of a folder, the newest first."""
    try:
        found = [one for one in folder.iterdir() if _NAMED.search(one.name)]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda one: one.name, reverse=True))


def describe(path: Path) -> Backup:
    """Tell what a backup holds.

    Raises:
        StoreFault: it cannot be read.
    """
    with store_faults(path):
        found = path.stat()
        drills, entries, last = count_of(path)
    return Backup(path, _made(path), found.st_size, drills, entries, last)


def make_backup(
    source: sqlite3.Connection,
    workspace: Path,
    folder: Path,
    now_utc_ns: int,
    files: Mapping[str, str],
) -> Path | None:
    """Copy a workspace into a folder, check the copy, and let the oldest go.

    Args:
        source: a connection to the workspace for reading.
        workspace: its file, which names the copies.
        folder: where copies are kept; made where it is missing.
        now_utc_ns: what time it is, which the copy is named after.
        files: what lies beside the workspace and is kept in the copy, text by name.

    Returns:
        The copy, or None where nothing changed since the last one.

    Raises:
        StoreFault: there is no copy, or what was copied is damaged.
    """
    make_private_folder(folder)
    kept = backups_in(folder)
    is_as_before = bool(kept) and is_encrypted(kept[0]) == is_encrypted(workspace)
    if is_as_before and _same(source, kept[0], files):
        return None
    stamp = in_utc(now_utc_ns).strftime(_STAMP) + f"{now_utc_ns // 10**6 % 1000:03}Z"
    beside = folder / f".{workspace.stem}.{new_id()}.part"
    made = folder / f"{workspace.stem}.{stamp}.backup"
    with store_faults(made):
        try:
            os.close(open_private(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            keyed = Keyed(key_of(workspace))
            _copy(source, beside, keyed, files)
            _require_whole(beside, workspace, keyed)
            sync(beside)
            if keyed.key is not None:
                # A backup opens by itself, wherever it is carried.
                copy_key_file(workspace, made)
            beside.replace(made)
            sync_folder(folder)
        finally:
            for end in ("", "-wal", "-shm", "-journal"):
                with contextlib.suppress(OSError):
                    beside.with_name(beside.name + end).unlink()
    _let_go(folder)
    return made


def _copy(source: sqlite3.Connection, target: Path, keyed: Keyed, files: Mapping[str, str]) -> None:
    with closing(connect_raw(target, "mode=rw", keyed)) as raw:
        source.backup(raw)
        # One file by itself, which says of itself that nobody has it open.
        raw.execute("PRAGMA journal_mode=DELETE").fetchall()
        raw.execute("UPDATE workspace SET is_open = 0")
        raw.execute("BEGIN")
        for name, text in files.items():
            row = (name, FILE, text, None, 1, 0)
            raw.execute("INSERT INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, seal_of(row)))
        raw.execute("COMMIT")


def _require_whole(copy: Path, workspace: Path, keyed: Keyed) -> None:
    reading = connect_reading(copy, keyed, is_immutable=True)
    try:
        found = verify(reading, copy)
    finally:
        close(reading)
    if not found.is_whole:
        log.warning("a backup was not kept: %d damages", len(found.damages))
        raise StoreFault(
            _(
                "No backup was kept: {file} is damaged. Check the workspace; earlier backups stay.",
                file=str(workspace),
            )
        )


def _same(source: sqlite3.Connection, kept: Path, files: Mapping[str, str]) -> bool:
    try:
        with closing(connect_raw(kept, "mode=ro&immutable=1")) as raw:
            query = "SELECT id, document FROM drafts WHERE kind = ?"
            return dict(raw.execute(query, (FILE,)).fetchall()) == files and bool(
                raw.execute(_FINGERPRINT).fetchone() == source.execute(_FINGERPRINT).fetchone()
            )
    except (sqlite3.Error, OSError, UserError):
        # One with another password says nothing.
        return False


def _let_go(folder: Path) -> None:
    for path in _superfluous(backups_in(folder)):
        with contextlib.suppress(OSError):
            path.unlink()
            key_file(path).unlink(missing_ok=True)


def _superfluous(newest_first: Iterable[Path]) -> list[Path]:
    days: set[str] = set()
    gone: list[Path] = []
    for place, path in enumerate(newest_first):
        found = _NAMED.search(path.name)
        day = found[1][:8] if found else ""
        is_first_of_day = day not in days and len(days) < DAYS
        if is_first_of_day:
            days.add(day)
        if place >= NEWEST and not is_first_of_day:
            gone.append(path)
    return gone


def _made(path: Path) -> int:
    found = _NAMED.search(path.name)
    if found is None:
        return int(path.stat().st_mtime)
    return int(datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC).timestamp())
