"""The first tables of counsellors' accounts."""

import sqlalchemy as sa
from alembic import op

revision = "a0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("code_hash", sa.String(43), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "accounts",
        sa.Column("counsellor_id", sa.String(22), primary_key=True),
        sa.Column("sign_in_name", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("invitation", sa.String(43), unique=True),
        sa.Column("kdf_salt", sa.String(43), nullable=False),
        sa.Column("auth_salt", sa.LargeBinary, nullable=False),
        sa.Column("auth_hash", sa.LargeBinary, nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary, nullable=False),
        sa.Column("totp_last_step", sa.BigInteger, nullable=False),
        sa.Column("sign_key", sa.Text, nullable=False),
        sa.Column("seal_key", sa.Text, nullable=False),
        sa.Column("proof", sa.Text, nullable=False),
        sa.Column("wrapped_nonce", sa.Text, nullable=False),
        sa.Column("wrapped_ciphertext", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in ("accounts", "invitations"):
        op.drop_table(table)
