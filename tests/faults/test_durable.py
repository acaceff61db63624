"""Durable means synced: seen on the connection that writes, and by counting flushes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from drillplanner.store.engine import pragma
from drillplanner.store.workspace import Workspace

CHILD = Path(__file__).with_name("recording_child.py")


def test_the_writing_connection_is_in_wal_mode_and_syncs_every_commit(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.db") as workspace:
        writing = workspace._writing
        assert writing is not None

        assert pragma(writing, "journal_mode") == "wal"
        assert pragma(writing, "synchronous") == 2
        assert pragma(writing, "foreign_keys") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")
def test_each_entry_is_flushed_exactly_once_between_append_and_acknowledgement(
    tmp_path: Path,
) -> None:
    strace = shutil.which("strace")
    assert strace, "strace is not installed; `make test` names the package"
    trace = tmp_path / "trace"
    calls = "trace=fsync,fdatasync,sync_file_range,write"
    command = [strace, "-f", "-e", calls, "-o", str(trace)]
    child = [sys.executable, str(CHILD), str(tmp_path / "w.db"), "300"]
    root = str(Path(__file__).parents[2])

    subprocess.run([*command, *child], check=True, stdout=subprocess.PIPE, env={"PYTHONPATH": root})

    lines = trace.read_text("utf-8").splitlines()
    # The session's journal is flushed on a thread of its own, which no entry waits for.
    (writer,) = {line.split()[0] for line in lines if "write(1, " in line}
    flushes = 0
    counts: list[int] = []
    for line in (one for one in lines if one.split()[0] == writer):
        # A call during which another thread's is told is told in two lines.
        if re.search(r"\b(fsync|fdatasync)(\(| resumed>).*= 0$", line):
            flushes += 1
        elif re.search(r"\bwrite\(1, ", line):
            counts.append(flushes)
            flushes = 0
    # The first write says "ready"; what was flushed before it made the file.
    assert counts[1:] == [1] * 300
