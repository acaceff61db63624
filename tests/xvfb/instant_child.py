"""Take keys in a window whose thread is busy half a second at a time; say what was caught.

Run as a program: milliseconds to be busy, milliseconds between.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import SystemClock
from ui.run.input_time import make_instants
from ui.run.key_pad import KeyPad


def write(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(busy_ms: int, free_ms: int) -> None:
    application = QApplication([])
    clock = SystemClock()
    pad = KeyPad(make_instants(clock))

    def say(place: str, caught: Caught, _is_shifted: bool) -> None:
        slot_ns = clock.elapsed_ns()
        write(place, caught.stamp.elapsed_ns, slot_ns, caught.why or "event")

    pad.pressed.connect(say)
    pad.resize(300, 200)
    pad.show()
    pad.setFocus()
    timer = QTimer()
    timer.setInterval(free_ms)
    timer.timeout.connect(lambda: time.sleep(busy_ms / 1000))
    timer.start()
    QTimer.singleShot(200, lambda: write("window", int(pad.winId())))
    application.exec()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
