"""Sign with the key of this laptop, and tell whether another one signed (Ed25519, RFC 8032).

The key is of the laptop, not of a person: it says on which machine something was logged. Whoever
copies the folder it lies in has it too.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import StoreFault
from drillplanner.base.private_files import make_private_folder, open_private, read_private
from drillplanner.base.texts import _
from drillplanner.run.fact import digest

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_KEY_BYTES = 32
#: Characters of a key's hash that people compare, in groups of four.
_SPOKEN = 12


class LaptopKey:
    """The private key of this laptop; it never leaves the file it lies in."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @classmethod
    def made(cls) -> LaptopKey:
        """Make a key that is kept nowhere."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def of_file(cls, path: Path) -> LaptopKey:
        """Read the key of this laptop, or make it where there is none yet.

        Raises:
            UserError: the file is another user's.
            StoreFault: it can be neither read nor made, or holds no key.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if not path.exists():
            _keep(path, cls.made().private_bytes())
        data = read_private(path, 4 * _KEY_BYTES)
        try:
            raw = bytes.fromhex(data.decode("ascii").strip())
            return cls(Ed25519PrivateKey.from_private_bytes(raw))
        except ValueError as error:
            raise StoreFault(
                _(
                    "{file} is damaged and holds no key. Move it away; the laptop then gets a "
                    "new key, and others will see that it is another.",
                    file=str(path),
                )
            ) from error

    @property
    def public(self) -> str:
        """The public key, as 64 hex digits."""
        return self._private.public_key().public_bytes_raw().hex()

    def private_bytes(self) -> bytes:
        """Return the private key itself, to be kept in a file of this user's own."""
        return self._private.private_bytes_raw()

    def sign(self, purpose: str, data: bytes) -> str:
        """Sign bytes for one purpose; the signature is good for no other."""
        return self._private.sign(_told(purpose, data)).hex()


def is_signed(key: str, signature: str, purpose: str, data: bytes) -> bool:
    """Tell whether the holder of a key signed these bytes for this purpose."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), _told(purpose, data))
    except (ValueError, InvalidSignature):
        return False
    return True


def spoken(key: str) -> str:
    """Shorten a public key to what two people read to each other: XXXX XXXX XXXX."""
    code = digest(key.encode("utf-8", "replace")).upper()[:_SPOKEN]
    return " ".join(code[at : at + 4] for at in range(0, _SPOKEN, 4))


def _told(purpose: str, data: bytes) -> bytes:
    return f"drillplanner {purpose}\n".encode() + data


def _keep(path: Path, private: bytes) -> None:
    make_private_folder(path.parent)
    try:
        descriptor = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        return  # another start of the program was a moment earlier
    except OSError as error:
        raise StoreFault(
            _("The key of this laptop cannot be kept in {file}.", file=str(path))
        ) from error
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(private.hex().encode("ascii") + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
