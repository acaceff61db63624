"""Open the run room in a window of its own and say what its console shows as saved.

Run as a program: the folder of its workspace, and, if wanted, a script to be drilled and the
milliseconds for which the window's thread is to be blocked now and then. Lines on standard output:
"window ID", "page NAME", "saved ENTRY-ID" once the row says so, "unfinished COUNT", and
"tile STEP X Y", the middle of a step's tile on the screen, wherever it lies from now on.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from drillplanner.services.plan.scripts import open_script
from tests.ui.app_context import make_context
from ui.run.console.page import ConsolePage
from ui.run.console.widgets.log_table import Saving
from ui.run.room import RunRoom
from ui.system.termination import TerminationHandler


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def block_now_and_then(block_ms: int) -> QTimer:
    """Block the thread for a time, then let it run for a while, and so on."""
    chance = random.Random(block_ms)  # noqa: S311 - moments, not secrets
    timer = QTimer()

    def block() -> None:
        time.sleep(block_ms / 1000)
        timer.setInterval(chance.randint(block_ms // 4, block_ms))

    timer.timeout.connect(block)
    timer.start(block_ms)
    return timer


def main(folder: Path, script: Path | None = None, block_ms: int = 0) -> None:
    application = QApplication([])
    shown = ConsolePage.mark_rows

    def mark_rows(page: ConsolePage, entries: Collection[str], saving: Saving) -> None:
        shown(page, entries, saving)
        for entry in entries:
            say(saving, entry)

    setattr(ConsolePage, "mark_rows", mark_rows)  # noqa: B010 - a spy between room and page
    context = make_context(folder)
    if script is not None:
        context.script = open_script(script)
    room = RunRoom(context)
    window = QMainWindow()
    window.setCentralWidget(room)
    window.resize(1180, 760)
    window.show()
    seen: list[str] = []
    places: dict[str, tuple[int, int]] = {}

    def look() -> None:
        page = type(room.currentWidget()).__name__
        # A person presses once the window has come up and a button is framed.
        has_keys = QApplication.focusWidget() is not None
        ready = page != "StartPage" or (room.start.arm.isEnabled() and has_keys)
        if ready and page not in seen[-1:]:
            seen.append(page)
            if page == "StartPage":
                say("unfinished", len(room.start.resume_buttons))
            say("page", page)
        tell_tiles()

    def tell_tiles() -> None:
        console = room.currentWidget()
        if not isinstance(console, ConsolePage):
            return
        for step, tile in console.board.tiles.items():
            at = tile.mapToGlobal(tile.rect().center())
            if places.get(step) != (at.x(), at.y()):
                places[step] = (at.x(), at.y())
                say("tile", step, at.x(), at.y())

    def end() -> None:
        context.jobs.close()
        context.services.close()
        application.exit(0)

    termination = TerminationHandler(context.save_now, room)
    termination.ended.connect(end)
    termination.watch()
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    say("window", int(window.winId()))
    blocking = block_now_and_then(block_ms) if block_ms else None
    application.exec()
    del blocking


if __name__ == "__main__":
    folder, *more = sys.argv[1:]
    main(Path(folder), Path(more[0]) if more else None, int(more[1]) if more[1:] else 0)
