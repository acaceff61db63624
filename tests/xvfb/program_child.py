"""Run the whole program on a drill and say where its window stands.

Run as a program: the folder of its workspace. Lines on standard output: "window ID", and
whenever one changes "room NAME", "page NAME", "full 0|1", "marks COUNT", "told WORDS".
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ui.app import Program
from ui.run.room import RunRoom
from ui.settings import Settings, SettingsFile


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(folder: Path) -> None:
    application = QApplication([])
    file = SettingsFile(folder / "settings.json")
    file.save(Settings(language="en"))
    program = Program(application, file)
    window = program.open()
    window.show_room("run")
    room = window.page("run")
    assert isinstance(room, RunRoom)
    said: dict[str, object] = {}

    def look() -> None:
        page = type(room.currentWidget()).__name__
        now: dict[str, object] = {"room": window.room, "full": int(window.isFullScreen())}
        if page != "StartPage" or room.start.arm.isEnabled():
            now["page"] = page
        if room.presenter is not None and room.console is not None:
            entries = room.presenter.session.recorder.log.entries.values()
            now["marks"] = sum(one.kind == "mark" for one in entries)
            now["told"] = room.console.hint.label.text()
        for what, value in now.items():
            if said.get(what) != value:
                said[what] = value
                say(what, value)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    program.watch_endings()
    say("window", int(window.winId()))
    application.exec()
    say("closed", 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
