"""Find and open the workspace this machine works in, once for writing and once for reading."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from drillplanner.base.errors import FileRefused, LeftElsewhere, Locked, UserError
from drillplanner.base.private_files import make_private_folder
from drillplanner.base.texts import Text
from drillplanner.run.clock.machine_clock import Clock, SystemClock

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

P = ParamSpec("P")
T = TypeVar("T")

#: The workspace's file in the folder of this person's data.
FILE_NAME = "workspace.drill"


class WorkspaceHome:
    """The workspace of this machine; only services hold it.

    What writes is done on the data lane through `write`, what only reads on the work lane
    through `read`, which has a read-only connection of its own. Whichever comes first opens
    the file. Where another program has it open for writing it is opened for reading, and
    `read_only_because` says who has it.
    """

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path = path
        self._clock = clock or SystemClock()
        self.read_only_because: Text | None = None
        #: Opens a file, once it was checked, that may lack its newest entries.
        self.accepts_incomplete = False
        #: Another computer opened the file and did not close it; a person may take it over.
        self.is_left_elsewhere = False
        self._takes_over = False
        self._opening = threading.Lock()
        self._looking = threading.RLock()
        self._workspace: Workspace | None = None
        self._reader: Workspace | None = None

    def workspace(self) -> Workspace:
        """Return the workspace, opening or making it at the first call.

        Raises:
            Locked: it has a password, which was not given yet.
            FileRefused: the file is damaged, foreign, newer, or a copy without its newest rows.
            StoreFault: the disk failed.
        """
        with self._opening:
            if self._workspace is None:
                self._workspace = self._opened()
            return self._workspace

    @property
    def is_open(self) -> bool:
        return self._workspace is not None

    def write(
        self, work: Callable[Concatenate[Workspace, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do `work` with the workspace; on the data lane only."""
        return work(self.workspace(), *args, **kwargs)

    def read(
        self, work: Callable[Concatenate[Workspace, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do `work` with a workspace that can only be read, and that stands still meanwhile."""
        with self._looking:
            if self._reader is None:
                self._reader = self.workspace().reader()
            with self._reader.standing_still():
                return work(self._reader, *args, **kwargs)

    def close(self) -> None:
        """Close the workspace, if it was opened; a read under way comes to its end first."""
        with self._looking:
            reader, self._reader = self._reader, None
            if reader is not None:
                reader.close()
        with self._opening:
            workspace, self._workspace = self._workspace, None
            if workspace is not None:
                workspace.close()

    def apart(self, work: Callable[[Path], T]) -> T:
        """Do `work` with the file while nobody here has it open; the next use opens it again."""
        with self._looking, self._opening:
            reader, self._reader = self._reader, None
            if reader is not None:
                reader.close()
            workspace, self._workspace = self._workspace, None
            if workspace is not None:
                workspace.close()
            return work(self.path)

    def take_over(self) -> None:
        """Open for writing, from the next use on, what another computer did not close."""
        self._takes_over = True
        self.read_only_because = None
        self.is_left_elsewhere = False
        self.apart(lambda _path: None)

    def _opened(self) -> Workspace:
        from drillplanner.store.workspace import Workspace

        utc_ns = self._clock.wall_utc_ns
        if not self.path.exists():
            if not self.path.parent.is_dir():
                make_private_folder(self.path.parent)
            return Workspace.create(self.path, utc_ns=utc_ns)
        accept = self.accepts_incomplete
        try:
            return Workspace.open(
                self.path, accept_incomplete=accept, takes_over=self._takes_over, utc_ns=utc_ns
            )
        except UserError as taken:
            if isinstance(taken, FileRefused | Locked):
                raise
            self.read_only_because = taken.text
            self.is_left_elsewhere = isinstance(taken, LeftElsewhere)
            return Workspace.open(
                self.path, read_only=True, accept_incomplete=accept, utc_ns=utc_ns
            )
