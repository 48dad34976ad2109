"""The accounts database. The private keys in it are under a vault key that only a counsellor's ways in can unwrap."""

import json

import sqlalchemy as sa

metadata = sa.MetaData()

invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("code_hash", sa.String(43), primary_key=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("counsellor_id", sa.String(22), primary_key=True),
    sa.Column("sign_in_name", sa.String(64), nullable=False, unique=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),  # begun, until the TOTP is confirmed; then active; removed
    sa.Column("invitation", sa.String(43), unique=True),  # while begun
    sa.Column("kdf_salt", sa.String(43), nullable=False),
    sa.Column("auth_salt", sa.LargeBinary, nullable=False),
    sa.Column("auth_hash", sa.LargeBinary, nullable=False),
    sa.Column("totp_sealed", sa.LargeBinary, nullable=False),
    sa.Column("totp_last_step", sa.BigInteger, nullable=False),
    sa.Column("sign_key", sa.Text, nullable=False),
    sa.Column("seal_key", sa.Text, nullable=False),
    sa.Column("proof", sa.Text, nullable=False),
    sa.Column("wrapped_nonce", sa.Text, nullable=False),
    sa.Column("wrapped_ciphertext", sa.Text, nullable=False),
    # By the day, counted from 1970-01-01: a finer time would be a record of when somebody worked.
    sa.Column("seen_on", sa.Integer),
    sa.Column("removed_on", sa.Integer),
    # Of the newest sealing key: when and how the identity key asked for it; nothing for the first.
    sa.Column("key_made", sa.String(20)),
    sa.Column("key_request", sa.String(86)),
    sa.Column("older_keys", sa.Text, nullable=False, server_default="[]"),  # public keys still needed, as JSON
)

LIVING_KEYS = (accounts.c.seal_key, accounts.c.older_keys)
"""What `living_keys` reads."""


def living_keys(seal_key: str, older_keys: str) -> frozenset[str]:
    """The public keys of which the counsellor's page has the private ones: the newest, and older ones still needed.
    Until a new roster has spread, one of the older ones is the one that stands on it."""
    return frozenset({seal_key, *json.loads(older_keys)})


# The vault key, wrapped once for each way in that can open it. The ids are made by the browser, at random.
wraps = sa.Table(
    "wraps",
    metadata,
    sa.Column("id", sa.String(22), primary_key=True),
    sa.Column(
        "counsellor_id",
        sa.String(22),
        sa.ForeignKey("accounts.counsellor_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("nonce", sa.Text, nullable=False),
    sa.Column("ciphertext", sa.Text, nullable=False),
)

# One a head. The code itself is known to nobody but the paper it was printed on.
recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column(
        "counsellor_id",
        sa.String(22),
        sa.ForeignKey("accounts.counsellor_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("auth_salt", sa.LargeBinary, nullable=False),
    sa.Column("auth_hash", sa.LargeBinary, nullable=False),
)

# The vault key, sealed to the organisation's recovery key: no way in, since nobody signs in by it.
organisation_wraps = sa.Table(
    "organisation_wraps",
    metadata,
    sa.Column(
        "counsellor_id",
        sa.String(22),
        sa.ForeignKey("accounts.counsellor_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("id", sa.String(22), nullable=False),
    sa.Column("recovery_key", sa.String(43), nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("signature", sa.String(86), nullable=False),
)

# What stands in once for a lost code app, in a recovery.
resets = sa.Table(
    "resets",
    metadata,
    sa.Column(
        "counsellor_id",
        sa.String(22),
        sa.ForeignKey("accounts.counsellor_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("code_hash", sa.String(43), nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
)

# Public halves only. `id` is the way in's, and that of its wrap where the device gives a secret to wrap with.
passkeys = sa.Table(
    "passkeys",
    metadata,
    sa.Column("id", sa.String(22), primary_key=True),
    sa.Column(
        "counsellor_id",
        sa.String(22),
        sa.ForeignKey("accounts.counsellor_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("credential_id", sa.Text, nullable=False, unique=True),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("name", sa.String(64), nullable=False),
)
