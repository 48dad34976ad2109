"""Who can be offered a case now: those on duty whose key stands on the roster."""

from collections.abc import Collection

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import select

from triage_api.desk.desk import Desk
from triage_api.desk.permissions import ANSWERING, OnRoster, TheDesk
from triage_api.desk.refusals import NotAllowed, NotOnRoster, NotSignedIn
from triage_api.desk.tables import LIVING_KEYS, accounts, living_keys
from triage_api.refusing import ServerError, refusals

router = APIRouter(tags=["offers"], responses=refusals(NotSignedIn, NotAllowed, NotOnRoster, ServerError))


class Colleague(BaseModel):
    id: str
    name: str


@router.get("/colleagues")
def colleagues(desk: TheDesk, counsellor: OnRoster) -> list[Colleague]:
    """In the order of their names. Her page takes nobody from here whom the signed roster does not name."""
    return [one for one in on_duty_now(desk) if one.id != counsellor.id]


def on_duty_now(desk: Desk) -> list[Colleague]:
    return on_roster_of(desk, desk.duty.who())


def on_roster_of(desk: Desk, ids: Collection[str]) -> list[Colleague]:
    """Those of these who answer people and have a key on the roster now."""
    view, now = desk.roster.view(), desk.now()
    of_those = accounts.c.counsellor_id.in_(ids)
    there = (accounts.c.state == "active") & accounts.c.role.in_(ANSWERING)
    with desk.accounts.reading() as connection:
        found = connection.execute(
            select(accounts.c.counsellor_id, accounts.c.name, *LIVING_KEYS)
            .where(of_those, there)
            .order_by(accounts.c.name, accounts.c.counsellor_id)
        ).all()
    return [
        Colleague(id=row.counsellor_id, name=row.name)
        for row in found
        if view.holds(row.counsellor_id, living_keys(row.seal_key, row.older_keys), now)
    ]
