"""Seal what lies beside a protected database: lines of journals, drafts, unsaved entries.

Everything is read whether it is sealed or not, because a change from one to the other may be
cut short anywhere; what is written is sealed where the workspace has a key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.texts import _
from drillplanner.store.protection.keyring import key_for_new, key_of
from drillplanner.store.protection.packages import Aes, aes_gcm

log = logging.getLogger(__name__)

#: Begins a sealed line; a line that is not sealed begins with a hash.
_MARK: Final = b"~"
_NONCE: Final = 12
#: Begins a sealed file.
_HEAD: Final = b"drillplanner/sealed 1\n"


class Sealer:
    """Seals under one key, or leaves as it is where there is none."""

    def __init__(self, key: bytes | None = None) -> None:
        self._cipher: Aes | None = None
        if key is not None:
            # Another key than the database's: one is never used for two things.
            self._cipher = aes_gcm(hashlib.sha256(b"drillplanner beside\x00" + key).digest())

    @property
    def is_sealing(self) -> bool:
        """Whether anything becomes unreadable here."""
        return self._cipher is not None

    def line(self, line: bytes, of: str) -> bytes:
        """Seal a line, without its end, that belongs to one file and can be read in no other."""
        if self._cipher is None:
            return line
        nonce = os.urandom(_NONCE)
        return _MARK + base64.b64encode(nonce + self._cipher.sealed(nonce, line, of.encode()))

    def opened_line(self, line: bytes, of: str) -> bytes:
        """Open a line; b"" where it was damaged, or sealed under another key."""
        if not line.startswith(_MARK):
            return line
        try:
            data = base64.b64decode(line[1:], validate=True)
        except (binascii.Error, ValueError):
            return b""
        return self._opened(data, of) or b""

    def file(self, data: bytes, of: str) -> bytes:
        """Seal the content of a file."""
        if self._cipher is None:
            return data
        nonce = os.urandom(_NONCE)
        return _HEAD + nonce + self._cipher.sealed(nonce, data, of.encode())

    def opened_file(self, data: bytes, of: str) -> bytes:
        """Open the content of a file.

        Raises:
            FileRefused: it is damaged, or sealed under another key.
        """
        if not data.startswith(_HEAD):
            return data
        found = self._opened(data[len(_HEAD) :], of)
        if found is None:
            raise FileRefused(
                _("{file} is damaged, or was protected with another password.", file=of)
            )
        return found

    def _opened(self, data: bytes, of: str) -> bytes | None:
        if self._cipher is None:
            return None
        return self._cipher.opened(data[:_NONCE], data[_NONCE:], of.encode())


def seal_files(paths: Iterable[Path], source: Sealer, target: Sealer) -> None:
    """Write files anew that are sealed in another way than they should; what fails is logged."""
    for path in paths:
        try:
            data = path.read_bytes()
            if data.startswith(_HEAD) != target.is_sealing:
                opened = source.opened_file(data, path.name)
                write_durably(path, target.file(opened, path.name), is_private=True)
        except (UserError, StoreFault, OSError) as error:
            log.warning("a file was not sealed anew: %s", type(error).__name__)


def is_sealed_line(line: bytes) -> bool:
    """Whether a line of a journal is sealed."""
    return line.startswith(_MARK)


def sealer_of(workspace: Path) -> Sealer:
    """Find how what lies beside a workspace is sealed.

    Raises:
        Locked: it has a password, which was not given yet.
        FileRefused: its key file is missing or damaged.
        StoreFault: it cannot be read.
    """
    try:
        return Sealer(key_of(workspace))
    except FileNotFoundError:
        return Sealer(key_for_new(workspace))
    except OSError as error:
        raise StoreFault(_("{file} cannot be read.", file=str(workspace))) from error


def sealer_or_none(workspace: Path) -> Sealer:
    """Find the sealer of a workspace, or one that leaves all as it is where there is no key."""
    try:
        return sealer_of(workspace)
    except (UserError, StoreFault):
        return Sealer()
