"""Weigh the window's process: bare PySide6, a young drill on the console, and an old one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import ROOT, Comparison, Figure

_MIB = 1024.0


def measured(few: int = 100, many: int = 10_000) -> Comparison:
    """Start a process for each and ask it what it holds when it has come to rest."""
    kinds = {
        "a bare PySide6 window": -1,
        "the console, ready": 0,
        f"the console after {few} entries": few,
        f"the console after {many} entries": many,
    }
    out = Path("out").resolve()
    out.mkdir(exist_ok=True)
    figures = tuple(
        Figure(name, (_held(out, entries),), unit="MiB") for name, entries in kinds.items()
    )
    grown = (figures[3].median_s - figures[2].median_s) * _MIB / max(1, many - few)
    return Comparison("memory of the window's process", figures, (f"{grown:.1f} KiB an entry",))


def report(folder: str, entries: int) -> None:
    """Print what a process that logged so many entries holds, in KiB."""
    from benchmarks.keys_console import console

    with console(Path(folder), entries) as drill:
        drill.settle()
        print(resident_kib())


def bare() -> None:
    """Print what a process with a window and nothing of ours holds, in KiB."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1180, 760)
    window.show()
    application.processEvents()
    print(resident_kib())


def _held(out: Path, entries: int) -> float:
    with TemporaryDirectory(prefix="memory-", dir=out) as folder:
        call = "bare()" if entries < 0 else f"report({folder!r}, {entries})"
        done = subprocess.run(
            [sys.executable, "-c", f"from benchmarks import memory; memory.{call}"],
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            cwd=ROOT,
        )
    return float(done.stdout) / _MIB


def resident_kib() -> int:
    """Read how much of this process lies in memory; its highest where that is all there is."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(status.split("VmRSS:")[1].split()[0])
