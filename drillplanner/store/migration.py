"""Make a new workspace file, or bring an old one to the present form after a backup."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection, insert

from drillplanner.base.ids import new_id
from drillplanner.base.private_files import open_private
from drillplanner.run.drill_index_row import RULES
from drillplanner.store import tables
from drillplanner.store.engine import (
    Keyed,
    checkpoint,
    close,
    connect_raw,
    connect_writing,
    driver,
    pragma,
)
from drillplanner.store.protection.key_file import copy_key_file
from drillplanner.store.protection.keyring import key_for_new, key_of


def make_file(path: Path, made_utc_ns: int) -> None:
    """Make an empty workspace at `path`, whole or not at all; the caller holds its lock."""
    making = path.with_name(path.name + ".making")
    for leftover in (making, *(making.with_name(making.name + end) for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    # SQLite gives its log the rights of the file, so this decides for all of them.
    os.close(open_private(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    connection = connect_writing(making, Keyed(key_for_new(path)))
    try:
        with connection.begin():
            create_schema(connection)
            row = {
                "id": new_id(),
                "made_utc_ns": made_utc_ns,
                "is_open": 0,
                "index_rules": RULES,
            }
            connection.execute(insert(tables.workspace), row)
        checkpoint(connection)
    finally:
        close(connection)
    sync(making)
    making.rename(path)
    sync_folder(path.parent)


def create_schema(connection: Connection) -> None:
    """Make all tables as they are today, inside the transaction of `connection`."""
    tables.metadata.create_all(connection)
    for statement in tables.TRIGGERS:
        connection.exec_driver_sql(statement)
    tables.alembic_version.create(connection)
    connection.execute(insert(tables.alembic_version), {"version_num": tables.REVISION})
    _number(connection)


def is_old(connection: Connection) -> bool:
    """Say whether a file that was judged sound is in an older form than today's."""
    version = pragma(connection, "user_version")
    return isinstance(version, int) and version < tables.USER_VERSION


def migrate(path: Path, connection: Connection) -> Path:
    """Back the file up beside itself, then bring it to today's form in one transaction.

    Returns:
        The backup.
    """
    backup = _backup(path, driver(connection))
    with connection.begin():
        upgrade(connection)
        _number(connection)
    return backup


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run Alembic's steps inside the transaction of `connection`; no file of settings needed."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "drillplanner.store:migrations")
    config.set_main_option("path_separator", "os")
    command.upgrade(config, revision)


def sync(path: Path) -> None:
    """Flush a finished file to the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(path: Path) -> None:
    """Flush a folder's list of names to the disk, where the system lets one."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _backup(path: Path, source: sqlite3.Connection) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    version = source.execute("PRAGMA user_version").fetchone()[0]
    backup = path.with_name(f"{path.stem}.form{version}.{stamp}{path.suffix}")
    os.close(open_private(backup, os.O_WRONLY | os.O_CREAT))
    with closing(connect_raw(backup, "mode=rw", Keyed(key_of(path)))) as target:
        source.backup(target)
    copy_key_file(path, backup)
    sync(backup)
    return backup


def _number(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id={tables.APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={tables.USER_VERSION}")
