"""What the action server may ask of the queue, on this machine and with the key both were given (docs/wire.md §4)."""

import hmac
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from triage_api.bearer import BearerToken
from triage_api.errors import Refusal
from triage_api.queue.queue import Queue
from triage_api.queue.receive import CaseTaken, JustEnded, NewCase, NoRecipient, Receipt, receive_case
from triage_api.refusing import refusals


class NotInternal(Refusal):
    status = 401
    code = "not_internal"
    say = "This address is for Lykta's own parts, which know the internal key."


def _with_internal_key(request: Request, token: BearerToken) -> None:
    expected: str = request.app.state.internal_key
    if not hmac.compare_digest((token or "").encode(), expected.encode()):
        raise NotInternal


router = APIRouter(tags=["internal"], dependencies=[Depends(_with_internal_key)], responses=refusals(NotInternal))


@router.get("/duty")
def duty(request: Request) -> dict[str, int | str | None]:
    """How many counsellors are on duty now, and when the next shift at the desk is planned to begin."""
    on_duty: Callable[[], int] = request.app.state.on_duty
    next_at_desk: Callable[[], str | None] = request.app.state.next_at_desk
    return {"on_duty": on_duty(), "next": next_at_desk()}


@router.get("/readers")
def may_own(request: Request) -> dict[str, list[str] | None]:
    """Who may come to own a case that is handed off now; null when nobody is planned, for everyone on the roster."""
    ids: Callable[[], list[str] | None] = request.app.state.may_own
    return {"may_own": ids()}


@router.get("/texting")
def texting(request: Request) -> dict[str, Any]:
    """How the text messages stand, for `lykta doctor`: the counts that the desk shows."""
    return asdict(request.app.state.texting())


@router.post("/removals", status_code=204)
def removals(request: Request) -> None:
    """Looks at once for counsellors who were removed by a command, rather than at the next sweep."""
    put_out: Callable[[], None] = request.app.state.put_out
    put_out()


@router.get("/alerts")
def alerts(request: Request) -> dict[str, int]:
    """How counsellors can be told that somebody waits, for `lykta doctor`: counts, and nobody's address."""
    counted: dict[str, int] = request.app.state.alerts()
    return counted


@router.get("/clock")
def clock(request: Request) -> dict[str, int]:
    """By how many hours the clock has jumped ahead, for `lykta doctor`; 0 while it is in step."""
    hours: Callable[[], int] = request.app.state.clock_ahead
    return {"hours_ahead": hours()}


@router.post("/cases", status_code=201, responses=refusals(CaseTaken, JustEnded, NoRecipient))
def receive(request: Request, new: NewCase, response: Response) -> Receipt:
    """Receives a sealed case, at most once for each verifier: 200 with `already` for a repeat."""
    queue: Queue = request.app.state.queue
    receipt = receive_case(queue, new)
    if receipt.outcome == "already":
        response.status_code = 200
    return receipt
