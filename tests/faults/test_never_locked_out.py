"""A workspace that holds everything opens, whatever failed while it was opened or closed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from drillplanner.base.errors import StoreFault
from drillplanner.store import engine, migration
from drillplanner.store import workspace as stores
from drillplanner.store.engine import connect_raw
from drillplanner.store.workspace import Workspace
from tests.faults.at_rest import WAYS, prepare
from tests.faults.killed import copy_of
from tests.run.build import session

CHILD = Path(__file__).with_name("opening_child.py")
ROOT = Path(__file__).parents[2]
LOG = session(2)
#: Calls that bring bytes to the disk, each of which may fail.
CALLS = "pwrite64,fsync,fdatasync,ftruncate"


@pytest.fixture(params=WAYS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    found = prepare(tmp_path / "w.db", request.param)
    with Workspace.create(found) as made:
        for one in LOG:
            made.append(one)
    return found


#: Any call on one of the files; the others belong to Python itself.
ANY = "openat,read,pread64,write,pwrite64,fsync,fdatasync,ftruncate,unlink,mkdir,fcntl,flock"


def run_failing(
    path: Path, name: str, error: str, at: int, calls: str = CALLS, only: Sequence[Path] = ()
) -> tuple[list[str], bool]:
    """Open, append and close while the `at`-th such call fails.

    Returns what was acknowledged, and whether there was an `at`-th call at all.
    """
    strace = shutil.which("strace")
    assert strace, "strace is not installed; `make test` names the package"
    trace = path.with_name("trace")
    done = subprocess.run(
        [
            *[strace, "-f", "-qq", "--seccomp-bpf", "-o", str(trace), "-e", f"trace={calls}"],
            *["-e", f"inject={calls}:error={error}:when={at}"],
            *[word for one in only for word in ("-P", str(one))],
            *[sys.executable, str(CHILD), str(path), name],
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout.split(), "INJECTED" in trace.read_text("utf-8")


def disk_error() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error


def require_all(path: Path, acknowledged: list[str]) -> None:
    with Workspace.open(path) as workspace:
        kept = [one.entry.id for one in workspace.entries("d1")]
        assert set(acknowledged) <= set(kept)
        assert [one.entry.id for one in LOG] == kept[: len(LOG)]


@pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_one_call_that_fails_in_opening_or_closing_locks_nobody_out(path: Path, error: str) -> None:
    for at in range(1, 60, 7):
        acknowledged, failed = run_failing(path, f"s{at}x", error, at)
        require_all(path, acknowledged)
        if not failed:
            break


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")
@pytest.mark.parametrize("error", ["EIO", "ENOSPC", "EROFS"])
def test_every_call_may_fail_in_opening_running_or_closing_and_nobody_is_locked_out(
    path: Path, error: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    failed, at, folder = True, 0, tmp_path_factory.mktemp("tried") / "t"
    while failed:
        at += 1
        tried = copy_of(path, folder)
        acknowledged, failed = run_failing(tried, "s2", error, at)
        require_all(tried, acknowledged)
    sys.stdout.write(f"{at - 1} calls failed with {error}, one at a time; locked out: 0\n")
    assert at > 20


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")
def test_every_call_on_any_of_the_files_may_fail_and_nobody_is_locked_out(
    path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    failed, at, folder = True, 0, tmp_path_factory.mktemp("tried") / "t"
    beside = ("-wal", "-shm", ".lock", ".key", ".journals")
    while failed:
        at += 1
        tried = copy_of(path, folder)
        journals = tried.with_name("w.db.journals")
        files = [tried, *(tried.with_name(f"w.db{end}") for end in beside)]
        files += [journals / "opened", journals / "d1+s2.journal"]
        acknowledged, failed = run_failing(tried, "s2", "EIO", at, ANY, files)
        require_all(tried, acknowledged)
    sys.stdout.write(f"{at - 1} calls on the files failed, one at a time; locked out: 0\n")
    assert at > 40


def test_a_disk_that_fails_while_the_log_is_begun_leaves_a_file_that_opens(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: object) -> None:
        raise disk_error()

    with monkeypatch.context() as patched:
        patched.setattr(engine, "make_room", fail)
        with pytest.raises(StoreFault):
            Workspace.open(path)

    require_all(path, [])


def test_a_read_that_fails_while_opening_leaves_a_file_that_opens(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: Connection) -> bool:
        connection.exec_driver_sql("SELECT count(*) FROM facts").all()
        raise disk_error()

    with monkeypatch.context() as patched:
        patched.setattr(migration, "is_old", fail)
        with pytest.raises(StoreFault):
            Workspace.open(path)

    require_all(path, [])


def test_a_disk_that_fails_while_closing_leaves_a_file_that_opens(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: object) -> None:
        raise disk_error()

    workspace = Workspace.open(path)
    workspace.append(session(1, "s2")[0])
    with monkeypatch.context() as patched:
        patched.setattr(stores, "end_log", fail)
        with pytest.raises(StoreFault):
            workspace.close()

    require_all(path, ["s2-1"])


def test_a_workspace_behind_a_symbolic_link_opens_again_after_a_kill(
    path: Path, tmp_path: Path
) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(path)
    lines = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])",
        "from drillplanner.store.workspace import Workspace",
        "from tests.run.build import session",
        "workspace = Workspace.open(Path(sys.argv[1]))",
        "workspace.append(session(1, 's2')[0])",
        "os.kill(os.getpid(), 9)",
    )
    subprocess.run([sys.executable, "-c", "\n".join(lines), str(link), str(ROOT)], check=False)

    with Workspace.open(link) as workspace:
        assert len(workspace.entries("d1")) == len(LOG) + 1
    require_all(path, ["s2-1"])


def test_two_names_of_one_workspace_share_its_lock(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)

    with Workspace.open(path), pytest.raises(Exception, match=str(os.getpid())):
        Workspace.open(link)


def test_a_workspace_that_another_program_opened_after_a_kill_opens(
    path: Path,
) -> None:
    lines = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])",
        "from drillplanner.store.workspace import Workspace",
        "from tests.run.build import session",
        "workspace = Workspace.open(Path(sys.argv[1]))",
        "workspace.append(session(1, 's2')[0])",
        "os.kill(os.getpid(), 9)",
    )
    subprocess.run([sys.executable, "-c", "\n".join(lines), str(path), str(ROOT)], check=False)
    # Whatever looks into it as the last one brings the log in and takes it away.
    with closing(connect_raw(path, "mode=rw")) as other:
        other.execute("SELECT count(*) FROM facts").fetchall()
    assert not path.with_name("w.db-wal").exists()

    require_all(path, ["s2-1"])
