"""Drop what this laptop logs into the shared folder while a drill runs, and once when it ends.

The pack is put together on the work lane and written on a thread of its own, each at a pace that
its own length sets: a long log or a slow share makes drops rarer, never the console slower. That
the folder is out of reach is the normal case; it is tried again and nobody is told.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.bootstrap import Services
from drillplanner.services.exchange.shared_folder import Drop, Dropper, Signs
from drillplanner.services.run.session import LiveSession
from ui.context import AppContext
from ui.run.board.share_thread import ShareThread
from ui.settings import Settings

#: What is remembered: the folder that stations share.
_FOLDER = "live_folder"
#: How often it is looked whether anything is to be dropped, and the least signs of life.
_TICK_MS, _BEAT_S = 2_000, 15.0
#: A drop takes at most this share of the time.
_PACE = 25


def shared_folder(settings: Settings) -> Path | None:
    """Give the folder that stations share, where one was chosen."""
    kept = settings.extra.get(_FOLDER)
    return Path(kept) if isinstance(kept, str) and kept else None


def choose_folder(context: AppContext, folder: Path | None) -> None:
    """Remember the folder that stations share; None shares nothing any more."""
    extra = {name: value for name, value in context.settings.extra.items() if name != _FOLDER}
    if folder is not None:
        extra[_FOLDER] = str(folder)
    context.remember(replace(context.settings, extra=extra))


class Sharing(QObject):
    """One running program's drops; `dropped` tells that one lies in the folder."""

    dropped = Signal()

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._thread = ShareThread(self)
        self._dropper = Dropper()
        self._session: LiveSession | None = None
        self._count = self._beat = 0
        self._is_packing = False
        self._began_s = self._next_s = self._beaten_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.look)

    def look(self) -> None:
        """Drop what is new of the last session, or signs of life while it runs."""
        context, session = self._context, self._session
        folder, now_s = shared_folder(context.settings), time.monotonic()
        if session is None or folder is None or self._is_packing or self._thread.is_busy:
            return
        saved = len(session.recorder.log) - session.queue.unsaved
        is_beat_due = context.is_running and now_s - self._beaten_s >= _BEAT_S
        if now_s < self._next_s or not (saved != self._count or is_beat_due):
            return
        self._is_packing, self._began_s, self._beat = True, now_s, self._beat + 1
        context.jobs.run(
            "work",
            partial(
                _packed,
                context.services,
                session.drill.id,
                session.recorder.station.source,
                self._beat,
            ),
            partial(self._write, folder, saved),
            self._on_failed,
            owner=self,
        )

    def on_running(self, is_running: bool) -> None:
        """Follow the drill that began; of one that ended drop what came last at once."""
        context = self._context
        if is_running:
            is_shared = context.live is not None and not context.is_practice
            self._session, self._count = context.live if is_shared else None, -1
            self._timer.start()
        self._next_s = 0.0
        self.look()

    def _write(self, folder: Path, saved: int, drop: Drop) -> None:
        self._is_packing = False
        work = partial(self._dropper.write, folder, drop)
        self._thread.run(work, partial(self._on_written, saved), self._on_failed)

    def _on_written(self, saved: int, _is_new: object) -> None:
        self._count, self._beaten_s = saved, time.monotonic()
        self._pace()
        self.dropped.emit()

    def _on_failed(self, error: BaseException) -> None:
        # Out of reach is the normal case: the next drop makes up for it.
        self._is_packing = False
        self._pace()
        if not isinstance(error, UserError | StoreFault):
            self._context.failures.tell(error)

    def _pace(self) -> None:
        now_s = time.monotonic()
        self._next_s = now_s + _PACE * (now_s - self._began_s)


def _packed(services: Services, drill: str, source: str, beat: int) -> Drop:
    """Put a drop together, with what this laptop says of itself; on the work lane."""
    from drillplanner.services.readiness.probes import read_power

    power = read_power()
    signs = Signs(source, beat, power.percent, bool(power.is_plugged))
    return services.board.drop(drill, source, signs)
