"""The figures of the console, kept up as entries arrive; the shipper counts what was logged before."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT, NUMBER = sa.Text(), sa.Integer()
TABLES: dict[str, dict[str, Any]] = {
    "day_counts": {"day": TEXT, "service": TEXT, "language": TEXT, "outcome": TEXT, "gate": TEXT},
    "quarter_counts": {"day": TEXT, "quarter": NUMBER, "service": TEXT, "outcome": TEXT},
    "leg_counts": {"day": TEXT, "line": TEXT, "hunt_group": TEXT, "outcome": TEXT},
    "desk_counts": {"day": TEXT, "service": TEXT, "language": TEXT, "seconds": NUMBER},
    "move_counts": {"day": TEXT, "node": TEXT, "way": TEXT, "target": TEXT},
    "caller_counts": {"month": TEXT, "pseudonym": TEXT, "kind": TEXT},
}


def upgrade() -> None:
    for name, keys in TABLES.items():
        op.create_table(
            name,
            *(sa.Column(key, kind, nullable=False) for key, kind in keys.items()),
            sa.Column("n", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
            sqlite_with_rowid=False,
        )


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
