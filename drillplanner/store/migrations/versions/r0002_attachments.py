"""Keep the bytes of photos by their hash, and which drills name them.

A file of the first form may hold photos and parts of their bytes among its facts, taken in
from a newer laptop: they are put in place; the facts stay as they are.
"""

import base64
import hashlib
import json
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables and their triggers, and fill them from the facts."""
    op.create_table(
        "attachments",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_attachments"),
        sa.CheckConstraint("length(sha256) = 64", name="ck_attachments_sha256"),
        sa.CheckConstraint(
            "typeof(bytes) = 'blob' AND length(bytes) = size", name="ck_attachments_bytes"
        ),
    )
    op.create_table(
        "attachment_drills",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("drill", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "drill", name="pk_attachment_drills"),
    )
    op.create_index("ix_attachment_drills_drill", "attachment_drills", ["drill"])
    _make_triggers()
    _fill()


def _make_triggers() -> None:
    op.execute(
        """CREATE TRIGGER attachments_are_never_changed BEFORE UPDATE ON attachments
BEGIN SELECT RAISE(ABORT, 'attachments are never changed'); END"""
    )
    op.execute(
        """CREATE TRIGGER attachments_go_when_no_drill_names_them BEFORE DELETE ON attachments
WHEN EXISTS (SELECT 1 FROM attachment_drills WHERE sha256 = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'attachments go when no drill names them'); END"""
    )
    op.execute(
        """CREATE TRIGGER names_go_with_a_purged_drill BEFORE DELETE ON attachment_drills
WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE drill = OLD.drill)
BEGIN SELECT RAISE(ABORT, 'names of attachments go with a purged drill'); END"""
    )


def _fill() -> None:
    connection = op.get_bind()
    named = set()
    waiting: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    counts: dict[tuple[str, str], int] = {}
    facts = sa.text(
        "SELECT kind, drill, bytes FROM facts "
        "WHERE kind IN ('photo', 'attachment_part') AND drill IS NOT NULL ORDER BY position"
    )
    for kind, drill, data in connection.execute(facts):
        body = _read(data)
        key = (str(body.get("sha256")), drill)
        if len(key[0]) != hashlib.sha256().digest_size * 2:
            continue
        named.add(key)
        number, count = body.get("part"), body.get("of")
        if kind == "attachment_part" and isinstance(number, int) and isinstance(count, int):
            waiting[key][number] = str(body.get("data"))
            counts[key] = count
    for sha256, drill in sorted(named):
        connection.execute(
            sa.text("INSERT INTO attachment_drills (sha256, drill) VALUES (:sha256, :drill)"),
            {"sha256": sha256, "drill": drill},
        )
    for key, pieces in waiting.items():
        _keep(connection, key[0], _joined(pieces, counts[key]))


def _read(data: bytes) -> dict[str, object]:
    try:
        body = json.loads(data)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _joined(pieces: dict[int, str], count: int) -> bytes:
    try:
        return b"".join(base64.b64decode(pieces[number]) for number in range(1, count + 1))
    except (KeyError, ValueError):
        return b""


def _keep(connection: sa.Connection, sha256: str, data: bytes) -> None:
    """Keep bytes that are what their hash says and are not there yet."""
    if hashlib.sha256(data).hexdigest() == sha256:
        connection.execute(
            sa.text(
                "INSERT INTO attachments (sha256, size, bytes) VALUES (:sha256, :size, :bytes) "
                "ON CONFLICT DO NOTHING"
            ),
            {"sha256": sha256, "size": len(data), "bytes": data},
        )


def downgrade() -> None:
    """Refuse: a backup is made before every migration, and that is the way back."""
    raise NotImplementedError("restore the backup instead")
