"""How many callers of a month rang how often: counted from the callers, and kept up from here on."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FROM_CALLERS = """
    INSERT INTO repeat_counts (month, times, never, n)
    SELECT month, times, never, COUNT(*) FROM (
        SELECT month, SUM(n) AS times, CASE WHEN SUM(CASE WHEN kind = 'missed' THEN n ELSE 0 END) > 0
               AND SUM(CASE WHEN kind = 'reached' THEN n ELSE 0 END) = 0 THEN 1 ELSE 0 END AS never
        FROM caller_counts GROUP BY month, pseudonym
    ) AS callers GROUP BY month, times, never
"""


def upgrade() -> None:
    keys: dict[str, Any] = {"month": sa.Text(), "times": sa.Integer(), "never": sa.Integer()}
    op.create_table(
        "repeat_counts",
        *(sa.Column(key, kind, nullable=False) for key, kind in keys.items()),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*keys, name="pk_repeat_counts"),
        sqlite_with_rowid=False,
    )
    op.execute(FROM_CALLERS)


def downgrade() -> None:
    op.drop_table("repeat_counts")
