"""Everybody with an account, as an administrator sees them; nothing of what they did, but whether they still come."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import or_, select

from triage_api.clock import written
from triage_api.desk.desk import Desk
from triage_api.desk.permissions import Administers, TheDesk
from triage_api.desk.refusals import NotAdministrator, NotAllowed, NotSignedIn
from triage_api.desk.tables import accounts
from triage_api.desk.ways.organisation import OrganisationUse, uses
from triage_api.refusing import ServerError, refusals

router = APIRouter(tags=["people"], responses=refusals(NotSignedIn, NotAllowed, NotAdministrator, ServerError))


class Someone(BaseModel):
    """`roster_until`: until when the roster that is in force names them, null when it does not. Somebody removed is
    told of only as long as it does. `seen` is a day. `organisation_use`: of the organisation's recovery key."""

    id: str
    name: str
    role: str
    state: Literal["active", "removed"]
    roster_until: str | None
    seen: str | None
    sessions: int
    organisation_use: OrganisationUse


@router.get("/people")
def people(desk: TheDesk, counsellor: Administers) -> list[Someone]:  # noqa: ARG001 (the permission is the point)
    """Who has an account, in the order of their names, and who has none any more and still stands on the roster."""
    named = named_until(desk)
    wanted = or_(accounts.c.state == "active", (accounts.c.state == "removed") & accounts.c.counsellor_id.in_(named))
    with desk.accounts.reading() as connection:
        found = connection.execute(
            select(accounts).where(wanted).order_by(accounts.c.state, accounts.c.name, accounts.c.counsellor_id)
        ).all()
        used = uses(connection)
    return [
        Someone(
            id=row.counsellor_id,
            name=row.name,
            role=row.role,
            state=row.state,
            roster_until=named.get(row.counsellor_id),
            seen=None if row.seen_on is None else written(row.seen_on * 86_400)[:10],
            sessions=len(desk.sessions.of(row.counsellor_id)),
            organisation_use=used.get(row.counsellor_id, OrganisationUse()),
        )
        for row in found
    ]


def named_until(desk: Desk) -> dict[str, str]:
    """Whom the roster in force names, by id, and until when: its own end where that is earlier."""
    view, now = desk.roster.view(), written(int(desk.now().timestamp()))
    ends = {counsellor_id: min(str(one.get("until", "")), view.expires) for counsellor_id, one in view.people.items()}
    return {counsellor_id: until for counsellor_id, until in ends.items() if until > now}


def names_somebody_removed(desk: Desk) -> bool:
    """Whether the roster in force still names one who was removed: it has to be signed anew."""
    removed = (accounts.c.state == "removed") & accounts.c.counsellor_id.in_(named_until(desk))
    with desk.accounts.reading() as connection:
        return connection.scalar(select(accounts.c.counsellor_id).where(removed).limit(1)) is not None
