"""The texts that a counsellor may send: searched in her language and sent in the person's, from our own server."""

from typing import Annotated

from fastapi import APIRouter, Path

from triage_api.desk.permissions import Answers, TheDesk
from triage_api.desk.refusals import NotAllowed, NotSignedIn
from triage_api.desk.sendable import ContentMissing, Sendable
from triage_api.errors import BadRequest
from triage_api.refusing import ServerError, refusals
from triage_api.words import Language

router = APIRouter(tags=["content"], responses=refusals(NotSignedIn, NotAllowed, ServerError))


@router.get("/content/{language}", responses=refusals(BadRequest, ContentMissing))
def content(desk: TheDesk, counsellor: Answers, language: Annotated[Language, Path()]) -> Sendable:  # noqa: ARG001 (the permission is the point)
    """Everything there is in this language, as it stands now."""
    return desk.published.of(language)
