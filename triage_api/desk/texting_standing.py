"""Whether texts go, what they cost today, and what is left of them, for whoever is signed in."""

from fastapi import APIRouter

from triage_api.desk.permissions import Staff, TheDesk
from triage_api.desk.refusals import NotAllowed, NotSignedIn
from triage_api.desk.texting import Texting
from triage_api.refusing import ServerError, refusals

router = APIRouter(tags=["texting"], responses=refusals(NotSignedIn, NotAllowed, ServerError))


@router.get("/texting")
def texting(desk: TheDesk, counsellor: Staff) -> Texting:  # noqa: ARG001 (the permission is the point)
    """As it stands at this moment; asked about once a minute."""
    return desk.texting()
