"""Alerts: what goes on, who was told, where counsellors want to be told, and what is still to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "a0005"
down_revision = "a0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("tag", sa.String(12), primary_key=True),
        sa.Column("quiet", sa.Boolean, nullable=False),
        sa.Column("step", sa.SmallInteger, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.Boolean, nullable=False),
    )
    op.create_table(
        "alert_waiting",
        sa.Column("tag", sa.String(12), primary_key=True),
        sa.Column("mark", sa.String(22), primary_key=True),
    )
    op.create_table(
        "alert_told",
        sa.Column("tag", sa.String(12), primary_key=True),
        sa.Column("step", sa.SmallInteger, primary_key=True),
        sa.Column("counsellor_id", sa.String(22), primary_key=True),
    )
    op.create_table(
        "alert_channels",
        sa.Column("channel_id", sa.String(22), primary_key=True),
        sa.Column("counsellor_id", sa.String(22), nullable=False, index=True),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("urgent_only", sa.Boolean, nullable=False),
        sa.Column("added_on", sa.String(10), nullable=False),
        sa.Column("trouble", sa.String(12)),
    )
    op.create_table(
        "alert_sends",
        sa.Column("tag", sa.String(12), primary_key=True),
        sa.Column("step", sa.SmallInteger, primary_key=True),
        sa.Column("channel_id", sa.String(22), primary_key=True),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for table in ("alert_sends", "alert_channels", "alert_told", "alert_waiting", "alerts"):
        op.drop_table(table)
