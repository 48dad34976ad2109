"""What alerts keep, in the accounts database: no case, no level, no finer time than a minute; gone with the wait."""

import sqlalchemy as sa

from triage_api.desk.tables import metadata

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("tag", sa.String(12), primary_key=True),  # random
    sa.Column("quiet", sa.Boolean, nullable=False),
    sa.Column("step", sa.SmallInteger, nullable=False),
    sa.Column("due", sa.BigInteger, nullable=False),  # a whole minute
    sa.Column("seen", sa.Boolean, nullable=False),
)

waiting = sa.Table(
    "alert_waiting",
    metadata,
    sa.Column("tag", sa.String(12), primary_key=True),
    sa.Column("mark", sa.String(22), primary_key=True),  # of a case, by the server key alone (ServerKey.mark_of)
)

told = sa.Table(
    "alert_told",
    metadata,
    sa.Column("tag", sa.String(12), primary_key=True),
    sa.Column("step", sa.SmallInteger, primary_key=True),
    sa.Column("counsellor_id", sa.String(22), primary_key=True),
)

channels = sa.Table(
    "alert_channels",
    metadata,
    sa.Column("channel_id", sa.String(22), primary_key=True),  # random
    sa.Column("counsellor_id", sa.String(22), nullable=False, index=True),
    sa.Column("kind", sa.String(4), nullable=False),  # push, sms, mail
    sa.Column("sealed", sa.LargeBinary, nullable=False),  # where to, by the server key
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("urgent_only", sa.Boolean, nullable=False),
    sa.Column("added_on", sa.String(10), nullable=False),  # YYYY-MM-DD
    sa.Column("trouble", sa.String(12)),  # what was wrong with the last that could not be sent
)

sends = sa.Table(
    "alert_sends",  # what is still to be sent
    metadata,
    sa.Column("tag", sa.String(12), primary_key=True),
    sa.Column("step", sa.SmallInteger, primary_key=True),
    sa.Column("channel_id", sa.String(22), primary_key=True),
    sa.Column("tries", sa.SmallInteger, nullable=False),
    sa.Column("next_at", sa.BigInteger, nullable=False),
)

OF_AN_ALERT = (sends, told, waiting, alerts)
