"""Name the tables of a workspace: facts in envelopes, an index of drills, and drafts.

`facts` only grows. The other tables are either computed from it (`drills` and `sessions`, the
index), hold the bytes that facts name by hash (`attachments`), or hold what is no fact: drafts,
and the names of people, which must be able to go.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from drillplanner.run.fact import digest

#: "DPLN": what SQLite's header carries to say whose file it is.
APPLICATION_ID = 0x44504C4E
#: Form of the file; counts the Alembic revisions, so that it can be read without Alembic.
USER_VERSION = 3
#: The newest Alembic revision.
REVISION = "0003"


#: Hex digits of a seal: enough to see damage; it is no defence against somebody who forges.
_SEAL_LENGTH = 16
#: Stands in none of the texts that are sealed, so that no two rows spell alike.
_SEAL_BETWEEN = "\x1f"


def seal_of(values: Iterable[object]) -> str:
    """Compute the seal of a row from what its columns hold, in their order."""
    spelled = (
        str(int(one)) if isinstance(one, bool) else "" if one is None else str(one)
        for one in values
    )
    return digest(_SEAL_BETWEEN.join(spelled).encode("utf-8", "surrogatepass"))[:_SEAL_LENGTH]


def _seal() -> Column[str]:
    """Make the column that holds a row's seal; empty in rows of an older version."""
    return Column("seal", String(_SEAL_LENGTH), nullable=False, server_default=text("''"))


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
    # Which rules the index was computed by; 0: by none, so it is to be computed.
    Column("index_rules", Integer, nullable=False, server_default=text("0")),
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
    # Entries are found by their drill; left out here they cost nothing more to append.
    Index("ix_facts_kind_hash", "kind", "hash", sqlite_where=text("kind <> 'entry'")),
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

#: The index: a row for each drill that has its own fact; `store.drill_index` keeps it.
drills = Table(
    "drills",
    metadata,
    Column("drill", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("script", String(64), nullable=False),
    Column("began_with", String(64), nullable=False),
    Column("nature", String(64), nullable=False),
    Column("author", String(64), nullable=False),
    Column("made_utc_ns", BigInteger, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("held_utc_ns", BigInteger, nullable=False),
    Column("is_issued", Integer, nullable=False),
    _seal(),
    CheckConstraint("is_issued IN (0, 1)", name="is_issued"),
    CheckConstraint(
        "standing IN ('empty', 'under_way', 'ended', 'broken_off', 'void')", name="standing"
    ),
    Index("ix_drills_position", "position"),
)

#: The index: a row for each session of a log; what it holds is `run.drill_index_row`.
sessions = Table(
    "sessions",
    metadata,
    Column("drill", String(64), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("source", String(64), primary_key=True),
    Column("session", String(64), primary_key=True),
    Column("author", String(64), nullable=False),
    Column("phase", String(16), nullable=False),
    Column("nature", String(64), nullable=False),
    Column("armed_utc_ns", BigInteger, nullable=False),
    Column("is_control", Integer, nullable=False),
    Column("begun_utc_ns", BigInteger, nullable=False),
    Column("stop", String(16), nullable=False),
    Column("stop_utc_ns", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("last_hash", String(64), nullable=False),
    Column("first_utc_ns", BigInteger, nullable=False),
    Column("last_utc_ns", BigInteger, nullable=False),
    _seal(),
    CheckConstraint("round >= 1", name="round"),
    CheckConstraint("count >= 1 AND last_seq >= 1", name="count"),
    CheckConstraint("is_control IN (0, 1)", name="is_control"),
    CheckConstraint(
        "phase IN ('ready', 'armed', 'running', 'held', 'ended', 'aborted')", name="phase"
    ),
    CheckConstraint("stop IN ('', 'broken_off', 'void')", name="stop"),
    sqlite_with_rowid=False,
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
    _seal(),
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
    _seal(),
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
