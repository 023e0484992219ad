"""Views of the calls, saved by name."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_views"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_views_account"),
        sa.UniqueConstraint("account_id", "name", name="uq_views_name"),
    )


def downgrade() -> None:
    op.drop_table("views")
