"""The rota: shifts of every week, and changes on single days."""

import sqlalchemy as sa
from alembic import op

revision = "a0002"
down_revision = "a0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rota_shifts",
        sa.Column("shift_id", sa.Integer, primary_key=True),
        sa.Column("weekday", sa.SmallInteger, nullable=False),
        sa.Column("begins", sa.String(5), nullable=False),
        sa.Column("ends", sa.String(5), nullable=False),
        sa.Column("counsellor_id", sa.String(22), nullable=False),
        sa.Column("tier", sa.SmallInteger, nullable=False),
        sa.Column("languages", sa.String(64), nullable=False),
        sa.Column("personas", sa.String(64), nullable=False),
        sa.Column("holidays", sa.String(8), nullable=False),
        sa.Column("first", sa.String(10)),
        sa.Column("last", sa.String(10)),
    )
    op.create_table(
        "rota_changes",
        sa.Column("change_id", sa.Integer, primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("shift_id", sa.Integer),
        sa.Column("counsellor_id", sa.String(22)),
        sa.Column("begins", sa.String(5)),
        sa.Column("ends", sa.String(5)),
        sa.Column("tier", sa.SmallInteger),
        sa.Column("languages", sa.String(64)),
        sa.Column("personas", sa.String(64)),
    )
