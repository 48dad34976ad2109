"""Ways in: the vault key's wraps, recovery codes, resets, passkeys.

Accounts from before have their keys under the passphrase itself. Only their own browsers could put them under a vault
key, so these accounts are deleted, and whoever had one is invited anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "a0006"
down_revision = "a0005"
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
    op.create_table(
        "recovery_codes",
        sa.Column(
            "counsellor_id",
            sa.String(22),
            sa.ForeignKey("accounts.counsellor_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("auth_salt", sa.LargeBinary, nullable=False),
        sa.Column("auth_hash", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "resets",
        sa.Column(
            "counsellor_id",
            sa.String(22),
            sa.ForeignKey("accounts.counsellor_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("code_hash", sa.String(43), nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column(
            "counsellor_id",
            sa.String(22),
            sa.ForeignKey("accounts.counsellor_id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("credential_id", sa.Text, nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    for table in ("passkeys", "resets", "recovery_codes", "wraps"):
        op.drop_table(table)
