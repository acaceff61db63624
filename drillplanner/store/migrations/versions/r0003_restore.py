"""Let the projection of log entries hold restorations; the facts stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew with one kind more: SQLite cannot change a constraint."""
    op.rename_table("entries", "entries_before")
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
            "kind IN ('arm', 'mark', 'label', 'void', 'restore', 'not_performed', 'failed', "
            "'note', 'sync', 'hold', 'resume', 'abort', 'end')",
            name="ck_entries_kind",
        ),
    )
    op.execute(
        "INSERT INTO entries (position, drill, round, source, session, seq, kind, step, "
        "elapsed_ns, wall_utc_ns) SELECT position, drill, round, source, session, seq, kind, "
        "step, elapsed_ns, wall_utc_ns FROM entries_before"
    )
    op.drop_table("entries_before")


def downgrade() -> None:
    """Refuse: a backup is made before every migration, and that is the way back."""
    raise NotImplementedError("restore the backup instead")
