"""The ways into one's own account: which there are, a new passphrase, a new recovery code, taking one away."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, select, update

from triage_api.desk.audit.row import Deed
from triage_api.desk.credentials import AuthKey, Kdf, new_auth_hash
from triage_api.desk.permissions import SignedIn, TheDesk
from triage_api.desk.refusals import NotSignedIn
from triage_api.desk.tables import accounts, passkeys, wraps
from triage_api.desk.ways.fresh import FreshlySignedIn, is_fresh
from triage_api.desk.ways.organisation import OrganisationUse, uses, wrap_of
from triage_api.desk.ways.recovery import NewRecovery, drop_recovery, keep_recovery
from triage_api.desk.ways.refusals import LastWay, NoSuchWay, SignInAgain
from triage_api.desk.wraps import PassphraseWrap, WayId, WayKind, keep_wrap
from triage_api.errors import BadRequest, TooLarge
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["ways in"], responses=refusals(NotSignedIn, ServerError))


class Way(BaseModel):
    """`opens`: whether it opens the keys too, or only says who is there. Only passkeys have names."""

    id: str
    kind: WayKind
    opens: bool
    name: str | None = None


class Ways(BaseModel):
    """`fresh`: whether they may be changed now, or only after signing in again. `organisation`: whether her keys are
    sealed to the organisation's recovery key, which is no way to sign in; and when that was used."""

    ways: list[Way]
    fresh: bool
    organisation: bool
    organisation_use: OrganisationUse


class PassphraseBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kdf: Kdf
    auth_key: AuthKey
    wrap: PassphraseWrap


@router.get("/ways")
def ways(desk: TheDesk, counsellor: SignedIn) -> Ways:
    """Her own, the passphrase first."""
    with desk.accounts.reading() as connection:
        kinds = select(wraps.c.id, wraps.c.kind).where(wraps.c.counsellor_id == counsellor.id)
        opening = {row.id: row.kind for row in connection.execute(kinds)}
        named = connection.execute(
            select(passkeys.c.id, passkeys.c.name)
            .where(passkeys.c.counsellor_id == counsellor.id)
            .order_by(passkeys.c.name, passkeys.c.id)
        ).all()
        sealed = wrap_of(connection, counsellor.id) is not None
        used = uses(connection, counsellor.id).get(counsellor.id, OrganisationUse())
    found = [Way(id=one.id, kind="passkey", opens=one.id in opening, name=one.name) for one in named]
    found += [Way(id=one, kind=kind, opens=True) for one, kind in opening.items() if kind != "passkey"]
    order: list[WayKind] = ["passphrase", "passkey", "recovery"]
    found.sort(key=lambda way: order.index(way.kind))
    return Ways(ways=found, fresh=is_fresh(desk, counsellor), organisation=sealed, organisation_use=used)


@router.post("/ways/passphrase", status_code=204, responses=refusals(SignInAgain, NotJson, BadRequest, TooLarge))
def change_passphrase(desk: TheDesk, counsellor: FreshlySignedIn, body: PassphraseBody) -> None:
    """From now on the passphrase before opens nothing; her other sessions end."""
    salt, hashed = new_auth_hash(body.auth_key)
    with desk.accounts.writing() as connection:
        connection.execute(
            update(accounts)
            .where(accounts.c.counsellor_id == counsellor.id)
            .values(kdf_salt=body.kdf.salt, auth_salt=salt, auth_hash=hashed)
        )
        keep_wrap(connection, counsellor.id, body.wrap)
        desk.audit.note(connection, counsellor.id, Deed.way_added, "passphrase")
    desk.sessions.end_others(counsellor.id, but=counsellor.token)


@router.post("/ways/recovery", status_code=204, responses=refusals(SignInAgain, NotJson, BadRequest, TooLarge))
def new_recovery_code(desk: TheDesk, counsellor: FreshlySignedIn, body: NewRecovery) -> None:
    """From now on the code before opens nothing."""
    with desk.accounts.writing() as connection:
        keep_recovery(connection, counsellor.id, body)
        desk.audit.note(connection, counsellor.id, Deed.way_added, "recovery")


@router.post("/ways/{way_id}/remove", status_code=204, responses=refusals(SignInAgain, NoSuchWay, LastWay, BadRequest))
def remove(desk: TheDesk, counsellor: FreshlySignedIn, way_id: Annotated[WayId, Path()]) -> None:
    """Takes one way in away. The passphrase stays: it asks for no device that could be lost or broken."""
    with desk.accounts.writing() as connection:
        mine = (wraps.c.id == way_id) & (wraps.c.counsellor_id == counsellor.id)
        kind = connection.scalar(select(wraps.c.kind).where(mine))
        if kind == "passphrase":
            raise LastWay
        connection.execute(delete(wraps).where(mine))
        gone = connection.execute(
            delete(passkeys).where(passkeys.c.id == way_id, passkeys.c.counsellor_id == counsellor.id)
        )
        if gone.rowcount == 0 and kind is None:
            raise NoSuchWay
        if kind == "recovery":
            drop_recovery(connection, counsellor.id)
        desk.audit.note(connection, counsellor.id, Deed.way_removed, kind or "passkey")
