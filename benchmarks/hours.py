"""Weigh the console hour by hour through a run of eight hours, on a clock that is hastened.

Every second of it the console ticks and is painted, every half minute a key is pressed and its
entry saved, each tenth to void the one before. The baseline is a bare window whose label is set
as often.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import ROOT, Comparison, Figure
from benchmarks.memory import resident_kib

_KIB_PER_MIB = 1024.0
_HOUR_S = 3600
#: A key this often; of so many keys one is to void.
_PRESS_S, _VOID = 30, 10


def measured(hours: int = 8, hour_s: int = _HOUR_S) -> Comparison:
    """Run both in processes of their own, for so many hours of so many seconds."""
    out = Path("out").resolve()
    out.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="hours-", dir=out) as folder:
        bare = _held(f"bare({hours}, {hour_s})")
        ours = _held(f"console_for({folder!r}, {hours}, {hour_s})")
    figures = (
        Figure(f"a bare window after {hours} h", (bare[-1],), unit="MiB"),
        Figure("the console after 1 h", (ours[1],), unit="MiB"),
        Figure(f"the console after {hours} h", (ours[-1],), unit="MiB"),
    )
    keys = hour_s // _PRESS_S
    note = (
        f"the console hour by hour, {keys} keys each: {_listed(ours)} MiB; after the first hour "
        f"{_an_hour(ours):.2f} MiB an hour, a bare window {_an_hour(bare):.2f}"
    )
    return Comparison(f"memory through a run of {hours} h", figures, (note,))


def console_for(folder: str, hours: int, hour_s: int) -> None:
    """Run a drill on the console and print after each hour what the process holds, in KiB."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.keys_console import HastenedClock, console, press

    clock = HastenedClock()
    with console(Path(folder), 1, clock) as drill:
        print(resident_kib(), flush=True)
        for _hour in range(hours):
            for second in range(hour_s):
                clock.advance(1)
                drill.page.ticked.emit()
                if second % _PRESS_S == 0:
                    is_void = second // _PRESS_S % _VOID == _VOID - 1
                    key = "Backspace" if is_void else next(drill.keys)
                    press(drill.page, key, clock.elapsed_ns())
                    drill.settle()
                QApplication.processEvents()
            print(resident_kib(), flush=True)
        assert drill.count > hours * hour_s // _PRESS_S


def bare(hours: int, hour_s: int) -> None:
    """Set a label as often in a window with nothing of ours, and print the same."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    label = QLabel(window)
    window.setCentralWidget(label)
    window.resize(1180, 760)
    window.show()
    application.processEvents()
    print(resident_kib())
    for hour in range(hours):
        for second in range(hour_s):
            label.setText(f"{hour}:{second}")
            application.processEvents()
        print(resident_kib())


def _held(call: str) -> list[float]:
    """Run a function of this module in a process of its own; give what it printed, in MiB."""
    done = subprocess.run(
        [sys.executable, "-c", f"from benchmarks import hours; hours.{call}"],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
    )
    return [float(line) / _KIB_PER_MIB for line in done.stdout.split()]


def _an_hour(held: list[float]) -> float:
    """Give by how much it grew an hour, from the end of the first to the end of the last."""
    return (held[-1] - held[1]) / max(1, len(held) - 2)


def _listed(held: list[float]) -> str:
    return ", ".join(f"{one:.1f}" for one in held)
