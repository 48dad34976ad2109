"""Colleagues who read along: what is sealed to them line by line, and supervisors who ask to."""

import sqlalchemy as sa
from alembic import op

revision = "c0007"
down_revision = "c0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "along",
        sa.Column("offer_id", sa.String(22), sa.ForeignKey("offers.offer_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
    )
    op.create_table(
        "wishes",
        sa.Column("asked_by", sa.String(22), primary_key=True),
        sa.Column("asked", sa.String(22), primary_key=True, index=True),
        sa.Column("wished_at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("wishes")
    op.drop_table("along")
