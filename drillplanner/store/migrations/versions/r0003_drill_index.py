"""Replace the projection of entries, which nobody read, by an index of drills and sessions.

The rows of the index are no data: whoever opens the file computes them from the facts, as
`index_rules` 0 tells. Rows that no fact's hash vouches for get a seal; those of before have
none. The partial index finds the few facts that are no log entries.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index, empty, and drop what it replaces."""
    op.drop_table("entries")
    op.create_table(
        "drills",
        sa.Column("drill", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("script", sa.String(64), nullable=False),
        sa.Column("began_with", sa.String(64), nullable=False),
        sa.Column("nature", sa.String(64), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("made_utc_ns", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("held_utc_ns", sa.BigInteger(), nullable=False),
        sa.Column("is_issued", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(16), nullable=False, server_default=sa.text("''")),
        sa.PrimaryKeyConstraint("drill", name="pk_drills"),
        sa.CheckConstraint(
            "standing IN ('empty', 'under_way', 'ended', 'broken_off', 'void')",
            name="ck_drills_standing",
        ),
        sa.CheckConstraint("is_issued IN (0, 1)", name="ck_drills_is_issued"),
    )
    op.create_index("ix_drills_position", "drills", ["position"])
    op.create_table(
        "sessions",
        sa.Column("drill", sa.String(64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("nature", sa.String(64), nullable=False),
        sa.Column("armed_utc_ns", sa.BigInteger(), nullable=False),
        sa.Column("is_control", sa.Integer(), nullable=False),
        sa.Column("begun_utc_ns", sa.BigInteger(), nullable=False),
        sa.Column("stop", sa.String(16), nullable=False),
        sa.Column("stop_utc_ns", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(64), nullable=False),
        sa.Column("first_utc_ns", sa.BigInteger(), nullable=False),
        sa.Column("last_utc_ns", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.String(16), nullable=False, server_default=sa.text("''")),
        sa.PrimaryKeyConstraint("drill", "round", "source", "session", name="pk_sessions"),
        sa.CheckConstraint("round >= 1", name="ck_sessions_round"),
        sa.CheckConstraint("count >= 1 AND last_seq >= 1", name="ck_sessions_count"),
        sa.CheckConstraint("is_control IN (0, 1)", name="ck_sessions_is_control"),
        sa.CheckConstraint(
            "phase IN ('ready', 'armed', 'running', 'held', 'ended', 'aborted')",
            name="ck_sessions_phase",
        ),
        sa.CheckConstraint("stop IN ('', 'broken_off', 'void')", name="ck_sessions_stop"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_facts_kind_hash", "facts", ["kind", "hash"], sqlite_where=sa.text("kind <> 'entry'")
    )
    for table in ("persons", "drafts"):
        op.add_column(
            table, sa.Column("seal", sa.String(16), nullable=False, server_default=sa.text("''"))
        )
    op.add_column(
        "workspace",
        sa.Column("index_rules", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )


def downgrade() -> None:
    """Refuse: a backup is made before every migration, and that is the way back."""
    raise NotImplementedError("restore the backup instead")
