"""The chain's rows, in the accounts database beside whom they speak of."""

import sqlalchemy as sa

from triage_api.desk.tables import metadata

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),  # from 1, without gaps
    sa.Column("at", sa.BigInteger, nullable=False),  # rounded down to five minutes
    sa.Column("who", sa.String(22), nullable=False),  # an account's id, `operator`, `server`; empty: nobody known
    sa.Column("deed", sa.String(16), nullable=False),
    sa.Column("about", sa.String(64), nullable=False),  # triage_api/desk/audit/row.py says what stands here
    sa.Column("previous", sa.String(43), nullable=False),
    sa.Column("hash", sa.String(43), nullable=False),
)
