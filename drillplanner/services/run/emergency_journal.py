"""Keep what could not be saved in the system's folder for passing files, and take it back.

Each session has a file of its own: one that was killed while the disk failed must not have its
entries written over by the next one, which may start before they could be joined.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.ids import new_id
from drillplanner.run.journal import read_journal
from drillplanner.services.run.live_session import recover

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many entries were found and joined, and why some files were not; those stay."""

    joined: int = 0
    faults: tuple[UserError | StoreFault, ...] = ()


def second_place(workspace: Path) -> Path:
    """Name a file, of no other session, for what a session on this workspace cannot save."""
    return _folder() / f"{_stem(workspace)}-{new_id()}.journal"


def second_places(workspace: Path) -> tuple[Path, ...]:
    """Find the files that sessions on this workspace left behind, the oldest first."""
    return tuple(sorted(_folder().glob(f"{_stem(workspace)}*.journal")))


def take_back(workspace: Workspace, path: Path) -> TakenBack:
    """Join what sessions on the workspace at `path` left behind, and remove what is joined.

    What cannot be joined now is left where it is, and tried again at the next start.
    """
    joined = 0
    faults: list[UserError | StoreFault] = []
    for left in second_places(path):
        try:
            joined += recover(workspace, left)
            is_whole = read_journal(left.read_bytes()).is_whole
        except (UserError, StoreFault) as fault:
            faults.append(fault)
            continue
        if is_whole:
            # One that stays is found at the next start, and known already.
            with contextlib.suppress(OSError):
                left.unlink()
    return TakenBack(joined, tuple(faults))


def _folder() -> Path:
    return Path(tempfile.gettempdir())


def _stem(workspace: Path) -> str:
    name = hashlib.sha256(str(workspace.absolute()).encode("utf-8")).hexdigest()[:16]
    return f"drillplanner-unsaved-{name}"
