"""By which roster an envelope was sealed, in clear as it is inside the envelope: so that old keys can be given up.

Cases from before count as sealed by the oldest roster, which only keeps a key longer.
"""

import sqlalchemy as sa
from alembic import op

revision = "c0005"
down_revision = "c0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("roster_number", sa.Integer, nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("left_roster_number", sa.Integer))


def downgrade() -> None:
    op.drop_column("cases", "left_roster_number")
    op.drop_column("cases", "roster_number")
