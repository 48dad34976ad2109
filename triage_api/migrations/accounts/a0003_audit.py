"""The audit: a chain of who did what."""

import sqlalchemy as sa
from alembic import op

revision = "a0003"
down_revision = "a0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.String(22), nullable=False),
        sa.Column("deed", sa.String(16), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(43), nullable=False),
        sa.Column("hash", sa.String(43), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("audit")
