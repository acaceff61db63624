"""Protect a finished PDF with a password: AES-256, revision 6 of ISO 32000-2.

Such a file is never the same twice, because its salts are random; what is hashed or compared
is the one without a password.
"""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Final

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.terms.papers import LEAST_PASSWORD

#: What the standard takes into account (ISO 32000-2, 7.6.4.3.3).
_MOST_BYTES: Final = 127


def require_password(password: str) -> str:
    """Give a password as it is used.

    Raises:
        UserError: it is too short or too long to protect anything.
    """
    # Readers bring what is typed into this form before they compare (SASLprep, RFC 4013).
    used = unicodedata.normalize("NFKC", password)
    if len(used) < LEAST_PASSWORD:
        raise UserError(_("The password needs {count} characters or more.", count=LEAST_PASSWORD))
    if len(used.encode("utf-8")) > _MOST_BYTES:
        raise UserError(
            _("The password is too long; a PDF takes {count} bytes.", count=_MOST_BYTES)
        )
    return used


def with_password(document: bytes, password: str) -> bytes:
    """Encrypt a PDF, contents and properties alike; it opens with the password alone.

    Raises:
        UserError: the password is too short or too long.
    """
    from pypdf import PdfReader, PdfWriter

    used = require_password(password)
    reader = PdfReader(BytesIO(document))
    writer = PdfWriter(clone_from=reader)
    writer.metadata = reader.metadata
    writer.encrypt(used, algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
