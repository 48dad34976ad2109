"""The person's page at a mailbox: `/api/mailbox` (docs/wire.md §8). Every mailbox answers, used or not."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from triage_api.bearer import BearerToken, hash_of
from triage_api.errors import BadRequest
from triage_api.mailbox.letters import Letter, Letters, MailboxId
from triage_api.mailbox.pace import Pace
from triage_api.refusing import ServerError, refusals

router = APIRouter(tags=["mailbox"], responses=refusals(BadRequest, ServerError))


def _letters(request: Request) -> Letters:
    letters: Letters = request.app.state.letters
    return letters


def _mailbox(token: BearerToken) -> MailboxId:
    mailbox = hash_of(token)
    if mailbox is None:
        raise BadRequest
    return MailboxId(mailbox)


def _pace(request: Request) -> Pace:
    pace: Pace = request.app.state.pace
    return pace


TheLetters = Annotated[Letters, Depends(_letters)]
ThePace = Annotated[Pace, Depends(_pace)]
Mailbox = Annotated[MailboxId, Depends(_mailbox)]
"""The mailbox whose token was shown; there is no token that has none."""


class Opened(BaseModel):
    letters: list[Letter]


class Deleted(BaseModel):
    deleted: bool = True


@router.post("/mailbox/open")
async def open_mailbox(letters: TheLetters, pace: ThePace, mailbox: Mailbox) -> Opened:
    """The letters, in no order; none of them for a mailbox that is unknown, empty or emptied."""
    await asyncio.sleep(pace.wait_seconds())
    found = await run_in_threadpool(letters.of, mailbox)
    if not found:
        pace.missed()
    return Opened(letters=found)


@router.post("/mailbox/delete")
async def delete_letters(letters: TheLetters, pace: ThePace, mailbox: Mailbox) -> Deleted:
    """Destroys the letters at once, if there are any. When this answers, their rows are gone."""
    await asyncio.sleep(pace.wait_seconds())
    await run_in_threadpool(letters.destroy, mailbox)
    return Deleted()
