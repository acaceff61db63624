"""Files that are not, or not any more, or not yet, a workspace."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.run.codec import Sealed, as_fact
from drillplanner.store import tables as schema
from drillplanner.store.engine import pragma
from drillplanner.store.workspace import Workspace
from tests.run.build import session

LOG = session(3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "w.db"
    with Workspace.create(made) as workspace:
        workspace.add(as_fact(one) for one in LOG)
    return made


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


def refused(path: Path, match: str) -> None:
    """Assert that a file is refused either way, unchanged and with nothing left beside it."""
    before = path.read_bytes()
    beside = {one.name for one in path.parent.iterdir()}
    for read_only in (False, True):
        with pytest.raises(FileRefused, match=match):
            Workspace.open(path, read_only=read_only)
        assert path.read_bytes() == before
        assert {one.name for one in path.parent.iterdir()} == beside


@pytest.mark.parametrize("content", [b"", b"\x00" * 4096, b"\x00" * 50])
def test_an_empty_or_zeroed_file_is_no_new_workspace(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.db"
    path.write_bytes(content)

    refused(path, "empty or damaged")


@pytest.mark.parametrize("content", [b"x", b"PK\x03\x04" * 100, b"SQLite format 3\x00short"])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.db"
    path.write_bytes(content)

    refused(path, "not a workspace")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    change(path, "CREATE TABLE t (a)")

    refused(path, "not a workspace")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no file"):
        Workspace.open(tmp_path / "w.db")
    with pytest.raises(FileRefused, match="folder"):
        Workspace.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_a_newer_version_is_refused_unchanged(path: Path) -> None:
    change(path, f"PRAGMA user_version={schema.USER_VERSION + 1}")

    refused(path, "newer version")


def test_what_a_killed_creation_left_behind_is_in_nobodys_way(tmp_path: Path) -> None:
    for name in ("w.db.making", "w.db.making-wal", "w.db.making-shm", "w.db.lock"):
        (tmp_path / name).write_bytes(b"" if name.endswith("lock") else b"half a file")

    with Workspace.create(tmp_path / "w.db") as workspace:
        workspace.append(LOG[0])

    assert {one.name for one in tmp_path.iterdir()} == {"w.db", "w.db.journals"}


# Form 0 was never released: it stands in for any form that is older than today's.
FORM_0 = (f"PRAGMA application_id={schema.APPLICATION_ID}", "CREATE TABLE kept (a)")


def test_a_file_of_an_older_form_is_backed_up_and_then_migrated(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    change(path, *FORM_0, "INSERT INTO kept VALUES (42)")

    with Workspace.open(path) as workspace:
        workspace.append(LOG[0])

    (backup,) = tmp_path.glob("old.form0.*.db")
    assert workspace.backup == backup
    for one in (path, backup):
        with closing(sqlite3.connect(one)) as raw:
            assert raw.execute("SELECT a FROM kept").fetchone() == (42,)
            version = raw.execute("PRAGMA user_version").fetchone()
            assert version == ((schema.USER_VERSION,) if one == path else (0,))


def test_a_migration_that_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    change(path, *FORM_0, "CREATE TABLE drafts (in_the_way)")

    with pytest.raises(StoreFault):
        Workspace.open(path)

    with closing(sqlite3.connect(path)) as raw:
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master")}
        assert tables == {"kept", "drafts"}
        assert raw.execute("PRAGMA user_version").fetchone() == (0,)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.95])
def test_a_truncated_file_is_refused(path: Path, share: float) -> None:
    size = path.stat().st_size
    os.truncate(path, int(size * share))

    with pytest.raises(FileRefused, match="damaged"):
        Workspace.open(path)


def test_a_damaged_page_is_refused_or_what_it_holds_is_named(path: Path) -> None:
    data = path.read_bytes()
    for at in range(100, len(data), 509):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
        try:
            with Workspace.open(path, read_only=True) as workspace:
                kept = workspace.entries("d1")
                assert set(kept) <= set(LOG)
                assert len(kept) == len(LOG) or workspace.damaged("d1")
        except (FileRefused, StoreFault):
            continue


def test_a_copy_of_an_open_workspace_without_its_log_is_recognised(
    path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "stick" / "copy.db"
    copy.parent.mkdir()
    with Workspace.open(path) as workspace:
        workspace.append(session(1, "s2")[0])
        shutil.copy(path, copy)

    refused(copy, "copied while it was open")
    with Workspace.open(copy, accept_incomplete=True) as view:
        assert view.entries("d1") == LOG


def test_a_copy_taken_with_its_log_opens_whole(path: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    late = session(1, "s2")
    with Workspace.open(path) as workspace:
        workspace.append(late[0])
        for name in ("w.db", "w.db-wal"):
            shutil.copy(tmp_path / name, stick / name)

    with Workspace.open(stick / "w.db") as copy:
        assert copy.entries("d1") == (*LOG, *late)


def test_a_database_without_its_tables_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    change(
        path,
        f"PRAGMA application_id={schema.APPLICATION_ID}",
        f"PRAGMA user_version={schema.USER_VERSION}",
    )

    refused(path, "copied while it was open")


@pytest.mark.parametrize(
    "name",
    [
        "with space.db",
        "100%.db",
        "a#b.db",
        "what?.db",
        'it\'s "q".db',
        "演练记录.db",
        "é\u0301🚨.db",
        "trailing.",
        "a&mode=ro.db",
        "%41.db",
        ";drop.db",
    ],
)
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "文件 夹 %20#?" / name
    path.parent.mkdir()
    with Workspace.create(path) as workspace:
        workspace.append(LOG[0])

    with Workspace.open(path, read_only=True) as again:
        assert again.entries("d1") == LOG[:1]
    assert path.name in {one.name for one in path.parent.iterdir()}


def test_a_path_of_300_bytes_works_and_an_impossible_one_is_one_clear_message(
    tmp_path: Path,
) -> None:
    long = tmp_path / ("深" * 50) / ("层" * 50)
    long.mkdir(parents=True)
    assert len(os.fsencode(long / "w.db")) > 300

    with Workspace.create(long / "w.db") as workspace:
        workspace.append(LOG[0])
    with pytest.raises(StoreFault):
        Workspace.create(tmp_path / ("名" * 100))
    with pytest.raises(StoreFault):
        Workspace.create(tmp_path / "missing" / "w.db")


def test_a_folder_deleted_while_logging_is_not_acknowledged(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with Workspace.create(stick / "w.db") as workspace:
        workspace.append(LOG[0])
        shutil.rmtree(stick)

        with pytest.raises(StoreFault, match="not there any more"):
            workspace.append(LOG[1])


def test_a_file_replaced_while_logging_is_left_as_it_is(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    shutil.copy(path, other)
    content = other.read_bytes()
    with Workspace.open(path) as workspace:
        other.replace(path)

        with pytest.raises(StoreFault, match="replaced"):
            workspace.append(session(1, "s2")[0])
    assert path.read_bytes() == content


def append_until_full(workspace: Workspace, log: tuple[Sealed, ...]) -> int:
    for saved, one in enumerate(log):
        try:
            workspace.append(one)
        except StoreFault:
            return saved
    raise AssertionError("the disk never filled")


def test_a_full_disk_saves_nothing_breaks_nothing_and_goes_on_when_space_returns(
    tmp_path: Path,
) -> None:
    log = session(150, text="x" * 500)
    with Workspace.create(tmp_path / "w.db") as workspace:
        writing = workspace._writing
        assert writing is not None
        pragma(writing, "max_page_count=40")
        saved = append_until_full(workspace, log)
        assert workspace.entries("d1") == log[:saved]
        with pytest.raises(StoreFault, match="disk is full"):
            workspace.append(log[saved])

        pragma(writing, "max_page_count=100000")
        for one in log[saved:]:
            workspace.append(one)

    with Workspace.open(tmp_path / "w.db") as again:
        assert again.entries("d1") == log


@contextmanager
def nobody() -> Iterator[None]:
    """Act as a user without rights, so that modes of folders count for root too."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="modes of folders are POSIX")
def test_a_medium_that_cannot_be_written_opens_for_viewing(path: Path, tmp_path: Path) -> None:
    for folder in (*tmp_path.parents[:3], tmp_path):
        folder.chmod(folder.stat().st_mode | 0o055)
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with nobody():
            with Workspace.open(path, read_only=True) as view:
                assert view.entries("d1") == LOG
            with pytest.raises((StoreFault, UserError)):
                Workspace.open(path)
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="modes of folders are POSIX")
def test_entries_in_the_log_are_seen_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    medium, home = tmp_path / "medium", tmp_path / "home"
    medium.mkdir()
    home.mkdir(mode=0o777)
    home.chmod(0o777)
    monkeypatch.setenv("DRILLPLANNER_HOME", str(home / "own"))
    path = medium / "w.db"
    with Workspace.create(tmp_path / "w.db") as workspace:
        for one in LOG:
            workspace.append(one)
        for name in ("w.db", "w.db-wal"):
            shutil.copy(tmp_path / name, medium / name)
            (medium / name).chmod(0o444)
    for folder in (*tmp_path.parents[:3], tmp_path):
        folder.chmod(folder.stat().st_mode | 0o055)
    medium.chmod(0o555)
    try:
        with nobody(), Workspace.open(path, read_only=True) as view:
            assert view.entries("d1") == LOG
            assert view.verify().is_whole
        assert {one.name for one in medium.iterdir()} == {"w.db", "w.db-wal"}
        assert not any(one.is_file() for one in home.rglob("*"))
    finally:
        medium.chmod(0o755)


def test_a_program_that_ends_without_closing_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    lines = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])",
        "from drillplanner.store.workspace import Workspace",
        "from tests.run.build import session",
        "workspace = Workspace.create(Path(sys.argv[1]))",
        "workspace.append(session(1)[0])",
        "raise SystemExit('gone without a word')",
    )
    root = Path(__file__).resolve().parents[2]

    ended = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), str(path), str(root)], check=False, timeout=60
    )

    assert ended.returncode == 1
    with Workspace.open(path) as workspace:
        assert workspace.entries("d1") == session(1)
