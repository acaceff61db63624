"""Make the first form of a workspace: facts, their projections, drafts, names of people."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables and the triggers that keep facts as they are."""
    op.create_table(
        "workspace",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("made_utc_ns", sa.BigInteger(), nullable=False),
        sa.Column("is_open", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
        sa.CheckConstraint("is_open IN (0, 1)", name="ck_workspace_is_open"),
    )
    op.create_table(
        "facts",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("drill", sa.String(64), nullable=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_facts"),
        sa.UniqueConstraint("id", name="uq_facts_id"),
        sa.CheckConstraint("length(hash) = 64", name="ck_facts_hash"),
        sa.CheckConstraint("typeof(bytes) = 'blob'", name="ck_facts_bytes"),
    )
    op.create_index("ix_facts_drill_kind", "facts", ["drill", "kind"])
    op.create_table(
        "copies",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("drill", sa.String(64), nullable=True),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("found_utc_ns", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "hash", name="pk_copies"),
    )
    _make_entries()
    op.create_table(
        "tombstones",
        sa.Column("drill", sa.String(64), nullable=False),
        sa.Column("fact", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("drill", name="pk_tombstones"),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
        sa.CheckConstraint("length(name) > 0", name="ck_persons_name"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("base", sa.String(64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_utc_ns", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.CheckConstraint("revision >= 1", name="ck_drafts_revision"),
    )
    _make_triggers()


def _make_entries() -> None:
    op.create_table(
        "entries",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("drill", sa.String(64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("step", sa.String(64), nullable=True),
        sa.Column("elapsed_ns", sa.BigInteger(), nullable=False),
        sa.Column("wall_utc_ns", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_entries"),
        sa.ForeignKeyConstraint(
            ["position"],
            ["facts.position"],
            name="fk_entries_position_facts",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("round >= 1", name="ck_entries_round"),
        sa.CheckConstraint("seq >= 1", name="ck_entries_seq"),
        sa.CheckConstraint(
            "kind IN ('arm', 'mark', 'label', 'void', 'not_performed', 'failed', 'note', "
            "'sync', 'hold', 'resume', 'abort', 'end')",
            name="ck_entries_kind",
        ),
    )


def _make_triggers() -> None:
    op.execute(
        """CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END"""
    )
    op.execute(
        """CREATE TRIGGER facts_go_only_with_a_purged_drill BEFORE DELETE ON facts
WHEN OLD.drill IS NULL OR NOT EXISTS (SELECT 1 FROM tombstones WHERE drill = OLD.drill)
BEGIN SELECT RAISE(ABORT, 'facts go only with a purged drill'); END"""
    )


def downgrade() -> None:
    """Refuse: a backup is made before every migration, and that is the way back."""
    raise NotImplementedError("restore the backup instead")
