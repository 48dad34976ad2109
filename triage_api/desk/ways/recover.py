"""Coming back with the printed recovery code: it opens the vault in the browser, which then sets a new passphrase.

The code alone is not enough: a code of the code app goes with it or, when that is lost too, the reset an administrator
gave. A reset opens no key: without the recovery code it is worth nothing.
"""

from dataclasses import dataclass
from typing import Annotated, Self

from cryptography.exceptions import InvalidTag
from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy import Row, delete, select, update

from triage_api.bearer import BearerToken
from triage_api.clock import seconds
from triage_api.desk import totp
from triage_api.desk.audit.row import Deed
from triage_api.desk.credentials import AuthKey, Kdf, SignInName, TotpCode, WrappedKeys, auth_hash, new_auth_hash, same
from triage_api.desk.desk import Desk
from triage_api.desk.permissions import TheDesk
from triage_api.desk.refusals import NotSignedIn, TooFast, WrongCode
from triage_api.desk.tables import accounts, recovery_codes, resets
from triage_api.desk.ways.cut_off import cut_off
from triage_api.desk.ways.recovery import NewRecovery, keep_recovery
from triage_api.desk.ways.refusals import NotRecovered
from triage_api.desk.ways.reset_code import ResetCode, hash_of_reset
from triage_api.desk.ways.tickets import Ticket
from triage_api.desk.wraps import PassphraseWrap, Wrap, keep_wrap, wraps_of
from triage_api.errors import BadRequest, TooLarge
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["recovery"])


class OpenBody(BaseModel):
    """Either `totp` or `reset`."""

    model_config = ConfigDict(extra="forbid")
    sign_in_name: SignInName
    auth_key: AuthKey
    totp: TotpCode | None = None
    reset: ResetCode | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.totp is None) == (self.reset is None):
            raise ValueError("one of totp and reset")
        return self


class Whose(BaseModel):
    id: str
    name: str


class Opened(BaseModel):
    """`totp_uri` is the new code app's, after a reset; null otherwise."""

    ticket: str
    counsellor: Whose
    wrapped_keys: WrappedKeys
    wraps: list[Wrap]
    totp_uri: str | None


class FinishBody(BaseModel):
    """`totp`: the first code of the new code app, after a reset."""

    model_config = ConfigDict(extra="forbid")
    kdf: Kdf
    auth_key: AuthKey
    wrap: PassphraseWrap
    recovery: NewRecovery
    totp: TotpCode | None = None


@dataclass(frozen=True)
class _Known:
    """An account with a recovery code, or the false one of a name that has none, so that both take the same way."""

    row: Row[tuple[object, ...]] | None
    auth_salt: bytes
    auth_hash: bytes
    totp_secret: str
    reset: str


@router.post("/recovery/open", responses=refusals(NotRecovered, TooFast, NotJson, BadRequest, TooLarge, ServerError))
def open_by_code(desk: TheDesk, body: OpenBody) -> Opened:
    """A ticket for one recovery, and the vault for the browser to open. The code is not used up by it."""
    known = _look_up(desk, body.sign_in_name)
    right_key = same(auth_hash(known.auth_salt, body.auth_key), known.auth_hash)
    step = None if body.totp is None else totp.matching_step(known.totp_secret, body.totp, desk.now())
    right_reset = body.reset is not None and same(hash_of_reset(body.reset).encode(), known.reset.encode())
    row = known.row
    whose, right_code = row.counsellor_id if row else "", right_reset or step is not None
    if not desk.recoveries.both_right(body.sign_in_name, whose, key=right_key, code=right_code) or row is None:
        desk.audit.note_later(row.counsellor_id if row else "", Deed.sign_in_failed)
        raise NotRecovered
    with desk.accounts.writing() as connection:
        if step is not None:
            taken = connection.execute(
                update(accounts)
                .where(accounts.c.counsellor_id == row.counsellor_id, totp.not_used(accounts.c.totp_last_step, step))
                .values(totp_last_step=step)
            )
            if taken.rowcount != 1:
                desk.audit.note_later(row.counsellor_id, Deed.sign_in_failed)
                raise NotRecovered
        wraps = wraps_of(connection, row.counsellor_id, "recovery")
    desk.recoveries.succeeded(body.sign_in_name, row.counsellor_id)
    secret = totp.new_secret() if step is None else None
    ticket = Ticket(
        row.counsellor_id,
        row.sign_in_name,
        known.auth_hash,
        desk.ways.tickets.until(),
        reset=None if step is not None else known.reset,
        totp_secret=secret,
    )
    return Opened(
        ticket=desk.ways.tickets.give(ticket),
        counsellor=Whose(id=row.counsellor_id, name=row.name),
        wrapped_keys=WrappedKeys(nonce=row.wrapped_nonce, ciphertext=row.wrapped_ciphertext),
        wraps=wraps,
        totp_uri=totp.uri(secret, row.sign_in_name) if secret else None,
    )


def _recovering(desk: TheDesk, token: BearerToken) -> Ticket:
    ticket = desk.ways.tickets.find(token)
    if ticket is None:
        raise NotSignedIn
    return ticket


Recovering = Annotated[Ticket, Depends(_recovering)]
"""Whoever has just shown a recovery code; no session will do."""


@router.post(
    "/recovery/finish",
    status_code=204,
    responses=refusals(NotSignedIn, WrongCode, NotJson, BadRequest, TooLarge, ServerError),
)
def finish(desk: TheDesk, ticket: Recovering, body: FinishBody) -> None:
    """The new passphrase and the next recovery code take the place of the old ones; every session of hers ends.

    Of two recoveries by one code the first to finish counts.
    """
    values: dict[str, object] = {}
    if ticket.totp_secret is not None:
        step = totp.matching_step(ticket.totp_secret, body.totp or "", desk.now())
        if step is None:
            raise WrongCode
        values["totp_sealed"] = desk.key.seal_totp(ticket.counsellor_id, ticket.totp_secret)
        values["totp_last_step"] = step
    values["auth_salt"], values["auth_hash"] = new_auth_hash(body.auth_key)
    mine = accounts.c.counsellor_id == ticket.counsellor_id
    with desk.accounts.writing() as connection:
        used = connection.execute(
            delete(recovery_codes).where(
                recovery_codes.c.counsellor_id == ticket.counsellor_id, recovery_codes.c.auth_hash == ticket.code
            )
        )
        if used.rowcount != 1:
            raise NotSignedIn
        if ticket.reset is not None:
            taken = connection.execute(delete(resets).where(resets.c.code_hash == ticket.reset))
            if taken.rowcount != 1:
                raise NotSignedIn
        changed = connection.execute(
            update(accounts).where(mine, accounts.c.state == "active").values(kdf_salt=body.kdf.salt, **values)
        )
        if changed.rowcount != 1:
            raise NotSignedIn
        keep_wrap(connection, ticket.counsellor_id, body.wrap)
        keep_recovery(connection, ticket.counsellor_id, body.recovery)
        desk.audit.note(connection, ticket.counsellor_id, Deed.recovered, "reset" if ticket.reset else "")
    desk.ways.tickets.end_all_of(ticket.counsellor_id)
    cut_off(desk, ticket.counsellor_id)


def _look_up(desk: Desk, sign_in_name: str) -> _Known:
    with desk.accounts.reading() as connection:
        row = connection.execute(
            select(
                accounts, recovery_codes.c.auth_salt.label("code_salt"), recovery_codes.c.auth_hash.label("code_hash")
            )
            .join(recovery_codes, recovery_codes.c.counsellor_id == accounts.c.counsellor_id)
            .where(accounts.c.sign_in_name == sign_in_name, accounts.c.state == "active")
        ).one_or_none()
        reset = connection.scalar(
            select(resets.c.code_hash)
            .join(accounts, accounts.c.counsellor_id == resets.c.counsellor_id)
            .where(accounts.c.sign_in_name == sign_in_name, resets.c.expires_at > seconds(desk.now()))
        )
    if row is not None:
        try:
            secret = desk.key.open_totp(row.counsellor_id, row.totp_sealed)
        except InvalidTag:  # restored without the server key that sealed it: only a reset helps
            secret = totp.new_secret()
        return _Known(row, row.code_salt, row.code_hash, secret, reset or "")
    sealed = desk.key.seal_totp("", totp.new_secret())  # the same work as for an account that exists
    return _Known(None, bytes(16), bytes(32), desk.key.open_totp("", sealed), "")
