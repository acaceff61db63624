"""Keep the bytes of attachments once under their hash, for as long as a drill names them."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import _
from drillplanner.run.facts import digest
from drillplanner.store import schema

_BYTES = schema.attachments.c
_NAMES = schema.attachment_drills.c


def keep(writing: Connection, drill: str, data: bytes) -> bool:
    """Keep bytes that a drill names; False where they were here already."""
    sha256 = digest(data)
    name(writing, drill, sha256)
    if writing.execute(select(_BYTES.sha256).where(_BYTES.sha256 == sha256)).first():
        return False
    row = {"sha256": sha256, "size": len(data), "bytes": data}
    writing.execute(insert(schema.attachments), row)
    return True


def name(writing: Connection, drill: str, sha256: str) -> None:
    """Note that a drill names an attachment, whether its bytes are here or not."""
    row = {"sha256": sha256, "drill": drill}
    query = select(_NAMES.drill).where((_NAMES.sha256 == sha256) & (_NAMES.drill == drill))
    if writing.execute(query).first() is None:
        writing.execute(insert(schema.attachment_drills), row)


def read(connection: Connection, sha256: str) -> bytes | None:
    """Give the bytes of an attachment; None where they are not here.

    Raises:
        FileRefused: the bytes are not those that were stored.
    """
    query = select(_BYTES.bytes).where(_BYTES.sha256 == sha256)
    data: bytes | None = connection.execute(query).scalar()
    if data is not None and digest(data) != sha256:
        raise FileRefused(_("The photo {hash} was changed after it was stored.", hash=sha256[:16]))
    return data


def present(connection: Connection, drill: str) -> frozenset[str]:
    """List the hashes of a drill's attachments whose bytes are here."""
    query = (
        select(_BYTES.sha256)
        .join(schema.attachment_drills, _NAMES.sha256 == _BYTES.sha256)
        .where(_NAMES.drill == drill)
    )
    return frozenset(connection.execute(query).scalars())


def let_go(writing: Connection, drill: str) -> None:
    """Delete the attachments of a purged drill that no other drill names."""
    named = select(_NAMES.sha256).where(_NAMES.drill == drill)
    hashes = writing.execute(named).scalars().all()
    writing.execute(delete(schema.attachment_drills).where(_NAMES.drill == drill))
    for sha256 in hashes:
        if writing.execute(select(_NAMES.drill).where(_NAMES.sha256 == sha256)).first() is None:
            writing.execute(delete(schema.attachments).where(_BYTES.sha256 == sha256))
