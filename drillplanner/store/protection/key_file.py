"""Keep the key of a protected workspace in a file beside it, wrapped by a password.

One random key of 32 bytes encrypts the database, its backups, the journals of sessions and the
drafts. A password never encrypts data itself: it unwraps the key, so that changing it rewrites
this small file alone. The recovery sheet shows the key in letters, and opens everything even
where this file is lost. A key that no password wraps yet is kept open in the file.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import FileRefused, Locked, StoreFault, UserError
from drillplanner.base.private_files import read_private
from drillplanner.base.texts import _
from drillplanner.store.protection.packages import aes_gcm, argon2id

_FORMAT: Final = "drillplanner/key"
_VERSION: Final = 1
_SUFFIX: Final = ".key"
KEY_BYTES: Final = 32
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_MAX_BYTES: Final = 4096
#: A second or less on a school's laptop (RFC 9106, section 4, second recommendation).
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
#: What a file may ask for, so that one from elsewhere takes neither the memory nor the day.
_MOST_KIB, _MOST_PASSES, _MOST_LANES = 256 * 1024, 10, 16
#: NIST SP 800-63B asks for eight characters and for no kinds of them.
SHORTEST: Final = 8
_CHECK_BYTES: Final = 3
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key as a password wraps it."""

    memory_kib: int
    passes: int
    lanes: int
    salt: bytes
    nonce: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What stands in the file: which key it is, and the key wrapped, or open."""

    id: str
    wrapped: Wrapped | None = None
    kept: bytes = b""

    def unwrap(self, password: str) -> bytes:
        """Take the key out; it takes as long as the password takes to be guessed once.

        Raises:
            UserError: it is not the password.
        """
        if self.wrapped is None:
            return self.kept
        wrapped = self.wrapped
        with_password = argon2id(
            _bytes_of(password), wrapped.salt, wrapped.memory_kib, wrapped.passes, wrapped.lanes
        )
        key = aes_gcm(with_password).opened(wrapped.nonce, wrapped.key, self.id.encode())
        if key is None or id_of(key) != self.id:
            raise UserError(_("This is not the password; nothing was opened."))
        return key


def key_file(path: Path) -> Path:
    """Name the file with the key of a workspace or a backup, beside it."""
    return path.with_name(path.name + _SUFFIX)


def new_key() -> bytes:
    """Make a key."""
    return os.urandom(KEY_BYTES)


def id_of(key: bytes) -> str:
    """Name a key without telling it."""
    return hashlib.sha256(b"drillplanner key id\x00" + key).hexdigest()[:32]


def wrap(key: bytes, password: str) -> KeyFile:
    """Wrap a key by a password.

    Raises:
        UserError: the password is too short.
    """
    if len(unicodedata.normalize("NFKC", password)) < SHORTEST:
        raise UserError(
            _("A password needs {count} characters or more.", count=SHORTEST),
        )
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    with_password = argon2id(_bytes_of(password), salt, MEMORY_KIB, PASSES, LANES)
    sealed = aes_gcm(with_password).sealed(nonce, key, id_of(key).encode())
    return KeyFile(id_of(key), Wrapped(MEMORY_KIB, PASSES, LANES, salt, nonce, sealed))


def kept_open(key: bytes) -> KeyFile:
    """Keep a key without a password, until one is set."""
    return KeyFile(id_of(key), kept=key)


def write_key_file(path: Path, found: KeyFile) -> None:
    """Write the key file of a workspace or a backup; on the disk on return."""
    value: dict[str, Any] = {"format": _FORMAT, "version": _VERSION, "id": found.id}
    if found.wrapped is None:
        value["kept"] = found.kept.hex()
    else:
        wrapped = found.wrapped
        value["argon2id"] = {
            "memory_kib": wrapped.memory_kib,
            "passes": wrapped.passes,
            "lanes": wrapped.lanes,
            "salt": wrapped.salt.hex(),
        }
        value["aes_256_gcm"] = {"nonce": wrapped.nonce.hex(), "key": wrapped.key.hex()}
    data = json.dumps(value, indent=1).encode("ascii") + b"\n"
    write_durably(key_file(path), data, is_private=True)


def read_key_file(path: Path) -> KeyFile | None:
    """Read the key file of a workspace or a backup; None where there is none.

    Raises:
        FileRefused: it is damaged, another user's, or of a later version.
        StoreFault: it cannot be read.
    """
    file = key_file(path)
    if not os.path.lexists(file):
        return None
    try:
        value = json.loads(read_private(file, _MAX_BYTES))
        if value["format"] != _FORMAT or value["version"] != _VERSION:
            raise ValueError
        return _read(value)
    except FileRefused:
        raise
    except StoreFault:
        raise
    except UserError as refused:
        raise FileRefused(refused.text) from refused
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FileRefused(
            _(
                "{file} is damaged or was written by a later version; put a copy of it back, or "
                "open the workspace with its recovery sheet.",
                file=str(file),
            )
        ) from error


def copy_key_file(of: Path, to: Path) -> None:
    """Write the key file of a workspace beside another file with the same key."""
    found = read_key_file(of)
    if found is not None:
        write_key_file(to, found)


def _read(value: Any) -> KeyFile:
    named = str(value["id"])
    if "kept" in value:
        key = bytes.fromhex(value["kept"])
        if id_of(key) != named:
            raise ValueError
        return KeyFile(named, kept=key)
    cost, sealed = value["argon2id"], value["aes_256_gcm"]
    wrapped = Wrapped(
        _within(cost["memory_kib"], _MOST_KIB),
        _within(cost["passes"], _MOST_PASSES),
        _within(cost["lanes"], _MOST_LANES),
        bytes.fromhex(cost["salt"]),
        bytes.fromhex(sealed["nonce"]),
        bytes.fromhex(sealed["key"]),
    )
    if len(wrapped.salt) < _SALT_BYTES or len(wrapped.nonce) != _NONCE_BYTES:
        raise ValueError
    return KeyFile(named, wrapped)


def _within(value: Any, most: int) -> int:
    if type(value) is not int or not 0 < value <= most:
        raise ValueError
    return value


def locked(path: Path) -> Locked:
    """Say that a file has a password, and that it was not given."""
    return Locked(_("{file} is protected by a password.", file=str(path)))


def recovery_code(key: bytes) -> str:
    """Show a key in letters and digits that can be typed, in groups of four."""
    letters = base64.b32encode(key + _check_of(key)).decode("ascii")
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def read_recovery_code(code: str) -> bytes:
    """Read a key as it was typed from a recovery sheet.

    Raises:
        UserError: a character is wrong or missing.
    """
    typed = unicodedata.normalize("NFKC", code).upper()
    # The letters hold no 0, 1 and 8, so these can only be meant for what they look like.
    letters = "".join(typed.split()).replace("-", "").translate(str.maketrans("018", "OIB"))
    try:
        data = base64.b32decode(letters)
    except ValueError:
        data = b""
    key, check = data[:KEY_BYTES], data[KEY_BYTES:]
    if len(key) != KEY_BYTES or check != _check_of(key):
        raise UserError(
            _("This is not the code of a recovery sheet; a character is wrong or missing.")
        )
    return key


def _check_of(key: bytes) -> bytes:
    return hashlib.sha256(b"drillplanner recovery\x00" + key).digest()[:_CHECK_BYTES]


def _bytes_of(password: str) -> bytes:
    # The same password typed on another system may come in another form of Unicode.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
