"""Open the run room in a window of its own and say what its console shows as saved.

Run as a program: the folder of its workspace. Lines on standard output: "window ID",
"page NAME", "saved ENTRY-ID" once the row says so, "unfinished COUNT".
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.ui.desk import make_desk
from ui.run.console_page import ConsolePage
from ui.run.log_model import Saving
from ui.run.room import RunRoom


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(folder: Path) -> None:
    application = QApplication([])
    shown = ConsolePage.mark_rows

    def mark_rows(page: ConsolePage, entries: Collection[str], saving: Saving) -> None:
        shown(page, entries, saving)
        for entry in entries:
            say(saving, entry)

    setattr(ConsolePage, "mark_rows", mark_rows)  # noqa: B010 - a spy between room and page
    desk = make_desk(folder)
    room = RunRoom(desk)
    window = QMainWindow()
    window.setCentralWidget(room)
    window.resize(1180, 760)
    window.show()
    seen: list[str] = []

    def look() -> None:
        page = type(room.currentWidget()).__name__
        ready = page != "StartPage" or room.start.arm.isEnabled()
        if ready and page not in seen[-1:]:
            seen.append(page)
            if page == "StartPage":
                say("unfinished", len(room.start.resume_buttons))
            say("page", page)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    say("window", int(window.winId()))
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
