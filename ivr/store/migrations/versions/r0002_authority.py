"""The shared authority: revisions, activations, switches, changes, nodes. PostgreSQL only: SQLite is one machine's."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "authority_revisions",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("compiled", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_authority_revisions"),
    )
    op.create_index("ix_authority_revisions_number", "authority_revisions", ["number"], unique=True)
    op.create_table(
        "authority_activations",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_to", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_authority_activations"),
    )
    op.create_table(
        "authority_switches",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_authority_switches"),
    )
    op.create_table(
        "authority_changes",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_authority_changes"),
    )
    op.create_index("ix_authority_changes_sequence", "authority_changes", ["sequence"])
    op.create_table(
        "authority_nodes",
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revisions", sa.BigInteger(), nullable=False),
        sa.Column("activation", sa.Integer(), nullable=False),
        sa.Column("switches", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("node", name="pk_authority_nodes"),
    )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in ("nodes", "changes", "switches", "activations", "revisions"):
        op.drop_table(f"authority_{table}")
