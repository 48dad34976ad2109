"""The vault key, wrapped once for each way in. The server keeps the wraps and gives them back; it can open none."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, delete, insert, select

from triage_api.base64url import holds
from triage_api.desk.tables import wraps
from triage_api.errors import BadRequest

WayKind = Literal["passphrase", "passkey", "recovery"]

VAULT_KEY_BYTES, TAG_BYTES = 32, 16

WayId = Annotated[str, holds(16)]


class Wrap(BaseModel):
    """Counsellor, kind and id are bound into the ciphertext: a wrap that is moved or renamed does not open."""

    model_config = ConfigDict(extra="forbid")
    id: WayId
    kind: WayKind
    nonce: Annotated[str, holds(12)]
    ciphertext: Annotated[str, holds(VAULT_KEY_BYTES + TAG_BYTES)]


class PassphraseWrap(Wrap):
    kind: Literal["passphrase"]


def keep_wrap(connection: Connection, counsellor_id: str, wrap: Wrap) -> None:
    """An account has one passphrase and one recovery code, so those take the place of the one before."""
    if wrap.kind != "passkey":
        connection.execute(delete(wraps).where(wraps.c.counsellor_id == counsellor_id, wraps.c.kind == wrap.kind))
    if connection.scalar(select(wraps.c.id).where(wraps.c.id == wrap.id)) is not None:
        raise BadRequest("The id of the wrap is taken: make a random one.")
    connection.execute(insert(wraps).values(counsellor_id=counsellor_id, **wrap.model_dump()))


def wraps_of(connection: Connection, counsellor_id: str, *kinds: WayKind) -> list[Wrap]:
    """Those of an account and of these kinds."""
    rows = connection.execute(
        select(wraps.c.id, wraps.c.kind, wraps.c.nonce, wraps.c.ciphertext)
        .where(wraps.c.counsellor_id == counsellor_id, wraps.c.kind.in_(kinds))
        .order_by(wraps.c.id)
    )
    return [Wrap.model_validate(dict(row._mapping)) for row in rows]
