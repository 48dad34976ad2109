"""The recovery code as the server has it: the hash of one of two keys made of it, and what only the other opens."""

from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, delete, insert

from triage_api.desk.credentials import AuthKey, new_auth_hash
from triage_api.desk.tables import recovery_codes
from triage_api.desk.wraps import Wrap, keep_wrap


class RecoveryWrap(Wrap):
    kind: Literal["recovery"]


class NewRecovery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    auth_key: AuthKey
    wrap: RecoveryWrap


def keep_recovery(connection: Connection, counsellor_id: str, recovery: NewRecovery) -> None:
    """An account has one code: from now on the one before opens nothing."""
    keep_hashed(connection, counsellor_id, new_auth_hash(recovery.auth_key), recovery.wrap)


def keep_hashed(connection: Connection, counsellor_id: str, hashed: tuple[bytes, bytes], wrap: RecoveryWrap) -> None:
    """As `keep_recovery`, where nothing but salt and hash of the key is known here."""
    drop_recovery(connection, counsellor_id)
    salt, digest = hashed
    connection.execute(insert(recovery_codes).values(counsellor_id=counsellor_id, auth_salt=salt, auth_hash=digest))
    keep_wrap(connection, counsellor_id, wrap)


def drop_recovery(connection: Connection, counsellor_id: str) -> None:
    connection.execute(delete(recovery_codes).where(recovery_codes.c.counsellor_id == counsellor_id))
