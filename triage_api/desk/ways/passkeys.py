"""Passkeys of one's own account: made on a device that checks who holds it, named, and used to sign in.

Where the device gives a secret of its own with its answer (the extension `prf`), the browser wraps the vault key under
it and one touch opens the desk; otherwise the passkey says who is there, and the browser asks for the passphrase.
"""

from typing import Annotated, Literal, Self

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy import Row, func, insert, select, update
from webauthn.helpers.structs import ClientDataType

from triage_api.base64url import b64u
from triage_api.desk.audit.row import Deed
from triage_api.desk.credentials import ShownName
from triage_api.desk.desk import Desk
from triage_api.desk.permissions import SignedIn, TheDesk
from triage_api.desk.refusals import NotSignedIn
from triage_api.desk.sign_in import Session, session_for
from triage_api.desk.tables import accounts, passkeys, wraps
from triage_api.desk.ways.answers import Credential, CredentialId, Made, Signed, asked_for, new_count, new_credential
from triage_api.desk.ways.fresh import FreshlySignedIn
from triage_api.desk.ways.refusals import Because, NoSuchWay, PasskeyRefused, SignInAgain, TooManyWays
from triage_api.desk.wraps import WayId, Wrap, keep_wrap, wraps_of
from triage_api.errors import BadRequest, TooLarge
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["ways in"], responses=refusals(ServerError))

MOST = 10
MAKING, SIGNING_IN = "making a passkey", "signing in"


class PasskeyWrap(Wrap):
    kind: Literal["passkey"]


class ToMake(BaseModel):
    """For `navigator.credentials.create`; `exclude` are the passkeys there are already."""

    challenge: str
    rp_id: str
    user_id: str
    user_name: str
    exclude: list[str]


class NewPasskey(BaseModel):
    """`wrap` is null where the device gives no secret; its id, where there is one, is that of the way in."""

    model_config = ConfigDict(extra="forbid")
    id: WayId
    name: ShownName
    made: Made
    wrap: PasskeyWrap | None

    @model_validator(mode="after")
    def _one_id(self) -> Self:
        if self.wrap is not None and self.wrap.id != self.id:
            raise ValueError("the wrap is of another way in")
        return self


class NameBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: ShownName


class ToSign(BaseModel):
    """For `navigator.credentials.get`. It names no passkey: which there are of whom is told to nobody."""

    challenge: str
    rp_id: str


class SignedBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    signed: Signed


@router.post("/ways/passkeys/begin", responses=refusals(NotSignedIn, SignInAgain, TooManyWays))
def begin_making(desk: TheDesk, counsellor: FreshlySignedIn) -> ToMake:
    """What the device is asked."""
    with desk.accounts.reading() as connection:
        mine = connection.scalars(
            select(passkeys.c.credential_id).where(passkeys.c.counsellor_id == counsellor.id)
        ).all()
        user_name = connection.scalar(select(accounts.c.sign_in_name).where(accounts.c.counsellor_id == counsellor.id))
    if len(mine) >= MOST:
        raise TooManyWays
    return ToMake(
        challenge=b64u(desk.ways.challenges.make(MAKING, counsellor.id)),
        rp_id=desk.ways.site.rp_id,
        user_id=counsellor.id,
        user_name=user_name or counsellor.name,
        exclude=list(mine),
    )


@router.post(
    "/ways/passkeys",
    status_code=204,
    responses=refusals(NotSignedIn, PasskeyRefused, SignInAgain, TooManyWays, NotJson, BadRequest, TooLarge),
)
def make(desk: TheDesk, counsellor: FreshlySignedIn, body: NewPasskey) -> None:
    """Takes the new passkey in."""
    try:
        challenge = asked_for(body.made.client_data, ClientDataType.WEBAUTHN_CREATE, desk.ways.site)
        desk.ways.challenges.check(challenge, MAKING, counsellor.id)
        made = new_credential(body.made, desk.ways.site, challenge)
        desk.ways.challenges.use(challenge)
    except PasskeyRefused as refused:
        desk.audit.note_later(counsellor.id, Deed.passkey_refused, refused.because)
        raise
    with desk.accounts.writing(one_at_a_time=f"passkeys {counsellor.id}") as connection:
        taken = connection.scalar(
            select(passkeys.c.id).where((passkeys.c.credential_id == made.id) | (passkeys.c.id == body.id))
        )
        if taken is not None or connection.scalar(select(wraps.c.id).where(wraps.c.id == body.id)) is not None:
            raise BadRequest("There is such a passkey already: make another.")
        mine = select(func.count()).select_from(passkeys).where(passkeys.c.counsellor_id == counsellor.id)
        if connection.execute(mine).scalar_one() >= MOST:
            raise TooManyWays
        connection.execute(
            insert(passkeys).values(
                id=body.id,
                counsellor_id=counsellor.id,
                credential_id=made.id,
                public_key=made.public_key,
                sign_count=made.sign_count,
                name=body.name,
            )
        )
        if body.wrap is not None:
            keep_wrap(connection, counsellor.id, body.wrap)
        desk.audit.note(connection, counsellor.id, Deed.way_added, "passkey")


@router.post(
    "/ways/{way_id}/name",
    status_code=204,
    responses=refusals(NotSignedIn, NoSuchWay, NotJson, BadRequest, TooLarge),
)
def name(desk: TheDesk, counsellor: SignedIn, way_id: Annotated[WayId, Path()], body: NameBody) -> None:
    """What she calls one of her passkeys."""
    with desk.accounts.writing() as connection:
        named = connection.execute(
            update(passkeys)
            .where(passkeys.c.id == way_id, passkeys.c.counsellor_id == counsellor.id)
            .values(name=body.name)
        )
    if named.rowcount != 1:
        raise NoSuchWay


@router.post("/sign-in/passkey/begin")
def begin_signing_in(desk: TheDesk) -> ToSign:
    """What a device is asked; nobody has said yet who they are."""
    return ToSign(challenge=b64u(desk.ways.challenges.make(SIGNING_IN)), rp_id=desk.ways.site.rp_id)


@router.post("/sign-in/passkey", responses=refusals(PasskeyRefused, NotJson, BadRequest, TooLarge))
def sign_in(desk: TheDesk, body: SignedBody) -> Session:
    """A session, as after passphrase and code: the device has checked who holds it, and has the key."""
    signed = body.signed
    row = _look_up(desk, signed.credential_id)
    try:
        known = _known(signed, row)
        challenge = asked_for(signed.client_data, ClientDataType.WEBAUTHN_GET, desk.ways.site)
        desk.ways.challenges.check(challenge, SIGNING_IN)
        count = new_count(signed, desk.ways.site, challenge, known)
        desk.ways.challenges.use(challenge)
        return _enter(desk, known, count)
    except PasskeyRefused as refused:
        desk.audit.note_later(row.counsellor_id if row else "", Deed.passkey_refused, refused.because)
        raise


def _known(signed: Signed, row: Row[tuple[object, ...]] | None) -> Credential:
    if row is None:
        raise PasskeyRefused(Because.unknown)
    if signed.user_handle != row.counsellor_id:
        raise PasskeyRefused(Because.other_person)
    return Credential(row.credential_id, row.public_key, row.sign_count)


def _enter(desk: Desk, known: Credential, count: int) -> Session:
    """Of two answers that say the same count, one gets in; a device that does not count says 0 each time."""
    newer = (passkeys.c.sign_count < count) | ((passkeys.c.sign_count == 0) & (count == 0))
    with desk.accounts.writing() as connection:
        way = connection.execute(
            update(passkeys)
            .where(passkeys.c.credential_id == known.id, newer)
            .values(sign_count=count)
            .returning(passkeys.c.id, passkeys.c.counsellor_id)
        ).one_or_none()
        if way is None:
            raise PasskeyRefused(Because.old_count)
        account = connection.execute(
            select(accounts).where(accounts.c.counsellor_id == way.counsellor_id, accounts.c.state == "active")
        ).one_or_none()
        if account is None:  # removed since
            raise PasskeyRefused(Because.unknown)
        opening = [wrap for wrap in wraps_of(connection, way.counsellor_id, "passkey") if wrap.id == way.id]
        opening += wraps_of(connection, way.counsellor_id, "passphrase")
        desk.audit.note(connection, way.counsellor_id, Deed.signed_in, "passkey")
    desk.duty.seen(way.counsellor_id)
    return session_for(desk, account, opening)


def _look_up(desk: Desk, credential_id: CredentialId) -> Row[tuple[object, ...]] | None:
    with desk.accounts.reading() as connection:
        return connection.execute(
            select(passkeys)
            .join(accounts, accounts.c.counsellor_id == passkeys.c.counsellor_id)
            .where(passkeys.c.credential_id == credential_id, accounts.c.state == "active")
        ).one_or_none()
