"""Mailboxes for return codes, and what a page leaves for whoever takes its case."""

import sqlalchemy as sa
from alembic import op

revision = "c0002"
down_revision = "c0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("left_behind", sa.Text))
    op.create_table(
        "letters",
        sa.Column("letter_id", sa.String(22), primary_key=True),
        sa.Column("mailbox", sa.String(43), nullable=False, index=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("expires_on", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("letters")
    op.drop_column("cases", "left_behind")
