"""Who can be told and who cannot, for those who plan; and the same in numbers, for the operator."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import func, select

from triage_api.desk.alerts.sending import Kind
from triage_api.desk.alerts.tables import channels, sends
from triage_api.desk.desk import Desk
from triage_api.desk.permissions import EditsRota, TheDesk
from triage_api.desk.refusals import NotAllowed, NotForRole, NotSignedIn
from triage_api.desk.rota.kept import read_people
from triage_api.refusing import ServerError, refusals

router = APIRouter(tags=["alerts"], responses=refusals(NotSignedIn, NotAllowed, NotForRole, ServerError))


class Way(BaseModel):
    kind: Kind
    urgent_only: bool
    trouble: Literal["unreachable", "refused"] | None


class Reached(BaseModel):
    id: str
    name: str
    ways: list[Way]


class Standing(BaseModel):
    """`people` can be planned; `unsent` are messages that were tried and not taken yet."""

    people: list[Reached]
    unsent: int


@router.get("/alerts/standing")
def standing(desk: TheDesk, planner: EditsRota) -> Standing:  # noqa: ARG001 (the permission is the point)
    """For whoever plans: a shift of somebody who hears of nothing is no shift. No address is in it."""
    return _look_up(desk)


def _look_up(desk: Desk) -> Standing:
    with desk.accounts.reading() as connection:
        people = read_people(connection)
        rows = connection.execute(select(channels).order_by(channels.c.kind, channels.c.channel_id)).all()
        tried = select(func.count(sends.c.channel_id.distinct())).where(sends.c.tries > 0)
        unsent = int(connection.scalar(tried) or 0)
    return Standing(
        people=[
            Reached(
                id=one.id,
                name=one.name,
                ways=[
                    Way(kind=row.kind, urgent_only=row.urgent_only, trouble=row.trouble)
                    for row in rows
                    if row.counsellor_id == one.id
                ],
            )
            for one in people.values()
        ],
        unsent=unsent,
    )


def counted(desk: Desk) -> dict[str, int]:
    """`people` could be planned, `without` of them hear of nothing, `troubled` only by ways that do not work."""
    found = _look_up(desk)
    return {
        "people": len(found.people),
        "without": sum(not one.ways for one in found.people),
        "troubled": sum(bool(one.ways) and all(way.trouble for way in one.ways) for one in found.people),
        "unsent": found.unsent,
    }
