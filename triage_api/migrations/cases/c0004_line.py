"""The line as an index, in the order in which it is taken."""

import sqlalchemy as sa
from alembic import op

revision = "c0004"
down_revision = "c0003"
branch_labels = None
depends_on = None

URGENCY = "CASE level WHEN 'routine' THEN 0 WHEN 'elevated' THEN 1 WHEN 'high' THEN 2 WHEN 'immediate' THEN 3 END"


def upgrade() -> None:
    op.create_index("line", "cases", ["state", sa.text("reachable DESC"), sa.text(f"({URGENCY}) DESC"), "arrival"])
    op.drop_index("ix_cases_state", "cases")


def downgrade() -> None:
    op.create_index("ix_cases_state", "cases", ["state"])
    op.drop_index("line", "cases")
