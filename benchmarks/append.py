"""Time an entry from its making to its acknowledgement, and count its flushes.

Baselines: the same bytes appended to a file and synced, and the same bytes as one row that
sqlite3 alone commits, with the settings the store uses (WAL, synchronous=FULL).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.drill import invented_script
from benchmarks.measure import ROOT, Comparison, interleaved
from drillplanner.base.ids import DrillId, PersonId, new_id
from drillplanner.run.clock.machine_clock import SystemClock
from drillplanner.run.codec import Sealed
from drillplanner.run.entry import Entry
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.sessions import create_workspace, start_session
from drillplanner.store.protection.protecting import begin_locked
from drillplanner.store.workspace import Workspace

_FILE = "append to a file, fsync"
_BARE = "sqlite3 alone, WAL and FULL"
_APPEND = "Workspace.append"
_SEALED = "Workspace.append, encrypted"
_MARK = "Recorder.mark, built, checked and appended"
_AIM = 1.5
#: How many times as long as the plain one the encrypted append may take.
_SEALED_AIM = 1.3
_STEPS = 60
#: What the trace is cut at: a system call that does nothing and that nobody else makes.
_CUT = "getppid"


class _Kept:
    """Takes entries and keeps them, for whoever stores them later."""

    def __init__(self) -> None:
        self.entries: list[Sealed] = []

    def append(self, sealed: Sealed) -> None:
        self.entries.append(sealed)


def measured(entries: int = 1000, traced: int = 400) -> Comparison:
    """Append `entries` entries each way in turns, then count the flushes of `traced` more."""
    out = Path("out").resolve()
    out.mkdir(exist_ok=True)
    # Not in the system's folder for passing files, which may be memory.
    with TemporaryDirectory(prefix="append-", dir=out) as name, ExitStack() as stack:
        folder = Path(name)
        sealed = _sealed(entries + 1)
        to_file, to_sqlite, to_store = iter(sealed), iter(sealed), iter(sealed)
        to_secret = iter(sealed)
        log = stack.enter_context((folder / "log").open("ab", buffering=0))
        bare = _bare(folder / "bare.db")
        stack.callback(bare.close)
        store = stack.enter_context(create_workspace(folder / "store.drill"))
        begin_locked(folder / "secret.drill")
        secret = stack.enter_context(create_workspace(folder / "secret.drill"))
        marks = _marks(stack.enter_context(create_workspace(folder / "marks.drill")))

        def append_to_file() -> None:
            log.write(next(to_file).data)
            os.fsync(log.fileno())

        def commit_bare() -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO log (bytes) VALUES (?)", (next(to_sqlite).data,))
            bare.execute("COMMIT")

        figures = interleaved(
            {
                _FILE: append_to_file,
                _BARE: commit_bare,
                _APPEND: lambda: store.append(next(to_store)),
                _SEALED: lambda: secret.append(next(to_secret)),
                _MARK: lambda: next(marks),
            },
            entries,
        )
        size = sum(len(one.data) for one in sealed) // len(sealed)
        found = Comparison(f"append, {entries} entries of {size} bytes", figures)
        to_bare = f"{_APPEND} takes {found.ratio(_APPEND, _BARE):.2f} times the bare commit"
        to_plain = (
            f"{_SEALED} takes {found.ratio(_SEALED, _APPEND):.2f} times the plain one "
            f"(aim {_SEALED_AIM:g})"
        )
        counted = _said(flushes(folder / "traced.drill", traced))
        return replace(found, notes=(f"{to_bare} (aim {_AIM:g})", to_plain, counted))


def flushes(path: Path, entries: int) -> Counter[int] | None:
    """Count by strace how many flushes each of `entries` entries took; None if it cannot be."""
    tracer = shutil.which("strace")
    if tracer is None:
        return None
    trace = path.with_suffix(".trace")
    code = f"from benchmarks.append import mark_traced; mark_traced({str(path)!r}, {entries})"
    calls = f"trace=fsync,fdatasync,sync_file_range,msync,{_CUT}"
    done = subprocess.run(
        [tracer, "-f", "-qq", "-e", calls, "-o", str(trace), sys.executable, "-c", code],
        check=False,
        capture_output=True,
        cwd=ROOT,
    )
    if done.returncode:
        return None
    lines = trace.read_text(encoding="ascii", errors="replace").splitlines()
    # The session's journal is flushed by a thread of its own, which no entry waits for.
    (writer,) = {line.split()[0] for line in lines if f"{_CUT}(" in line}
    lines = [line for line in lines if line.split()[0] == writer]
    cuts = [place for place, line in enumerate(lines) if f"{_CUT}(" in line]
    return Counter(
        sum("sync" in line and "(" in line for line in lines[begin + 1 : end])
        for begin, end in pairwise(cuts[-entries - 1 :])
    )


def mark_traced(path: str, entries: int) -> None:
    """Record entries, each between two calls of getppid; runs under strace."""
    with create_workspace(Path(path)) as store:
        marks = _marks(store)
        # The first also arms the source, an entry of its own.
        next(marks)
        for _number in range(entries):
            os.getppid()
            next(marks)
        os.getppid()


def _said(found: Counter[int] | None) -> str:
    if found is None:
        return "flushes an entry: not counted, strace is missing or was not let"
    shares = ", ".join(f"{number} for {times}" for number, times in sorted(found.items()))
    return f"flushes an entry, of {found.total()}: {shares} (aim exactly 1)"


def _marks(store: Workspace) -> Iterator[Entry]:
    """Mark the steps of a script over and over; what is given is on the disk."""
    script = invented_script(_STEPS)
    recorder = start_session(store, _station(), script=script)
    recorder.arm()
    for number in count():
        yield recorder.mark(script.steps[number % _STEPS].id, unit="c1")


def _sealed(entries: int) -> list[Sealed]:
    kept = _Kept()
    recorder = Recorder.started(kept, _station(), SystemClock())
    recorder.arm()
    for number in range(entries):
        recorder.mark(f"s{number % _STEPS}", unit="c1")
    return kept.entries


def _station() -> Station:
    return Station(DrillId(new_id()), "1号岗", PersonId(new_id()))


def _bare(path: Path) -> sqlite3.Connection:
    bare = sqlite3.connect(path, isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute("CREATE TABLE log (position INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
    return bare
