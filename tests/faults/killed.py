"""A workspace as a kill leaves it: entries in the write-ahead log, none in the file yet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from drillplanner.run.codec import Sealed
from drillplanner.store.session_journals import journals_of
from drillplanner.store.workspace import Workspace
from tests.faults.at_rest import prepare
from tests.run.build import session

ROOT = Path(__file__).parents[2]
COUNT = 25
#: What was acknowledged before the kill.
LOG: tuple[Sealed, ...] = session(COUNT, "s1", text="看到险情")

_LINES = (
    "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])",
    "from drillplanner.store.workspace import Workspace",
    "from tests.faults.killed import LOG",
    "workspace = Workspace.create(Path(sys.argv[1]))",
    "[workspace.append(one) for one in LOG]",
    "os.kill(os.getpid(), 9)",
)


def killed_workspace(folder: Path, at_rest: str = "plain") -> Path:
    """Make a workspace, log into it, and kill the program that does."""
    path = prepare(folder / "w.db", at_rest)
    subprocess.run(
        [sys.executable, "-c", "\n".join(_LINES), str(path), str(ROOT)],
        check=False,
        timeout=60,
    )
    wal = path.with_name("w.db-wal")
    assert wal.stat().st_size > 0
    return path


def copy_of(path: Path, folder: Path) -> Path:
    """Copy a workspace with all that stands beside it, as if it were the same file."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(path.parent, folder)
    return folder / path.name


def journal_of(path: Path) -> Path:
    (found,) = journals_of(path)
    return found


def kept_in(path: Path) -> tuple[tuple[Sealed, ...], bool]:
    """Open a workspace; what it holds of the drill, and whether it said that it was mended."""
    with Workspace.open(path) as workspace:
        return workspace.entries("d1"), workspace.mended.count > 0
