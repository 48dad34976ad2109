"""The first tables of living cases."""

import sqlalchemy as sa
from alembic import op

revision = "c0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("arrival", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(22), nullable=False, unique=True),
        sa.Column("verifier", sa.String(43), nullable=False, unique=True),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("writer", sa.String(8), nullable=False),
        sa.Column("arrived_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False, index=True),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("claimed_by", sa.String(22), index=True),
        sa.Column("moved_at", sa.BigInteger),
        sa.Column("envelope", sa.Text, nullable=False),
        sa.Column("secret", sa.Text),
        sa.Column("secret_roster_number", sa.Integer),
    )
    op.create_table(
        "readers",
        sa.Column("case_id", sa.String(22), sa.ForeignKey("cases.case_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("counsellor_id", sa.String(22), primary_key=True),
    )
    op.create_table(
        "messages",
        sa.Column("case_id", sa.String(22), sa.ForeignKey("cases.case_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True),
        sa.Column("direction", sa.String(10), primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in ("messages", "readers", "cases"):
        op.drop_table(table)
