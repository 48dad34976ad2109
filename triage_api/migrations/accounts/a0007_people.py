"""When somebody was here last and when they were removed, both by the day; and keys that are renewed."""

import sqlalchemy as sa
from alembic import op

revision = "a0007"
down_revision = "a0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("seen_on", sa.Integer))
    op.add_column("accounts", sa.Column("removed_on", sa.Integer))
    op.add_column("accounts", sa.Column("key_made", sa.String(20)))
    op.add_column("accounts", sa.Column("key_request", sa.String(86)))
    op.add_column("accounts", sa.Column("older_keys", sa.Text, nullable=False, server_default="[]"))


def downgrade() -> None:
    for column in ("older_keys", "key_request", "key_made", "removed_on"):
        op.drop_column("accounts", column)
    op.drop_column("accounts", "seen_on")
