"""Signing in: the key that the passphrase makes in the browser, and a code. Unknown names answer alike."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Row, select, update

from triage_api.base64url import b64u
from triage_api.desk import totp
from triage_api.desk.audit.row import Deed
from triage_api.desk.credentials import AuthKey, Kdf, SignInName, TotpCode, WrappedKeys, auth_hash, same
from triage_api.desk.desk import Desk
from triage_api.desk.permissions import SignedIn, TheDesk
from triage_api.desk.reading_along import stop_if_signed_out
from triage_api.desk.refusals import NotSignedIn, TooFast
from triage_api.desk.tables import accounts
from triage_api.desk.wraps import Wrap, wraps_of
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.queue import LINE, bell_of_counsellor
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["sign-in"])


class BeginBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    sign_in_name: SignInName


class Begun(BaseModel):
    kdf: Kdf


class SignInBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    sign_in_name: SignInName
    auth_key: AuthKey
    totp: TotpCode


class Self(BaseModel):
    id: str
    name: str
    role: str


class Session(BaseModel):
    token: str
    counsellor: Self
    wrapped_keys: WrappedKeys
    kdf: Kdf
    wraps: list[Wrap]


@dataclass(frozen=True)
class _Known:
    """An account, or the false one, without an id, that stands in for a name nobody has: both take the same way and
    time."""

    counsellor_id: str
    auth_salt: bytes
    auth_hash: bytes
    totp_secret: str


@router.post("/sign-in/begin", responses=refusals(NotJson, BadRequest, TooLarge, ServerError))
def begin(desk: TheDesk, body: BeginBody) -> Begun:
    """The parameters of the key derivation; for a name nobody has, always the same false ones."""
    with desk.accounts.reading() as connection:
        salt = connection.scalar(
            select(accounts.c.kdf_salt).where(
                accounts.c.sign_in_name == body.sign_in_name, accounts.c.state == "active"
            )
        )
    false_salt = b64u(desk.key.false_salt(body.sign_in_name))
    return Begun(kdf=Kdf(salt=salt or false_salt))


@router.post("/sign-in", responses=refusals(NotSignedIn, TooFast, NotJson, BadRequest, TooLarge, ServerError))
def sign_in(desk: TheDesk, body: SignInBody) -> Session:
    """A session's token and the wrapped keys. One refusal for every reason; a code works once."""
    known = _look_up(desk, body.sign_in_name)
    right_key = same(auth_hash(known.auth_salt, body.auth_key), known.auth_hash)
    step = totp.matching_step(known.totp_secret, body.totp, desk.now())
    whose, right_code = known.counsellor_id, step is not None
    if not desk.sign_ins.both_right(body.sign_in_name, whose, key=right_key, code=right_code) or step is None:
        desk.audit.note_later(known.counsellor_id, Deed.sign_in_failed)
        raise NotSignedIn
    with desk.accounts.writing() as connection:
        # The step is taken only if it was not used: of two requests with one code, one gets in.
        account = connection.execute(
            update(accounts)
            .where(
                accounts.c.counsellor_id == known.counsellor_id,
                accounts.c.state == "active",  # who was removed since is nobody
                totp.not_used(accounts.c.totp_last_step, step),
            )
            .values(totp_last_step=step)
            .returning(accounts)
        ).one_or_none()
        if account is not None:
            desk.audit.note(connection, known.counsellor_id, Deed.signed_in)
            wraps = wraps_of(connection, known.counsellor_id, "passphrase")
    if account is None:
        desk.audit.note_later(known.counsellor_id, Deed.sign_in_failed)
        raise NotSignedIn
    desk.sign_ins.succeeded(body.sign_in_name, known.counsellor_id)
    desk.duty.seen(known.counsellor_id)
    return session_for(desk, account, wraps)


@router.post("/sign-out", status_code=204, responses=refusals(NotSignedIn, ServerError))
def sign_out(desk: TheDesk, counsellor: SignedIn) -> None:
    """Ends this session, and duty with it; her streams close, and she reads along nowhere. Cases she holds lapse unless
    she comes back."""
    was_on = desk.duty.is_on(counsellor.id)
    desk.sessions.end(counsellor.token)
    desk.duty.set(counsellor.id, False)
    desk.taken.forget(counsellor.id)
    stop_if_signed_out(desk, counsellor.id)
    if was_on:
        desk.audit.note_after(counsellor.id, Deed.duty_off)
    desk.queue.bells.ring(LINE, bell_of_counsellor(counsellor.id))


def session_for(desk: Desk, account: Row[Any], wraps: list[Wrap]) -> Session:
    """Begins a session for this row of `accounts`; `wraps` are those its page may open the keys by."""
    return Session(
        token=desk.sessions.begin(account.counsellor_id),
        counsellor=Self(id=account.counsellor_id, name=account.name, role=account.role),
        wrapped_keys=WrappedKeys(nonce=account.wrapped_nonce, ciphertext=account.wrapped_ciphertext),
        kdf=Kdf(salt=account.kdf_salt),
        wraps=wraps,
    )


def _look_up(desk: Desk, sign_in_name: str) -> _Known:
    with desk.accounts.reading() as connection:
        row = connection.execute(
            select(accounts).where(accounts.c.sign_in_name == sign_in_name, accounts.c.state == "active")
        ).one_or_none()
    if row is not None:
        secret = desk.key.open_totp(row.counsellor_id, row.totp_sealed)
        return _Known(row.counsellor_id, row.auth_salt, row.auth_hash, secret)
    false_secret = totp.new_secret()
    sealed = desk.key.seal_totp("", false_secret)  # the same work as for an account that exists
    return _Known("", bytes(16), bytes(32), desk.key.open_totp("", sealed))
