"""A disk that is full: the reason is said, whatever step of the work meets it (row 8)."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine
from typing_extensions import override

from drillplanner.base.errors import StoreFault
from drillplanner.store import engine as write_ahead
from drillplanner.store.engine import close, driver, make_room, store_faults
from drillplanner.store.workspace import Workspace
from tests.run.build import session


class FullDisk(sqlite3.Connection):
    """A file on a full disk, where SQLite ends a transaction itself before it says so."""

    @override
    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql.startswith("INSERT"):
            self.rollback()
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        return super().execute(sql, *values)


def test_no_room_for_the_log_is_said_to_be_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "w.db"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, factory=FullDisk)

    connection = create_engine("sqlite://", creator=connect).connect()

    with pytest.raises(StoreFault, match="disk is full"), store_faults(path):
        make_room(connection)

    assert not driver(connection).in_transaction
    close(connection)


def test_a_workspace_opens_where_there_is_no_room_to_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.db"
    with Workspace.create(path) as workspace:
        pages = driver(workspace._writable()).execute("PRAGMA page_count").fetchone()[0]

    def cramped(connection: Connection) -> sqlite3.Connection:
        raw = driver(connection)
        raw.execute(f"PRAGMA max_page_count={pages + 20}")
        return raw

    monkeypatch.setattr(write_ahead, "driver", cramped)

    with Workspace.open(path) as workspace:
        (only,) = session(1)
        workspace.append(only)

        assert workspace.entries("d1") == (only,)
