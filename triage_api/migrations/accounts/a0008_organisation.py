"""What counsellors' pages sealed to the organisation's recovery key, where a roster carries one."""

import sqlalchemy as sa
from alembic import op

revision = "a0008"
down_revision = "a0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_wraps",
        sa.Column(
            "counsellor_id",
            sa.String(22),
            sa.ForeignKey("accounts.counsellor_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("recovery_key", sa.String(43), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("signature", sa.String(86), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("organisation_wraps")
