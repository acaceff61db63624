"""Read what can be read of an encrypted database with damaged pages.

SQLCipher refuses a page of which one bit is another, and every page after it on the same
connection. The bytes themselves are as legible as those of a plain file: a damaged block of 16
spoils itself alone. So the pages are decrypted into memory, never to a disk, where every fact is
judged by its own hash.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from drillplanner.store.protection.keyring import PLAIN
from drillplanner.store.protection.packages import aes_cbc

#: SQLCipher 4's layout (zetetic.net/sqlcipher/design): behind each page its start value and its
#: HMAC-SHA256, which are not SQLite's.
_PAGE: Final = 4096
_RESERVED: Final = 48
_IV: Final = 16
#: Which form of log a file has, in its header; in memory there is none.
_FORMS_AT: Final = slice(18, 20)
_NO_LOG: Final = b"\x01\x01"


def damaged_pages(raw: sqlite3.Connection) -> int:
    """Count the pages of an encrypted database that are not as they were written."""
    return len(raw.execute("PRAGMA cipher_integrity_check").fetchall())


def salvaged(path: Path, key: bytes) -> sqlite3.Connection:
    """Decrypt a database into memory, damaged pages too.

    Raises:
        OSError: it cannot be read.
        sqlite3.Error: even so it is no database.
    """
    data = bytearray()
    with path.open("rb") as stream:
        while page := stream.read(_PAGE):
            data += _decrypted(page, key, is_first=not data)
    data[_FORMS_AT] = _NO_LOG
    raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        raw.deserialize(bytes(data))
        # A damaged description of one table or index does not hide the others.
        raw.execute("PRAGMA writable_schema = ON")
    except sqlite3.Error:
        raw.close()
        raise
    return raw


def _decrypted(page: bytes, key: bytes, *, is_first: bool) -> bytes:
    if len(page) < _PAGE:
        # A file that was cut ends here.
        return bytes(_PAGE)
    begins = len(PLAIN) if is_first else 0
    ends = _PAGE - _RESERVED
    plain = aes_cbc(key, page[ends : ends + _IV], page[begins:ends])
    return (PLAIN if is_first else b"") + plain + bytes(_RESERVED)
