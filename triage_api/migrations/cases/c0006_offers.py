"""Cases that one counsellor offers to another, questions to a colleague, and the notes in answer."""

import sqlalchemy as sa
from alembic import op

revision = "c0006"
down_revision = "c0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("handed", sa.Text))
    op.create_table(
        "offers",
        sa.Column("offer_id", sa.String(22), primary_key=True),
        sa.Column("case_id", sa.String(22), sa.ForeignKey("cases.case_id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("asked_by", sa.String(22), nullable=False, index=True),
        sa.Column("asked", sa.String(22), nullable=False, index=True),
        sa.Column("offered_at", sa.BigInteger, nullable=False),
        sa.Column("envelope", sa.Text, nullable=False),
        sa.UniqueConstraint("case_id", "kind"),
    )
    op.create_table(
        "notes",
        sa.Column("offer_id", sa.String(22), sa.ForeignKey("offers.offer_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("envelope", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("notes")
    op.drop_table("offers")
    op.drop_column("cases", "handed")
