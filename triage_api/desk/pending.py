"""What the signer of the roster is asked for: keys that are not on it yet, and whom it must not name any more."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from triage_api.clock import Clock, utc_now
from triage_api.database import Database
from triage_api.desk.permissions import ANSWERING
from triage_api.desk.tables import accounts
from triage_api.roster import RosterFile


@dataclass(frozen=True)
class Pending:
    """Somebody's newest key; keys are b64u. `made` and `request` say that the identity key wanted it, and when
    (config/envelope/v1.md, Roster); a first key has neither, and somebody's voice instead."""

    counsellor_id: str
    name: str
    role: str
    sign_key: str
    seal_key: str
    proof: str
    made: str | None = None
    request: str | None = None


@dataclass(frozen=True)
class Wanted:
    """`removed` are ids. Everything here was said by browsers and by this server: the signer MUST check it."""

    pending: tuple[Pending, ...]
    removed: frozenset[str]


def wanted_now(accounts_database: Database, roster: RosterFile, now: Clock = utc_now) -> Wanted:
    """Those pending are active accounts of those who answer people, in the order of their names."""
    view, at = roster.view(), now()
    with accounts_database.reading() as connection:
        answering = (accounts.c.state == "active") & accounts.c.role.in_(ANSWERING)
        active = connection.execute(select(accounts).where(answering).order_by(accounts.c.name)).all()
        gone = connection.scalars(select(accounts.c.counsellor_id).where(accounts.c.state == "removed")).all()
    return Wanted(
        tuple(_pending(row) for row in active if not view.holds(row.counsellor_id, {row.seal_key}, at)), frozenset(gone)
    )


def _pending(row: Row[Any]) -> Pending:
    said = (row.sign_key, row.seal_key, row.proof, row.key_made, row.key_request)
    return Pending(row.counsellor_id, row.name, row.role, *said)
