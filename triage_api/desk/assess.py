"""How a case ended, as its counsellor saw it: counted by month, and kept with no case and no name."""

from fastapi import APIRouter

from triage_api.desk.cases import CaseInPath
from triage_api.desk.counts.outcomes import Assessment, Outcomes
from triage_api.desk.permissions import Answers, TheDesk
from triage_api.desk.refusals import NotAllowed, NotSignedIn
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.queue import NoSuchCase
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["cases"], responses=refusals(NotSignedIn, NotAllowed, ServerError))


@router.get("/outcomes")
def outcomes(desk: TheDesk, counsellor: Answers) -> Outcomes:  # noqa: ARG001 (the permission is the point)
    """What may be said, in both languages."""
    return desk.counts.outcomes


@router.post(
    "/cases/{case_id}/assessment", status_code=204, responses=refusals(NoSuchCase, NotJson, BadRequest, TooLarge)
)
def assess(desk: TheDesk, counsellor: Answers, case_id: CaseInPath, body: Assessment) -> None:
    """Of a case of hers that is over, once and within ten minutes; after that it is counted without."""
    desk.counts.check(body)
    if not desk.counts.say(case_id, counsellor.id, body):
        raise NoSuchCase
