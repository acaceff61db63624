"""Keep what could not be saved in a private folder of the user's own, and take it back.

Each session has a file of its own: one that was killed while the disk failed must not have its
entries written over by the next one, which may start before they could be joined. Nobody else
can read or write the folder, and what lies in it is believed only as far as it can be checked:
entries of drills that are in the workspace, in files of this user, of a size that a log can have.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.ids import new_id
from drillplanner.base.texts import _
from drillplanner.run.fact_kinds import ENTRY
from drillplanner.run.journal import read_journal
from drillplanner.store.protection.sealing import sealer_of

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

log = logging.getLogger(__name__)

#: Longest journal that is read, in bytes: ten hours at a press a second take a third of it.
MAX_BYTES = 64 * 1024 * 1024

_OWNER_ONLY = 0o700


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many entries were found and joined, and why some files were not; those stay."""

    joined: int = 0
    faults: tuple[UserError | StoreFault, ...] = ()


@dataclass(frozen=True, slots=True)
class EmergencyJournals:
    """The files in `folder` that sessions on one workspace leave behind."""

    folder: Path
    workspace: Path

    def new(self) -> Path | None:
        """Name a file, of no other session, for what a session cannot save.

        None where the folder cannot be made private; a drill begins all the same.
        """
        try:
            self.folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
            found = self.folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or not _is_ours(found):
                log.warning("the folder for unsaved entries is not the user's own")
                return None
            if os.name == "posix" and found.st_mode & 0o077:
                self.folder.chmod(_OWNER_ONLY)
        except OSError as error:
            log.warning("there is no folder for unsaved entries: %s", error)
            return None
        return self.folder / f"{self._stem()}-{new_id()}.journal"

    def seal(self, path: Path) -> Callable[[bytes], bytes]:
        """Tell how what is written into one of these files is sealed.

        Raises:
            Locked: the workspace has a password, which was not given yet.
        """
        return partial(sealer_of(self.workspace).file, of=path.name)

    def left(self) -> tuple[Path, ...]:
        """Find the files that sessions left behind, the oldest first."""
        return tuple(sorted(self.folder.glob(f"{self._stem()}-*.journal")))

    def take_back(self, workspace: Workspace) -> TakenBack:
        """Join what sessions left behind to the workspace, and remove what is joined.

        What cannot be joined now is left where it is, and tried again at the next start.
        """
        joined = 0
        faults: list[UserError | StoreFault] = []
        for path in self.left():
            try:
                count, is_whole = _take_back(workspace, path)
            except (UserError, StoreFault) as fault:
                faults.append(fault)
                continue
            joined += count
            if is_whole:
                # One that stays is found at the next start, and known already.
                with contextlib.suppress(OSError):
                    path.unlink()
        return TakenBack(joined, tuple(faults))

    def _stem(self) -> str:
        name = hashlib.sha256(str(self.workspace.absolute()).encode("utf-8")).hexdigest()[:16]
        return f"unsaved-{name}"


def _take_back(workspace: Workspace, path: Path) -> tuple[int, bool]:
    """Join the entries of one file; return how many were new, and whether all was read."""
    data = sealer_of(workspace.path).opened_file(_content(path), path.name)
    journal = read_journal(data)
    entries = [
        fact
        for fact in journal.facts
        if fact.kind == ENTRY and fact.drill is not None and _has_drill(workspace, fact.drill)
    ]
    is_all = journal.is_whole and len(entries) == len(journal.facts)
    return workspace.add(entries).new, is_all


def _has_drill(workspace: Workspace, drill: str) -> bool:
    return workspace.drill(drill) is not None


def _content(path: Path) -> bytes:
    """Read a file of this user's own; FileRefused for what is no such file or far too long."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise FileRefused(_("{file} cannot be read.", file=str(path))) from error
    with os.fdopen(descriptor, "rb") as stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode) or not _is_ours(found) or found.st_size > MAX_BYTES:
            raise FileRefused(
                _(
                    "{file} was not read: it is no log that this program left there. Delete it.",
                    file=str(path),
                )
            )
        try:
            return stream.read(MAX_BYTES)
        except OSError as error:
            raise FileRefused(_("{file} cannot be read.", file=str(path))) from error


def _is_ours(found: os.stat_result) -> bool:
    return os.name != "posix" or found.st_uid == os.geteuid()
