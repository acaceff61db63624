"""A flush that fails: what it was for is not called saved (row 10)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from drillplanner.store.workspace import Workspace
from tests.faults.at_rest import EITHER, prepare

CHILD = Path(__file__).with_name("recording_child.py")
ROOT = str(Path(__file__).parents[2])


def record(path: Path, fails: str) -> tuple[int, list[str], str]:
    """Record fifty marks while flushes fail as strace says; give status, acknowledged, words."""
    strace = shutil.which("strace")
    assert strace, "strace is not installed; `make test` names the package"
    done = subprocess.run(
        [
            *[strace, "-f", "-qq", "-o", str(path.with_name("trace"))],
            *["-e", f"inject=fsync,fdatasync:error=EIO:when={fails}"],
            *[sys.executable, str(CHILD), str(path), "50"],
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ROOT},
    )
    return done.returncode, done.stdout.split()[1:], done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")
@EITHER
@pytest.mark.parametrize("fails", ["30", "30+"])
def test_an_entry_whose_flush_failed_is_not_acknowledged(
    tmp_path: Path, fails: str, at_rest: str
) -> None:
    path = prepare(tmp_path / "w.db", at_rest)

    status, acknowledged, words = record(path, fails)

    assert status != 0
    assert "StoreFault" in words
    assert 0 < len(acknowledged) < 30
    with Workspace.open(path) as workspace:
        kept = [sealed.entry.id for sealed in workspace.entries("d1")]
    assert set(acknowledged) <= set(kept)
    assert [one for one in kept if one in acknowledged] == acknowledged
