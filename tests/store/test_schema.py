"""The file that is made and the file that was migrated are the same; facts never change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from drillplanner.run.codec import as_fact
from drillplanner.store import migration as migrating
from drillplanner.store import tables as schema
from drillplanner.store.engine import close, connect_writing
from drillplanner.store.workspace import Workspace
from tests.run.build import session


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Workspace.create(tmp_path / "w.db") as made:
        made.add(as_fact(one) for one in session(3))
    return tmp_path / "w.db"


@pytest.fixture
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        yield connection


def statements(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.split()).replace(" ,", ",") for name, sql in rows}


def described(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Describe every table by what SQLite made of it, whatever the order of its clauses."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: [
                *sorted(connection.execute(f"PRAGMA table_info({name})")),
                *sorted(connection.execute(f"PRAGMA foreign_key_list({name})")),
                *sorted(row[1:] for row in connection.execute(f"PRAGMA index_list({name})")),
            ]
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }


def clauses(sql: str) -> list[str]:
    """Split a CREATE statement into its clauses, so that their order does not matter."""
    inner = sql[sql.index("(") + 1 : sql.rindex(")")]
    depth, parts = 0, [""]
    for character in inner:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return sorted(part.strip() for part in parts)


def test_a_migrated_file_equals_a_made_one(tmp_path: Path, path: Path) -> None:
    old = tmp_path / "old.db"
    sqlite3.connect(old).close()
    connection = connect_writing(old)
    with connection.begin():
        migrating.upgrade(connection)
    close(connection)

    assert described(old) == described(path)
    made, migrated = statements(path), statements(old)
    assert made.keys() == migrated.keys()
    for name, sql in made.items():
        assert sql.partition("(")[0] == migrated[name].partition("(")[0]
        assert clauses(sql) == clauses(migrated[name])


def test_every_constraint_has_a_name() -> None:
    for table in schema.metadata.sorted_tables:
        assert all(constraint.name for constraint in table.constraints)


def test_the_header_says_whose_file_it_is(raw: sqlite3.Connection) -> None:
    assert raw.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
    assert raw.execute("PRAGMA user_version").fetchone() == (schema.USER_VERSION,)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.REVISION,)


def test_a_migration_quotes_no_living_code() -> None:
    folder = Path(migrating.__file__).parent / "migrations" / "versions"

    assert all("drillplanner" not in one.read_text("utf-8") for one in folder.glob("r*.py"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE facts SET kind = 'x'",
        "DELETE FROM facts",
        "INSERT OR REPLACE INTO facts (id, kind, hash, bytes) VALUES ('a', 'k', 'short', x'00')",
        "INSERT INTO facts (id, kind, hash, bytes) VALUES ('a', 'k', hex(zeroblob(32)), 'text')",
        "INSERT INTO facts (id, kind, hash, bytes) SELECT id, kind, hash, bytes FROM facts",
        "UPDATE sessions SET phase = 'party'",
        "UPDATE sessions SET stop = 'rain'",
        "UPDATE sessions SET last_seq = 0",
        "INSERT INTO persons (id, name) VALUES ('p1', '')",
        "UPDATE workspace SET is_open = 2",
    ],
)
def test_the_database_itself_refuses(raw: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)
