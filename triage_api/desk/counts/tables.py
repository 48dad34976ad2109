"""The counters, in the accounts database: how many, by month and by at most two closed sets of words."""

import sqlalchemy as sa

from triage_api.desk.tables import metadata

counts = sa.Table(
    "counts",
    metadata,
    sa.Column("month", sa.String(7), primary_key=True),  # 2026-11; no finer time
    sa.Column("subject", sa.String(24), primary_key=True),
    sa.Column("row", sa.String(24), primary_key=True),
    sa.Column("column", sa.String(24), primary_key=True),  # empty in counts of one kind
    sa.Column("n", sa.Integer, nullable=False),
)
