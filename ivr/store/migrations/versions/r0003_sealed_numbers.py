"""Callers' numbers are sealed; pseudonyms, erasures and purges."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calls", sa.Column("pseudonym", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.create_index("ix_calls_pseudonym", "calls", ["pseudonym", "started_at"])
    op.create_table(
        "erasures",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_table(
        "purges",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numbers_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("at", name="pk_purges"),
    )


def downgrade() -> None:
    op.drop_table("purges")
    op.drop_table("erasures")
    op.drop_index("ix_calls_pseudonym", "calls")
    op.drop_column("calls", "pseudonym")
