"""Take real keys on the console while its thread is blocked now and then; say what was caught.

Run as a program under an X server: a folder, milliseconds to be blocked, milliseconds between.
For each key a line on standard output: the instant that the console took, and what the clock
said when the slot ran, both in nanoseconds of the elapsed clock.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.keys_console import console
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import SystemClock


def main(folder: Path, busy_ms: int, free_ms: int) -> None:
    """Run the console until the process is ended."""
    clock = SystemClock()

    def say(_place: str, caught: Caught, *_modifiers: bool) -> None:
        slot_ns = clock.elapsed_ns()
        print(caught.stamp.elapsed_ns, slot_ns, flush=True)

    with console(folder, 1) as drill:
        drill.page.pressed.connect(say)
        drill.room.activateWindow()
        timer = QTimer()
        timer.setInterval(free_ms)
        timer.timeout.connect(lambda: time.sleep(busy_ms / 1000))
        if busy_ms:
            timer.start()
        print(int(drill.room.winId()), flush=True)
        QApplication.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
