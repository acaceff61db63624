"""Open a workspace, and start a session on a source of a drill."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import Text
from drillplanner.plan.model import Script
from drillplanner.run.clock.machine_clock import Clock, SystemClock
from drillplanner.run.fact_kinds import DRILL
from drillplanner.services.lanes import Lanes
from drillplanner.services.run.emergency_journal import EmergencyJournals, TakenBack
from drillplanner.services.run.live_session import (
    Lane,
    LiveSession,
    Start,
    Unfinished,
    begin,
    practise,
    resume,
)
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.save_queue import Listener
from drillplanner.services.workspace_home import WorkspaceHome

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

log = logging.getLogger(__name__)


def create_workspace(path: Path, *, clock: Clock | None = None) -> Workspace:
    """Make a new workspace file and open it for writing."""
    from drillplanner.store.workspace import Workspace

    return Workspace.create(path, utc_ns=(clock or SystemClock()).wall_utc_ns)


def open_workspace(
    path: Path,
    *,
    read_only: bool = False,
    accept_incomplete: bool = False,
    clock: Clock | None = None,
) -> Workspace:
    """Open an existing workspace file; see Workspace.open for what is refused and why."""
    from drillplanner.store.workspace import Workspace

    return Workspace.open(
        path,
        read_only=read_only,
        accept_incomplete=accept_incomplete,
        utc_ns=(clock or SystemClock()).wall_utc_ns,
    )


def start_session(
    workspace: Workspace,
    station: Station,
    *,
    clock: Clock | None = None,
    script: Script | None = None,
) -> Recorder:
    """Start a session on a source, the first one or after an end, a crash, a restart.

    The chain goes on from the last hash found. The clock is the one before if wall minus
    elapsed moved less than half a second since the source's last entry; else it is a new
    one, and a note in the log ties it to the old one with its uncertainty.

    Args:
        workspace: open for writing.
        station: the drill, source, author and round.
        clock: the machine's clocks unless given.
        script: steps, units and options are checked against it, and its `press_u_s` and
            `radio_u_s` are used; without it nothing is checked and the defaults are used.
    """
    return Recorder.started(
        workspace,
        station,
        clock or SystemClock(),
        log=workspace.entries(station.drill),
        root=_root(workspace, station.drill),
        script=script,
    )


def _root(workspace: Workspace, drill: str) -> str | None:
    """Give the hash that a drill's first session goes on from: that of the drill's own fact."""
    facts = workspace.facts(drill, DRILL)
    return facts[0].hash if facts else None


class Unheard:
    """Listens for a program without a window, which looks at `queue.unsaved` where it must know."""

    def entries_saved(self, ids: Sequence[str]) -> None:
        """Do nothing."""

    def saving_failed(self, fault: Text) -> None:
        """Leave a trace; the queue keeps the entry and tries again."""
        log.warning("an entry was not saved: %s", fault)


class Sessions:
    """The room of `Services` that runs drills; all of it is done on the data lane."""

    def __init__(
        self,
        home: WorkspaceHome,
        lanes: Lanes,
        clock: Clock,
        journals: EmergencyJournals,
        key_file: Path,
    ) -> None:
        self._home, self._lanes, self._clock = home, lanes, clock
        self._journals, self._key_file = journals, key_file

    def begin(self, start: Start, listener: Listener | None = None) -> LiveSession:
        """Publish the script, enter the drill or take the round that is wanted, open a session.

        Raises:
            UserError: another round was asked for that this source cannot begin.
        """
        return self._claimed(self._home.write(begin, start, self._lane(listener)))

    def resume(self, found: Unfinished, listener: Listener | None = None) -> LiveSession:
        """Take an unfinished drill up again."""
        return self._claimed(self._home.write(resume, found, self._lane(listener)))

    def practise(self, start: Start, listener: Listener | None = None) -> LiveSession:
        """Open a session to practise in: nothing of it is written, and none of it counts."""
        return practise(start, replace(self._lane(listener), second_place=None))

    def take_back(self) -> TakenBack:
        """Join what earlier sessions could not save; nothing where the workspace is read only."""
        workspace = self._home.workspace()
        return TakenBack() if workspace.is_read_only else self._journals.take_back(workspace)

    def _claimed(self, session: LiveSession) -> LiveSession:
        """Say with this laptop's key that it records the session; a drill begins all the same."""
        from drillplanner.exchange.pack.keys import LaptopKey
        from drillplanner.exchange.pack.session_keys import session_key

        recorder = session.recorder
        try:
            fact = session_key(
                session.drill.id,
                recorder.station.source,
                recorder.session,
                LaptopKey.of_file(self._key_file),
                self._clock.wall_utc_ns(),
            )
            self._home.workspace().add([fact])
        except (UserError, StoreFault) as fault:
            log.warning("the session is not signed by this laptop: %s", fault)
        return session

    def _lane(self, listener: Listener | None) -> Lane:
        second = self._journals.new()
        return Lane(
            lambda work: self._lanes.submit("data", work),
            listener or Unheard(),
            second,
            lambda: self._clock,
            self._journals.seal(second) if second is not None else bytes,
        )
