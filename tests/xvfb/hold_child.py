"""Block the window's thread as soon as a key is held down; say what came of the hold."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from drillplanner.run.clock.machine_clock import SystemClock
from ui.navigation_guard import HOLD_MS
from ui.run.input_time import make_instants
from ui.run.key_pad import KeyPad


def write(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> None:
    application = QApplication([])
    pad = KeyPad(make_instants(SystemClock()))

    def on_change(_name: str, is_down: bool) -> None:
        write("down" if is_down else "up")
        if is_down:
            QTimer.singleShot(50, lambda: time.sleep(HOLD_MS / 1000 + 0.6))

    pad.holdChanged.connect(on_change)
    pad.holdReached.connect(write)
    pad.resize(300, 200)
    pad.show()
    pad.setFocus()
    QTimer.singleShot(200, lambda: write("window", int(pad.winId())))
    QTimer.singleShot(8000, application.quit)
    application.exec()


if __name__ == "__main__":
    main()
