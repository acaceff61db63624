"""Give a workspace a password, change it, take it away; nobody has the workspace open meanwhile.

Each step leaves a workspace that opens, wherever it is cut short: the key file stands before the
first byte is encrypted with its key, and goes after the last one was decrypted.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.texts import Text, _
from drillplanner.store.engine import Keyed, connect_raw
from drillplanner.store.lock import WriteLock
from drillplanner.store.protection.key_file import (
    KeyFile,
    id_of,
    kept_open,
    key_file,
    new_key,
    read_key_file,
    wrap,
    write_key_file,
)
from drillplanner.store.protection.keyring import add_key, is_encrypted, key_of
from drillplanner.store.protection.rewriting import rewrite, wiping
from drillplanner.store.protection.sealing import Sealer
from drillplanner.store.session_journals import SessionJournals

#: Copies that could not be brought along, and why.
Left: TypeAlias = tuple[tuple[Path, Text], ...]


def unlock(path: Path, password: str) -> None:
    """Open the key of a workspace or a backup, until the program ends.

    Raises:
        UserError: it is not the password.
        FileRefused: there is no key file, or it is damaged.
    """
    found = read_key_file(path)
    if found is None:
        raise FileRefused(_("There is no file {file}.", file=str(key_file(path))))
    add_key(found.unwrap(password))


def recover(path: Path, key: bytes, password: str) -> None:
    """Open a workspace with the key of its recovery sheet, and give it a new password.

    Raises:
        UserError: the sheet is of another workspace, or the password is too short.
    """
    _require_key(path, key)
    found = wrap(key, password)
    add_key(key)
    write_key_file(path, found)


def protect(path: Path, password: str, copies: Iterable[Path]) -> tuple[bytes, Left]:
    """Encrypt a workspace and its copies under a new key, or change the password of one that is.

    Args:
        path: the workspace, which nobody has open.
        password: the new one.
        copies: backups and old forms, which get the same password.

    Returns:
        The key, and which copies could not be brought along, and why.

    Raises:
        Locked: it has a password, which was not given yet.
        UserError: the password is too short, a package is missing, or somebody has it open.
        StoreFault: the disk failed, or the workspace is damaged; it stands as it was.
    """
    with _locked(path):
        key = key_of(path)
        found = wrap(key or new_key(), password)
        if key is not None:
            with wiping(key_file(path)):
                write_key_file(path, found)
        else:
            key = found.unwrap(password)
            write_key_file(path, found)
            add_key(key)
            rewrite(path, key)
            SessionJournals(path, Sealer(key)).seal_all(Sealer())
        add_key(key)
    return key, protect_copies(path, copies)


def protect_copies(path: Path, copies: Iterable[Path]) -> Left:
    """Give copies of a protected workspace its key and its password, as far as they have not."""
    found, key = read_key_file(path), key_of(path)
    if found is None or key is None:
        return ()
    left: list[tuple[Path, Text]] = []
    for copy in copies:
        try:
            if not is_encrypted(copy):
                write_key_file(copy, found)
                rewrite(copy, key)
                continue
            kept = read_key_file(copy)
            if kept is not None and kept.id != found.id:
                left.append((copy, _("It has another password.")))
            elif kept != found:
                write_key_file(copy, found)
        except (UserError, StoreFault) as fault:
            left.append((copy, fault.text))
        except OSError as error:
            left.append((copy, _("It cannot be read: {reason}", reason=error.strerror or "")))
    return tuple(left)


def unprotect(path: Path, copies: Iterable[Path]) -> Left:
    """Decrypt a workspace and its copies; each key file goes last.

    Raises:
        Locked: its password was not given yet.
        UserError: it has none, or somebody has it open.
        StoreFault: the disk failed, or the workspace is damaged; it stands as it was.
    """
    with _locked(path):
        key = key_of(path)
        if key is None:
            raise UserError(_("{file} has no password.", file=str(path)))
        SessionJournals(path, Sealer()).seal_all(Sealer(key))
        rewrite(path, None)
        key_file(path).unlink(missing_ok=True)
    left: list[tuple[Path, Text]] = []
    for copy in copies:
        try:
            if is_encrypted(copy):
                rewrite(copy, None)
                key_file(copy).unlink(missing_ok=True)
        except (UserError, StoreFault) as fault:
            left.append((copy, fault.text))
        except OSError as error:
            left.append((copy, _("It cannot be read: {reason}", reason=error.strerror or "")))
    return tuple(left)


def begin_locked(path: Path) -> None:
    """Let a workspace that is not there yet be encrypted, until somebody gives it a password."""
    write_key_file(path, kept_open(new_key()))


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = WriteLock(path)
    lock.take()
    try:
        yield
    finally:
        lock.release()


def _require_key(path: Path, key: bytes) -> None:
    """Refuse a key that does not open the file."""
    found = _key_file_or_none(path)
    is_right = found is not None and found.id == id_of(key)
    if not is_right:
        try:
            with contextlib.closing(connect_raw(path, "mode=ro", Keyed(key))) as raw:
                raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
                is_right = True
        except sqlite3.Error:
            is_right = False
    if not is_right:
        raise UserError(_("This recovery sheet is of another workspace."))


def _key_file_or_none(path: Path) -> KeyFile | None:
    try:
        return read_key_file(path)
    except FileRefused:
        return None
