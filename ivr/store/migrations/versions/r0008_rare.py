"""What is rare, found without reading every call: missed calls, when a caller reached somebody, a number that is called
seldom, calls that are not over."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MISSED = sa.text("outcome IN ('all_busy', 'nobody_answered', 'left_while_ringing', 'failed')")
GOING = sa.text("ended_at IS NULL")
REPLACED = "ix_calls_pseudonym"


def upgrade() -> None:
    op.create_index("ix_calls_missed", "calls", ["started_at"], sqlite_where=MISSED, postgresql_where=MISSED)
    op.create_index("ix_calls_going", "calls", ["started_at"], sqlite_where=GOING, postgresql_where=GOING)
    op.create_index("ix_calls_called", "calls", ["called", "started_at", "call_id"])
    op.drop_index(REPLACED, "calls")
    op.create_index("ix_calls_caller", "calls", ["pseudonym", "started_at", "outcome", "test"])


def downgrade() -> None:
    op.drop_index("ix_calls_called", "calls")
    op.drop_index("ix_calls_going", "calls")
    op.drop_index("ix_calls_caller", "calls")
    op.create_index(REPLACED, "calls", ["pseudonym", "started_at"])
    op.drop_index("ix_calls_missed", "calls")
