"""Time the start of the window, whole processes, beside a bare PySide6 window.

Painted: something of the window is seen. Usable: menus, rooms and keys answer. Filled: the
samples and the recent drills, which need pydantic and SQLAlchemy, are on the first page.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import ROOT, Comparison, Figure

_NAMES = ("painted", "usable", "filled")
#: Aims of the program's moments, as ratios to the bare window's painting.
_AIMS = {"painted": 1.5, "usable": 4.0, "filled": None}


def measured(rounds: int = 10) -> Comparison:
    """Start each `rounds` times in turns, once before that to fill the disk's cache."""
    bare: list[float] = []
    ours: dict[str, list[float]] = {name: [] for name in _NAMES}
    with TemporaryDirectory() as name:
        for turn in range(rounds + 1):
            first = _moments("bare", Path(name))[0]
            found = _moments("program", Path(name))
            if turn:
                bare.append(first)
                for moment, at in zip(_NAMES, found, strict=True):
                    ours[moment].append(at)
    figures = (
        Figure("a bare PySide6 window, painted", tuple(bare)),
        *(Figure(f"the window, {name}", tuple(ours[name]), _AIMS[name]) for name in _NAMES),
    )
    return Comparison(f"start of the window, {rounds} processes each", figures)


def _moments(kind: str, home: Path) -> list[float]:
    """Start a process; give its moments in seconds since before it was started."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "DRILLPLANNER_HOME": str(home),
        "LC_ALL": "C.UTF-8",
    }
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.window_start_probe", kind],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=ROOT,
    )
    return [float(at) - began for at in done.stdout.split()]
