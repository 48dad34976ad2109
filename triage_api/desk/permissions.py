"""Who may call: a permission is a type in the endpoint's signature, and nothing else lets anybody in."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import select, update

from triage_api.bearer import BearerToken
from triage_api.clock import days
from triage_api.desk.audit.row import Deed
from triage_api.desk.desk import Desk
from triage_api.desk.refusals import NotAdministrator, NotAllowed, NotForRole, NotOnRoster, NotSignedIn
from triage_api.desk.tables import LIVING_KEYS, accounts, living_keys


@dataclass(frozen=True)
class Counsellor:
    id: str
    name: str
    role: str
    seal_keys: frozenset[str]
    token: str


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]


def _whose(desk: Desk, token: str | None, *, use: bool) -> Counsellor:
    session = desk.sessions.find(token, use)
    if session is None or token is None:
        if token is not None:
            desk.audit.note_later(desk.sessions.whose(token), Deed.session_refused)
        raise NotSignedIn
    with desk.accounts.reading() as connection:
        account = connection.execute(
            select(accounts.c.name, accounts.c.role, accounts.c.seen_on, *LIVING_KEYS).where(
                accounts.c.counsellor_id == session.counsellor_id, accounts.c.state == "active"
            )
        ).one_or_none()
    if account is None:  # removed since
        desk.sessions.end(token)
        desk.audit.note_later(session.counsellor_id, Deed.session_refused)
        raise NotSignedIn
    if account.seen_on != days(desk.now()):
        _note_seen(desk, session.counsellor_id)
    desk.duty.seen(session.counsellor_id)
    return Counsellor(
        session.counsellor_id, account.name, account.role, living_keys(account.seal_key, account.older_keys), token
    )


def _note_seen(desk: Desk, counsellor_id: str) -> None:
    with desk.accounts.writing() as connection:
        mine = accounts.c.counsellor_id == counsellor_id
        connection.execute(update(accounts).where(mine).values(seen_on=days(desk.now())))


def _signed_in(desk: TheDesk, token: BearerToken, request: Request) -> Counsellor:
    return _whose(desk, token, use=request.method != "GET")


SignedIn = Annotated[Counsellor, Depends(_signed_in)]
"""Anybody with an account and a living session, an analyst too. What changes something counts as use of the session;
what only reads does not, since a page that is left open goes on reading by itself."""


def _page(desk: TheDesk, token: BearerToken) -> Counsellor:
    return _whose(desk, token, use=False)


Page = Annotated[Counsellor, Depends(_page)]
"""As `SignedIn`, for a page that tells of itself: whether that is use, it says."""

ANSWERING = frozenset({"counsellor", "supervisor"})
"""Roles that answer people. Nobody else ever stands on the roster."""
NUMBERS_ONLY = frozenset({"analyst"})
"""Roles that see no case, no line and no plan."""
COUNTS = frozenset({"supervisor", "analyst"})


def _answers(counsellor: SignedIn) -> Counsellor:
    if counsellor.role not in ANSWERING:
        raise NotAllowed
    return counsellor


Answers = Annotated[Counsellor, Depends(_answers)]
"""Signed in, in a role that answers people."""


def _staff(counsellor: SignedIn) -> Counsellor:
    if counsellor.role in NUMBERS_ONLY:
        raise NotAllowed
    return counsellor


Staff = Annotated[Counsellor, Depends(_staff)]
"""Signed in, in a role that answers people or plans who does."""


def _sees_counts(counsellor: SignedIn) -> Counsellor:
    if counsellor.role not in COUNTS:
        raise NotAllowed
    return counsellor


SeesCounts = Annotated[Counsellor, Depends(_sees_counts)]
"""Signed in, in a role that may see the monthly counts."""


def is_active(desk: Desk, counsellor_id: str) -> bool:
    """Whether the account is there at this very moment: for what began under a permission that may be gone since."""
    active = (accounts.c.counsellor_id == counsellor_id) & (accounts.c.state == "active")
    with desk.accounts.reading() as connection:
        return connection.scalar(select(accounts.c.counsellor_id).where(active)) is not None


def is_on_roster(desk: Desk, counsellor: Counsellor) -> bool:
    return desk.roster.view().holds(counsellor.id, counsellor.seal_keys, desk.now())


def _on_roster(desk: TheDesk, counsellor: Answers) -> Counsellor:
    if not is_on_roster(desk, counsellor):
        raise NotOnRoster
    return counsellor


OnRoster = Annotated[Counsellor, Depends(_on_roster)]
"""Answers people, and a sealing key of her own stands on the roster now: removed from it, she takes nobody any more."""


def _supervises(counsellor: Answers, desk: TheDesk) -> Counsellor:
    if counsellor.role != "supervisor":
        raise NotAllowed
    return _on_roster(desk, counsellor)


Supervises = Annotated[Counsellor, Depends(_supervises)]
"""A supervisor with a sealing key of her own on the roster now: may ask to read along."""


def edits_rota(counsellor: Counsellor) -> bool:
    return counsellor.role in ("supervisor", "administrator")


def _edits_rota(counsellor: Staff) -> Counsellor:
    if not edits_rota(counsellor):
        raise NotForRole
    return counsellor


EditsRota = Annotated[Counsellor, Depends(_edits_rota)]
"""Signed in as a supervisor or an administrator. Whether their key stands on the roster does not matter: who is planned
reads nothing, and the signed roster stays the outer bound of who can."""


def _administers(counsellor: Staff) -> Counsellor:
    if counsellor.role != "administrator":
        raise NotAdministrator
    return counsellor


Administers = Annotated[Counsellor, Depends(_administers)]
"""Signed in as an administrator: decides who has an account."""
