"""A workspace from anybody does nothing by itself: no view, trigger or computed column runs."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused
from drillplanner.store.engine import connect_raw
from drillplanner.store.workspace import Workspace
from tests.faults.at_rest import WAYS, prepare
from tests.run.build import session

LOG = session(5)
#: Some seconds of work where anybody asks; an attacker would leave the limit out.
_MANY = (
    "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c LIMIT 30000000) SELECT x FROM c)"
)
READ = [
    f"CREATE VIEW persons AS SELECT x AS id, x AS name, x AS seal FROM {_MANY}",  # noqa: S608 - ours
    "CREATE VIRTUAL TABLE persons USING fts5(id, name, seal)",
    "CREATE TABLE persons (id, seal, name AS (hex(zeroblob(900000000))))",
    "CREATE TABLE persons (id, seal, name, CHECK (length(hex(zeroblob(90000000))) > 0))",
]
WRITTEN = [
    "CREATE TRIGGER t AFTER INSERT ON facts "
    "BEGIN INSERT INTO tombstones VALUES (NEW.drill, 'x'); END",
    "CREATE TRIGGER t AFTER INSERT ON sessions BEGIN UPDATE sessions SET phase = 'ended'; END",
]


@pytest.fixture(params=WAYS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    found = prepare(tmp_path / "w.db", request.param)
    with Workspace.create(found) as made:
        for one in LOG:
            made.append(one)
    return found


def plant(path: Path, statement: str) -> None:
    with closing(connect_raw(path, "mode=rw")) as raw:
        if " persons " in statement:
            raw.execute("ALTER TABLE persons RENAME TO entries")
        raw.execute(statement)


@pytest.mark.parametrize("statement", [*READ, *WRITTEN])
def test_what_this_program_never_makes_is_refused_before_anything_is_asked(
    path: Path, statement: str
) -> None:
    plant(path, statement)

    for read_only in (True, False):
        with pytest.raises(FileRefused, match="changed by another program"):
            Workspace.open(path, read_only=read_only)


@pytest.mark.parametrize("statement", READ)
def test_what_would_run_when_it_is_read_is_not_joined_nor_checked(
    path: Path, statement: str, tmp_path: Path
) -> None:
    plant(path, statement)

    with Workspace.create(tmp_path / "own.db") as own:
        with pytest.raises(FileRefused, match="changed by another program"):
            own.join(path)
        assert own.facts() == ()
    with pytest.raises(FileRefused, match="changed by another program"):
        Workspace.check_file(path)


@pytest.mark.parametrize("statement", WRITTEN)
def test_a_planted_trigger_keeps_nothing_from_being_joined_and_runs_nowhere(
    path: Path, statement: str, tmp_path: Path
) -> None:
    plant(path, statement)

    with Workspace.create(tmp_path / "own.db") as own:
        own.join(path)

        assert own.entries("d1") == LOG
