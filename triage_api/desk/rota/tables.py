"""Where the plan is kept: in the accounts database, since it names counsellors and no person who writes."""

import sqlalchemy as sa

from triage_api.desk.tables import metadata

shifts = sa.Table(
    "rota_shifts",
    metadata,
    sa.Column("shift_id", sa.Integer, primary_key=True),
    sa.Column("weekday", sa.SmallInteger, nullable=False),  # 0 is Monday
    sa.Column("begins", sa.String(5), nullable=False),  # HH:MM by the clock in Sweden
    sa.Column("ends", sa.String(5), nullable=False),
    sa.Column("counsellor_id", sa.String(22), nullable=False),
    sa.Column("tier", sa.SmallInteger, nullable=False),
    sa.Column("languages", sa.String(64), nullable=False),  # with commas between them, as are personas
    sa.Column("personas", sa.String(64), nullable=False),
    sa.Column("holidays", sa.String(8), nullable=False),
    sa.Column("first", sa.String(10)),  # YYYY-MM-DD, as every day here
    sa.Column("last", sa.String(10)),
)

changes = sa.Table(
    "rota_changes",
    metadata,
    sa.Column("change_id", sa.Integer, primary_key=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),  # cancelled, replaced, added
    sa.Column("shift_id", sa.Integer),  # of what is cancelled or replaced
    sa.Column("counsellor_id", sa.String(22)),  # who replaces, or whose the added shift is
    # The rest of an added shift, as above.
    sa.Column("begins", sa.String(5)),
    sa.Column("ends", sa.String(5)),
    sa.Column("tier", sa.SmallInteger),
    sa.Column("languages", sa.String(64)),
    sa.Column("personas", sa.String(64)),
)
