"""A counsellor's page renews its sealing keys: it brings the next public key, and gives up old ones.

What is kept here of private keys is ciphertext under the vault key, replaced whole each time. The page decides: it
alone can read what it keeps, and checks what the signed roster says of it.
"""

import json
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Row, select, update

from triage_api.base64url import holds
from triage_api.clock import read, seconds, written
from triage_api.desk.audit.row import Deed
from triage_api.desk.credentials import WrappedKeys
from triage_api.desk.desk import Desk
from triage_api.desk.key_request import asks, proves
from triage_api.desk.permissions import Answers, TheDesk
from triage_api.desk.refusals import KeysChanged, NotAllowed, NotSignedIn
from triage_api.desk.tables import accounts, living_keys
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.oldest_roster import oldest_roster
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["keys"], responses=refusals(NotSignedIn, NotAllowed, ServerError))

MOST_OLDER_KEYS = 5
"""So many that may still be needed; the page gives up more than that itself. They have to fit into one request."""

MADE_WITHIN = timedelta(minutes=10)
"""So far the time at which a key was asked for may lie from ours: the page has just read it."""

PublicKey = Annotated[str, holds(1216)]


class OwnKeys(BaseModel):
    """`oldest_roster`: by which roster the oldest was sealed of what may have to be opened; null when nothing was.
    `now` is the server's time, by which a next key is made: a counsellor's computer may have another."""

    wrapped_keys: WrappedKeys
    oldest_roster: int | None
    now: str


class KeptKeys(BaseModel):
    """The newest key with its proof and, unless it is the first, the request for it; and the older ones that are kept.

    `replaces` is the nonce of the wrapped keys that the page has read: of two pages that renew at once one comes second
    and reads again, or the key that the other made would be lost.
    """

    model_config = ConfigDict(extra="forbid")
    replaces: Annotated[str, holds(12)]
    wrapped_keys: WrappedKeys
    seal_key: PublicKey
    proof: Annotated[str, holds(64)]
    made: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")] | None
    request: Annotated[str, holds(64)] | None
    older: Annotated[list[PublicKey], Field(max_length=MOST_OLDER_KEYS)]


@router.get("/keys")
def keys(desk: TheDesk, counsellor: Answers) -> OwnKeys:
    """My private keys as they are kept, for a page that has been open while another renewed them."""
    oldest = oldest_roster(desk.queue, counsellor.id)  # before the keys: what comes in between may need the old ones
    with desk.accounts.reading() as connection:
        mine = select(accounts.c.wrapped_nonce, accounts.c.wrapped_ciphertext)
        row = connection.execute(mine.where(accounts.c.counsellor_id == counsellor.id)).one_or_none()
    if row is None:
        raise NotSignedIn
    kept = WrappedKeys(nonce=row.wrapped_nonce, ciphertext=row.wrapped_ciphertext)
    return OwnKeys(wrapped_keys=kept, oldest_roster=oldest, now=written(seconds(desk.now())))


@router.post("/keys/keep", status_code=204, responses=refusals(KeysChanged, NotJson, BadRequest, TooLarge))
def keep(desk: TheDesk, counsellor: Answers, new: KeptKeys) -> None:
    """Keeps these keys in the place of all before. A newest key that is new waits for the signer of the roster; the
    ciphertext in which a key that is given up was kept goes off the disk as far as a database can make it."""
    with desk.accounts.writing() as connection:
        mine = (accounts.c.counsellor_id == counsellor.id) & (accounts.c.state == "active")
        row = connection.execute(select(accounts).where(mine).with_for_update()).one_or_none()
        if row is None:
            raise NotSignedIn
        if row.wrapped_nonce != new.replaces:
            raise KeysChanged
        known = living_keys(row.seal_key, row.older_keys)
        try:
            _check(row, known, new, desk.now())
        except BadRequest:
            desk.audit.note_later(counsellor.id, Deed.key_refused)
            raise
        connection.execute(
            update(accounts)
            .where(mine)
            .values(
                seal_key=new.seal_key,
                proof=new.proof,
                key_made=new.made,
                key_request=new.request,
                older_keys=json.dumps(new.older),
                wrapped_nonce=new.wrapped_keys.nonce,
                wrapped_ciphertext=new.wrapped_keys.ciphertext,
            )
        )
        given_up = known - {new.seal_key, *new.older}
        if new.seal_key != row.seal_key:
            desk.audit.note(connection, counsellor.id, Deed.next_key)
        if given_up:
            desk.audit.note(connection, counsellor.id, Deed.key_given_up)
    if given_up:
        _forget(desk)


def _check(row: Row[Any], known: frozenset[str], new: KeptKeys, now: datetime) -> None:
    """The roster's signer checks it all again; here it keeps a page with a mistake in it from losing its place."""
    if not set(new.older) <= known or new.seal_key in new.older or len(set(new.older)) != len(new.older):
        raise BadRequest("Older keys are those that were kept before.")
    if not proves(row.sign_key, new.seal_key, new.proof):
        raise BadRequest("The proof does not bind the sealing key to the signing key.")
    if new.seal_key == row.seal_key:
        if (new.made, new.request) != (row.key_made, row.key_request):
            raise BadRequest("The request for this key has been made before.")
    elif not (
        new.seal_key not in known
        and new.made is not None
        and new.request is not None
        and asks(row.sign_key, row.counsellor_id, new.made, new.seal_key, new.request)
    ):
        raise BadRequest("The identity key does not ask for this sealing key.")
    elif not _is_now(new.made, now):
        raise BadRequest("This key was asked for at another time than now: read the keys again for what time it is.")


def _is_now(made: str, now: datetime) -> bool:
    """The signer takes no request of another day, and after a later one none of an earlier: one from the future would
    keep its person from the roster until then."""
    try:
        return abs(read(made) - now) <= MADE_WITHIN
    except ValueError:  # no such day
        return False


def _forget(desk: Desk) -> None:
    """When a reader stands in the way, the next write that empties the journal takes it along."""
    desk.accounts.forget_deleted(accounts)
