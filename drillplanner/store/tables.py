"""Name the tables of a workspace: facts in envelopes, projections of them, and drafts.

`facts` only grows. The other tables are either computed from it (`entries`), hold the bytes
that facts name by hash (`attachments`), or hold what is no fact: drafts, and the names of
people, which must be able to go.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

#: "DPLN": what SQLite's header carries to say whose file it is.
APPLICATION_ID = 0x44504C4E
#: Form of the file; counts the Alembic revisions, so that it can be read without Alembic.
USER_VERSION = 3
#: The newest Alembic revision.
REVISION = "0003"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

workspace = Table(
    "workspace",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("made_utc_ns", BigInteger, nullable=False),
    Column("is_open", Integer, nullable=False),
    CheckConstraint("is_open IN (0, 1)", name="is_open"),
)

#: `position` is the order of arrival on this machine and means nothing elsewhere.
facts = Table(
    "facts",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("drill", String(64), nullable=True),
    Column("hash", String(64), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    UniqueConstraint("id"),
    CheckConstraint("length(hash) = 64", name="hash"),
    CheckConstraint("typeof(bytes) = 'blob'", name="bytes"),
    Index("ix_facts_drill_kind", "drill", "kind"),
)

#: Copies of facts that came with other bytes than the first: kept as evidence, never used.
copies = Table(
    "copies",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("drill", String(64), nullable=True),
    Column("bytes", LargeBinary, nullable=False),
    Column("found_utc_ns", BigInteger, nullable=False),
)

#: Projection of the facts that are log entries; rebuilt from `facts` at will.
entries = Table(
    "entries",
    metadata,
    Column("position", Integer, ForeignKey("facts.position", ondelete="CASCADE"), primary_key=True),
    Column("drill", String(64), nullable=False),
    Column("round", Integer, nullable=False),
    Column("source", String(64), nullable=False),
    Column("session", String(64), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("step", String(64), nullable=True),
    Column("elapsed_ns", BigInteger, nullable=False),
    Column("wall_utc_ns", BigInteger, nullable=False),
    CheckConstraint("round >= 1", name="round"),
    CheckConstraint("seq >= 1", name="seq"),
    CheckConstraint(
        "kind IN ('arm', 'mark', 'label', 'void', 'restore', 'not_performed', 'failed', 'note', "
        "'sync', 'hold', 'resume', 'abort', 'end')",
        name="kind",
    ),
)

#: Bytes of photos, once each, under their SHA-256; which drills name them stands beside.
attachments = Table(
    "attachments",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    CheckConstraint("length(sha256) = 64", name="sha256"),
    CheckConstraint("typeof(bytes) = 'blob' AND length(bytes) = size", name="bytes"),
)

#: Which drill names which attachment, whether its bytes are here or not.
attachment_drills = Table(
    "attachment_drills",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("drill", String(64), primary_key=True),
    Index("ix_attachment_drills_drill", "drill"),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("drill", String(64), primary_key=True),
    Column("fact", String(64), nullable=False),
)

persons = Table(
    "persons",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    CheckConstraint("length(name) > 0", name="name"),
)

#: What is being edited: one JSON document, overwritten as it changes, never in a union.
drafts = Table(
    "drafts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("document", Text, nullable=False),
    Column("base", String(64), nullable=True),
    Column("revision", Integer, nullable=False),
    Column("saved_utc_ns", BigInteger, nullable=False),
    CheckConstraint("revision >= 1", name="revision"),
)

#: Alembic's own table, named here so that a created file equals a migrated one.
alembic_version = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

#: Facts are never changed, and deleted only with a whole drill that has its tombstone; bytes
#: of attachments go when no drill names them any more.
TRIGGERS = (
    """CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END""",
    """CREATE TRIGGER facts_go_only_with_a_purged_drill BEFORE DELETE ON facts
WHEN OLD.drill IS NULL OR NOT EXISTS (SELECT 1 FROM tombstones WHERE drill = OLD.drill)
BEGIN SELECT RAISE(ABORT, 'facts go only with a purged drill'); END""",
    """CREATE TRIGGER attachments_are_never_changed BEFORE UPDATE ON attachments
BEGIN SELECT RAISE(ABORT, 'attachments are never changed'); END""",
    """CREATE TRIGGER attachments_go_when_no_drill_names_them BEFORE DELETE ON attachments
WHEN EXISTS (SELECT 1 FROM attachment_drills WHERE sha256 = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'attachments go when no drill names them'); END""",
    """CREATE TRIGGER names_go_with_a_purged_drill BEFORE DELETE ON attachment_drills
WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE drill = OLD.drill)
BEGIN SELECT RAISE(ABORT, 'names of attachments go with a purged drill'); END""",
)
