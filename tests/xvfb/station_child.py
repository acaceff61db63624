"""A post's laptop in a process of its own: its pack, a clock that is off, a shared folder.

Run as a program: its folder, its station pack or nothing where it goes on after a kill, by how many
seconds its wall clock is fast, and the shared folder. Lines on standard output are those of
drill_child.py, and "key STEP KEY" once the console is there.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override

from drillplanner.bootstrap import Paths, build
from drillplanner.run.clock.machine_clock import SystemClock
from drillplanner.services.lanes import AtOnce
from tests.xvfb.drill_child import say
from ui.context import AppContext
from ui.errors import Failures
from ui.jobs import Jobs
from ui.run.board.sharing import Sharing
from ui.run.room import RunRoom
from ui.settings import Settings, SettingsFile
from ui.system.termination import TerminationHandler
from ui.theme.theme import register_fonts, wear


class FastClock(SystemClock):
    """The machine's clocks, with a wall clock that somebody set wrong."""

    def __init__(self, fast_ns: int) -> None:
        super().__init__()
        self._fast_ns = fast_ns

    @override
    def wall_utc_ns(self) -> int:
        return super().wall_utc_ns() + self._fast_ns


def desk(folder: Path, fast_s: float, share: Path) -> AppContext:
    """Build what the room gets, with settings that outlive a kill."""
    register_fonts()
    clock = FastClock(round(fast_s * 1e9))
    jobs = Jobs()
    failures = Failures(str)
    jobs.failed.connect(failures.tell)
    file = SettingsFile(folder / "settings.json")
    kept = file.load()
    settings = replace(kept, language="en", extra={**kept.extra, "live_folder": str(share)})
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    services = build(Paths.within(folder), clock, jobs)
    context = AppContext("en", wear(application, "light", 100), settings, jobs, failures, services)

    def remember(settings: Settings) -> None:
        context.settings = settings
        file.save(settings)

    context.remember = remember
    return context


def take_over(context: AppContext, folder: Path, pack: Path) -> str:
    """Take the post's pack over; give the drill that is to be armed."""
    with build(Paths.within(folder), context.services.clock, AtOnce()) as first:
        found, _doubts = first.stations.open(pack)
        context.script = first.stations.take_over(found)
    given = found.assignment
    context.remember(
        replace(context.settings, source=given.name, nature=given.nature, keeper_name=given.name)
    )
    return found.drill


class Looking:
    """Says what page is seen, the keys of its steps, and how much is saved."""

    def __init__(self, room: RunRoom, drill: str) -> None:
        self._room, self._drill = room, drill
        self._seen = ""
        self._is_offered = not drill
        self._timer = QTimer()
        self._timer.timeout.connect(self.look)
        self._timer.start(100)

    def look(self) -> None:
        room, start = self._room, self._room.start
        if not self._is_offered and start.arm.isEnabled():
            self._is_offered = True
            room.context.stationTaken.emit(self._drill)
        page = type(room.currentWidget()).__name__
        if page != self._seen and (page != "StartPage" or self._may_arm()):
            self._seen = page
            if page == "StartPage":
                say("unfinished", len(start.resume_buttons))
            if page == "ConsolePage" and room.presenter is not None:
                for step, key in room.presenter.session.board.keys.items():
                    say("key", step, key)
            say("page", page)
        if room.presenter is not None:
            session = room.presenter.session
            say("saved", len(session.recorder.log) - session.queue.unsaved)

    def _may_arm(self) -> bool:
        start = self._room.start
        is_chosen = not self._drill or start.form.is_another_round
        has_keys = QApplication.focusWidget() is not None
        return start.arm.isEnabled() and is_chosen and has_keys


def main(folder: Path, pack: str, fast_s: float, share: Path) -> None:
    application = QApplication([])
    context = desk(folder, fast_s, share)
    drill = take_over(context, folder, Path(pack)) if pack else ""
    room = RunRoom(context)
    sharing = Sharing(context, room)
    context.runningChanged.connect(sharing.on_running)
    window = QMainWindow()
    window.setCentralWidget(room)
    window.resize(1180, 760)
    window.show()

    def end() -> None:
        context.jobs.close()
        context.services.close()
        application.exit(0)

    termination = TerminationHandler(context.save_now, room)
    termination.ended.connect(end)
    termination.watch()
    looking = Looking(room, drill)
    say("window", int(window.winId()))
    application.exec()
    del looking


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), Path(sys.argv[4]))
