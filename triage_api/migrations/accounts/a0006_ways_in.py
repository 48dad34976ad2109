"""Ways in: the vault key's wraps.

Accounts from before have their keys under the passphrase itself. Only their own browsers could put them under a vault
key, so these accounts are deleted, and whoever had one is invited anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "a0006"
down_revision = "a0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM accounts")
    op.create_table(
        "wraps",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column(
            "counsellor_id",
            sa.String(22),
            sa.ForeignKey("accounts.counsellor_id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("nonce", sa.Text, nullable=False),
        sa.Column("ciphertext", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("wraps")
