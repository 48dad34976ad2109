"""Counters by month."""

import sqlalchemy as sa
from alembic import op

revision = "a0004"
down_revision = "a0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counts",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("subject", sa.String(24), primary_key=True),
        sa.Column("row", sa.String(24), primary_key=True),
        sa.Column("column", sa.String(24), primary_key=True),
        sa.Column("n", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("counts")
