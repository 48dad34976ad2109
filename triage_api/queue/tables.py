"""The case database. In clear stands only what the line needs: no county, no address, no name of who writes."""

import sqlalchemy as sa

from triage_api.words import Level

metadata = sa.MetaData()

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("arrival", sa.Integer, primary_key=True),  # the order of arrival among living cases
    sa.Column("case_id", sa.String(22), nullable=False, unique=True),
    sa.Column("verifier", sa.String(43), nullable=False, unique=True),
    sa.Column("level", sa.String(16), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("channel", sa.String(8), nullable=False),
    sa.Column("writer", sa.String(8), nullable=False),
    sa.Column("arrived_at", sa.BigInteger, nullable=False),  # rounded down to five minutes
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),  # 0 before the first claim
    sa.Column("claimed_by", sa.String(22), index=True),
    sa.Column("moved_at", sa.BigInteger),  # last claimed or given back; rounded down to five minutes
    sa.Column("envelope", sa.Text, nullable=False),  # ciphertext
    sa.Column("secret", sa.Text),  # ciphertext, of this epoch
    sa.Column("secret_roster_number", sa.Integer),
    # False once the number of somebody who texts is lost (queue/reach.py).
    sa.Column("reachable", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("left_behind", sa.Text),  # ciphertext: what the page left for whoever takes the case
    # By which roster the two were sealed.
    sa.Column("roster_number", sa.Integer, nullable=False, server_default="0"),
    sa.Column("left_roster_number", sa.Integer),
    sa.Column("handed", sa.Text),  # ciphertext: what the counsellor before sealed to the one who has it now
)

urgency = sa.literal_column(
    " ".join(["CASE level", *(f"WHEN '{level.value}' THEN {level.rank}" for level in Level), "END"]), sa.Integer
)
"""3 for immediate to 0 for routine. Written out as in the index `line` (migration c0004), which holds the line in the
order in which it is taken; a value sent apart from the statement would not match it. The index stands only there:
Alembic cannot compare expressions."""

readers = sa.Table(
    "readers",  # for whom the envelope is wrapped: who else claims a case could not open it
    metadata,
    sa.Column("case_id", sa.String(22), sa.ForeignKey("cases.case_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("counsellor_id", sa.String(22), primary_key=True),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("case_id", sa.String(22), sa.ForeignKey("cases.case_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("direction", sa.String(10), primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("sealed", sa.Text, nullable=False),  # ciphertext
)

offers = sa.Table(
    "offers",  # what a counsellor asks of one colleague (queue/offers.py)
    metadata,
    sa.Column("offer_id", sa.String(22), primary_key=True),  # random
    sa.Column("case_id", sa.String(22), sa.ForeignKey("cases.case_id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("asked_by", sa.String(22), nullable=False, index=True),
    sa.Column("asked", sa.String(22), nullable=False, index=True),
    sa.Column("offered_at", sa.BigInteger, nullable=False),  # rounded down to five minutes
    sa.Column("envelope", sa.Text, nullable=False),  # ciphertext
    sa.UniqueConstraint("case_id", "kind"),
)

notes = sa.Table(
    "notes",  # what a colleague answers
    metadata,
    sa.Column("offer_id", sa.String(22), sa.ForeignKey("offers.offer_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("envelope", sa.Text, nullable=False),  # ciphertext
)

along = sa.Table(
    "along",  # what is said while a colleague reads along, line by line (queue/along.py)
    metadata,
    sa.Column("offer_id", sa.String(22), sa.ForeignKey("offers.offer_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("sealed", sa.Text, nullable=False),  # ciphertext
)

wishes = sa.Table(
    "wishes",  # which supervisor asks whom to let her read along: no case is named (queue/wishes.py)
    metadata,
    sa.Column("asked_by", sa.String(22), primary_key=True),
    sa.Column("asked", sa.String(22), primary_key=True, index=True),
    sa.Column("wished_at", sa.BigInteger, nullable=False),  # rounded down to five minutes
)

letters = sa.Table(
    # In mailboxes that nothing here links to a case: no column, no finer time than a day, no order of arrival, not even
    # the row numbers that SQLite would count up.
    "letters",
    metadata,
    sa.Column("letter_id", sa.String(22), primary_key=True),  # random
    sa.Column("mailbox", sa.String(43), nullable=False, index=True),  # b64u of the SHA-256 of its token
    sa.Column("sealed", sa.Text, nullable=False),  # ciphertext
    sa.Column("expires_on", sa.Integer, nullable=False),  # the last day it may be read, counted from 1970-01-01
    sqlite_with_rowid=False,
)

OF_A_CASE = (cases, readers, messages, offers, notes, along)
"""The tables from which an ended case takes its rows along."""

DIES_WITH_ITS_ROW = (
    *(cases.c[name] for name in ("case_id", "verifier", "arrived_at", "moved_at", "envelope", "secret")),
    *(cases.c.left_behind, cases.c.handed),
    *(readers.c.case_id, messages.c.case_id, messages.c.sealed),
    *(offers.c.offer_id, offers.c.case_id, offers.c.offered_at, offers.c.envelope, notes.c.offer_id, notes.c.envelope),
    *(along.c.offer_id, along.c.sealed),
    *(letters.c.letter_id, letters.c.mailbox, letters.c.sealed, letters.c.expires_on),
)
"""Columns of which a database may keep no value anywhere else, such as for its statistics."""
