"""Time a check of all bytes against reading and hashing the same bytes.

The baseline reads every column of every fact through sqlite3 and hashes its bytes, lets SQLite
check the file's structure, and reads and hashes the journals: what has to be touched anyhow.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.append import _sealed
from benchmarks.measure import Comparison, interleaved
from drillplanner.run.codec import as_fact
from drillplanner.services.run.sessions import create_workspace
from drillplanner.store.session_journals import journals_of

_BARE = "sqlite3 alone: read, hash, integrity_check"
_VERIFY = "Workspace.verify"
_AIM = 2.0


def measured(sessions: int = 40, entries: int = 500, rounds: int = 5) -> Comparison:
    """Check a workspace of `sessions` drills of `entries` entries each, both ways in turns."""
    out = Path("out").resolve()
    out.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="verify-", dir=out) as name, ExitStack() as stack:
        path = Path(name) / "store.drill"
        store = stack.enter_context(create_workspace(path))
        for _number in range(sessions):
            store.add(as_fact(one) for one in _sealed(entries))
        for one in _sealed(entries):
            store.append(one)
        store.tidy()

        def bare() -> None:
            with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as raw:
                for row in raw.execute("SELECT id, kind, drill, hash, bytes FROM facts"):
                    assert hashlib.sha256(row[4]).hexdigest() == row[3]
                assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            raw.close()
            for journal in journals_of(path):
                for line in journal.read_bytes().splitlines():
                    assert hashlib.sha256(line[65:]).hexdigest() == line[:64].decode("ascii")

        def verify() -> None:
            assert store.verify().is_whole

        figures = interleaved({_BARE: bare, _VERIFY: verify}, rounds, aims={_VERIFY: _AIM})
        size = path.stat().st_size / 1024 / 1024
        return Comparison(f"verify, {(sessions + 1) * entries} entries, {size:.1f} MiB", figures)
