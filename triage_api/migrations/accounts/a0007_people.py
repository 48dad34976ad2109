"""When somebody was here last and when they were removed, both by the day."""

import sqlalchemy as sa
from alembic import op

revision = "a0007"
down_revision = "a0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("seen_on", sa.Integer))
    op.add_column("accounts", sa.Column("removed_on", sa.Integer))


def downgrade() -> None:
    op.drop_column("accounts", "removed_on")
    op.drop_column("accounts", "seen_on")
