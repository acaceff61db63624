"""A console that logs a drill on a real workspace, without a screen, for the benchmarks of keys."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from drillplanner.base.texts import Text
from drillplanner.base.translator import translator
from drillplanner.bootstrap import Paths, build
from drillplanner.run.clock.machine_clock import Clock, SystemClock
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.save_queue import Listener
from ui.context import AppContext
from ui.errors import Failures
from ui.jobs import Jobs
from ui.main import SWITCH_S
from ui.run.console.page import ConsolePage
from ui.run.room import RunRoom
from ui.settings import Settings
from ui.system.lifetime import Collector
from ui.theme.theme import register_fonts, wear

_PATIENCE_S = 300.0
#: Entries that are made before the disk is waited for.
_AT_ONCE = 500
_SIZE = (1180, 760)
_NAMED = {"Backspace": int(Qt.Key.Key_Backspace)}


class PlainPad(QWidget):
    """The baseline: takes a key, counts it, and paints the count."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.resize(*_SIZE)

    @override
    def keyPressEvent(self, _event: QKeyEvent) -> None:
        """Count a key."""
        self.count += 1
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the count."""
        painter = QPainter(self)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self.count))
        painter.end()


class HastenedClock:
    """This machine's clocks, put forward as the benchmark likes."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._ahead_ns = 0

    def advance(self, seconds: float) -> None:
        """Put both clocks forward."""
        self._ahead_ns += round(seconds * 1e9)

    def elapsed_ns(self) -> int:
        """Give the elapsed clock."""
        return self._clock.elapsed_ns() + self._ahead_ns

    def wall_utc_ns(self) -> int:
        """Give the wall clock."""
        return self._clock.wall_utc_ns() + self._ahead_ns

    def asleep_ns(self) -> int:
        """Give for how long the machine slept."""
        return self._clock.asleep_ns()


class _Heard:
    """Passes on what the queue says, and notes on the writing thread when an entry was saved."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.saved_at = 0.0

    def entries_saved(self, ids: Sequence[str]) -> None:
        self.saved_at = time.perf_counter()
        self._listener.entries_saved(ids)

    def saving_failed(self, fault: Text) -> None:
        self._listener.saving_failed(fault)


class Console:
    """One drill that is being logged, with the key of each step in turn."""

    def __init__(self, room: RunRoom) -> None:
        self.room = room
        assert room.presenter is not None
        assert room.console is not None
        self.page: ConsolePage = room.console
        self._log = room.presenter.session
        self._heard = self._log.queue.listener = _Heard(self._log.queue.listener)
        board = room.presenter.board
        self.keys = cycle(sorted(board.step_by_key))
        self._steps = cycle([(step, board.view(step).unit) for step in board.order])

    def log(self, entries: int) -> None:
        """Log until there are so many entries, and see them all saved and painted."""
        while len(self._log.recorder.log.entries) < entries:
            step, unit = next(self._steps)
            self._log.recorder.mark(step, unit=unit.id if unit else None)
            if self._log.queue.unsaved > _AT_ONCE:
                wait_until(lambda: not self._log.queue.unsaved)
        self.settle()

    @property
    def count(self) -> int:
        """Count the entries of the drill."""
        return len(self._log.recorder.log.entries)

    def settle(self) -> float:
        """Wait until all that was logged is saved and that is painted; give when it was saved."""
        wait_until(lambda: not self._log.queue.unsaved)
        saved_at = self._heard.saved_at
        QApplication.processEvents()
        return saved_at


@cache
def application() -> QApplication:
    """Give the application; kept, since Qt does not outlive its application."""
    os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_two_screens()}")
    found = QApplication.instance() or QApplication([])
    assert isinstance(found, QApplication)
    return found


def _two_screens() -> str:
    """Describe two monitors, one for the console and one for others; give the file's name."""
    size = {"width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1}
    screens = [{"name": f"screen{n}", "x": n * 1920, "y": 0, **size} for n in range(2)]
    path = Path(tempfile.mkdtemp(prefix="screens-")) / "screens.json"
    path.write_text(json.dumps({"screens": screens}))
    return str(path)


def press(target: QWidget, key: str, at_ns: int | None = None) -> None:
    """Press a key, as the platform would; returns when the handler has."""
    code = _NAMED.get(key) or ord(key)
    event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, key.lower())
    event.setTimestamp((time.monotonic_ns() if at_ns is None else at_ns) // 10**6)
    QApplication.sendEvent(target, event)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Run the event loop until something is so."""
    until = time.monotonic() + _PATIENCE_S
    while not is_so():
        QApplication.processEvents()
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.001)


def window_context(folder: Path, clock: Clock | None = None) -> AppContext:
    """Build what a page of the window needs, around a workspace of its own."""
    sys.setswitchinterval(SWITCH_S)
    running = application()
    register_fonts()
    jobs = Jobs()
    return AppContext(
        "zh_CN",
        wear(running, "light", 100),
        Settings(language="zh_CN", double_press_ms=0),
        jobs,
        Failures(translator("zh_CN").say),
        build(Paths.within(folder), clock, jobs),
    )


@contextmanager
def console(folder: Path, entries: int, clock: Clock | None = None) -> Iterator[Console]:
    """Arm the first sample in a workspace of its own and log `entries` entries."""
    context = window_context(folder, clock)
    collector = Collector(context)
    collector.start()
    context.runningChanged.connect(collector.rest_while_running)
    room = RunRoom(context)
    try:
        room.resize(*_SIZE)
        room.show()
        context.script = samples()[0]
        wait_until(room.start.arm.isEnabled)
        room.arm()
        wait_until(lambda: room.console is not None)
        found = Console(room)
        found.log(entries)
        yield found
    finally:
        context.is_running = False
        if room.console is not None:
            room.console.stop()
        context.jobs.close()
        context.services.close()
        room.hide()
        room.deleteLater()
        QApplication.processEvents()
