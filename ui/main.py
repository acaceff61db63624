"""Put the program together: paint a bare window at once, then open the workshop behind it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from ui.program import Program

#: Size of the window where none is remembered, in pixels at 100 %.
FIRST_SIZE = (1180, 760)


def run(file: Path | None = None) -> int:
    """Run the window until it is closed; give the exit status."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError(application)
    curtain = _curtain()
    curtain.show()
    started: list[Program] = []

    def open_up() -> None:
        from ui.program import Program

        program = Program(application)
        started.append(program)
        program.open(curtain, file)

    # One turn of the event loop paints the curtain; only then are heavy modules imported.
    QTimer.singleShot(0, open_up)
    return application.exec()


def _curtain() -> QWidget:
    """Make the bare window that is painted before anything else is imported."""
    curtain = QWidget()
    curtain.setWindowTitle("drillplanner")
    curtain.resize(*FIRST_SIZE)
    palette = curtain.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#f4f6f8"))
    curtain.setPalette(palette)
    return curtain
