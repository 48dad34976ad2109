"""Who waits for the signer: active accounts of those who answer people, whose key is not on the roster yet."""

from dataclasses import dataclass

from sqlalchemy import select

from triage_api.clock import Clock, utc_now
from triage_api.database import Database
from triage_api.desk.permissions import ANSWERING
from triage_api.desk.tables import accounts
from triage_api.roster import RosterFile


@dataclass(frozen=True)
class Pending:
    """What the signer compares with the counsellor's spoken fingerprint and puts on the roster; keys are b64u."""

    counsellor_id: str
    name: str
    role: str
    sign_key: str
    seal_key: str
    proof: str


def pending_people(accounts_database: Database, roster: RosterFile, now: Clock = utc_now) -> list[Pending]:
    """In the order of their names. Everything in it was said by a browser: the signer MUST check `proof`."""
    view, at = roster.view(), now()
    with accounts_database.reading() as connection:
        active = connection.execute(
            select(accounts)
            .where(accounts.c.state == "active", accounts.c.role.in_(ANSWERING))
            .order_by(accounts.c.name)
        ).all()
    return [
        Pending(row.counsellor_id, row.name, row.role, row.sign_key, row.seal_key, row.proof)
        for row in active
        if not view.holds(row.counsellor_id, row.seal_key, at)
    ]
