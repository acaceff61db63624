"""Ask the optional package for an encrypted database, and the ciphers for what lies beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES = 32


def cipher_sqlite() -> Any:
    """Import SQLCipher's module of the database interface.

    Raises:
        UserError: it is not installed.
    """
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise UserError(
            _(
                "Passwords need the package {package}, which is not installed here. Install it "
                "with: {command}",
                package="sqlcipher3",
                command="pip install drillplanner[protection]",
            )
        ) from error
    return dbapi2


def can_protect() -> bool:
    """Whether the optional package is here."""
    try:
        cipher_sqlite()
    except UserError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Aes:
    """AES-256-GCM under one key."""

    _cipher: AESGCM

    def sealed(self, nonce: bytes, data: bytes, of: bytes) -> bytes:
        """Encrypt data that can only be opened as what it is `of`."""
        return self._cipher.encrypt(nonce, data, of)

    def opened(self, nonce: bytes, data: bytes, of: bytes) -> bytes | None:
        """Decrypt; None where the key, the data or what it is of is another one."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(nonce, data, of)
        except (InvalidTag, ValueError):
            return None


def aes_gcm(key: bytes) -> Aes:
    """Make a cipher."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return Aes(AESGCM(key))


def aes_cbc(key: bytes, iv: bytes, data: bytes) -> bytes:
    """Decrypt whole blocks of AES-256-CBC, which says nothing of whether they are genuine."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    decryptor = Cipher(algorithms.AES256(key), modes.CBC(iv)).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def argon2id(password: bytes, salt: bytes, memory_kib: int, passes: int, lanes: int) -> bytes:
    """Derive a key from a password (RFC 9106).

    Raises:
        UserError: the memory that this takes cannot be had.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        return Argon2id(
            salt=salt,
            length=_KEY_BYTES,
            iterations=passes,
            lanes=lanes,
            memory_cost=memory_kib,
        ).derive(password)
    except (ValueError, MemoryError) as error:
        raise UserError(
            _("There is not enough memory to try the password; close other programs.")
        ) from error
