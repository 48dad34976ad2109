"""The page that waits for its code to be texted: `/api/pair`, and `/api/texting` (docs/wire.md §9)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from triage_api.bearer import BearerToken, hash_of
from triage_api.errors import BadRequest
from triage_api.refusing import ServerError, refusals
from triage_api.sms.pairing import LIVES, Pairs, TooManyCodes
from triage_api.words import Verifier

router = APIRouter(tags=["pairing"], responses=refusals(BadRequest, ServerError))
"""Only where texting is on."""
texting_router = APIRouter(tags=["pairing"])


def _pairs(request: Request) -> Pairs:
    pairs: Pairs = request.app.state.pairs
    return pairs


def _page(token: BearerToken) -> Verifier:
    verifier = hash_of(token)
    if verifier is None:
        raise BadRequest
    return Verifier(verifier)


ThePairs = Annotated[Pairs, Depends(_pairs)]
Page = Annotated[Verifier, Depends(_page)]
"""The page that has just made this case token. No case knows it yet, so any token will do; only its hash is kept."""


class Offered(BaseModel):
    """`seconds`: how long the code can be texted."""

    code: str
    seconds: int


class State(BaseModel):
    """`case_id` goes with moved: the page's own token opens that case now."""

    state: Literal["waiting", "moved", "over"]
    case_id: str | None


class Texting(BaseModel):
    """`number` in international form (E.164), or null where nobody can text."""

    number: str | None


@router.post("/pair", status_code=201, responses=refusals(TooManyCodes))
def offer(pairs: ThePairs, page: Page) -> Offered:
    """A new code for this page; one it had before is worth nothing from now on."""
    return Offered(code=pairs.offer(page), seconds=int(LIVES.total_seconds()))


@router.get("/pair")
def state(pairs: ThePairs, page: Page) -> State:
    """What has become of this page's code; `over` also when there never was one."""
    found = pairs.state(page)
    return State(state=found.state, case_id=found.case_id)


@texting_router.get("/texting", responses=refusals(ServerError))
def texting(request: Request) -> Texting:
    """Whether one can text, and where to."""
    number: str = request.app.state.sms_number
    return Texting(number=number or None)
