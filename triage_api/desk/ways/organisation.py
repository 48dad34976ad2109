"""The vault key, sealed by a counsellor's page to the organisation's recovery key, where the signed roster carries one.

It lies apart from the ways in: nobody signs in by it, and no call gives it out. `lykta recovery export` does, for a
machine apart that has the private key. Each page of hers that signs in makes it anew and under a new id, so what was
exported before is worth nothing from then on; and it goes when the roster carries the key no longer.
"""

import hashlib
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, delete, func, insert, select

from triage_api.base64url import b64u, from_b64u, holds
from triage_api.clock import written
from triage_api.desk.audit.row import Deed
from triage_api.desk.audit.tables import audit
from triage_api.desk.desk import Desk
from triage_api.desk.permissions import OnRoster, TheDesk
from triage_api.desk.refusals import NotAllowed, NotOnRoster, NotSignedIn
from triage_api.desk.tables import accounts, organisation_wraps
from triage_api.desk.ways.refusals import OtherRecoveryKey
from triage_api.desk.wraps import WayId
from triage_api.errors import BadRequest, TooLarge
from triage_api.refusing import NotJson, ServerError, refusals, tell_of
from triage_api.roster import RosterView

SEALED_BYTES = 1120 + 32 + 16
"""HPKE's encapsulated key, the vault key, the tag."""

router = APIRouter(tags=["ways in"])


class OrganisationWrap(BaseModel):
    """config/envelope/v1.md, "To the organisation's recovery key". `recovery_key` names the key it is sealed to."""

    model_config = ConfigDict(extra="forbid")
    id: WayId
    recovery_key: Annotated[str, holds(32)]
    sealed: Annotated[str, holds(SEALED_BYTES)]
    signature: Annotated[str, holds(64)]


class OrganisationUse(BaseModel):
    """What the audit knows of the recovery key and one account, by the day: `given_out` to be opened, and `used`: a new
    recovery code was taken in that was made with it."""

    given_out: str | None = None
    used: str | None = None


@router.post(
    "/ways/organisation",
    status_code=204,
    responses=refusals(
        NotSignedIn, NotAllowed, NotOnRoster, OtherRecoveryKey, NotJson, BadRequest, TooLarge, ServerError
    ),
)
def keep(desk: TheDesk, counsellor: OnRoster, wrap: OrganisationWrap) -> None:
    """In the place of the one before. The page has checked the signature of the roster that carries the key."""
    if wrap.recovery_key != name_in_force(desk.roster.view()):
        raise OtherRecoveryKey
    with desk.accounts.writing() as connection:
        if not holds_account(connection, counsellor.id):
            raise NotSignedIn
        drop_wrap(connection, counsellor.id)
        connection.execute(insert(organisation_wraps).values(counsellor_id=counsellor.id, **wrap.model_dump()))


def holds_account(connection: Connection, counsellor_id: str) -> bool:
    """Whether the account is there. It stays as it is until the transaction ends: two pages of hers that come at once
    take turns, and nothing is kept for somebody who is being removed."""
    active = (accounts.c.counsellor_id == counsellor_id) & (accounts.c.state == "active")
    return connection.scalar(select(accounts.c.counsellor_id).where(active).with_for_update()) is not None


def wrap_of(connection: Connection, counsellor_id: str) -> OrganisationWrap | None:
    columns = [organisation_wraps.c[name] for name in OrganisationWrap.model_fields]
    row = connection.execute(select(*columns).where(organisation_wraps.c.counsellor_id == counsellor_id)).one_or_none()
    return OrganisationWrap.model_validate(dict(row._mapping)) if row is not None else None


def drop_wrap(connection: Connection, counsellor_id: str, wrap_id: str | None = None) -> bool:
    """Whether there was one, of this id where one is named."""
    mine = organisation_wraps.c.counsellor_id == counsellor_id
    if wrap_id is not None:
        mine &= organisation_wraps.c.id == wrap_id
    return connection.execute(delete(organisation_wraps).where(mine)).rowcount > 0


def uses(connection: Connection, *counsellor_ids: str) -> dict[str, OrganisationUse]:
    """Of these accounts, or of all of whom there is anything to tell."""
    deeds = (Deed.org_key_exported.value, Deed.org_key_used.value)
    newest = select(audit.c.about, audit.c.deed, func.max(audit.c.at).label("at")).where(audit.c.deed.in_(deeds))
    if counsellor_ids:
        newest = newest.where(audit.c.about.in_(counsellor_ids))
    found: dict[str, OrganisationUse] = {}
    for row in connection.execute(newest.group_by(audit.c.about, audit.c.deed)):
        one = found.setdefault(row.about, OrganisationUse())
        if row.deed == Deed.org_key_used:
            one.used = written(row.at)[:10]
        else:
            one.given_out = written(row.at)[:10]
    return found


def name_of_key(public: str) -> str:
    """By which a wrap says to which key it is sealed: the SHA-256 of the public key, both in b64u."""
    return b64u(hashlib.sha256(from_b64u(public)).digest())


def name_in_force(view: RosterView) -> str:
    """Of the key on the roster in force; empty where it carries none."""
    try:
        return name_of_key(view.recovery_key) if view.recovery_key else ""
    except ValueError:  # no page takes such a roster, so nothing is sealed to it
        return ""


def sweep_organisation(desk: Desk) -> None:
    """One round: what is sealed to a key that the roster carries no longer goes, and the audit says which key is on.

    While there is no roster, or none that can be read, nothing is known and nothing goes.
    """
    view = desk.roster.view()
    if not view.number:
        return
    name = name_in_force(view)
    try:
        with desk.accounts.reading() as connection:
            old = select(organisation_wraps.c.counsellor_id).where(organisation_wraps.c.recovery_key != name)
            there = connection.scalar(old.limit(1)) is not None
            told = connection.scalar(select(audit.c.number).where(audit.c.deed == Deed.org_key).limit(1)) is not None
        if there:
            with desk.accounts.writing() as connection:
                connection.execute(delete(organisation_wraps).where(organisation_wraps.c.recovery_key != name))
            desk.accounts.forget_deleted(organisation_wraps)
        if name or told:
            desk.audit.note_found(Deed.org_key, name or "off")
    except Exception as error:  # noqa: BLE001 (it must not end the sweep that it is a part of)
        tell_of(error)
