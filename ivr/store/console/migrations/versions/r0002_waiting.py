"""What people did about callers who wait."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_changes",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("who", "did", "item", "through", "note")),
        sa.PrimaryKeyConstraint("seq", name="pk_waiting_changes"),
    )
    op.create_index("ix_waiting_changes_at", "waiting_changes", ["at"])
    op.create_index("ix_waiting_changes_item", "waiting_changes", ["item"])
    op.create_index("ix_waiting_changes_through", "waiting_changes", ["through"])


def downgrade() -> None:
    op.drop_table("waiting_changes")
