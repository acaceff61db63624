"""Find and open the workspace this machine works in, once, for writing or for looking."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import Text, _

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: The workspace's file in the folder of this person's data.
FILE_NAME = "workspace.drill"


class WorkspaceHome:
    """The workspace of this machine; use it from one thread, the data lane.

    Where another program has it open for writing it is opened for reading, and
    `read_only_because` says who has it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_only_because: Text | None = None
        self._workspace: Workspace | None = None

    def workspace(self) -> Workspace:
        """Give the workspace, opening or making it at the first call.

        Raises:
            FileRefused: the file is damaged, foreign, newer, or a copy without its newest rows.
            StoreFault: the disk failed.
        """
        if self._workspace is None:
            self._workspace = self._opened()
        return self._workspace

    def close(self) -> None:
        """Close the workspace, if it was opened."""
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def _opened(self) -> Workspace:
        from drillplanner.services.run.sessions import create_workspace, open_workspace

        if not self.path.exists():
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                folder = str(self.path.parent)
                raise StoreFault(_("The folder {folder} cannot be made.", folder=folder)) from error
            return create_workspace(self.path)
        try:
            return open_workspace(self.path)
        except UserError as taken:
            from drillplanner.base.errors import FileRefused

            if isinstance(taken, FileRefused):
                raise
            self.read_only_because = taken.text
            return open_workspace(self.path, read_only=True)
