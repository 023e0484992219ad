"""The list of calls, filtered by anything: one index that holds every field a filter asks for."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FIELDS = ["started_at", "call_id", "outcome", "service", "language", "called", "open", "test"]


def upgrade() -> None:
    op.create_index("ix_calls_list", "calls", FIELDS)
    op.drop_index("ix_calls_started_at", "calls")


def downgrade() -> None:
    op.create_index("ix_calls_started_at", "calls", ["started_at", "call_id"])
    op.drop_index("ix_calls_list", "calls")
