"""Who signed in a moment ago. A page that was left open must not be enough to make a lasting way in."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends

from triage_api.desk.desk import Desk
from triage_api.desk.permissions import Administers, Counsellor, SignedIn, TheDesk
from triage_api.desk.ways.refusals import SignInAgain

FRESH_FOR = timedelta(minutes=10)


def is_fresh(desk: Desk, counsellor: Counsellor) -> bool:
    session = desk.sessions.find(counsellor.token, use=False)
    return session is not None and desk.now() - session.began < FRESH_FOR


def _fresh(desk: TheDesk, counsellor: SignedIn) -> Counsellor:
    if not is_fresh(desk, counsellor):
        raise SignInAgain
    return counsellor


FreshlySignedIn = Annotated[Counsellor, Depends(_fresh)]
"""Signed in, in any role, within the last ten minutes: to change the ways into one's own account."""


def _fresh_administrator(desk: TheDesk, administrator: Administers) -> Counsellor:
    return _fresh(desk, administrator)


FreshAdministrator = Annotated[Counsellor, Depends(_fresh_administrator)]
"""An administrator who has signed in within the last ten minutes: to help somebody else back in."""
