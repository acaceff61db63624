"""Write a whole file beside its place, sync it, then rename it: old or new, never a mix."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from pathlib import Path

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import _

#: What the user can mend: another program holds the file, rights are missing.
_HELD = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY)
#: Rights of a new file: what the program writes names people, and is its owner's to share.
_PRIVATE = 0o600


def write_durably(path: Path, data: bytes, *, is_private: bool = False) -> None:
    """Write `data` under `path`; on the disk, name and all, on return.

    A file that was there stays until the new one is whole, and hands its rights on.

    Args:
        path: where to; a device or a pipe is refused.
        data: all of the file.
        is_private: let nobody but the owner read it, whatever was there before.

    Raises:
        UserError: the target is a folder or a device, is held by another program, or has
            no folder.
        StoreFault: the disk is full or failed.
    """
    try:
        if path.is_dir():
            raise UserError(_("{path} is a folder. Give the name of a file.", path=str(path)))
        if path.exists() and not path.is_file():
            # Renaming over a device or a pipe would take it from every other program.
            raise UserError(
                _("{path} is a device or a pipe. Give the name of a file.", path=str(path))
            )
        _replace(path, data, _PRIVATE if is_private else _mode(path))
        _sync_folder(path.parent)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError(
            _(
                "The folder of {path} does not exist. Make it first or choose another.",
                path=str(path),
            )
        ) from error
    except OSError as error:
        raise _told(path, error) from error


def _told(path: Path, error: OSError) -> UserError | StoreFault:
    if error.errno in _HELD:
        return UserError(
            _(
                "{path} cannot be written: it is open in another program or protected. Close "
                "it or choose another name.",
                path=str(path),
            )
        )
    if error.errno == errno.ENAMETOOLONG:
        return UserError(_("The name {path} is too long. Choose a shorter one.", path=str(path)))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreFault(
            _("The disk is full: {path} was not written. Free some space.", path=str(path))
        )
    return StoreFault(
        _(
            "{path} was not written ({reason}). Choose another place.",
            path=str(path),
            reason=error.strerror or type(error).__name__,
        )
    )


def _replace(path: Path, data: bytes, mode: int) -> None:
    # A file of the system's own making is the owner's alone until it is whole.
    mark = f".{hashlib.sha256(path.name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}-"
    _sweep(path.parent, mark)
    handle, name = tempfile.mkstemp(f"-{os.getpid()}.part", mark, path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _sweep(folder: Path, mark: str) -> None:
    """Remove what programs that were killed left of the same file; one that lives is let alone."""
    if os.name != "posix":
        return
    for left in folder.glob(f"{mark}*.part"):
        with contextlib.suppress(OSError, ValueError):
            pid = int(left.stem.rpartition("-")[2])
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                left.unlink()


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk too; Windows has no such call and needs none (NTFS logs)."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        # A folder on a network may refuse; the file itself is on the disk.
        with contextlib.suppress(OSError):
            os.fsync(number)
    finally:
        os.close(number)


def _mode(path: Path) -> int:
    """Keep the rights of the file that is replaced; a new one is the owner's alone."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return _PRIVATE
