"""Who may call: a permission is a type in the endpoint's signature, and nothing else lets anybody in."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import select

from triage_api.bearer import BearerToken
from triage_api.desk.desk import Desk
from triage_api.desk.refusals import NotForRole, NotOnRoster, NotSignedIn
from triage_api.desk.tables import accounts


@dataclass(frozen=True)
class Counsellor:
    id: str
    name: str
    role: str
    seal_key: str
    token: str


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]


def _signed_in(desk: TheDesk, token: BearerToken) -> Counsellor:
    session = desk.sessions.find(token)
    if session is None or token is None:
        raise NotSignedIn
    with desk.accounts.reading() as connection:
        account = connection.execute(
            select(accounts.c.name, accounts.c.role, accounts.c.seal_key).where(
                accounts.c.counsellor_id == session.counsellor_id, accounts.c.state == "active"
            )
        ).one_or_none()
    if account is None:  # removed since
        desk.sessions.end(token)
        raise NotSignedIn
    return Counsellor(session.counsellor_id, account.name, account.role, account.seal_key, token)


SignedIn = Annotated[Counsellor, Depends(_signed_in)]
"""A counsellor with a living session; the call counts as use of it."""


def is_on_roster(desk: Desk, counsellor: Counsellor) -> bool:
    return desk.roster.view().holds(counsellor.id, counsellor.seal_key, desk.now())


def _on_roster(desk: TheDesk, counsellor: SignedIn) -> Counsellor:
    if not is_on_roster(desk, counsellor):
        raise NotOnRoster
    return counsellor


OnRoster = Annotated[Counsellor, Depends(_on_roster)]
"""Signed in, and her own sealing key stands on the roster now: removed from the roster, she takes nobody any more."""


def edits_rota(counsellor: Counsellor) -> bool:
    return counsellor.role in ("supervisor", "administrator")


def _edits_rota(counsellor: SignedIn) -> Counsellor:
    if not edits_rota(counsellor):
        raise NotForRole
    return counsellor


EditsRota = Annotated[Counsellor, Depends(_edits_rota)]
"""Signed in as a supervisor or an administrator. Whether their key stands on the roster does not matter: who is planned
reads nothing, and the signed roster stays the outer bound of who can."""
