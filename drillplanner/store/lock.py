"""Let one program at a time write a workspace, and name the one that does.

The operating system's lock on `<file>.lock` decides, so the lock of a process that died is
gone with it; what stands in the file is only for people, and for a folder that several
machines share, where the operating system's lock cannot be trusted.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from drillplanner.base.errors import LeftElsewhere, StoreFault, UserError
from drillplanner.base.private_files import FILE_MODE
from drillplanner.base.texts import Text, _

#: Where the locked byte lies: past any content, because Windows forbids reading locked bytes.
_LOCKED_AT = 1 << 20
_MAX_READ = 4096
#: A link or pipe that somebody put there is neither followed nor waited for.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_NOT_WRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, as far as its file says."""

    pid: int
    host: str


class WriteLock:
    """The right to write one workspace file, from `take` until `release`."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace.with_name(workspace.name + ".lock")
        self._descriptor: int | None = None

    def take(self, *, takes_over: bool = False) -> None:
        """Take the lock, clearing alone one left behind by a dead process of this machine.

        Args:
            takes_over: clear one too that another machine left, as a person decided.

        Raises:
            UserError: another program holds it, which is named.
            LeftElsewhere: a lock was left by another machine or in another form, so that only
                a person can judge.
            StoreFault: the lock file could not be made.
        """
        for _attempt in range(5):
            descriptor = self._open()
            if not _try_lock(descriptor):
                holder = _read(descriptor)
                os.close(descriptor)
                raise UserError(_held(self.path, holder))
            if self._is_current(descriptor):
                break
            os.close(descriptor)
        else:
            raise StoreFault(_("{file} cannot be locked; try again.", file=str(self.path)))
        try:
            if not takes_over:
                self._require_ours(descriptor)
            _write(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock up and remove its file; nothing happens if it is not held."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        with suppress(OSError):
            if sys.platform == "win32":
                os.ftruncate(descriptor, 0)
            else:
                self.path.unlink()
        os.close(descriptor)
        if sys.platform == "win32":
            with suppress(OSError):
                self.path.unlink()

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | _CAREFULLY, FILE_MODE)
        except OSError as error:
            if error.errno in _NOT_WRITABLE:
                # Nothing failed: what lies there can be looked at, and is.
                raise UserError(
                    _(
                        "The folder of {file} cannot be written to; what it holds can only be "
                        "looked at.",
                        file=str(self.path.with_suffix("")),
                    )
                ) from error
            raise StoreFault(
                _(
                    "{file} cannot be made, so the folder cannot be written: {reason}",
                    file=str(self.path),
                    reason=error.strerror or "",
                )
            ) from error

    def _is_current(self, descriptor: int) -> bool:
        """Say whether the file is still the one of that name, and not one just removed."""
        try:
            return os.path.samestat(os.fstat(descriptor), self.path.stat())
        except OSError:
            return False

    def _require_ours(self, descriptor: int) -> None:
        size = os.fstat(descriptor).st_size
        if size == 0:
            return
        holder = _read(descriptor)
        if holder is None:
            raise LeftElsewhere(
                _(
                    "The lock {file} cannot be read, so another program may have this workspace "
                    "open.",
                    file=str(self.path),
                )
            )
        if holder.host != platform.node():
            raise LeftElsewhere(
                _(
                    "The workspace was opened on the computer {host} and not closed there.",
                    host=holder.host,
                )
            )


def _held(path: Path, holder: Holder | None) -> Text:
    if holder is None:
        return _(
            "Another program has this workspace open for writing ({file}); close it there, or "
            "open it here for reading only.",
            file=str(path),
        )
    return _(
        "Process {pid} on {host} has this workspace open for writing; close it there, or open "
        "it here for reading only.",
        pid=holder.pid,
        host=holder.host,
    )


def _read(descriptor: int) -> Holder | None:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        value = json.loads(os.read(descriptor, _MAX_READ).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    match value:
        case {"pid": int(pid), "host": str(host)}:
            return Holder(pid, host)
    return None


def _write(descriptor: int) -> None:
    content = json.dumps({"pid": os.getpid(), "host": platform.node()}).encode("utf-8")
    # On a full or failing disk the lock holds all the same; it only names nobody.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        if os.write(descriptor, content) < len(content):
            os.ftruncate(descriptor, 0)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _LOCKED_AT, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
