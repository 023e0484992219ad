"""Requests to be called back: on which number (sealed), since when, and what was promised."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ASKED = sa.text("call_back_to IS NOT NULL")


def upgrade() -> None:
    op.add_column("calls", sa.Column("call_back_to", sa.Text()))
    op.add_column("calls", sa.Column("call_back_at", sa.DateTime(timezone=True)))
    op.add_column("calls", sa.Column("call_back_promise", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.create_index("ix_calls_call_back", "calls", ["started_at"], sqlite_where=ASKED, postgresql_where=ASKED)


def downgrade() -> None:
    op.drop_index("ix_calls_call_back", "calls")
    for name in ("call_back_to", "call_back_at", "call_back_promise"):
        op.drop_column("calls", name)
