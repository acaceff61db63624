"""Hold the keys that were unlocked while this program runs, and find the one of a file.

Keys are in memory alone. Whatever opens a workspace, a backup or a journal asks here, so that
a password is typed once, and every connection of every thread gets the same raw key.
"""

from __future__ import annotations

import threading
from pathlib import Path

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import _
from drillplanner.store.protection.key_file import id_of, key_file, locked, read_key_file

#: The first bytes of every database that is not encrypted.
PLAIN = b"SQLite format 3\x00"

_keys: dict[str, bytes] = {}
_change = threading.Lock()


def add_key(key: bytes) -> None:
    """Keep a key until the program ends."""
    with _change:
        _keys[id_of(key)] = key


def forget_keys() -> None:
    """Lock all that was unlocked."""
    with _change:
        _keys.clear()


def is_encrypted(path: Path) -> bool:
    """Whether a database file is one that cannot be read without a key.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(len(PLAIN))
    return bool(head.strip(b"\x00")) and head != PLAIN


def has_password(path: Path) -> bool:
    """Whether a workspace is encrypted with a key that a password wraps."""
    try:
        found = read_key_file(path)
        return found is not None and found.wrapped is not None and is_encrypted(path)
    except (OSError, FileRefused):
        return False


def key_of(path: Path) -> bytes | None:
    """Find the key of a database file; None where it is not encrypted.

    Raises:
        Locked: it has a password, which was not given yet.
        FileRefused: its key file is missing or damaged.
        OSError: it cannot be read.
    """
    return key_for_new(path) if is_encrypted(path) else None


def key_for_new(path: Path) -> bytes | None:
    """Find the key that a file has or is to have, by its key file alone; None without one."""
    found = read_key_file(path)
    if found is None:
        if path.exists():
            raise FileRefused(
                _(
                    "{file} is not a workspace of this program, or it is protected and its file "
                    "{key} is missing: put that back, or open it with its recovery sheet.",
                    file=str(path),
                    key=key_file(path).name,
                )
            )
        return None
    if found.wrapped is None:
        return found.kept
    key = _keys.get(found.id)
    if key is None:
        raise locked(path)
    return key
