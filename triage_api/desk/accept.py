"""Accepting an invitation: the browser brings names and public keys, gets a TOTP secret, and confirms with a code."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, insert, or_, select, update

from triage_api.base64url import holds
from triage_api.clock import seconds
from triage_api.desk import totp
from triage_api.desk.audit.row import Deed
from triage_api.desk.credentials import AuthKey, Kdf, ShownName, SignInName, TotpCode, WrappedKeys, new_auth_hash
from triage_api.desk.desk import Desk
from triage_api.desk.invite import INVITATIONS, Code, living_invitation
from triage_api.desk.key_request import proves
from triage_api.desk.permissions import TheDesk
from triage_api.desk.refusals import InvitationOver, NameTaken, TooFast, WrongCode
from triage_api.desk.tables import accounts, invitations
from triage_api.desk.ways.recovery import NewRecovery, keep_recovery
from triage_api.desk.wraps import PassphraseWrap, keep_wrap
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.envelope_shape import CounsellorId
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["invitations"])


class AcceptBody(BaseModel):
    """`proof` is the signature of `sign_key` over the sealing key (config/envelope/v1.md, Roster)."""

    model_config = ConfigDict(extra="forbid")
    code: Code
    counsellor_id: CounsellorId
    sign_in_name: SignInName
    name: ShownName
    kdf: Kdf
    auth_key: AuthKey
    sign_key: Annotated[str, holds(32)]
    seal_key: Annotated[str, holds(1216)]
    proof: Annotated[str, holds(64)]
    wrapped_keys: WrappedKeys
    wrap: PassphraseWrap
    recovery: NewRecovery


class Accepted(BaseModel):
    totp_uri: str


class ConfirmBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: Code
    totp: TotpCode


@router.post(
    "/invitations/accept",
    status_code=201,
    responses=refusals(InvitationOver, NameTaken, NotJson, BadRequest, TooLarge, ServerError),
)
def accept(desk: TheDesk, body: AcceptBody) -> Accepted:
    """Begins the account. May be repeated until confirmed: the last one counts, with a new TOTP secret."""
    _check_proof(desk, body)
    secret = totp.new_secret()
    salt, hashed = new_auth_hash(body.auth_key)
    with desk.accounts.writing(one_at_a_time=INVITATIONS) as connection:
        invitation = living_invitation(connection, body.code, seconds(desk.now()))
        connection.execute(delete(accounts).where(accounts.c.invitation == invitation.code_hash))
        taken = or_(accounts.c.sign_in_name == body.sign_in_name, accounts.c.counsellor_id == body.counsellor_id)
        if connection.execute(select(accounts.c.counsellor_id).where(taken)).first() is not None:
            raise NameTaken
        connection.execute(
            insert(accounts).values(
                counsellor_id=body.counsellor_id,
                sign_in_name=body.sign_in_name,
                name=body.name,
                role=invitation.role,
                state="begun",
                invitation=invitation.code_hash,
                kdf_salt=body.kdf.salt,
                auth_salt=salt,
                auth_hash=hashed,
                totp_sealed=desk.key.seal_totp(body.counsellor_id, secret),
                totp_last_step=0,
                sign_key=body.sign_key,
                seal_key=body.seal_key,
                proof=body.proof,
                wrapped_nonce=body.wrapped_keys.nonce,
                wrapped_ciphertext=body.wrapped_keys.ciphertext,
            )
        )
        keep_wrap(connection, body.counsellor_id, body.wrap)
        keep_recovery(connection, body.counsellor_id, body.recovery)
    return Accepted(totp_uri=totp.uri(secret, body.sign_in_name))


@router.post(
    "/invitations/confirm",
    status_code=204,
    responses=refusals(InvitationOver, WrongCode, TooFast, NotJson, BadRequest, TooLarge, ServerError),
)
def confirm(desk: TheDesk, body: ConfirmBody) -> None:
    """Makes the account active and uses the invitation up; the keys then wait for the signer of the roster."""
    desk.slow.attempt(f"invitation {body.code}")
    with desk.accounts.writing(one_at_a_time=INVITATIONS) as connection:
        invitation = living_invitation(connection, body.code, seconds(desk.now()))
        begun = connection.execute(
            select(accounts).where(accounts.c.invitation == invitation.code_hash, accounts.c.state == "begun")
        ).one_or_none()
        if begun is None:
            raise InvitationOver
        step = totp.matching_step(desk.key.open_totp(begun.counsellor_id, begun.totp_sealed), body.totp, desk.now())
        if step is None:
            raise WrongCode
        connection.execute(
            update(accounts)
            .where(accounts.c.counsellor_id == begun.counsellor_id)
            .values(state="active", invitation=None, totp_last_step=step)
        )
        connection.execute(delete(invitations).where(invitations.c.code_hash == invitation.code_hash))
        desk.audit.note(connection, begun.counsellor_id, Deed.joined, begun.role)
    desk.slow.succeeded(f"invitation {body.code}")


def _check_proof(desk: Desk, body: AcceptBody) -> None:
    """That whoever holds the signing key chose this sealing key; the roster's signer checks it again."""
    if not proves(body.sign_key, body.seal_key, body.proof):
        desk.audit.note_later("", Deed.key_refused)
        raise BadRequest("The proof does not bind the sealing key to the signing key.")
