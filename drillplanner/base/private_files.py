"""Make files and folders that only this user can read, and read none that others could have put.

On Windows a file takes over the access list of its folder, and the folder of a user's own data
is closed to others already; modes mean nothing there and are left alone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import _

IS_POSIX = os.name == "posix"

FILE_MODE = 0o600
FOLDER_MODE = 0o700

#: After so many seconds nobody works in a folder that lasts as long as a piece of work.
_PASSED_S = 24 * 3600

#: Not followed where it is a link, and no wait where it is a pipe that nobody writes to.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
#: Windows opens files as text unless told otherwise.
BINARY = getattr(os, "O_BINARY", 0)


def data_folder() -> Path:
    """Name the folder of what this user's program keeps; DRILLPLANNER_HOME overrides it."""
    if home := os.environ.get("DRILLPLANNER_HOME"):
        return Path(home)
    import platformdirs

    try:
        folder = Path(platformdirs.user_data_dir("drillplanner", appauthor=False))
    except RuntimeError:
        folder = Path("~")
    # Where nobody's home is known, older platformdirs leave the "~" of it as it is.
    if folder.is_absolute():
        return folder
    user = os.geteuid() if IS_POSIX else os.environ.get("USERNAME", "")
    return Path(tempfile.gettempdir()) / f"drillplanner-{user}"


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, for this user alone; one of ours is closed to others.

    Raises:
        StoreFault: it cannot be made, or belongs to somebody else.
    """
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if IS_POSIX:
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
                raise StoreFault(_("{folder} belongs to another user.", folder=str(folder)))
            if stat.S_IMODE(found.st_mode) & 0o077:
                folder.chmod(FOLDER_MODE)
    except OSError as error:
        raise StoreFault(_("The folder {folder} cannot be made.", folder=str(folder))) from error


@contextlib.contextmanager
def passing_folder() -> Iterator[Path]:
    """Give a folder that lasts as long as one piece of work; what a kill left of others goes.

    It lies with this user's own data, not among everybody's temporary files, which nobody may
    ever clear. Where there is no such folder it is a temporary one, for this user alone too.
    """
    room = data_folder() / "passing"
    try:
        make_private_folder(room)
        _sweep(room)
    except (OSError, StoreFault):
        room = Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=room))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(room: Path) -> None:
    for left in room.iterdir():
        with contextlib.suppress(OSError, ValueError):
            if IS_POSIX:
                # A process that lives, or whose number was given anew, is let alone.
                try:
                    os.kill(int(left.name.partition("-")[0]), 0)
                    continue
                except ProcessLookupError:
                    pass
            elif time.time() - left.stat().st_mtime < _PASSED_S:
                continue
            shutil.rmtree(left)


def close_to_others(path: Path) -> None:
    """Take other users' rights to a file of ours away; nothing happens to one that is not ours.

    A medium without modes, or without the right to change them, stays as it is.
    """
    if not IS_POSIX:
        return
    with contextlib.suppress(OSError):
        found = path.lstat()
        is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
        if is_ours and stat.S_IMODE(found.st_mode) & 0o077:
            path.chmod(FILE_MODE)


def open_private(path: Path, flags: int) -> int:
    """Open a regular file of this user, made with mode 0600 where `flags` make it.

    Raises:
        OSError: it cannot be opened, is a link, a pipe or a device, or is another user's.
    """
    descriptor = os.open(path, flags | _CAREFULLY | BINARY, FILE_MODE)
    try:
        found = os.fstat(descriptor)
        is_ours = not IS_POSIX or found.st_uid == os.geteuid()
        if not stat.S_ISREG(found.st_mode) or not is_ours:
            raise PermissionError(f"{path} is no file of this user")
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def read_private(path: Path, limit: int) -> bytes:
    """Read a file of this user's own, of at most `limit` bytes.

    Raises:
        UserError: it is another user's, no plain file, or larger.
        StoreFault: it cannot be read.
    """
    try:
        descriptor = open_private(path, os.O_RDONLY)
    except PermissionError as error:
        raise UserError(
            _("{file} is not a file of this user; it was left alone.", file=str(path))
        ) from error
    except OSError as error:
        raise StoreFault(_("{file} cannot be read.", file=str(path))) from error
    with os.fdopen(descriptor, "rb") as stream:
        if os.fstat(stream.fileno()).st_size > limit:
            raise UserError(_("{file} is too large; it was left alone.", file=str(path)))
        try:
            return stream.read(limit)
        except OSError as error:
            raise StoreFault(_("{file} cannot be read.", file=str(path))) from error
