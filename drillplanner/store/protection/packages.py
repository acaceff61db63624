"""Ask the two optional packages for what protection needs, and say plainly if they are missing."""

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
        raise missing() from error
    return dbapi2


def can_protect() -> bool:
    """Whether both packages are here."""
    try:
        cipher_sqlite()
        aes_gcm(bytes(_KEY_BYTES))
    except UserError:
        return False
    return True


def missing() -> UserError:
    """Say that a package is not here."""
    return UserError(
        _(
            "Passwords need the packages {packages}, which are not installed here. Install them "
            "with: {command}",
            packages="sqlcipher3, cryptography",
            command="pip install drillplanner[protection]",
        )
    )


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
    """Make a cipher.

    Raises:
        UserError: the package is not installed.
    """
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError as error:
        raise missing() from error
    return Aes(AESGCM(key))


def argon2id(password: bytes, salt: bytes, memory_kib: int, passes: int, lanes: int) -> bytes:
    """Derive a key from a password (RFC 9106).

    Raises:
        UserError: the package is not installed, or what the file asks for cannot be had.
    """
    try:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
    except ImportError as error:
        raise missing() from error
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


def aes_cbc(key: bytes, iv: bytes, data: bytes) -> bytes:
    """Decrypt whole blocks of AES-256-CBC, which says nothing of whether they are genuine.

    Raises:
        UserError: the package is not installed.
    """
    try:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    except ImportError as error:
        raise missing() from error
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(iv)).decryptor()
    return decryptor.update(data) + decryptor.finalize()
