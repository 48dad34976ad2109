"""A counsellor about herself: who she is here, whether she is on the roster, and going on and off duty."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from triage_api.desk.audit.row import Deed
from triage_api.desk.people.read import names_somebody_removed
from triage_api.desk.permissions import Answers, OnRoster, Page, SignedIn, TheDesk, is_on_roster
from triage_api.desk.refusals import NotAllowed, NotOnRoster, NotSignedIn
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.queue import LINE
from triage_api.refusing import NotJson, ServerError, refusals
from triage_api.roster import NoRoster
from triage_api.words import Language, Writer

router = APIRouter(tags=["duty"], responses=refusals(NotSignedIn, ServerError))


class Me(BaseModel):
    """`demo` says that the signing root lies on this machine: every page of the desk has to say so. `sign_anew` says
    that the roster in force still names somebody who was removed. `chats_at_once` is how many cases she may hold at a
    time; `break_minutes`, after how many with people her page offers a pause; `lock_minutes`, after how many without
    use it locks itself; `languages` and `personas` (who writes) say whom she is given first."""

    id: str
    name: str
    role: str
    on_roster: bool
    on_duty: bool
    demo: bool
    sign_anew: bool
    chats_at_once: int
    break_minutes: int
    lock_minutes: int
    languages: list[Language]
    personas: list[Writer]


class LanguagesBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    languages: Annotated[list[Language], Field(min_length=1, max_length=len(Language))]


class PersonasBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    personas: Annotated[list[Writer], Field(max_length=len(Writer))]


class HereBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    in_use: StrictBool


class DutyBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    on: StrictBool


@router.get("/me")
def me(desk: TheDesk, counsellor: SignedIn) -> Me:
    return Me(
        id=counsellor.id,
        name=counsellor.name,
        role=counsellor.role,
        on_roster=is_on_roster(desk, counsellor),
        on_duty=desk.duty.is_on(counsellor.id),
        demo=desk.demo or desk.roster.view().demo,
        sign_anew=names_somebody_removed(desk),
        chats_at_once=desk.chats_at_once,
        break_minutes=desk.break_minutes,
        lock_minutes=desk.lock_minutes,
        languages=sorted(desk.taken.languages.of(counsellor.id)),
        personas=sorted(desk.taken.personas.of(counsellor.id)),
    )


@router.post("/duty", status_code=204, responses=refusals(NotAllowed, NotOnRoster, NotJson, BadRequest, TooLarge))
def duty(desk: TheDesk, counsellor: OnRoster, body: DutyBody) -> None:
    """On duty from now on, or off. It ends by itself two minutes after a page of hers was heard of last."""
    was_on = desk.duty.is_on(counsellor.id)
    desk.duty.set(counsellor.id, body.on)
    if body.on and not was_on:
        desk.taken.begin_turn(counsellor.id)
    if body.on != was_on:
        desk.audit.note_after(counsellor.id, Deed.duty_on if body.on else Deed.duty_off)


@router.post("/here", status_code=204, responses=refusals(NotJson, BadRequest, TooLarge))
def here(desk: TheDesk, counsellor: Page, body: HereBody) -> None:
    """A page answers a sign of life of its event stream. One that has not for a minute is gone: its cases lapse after
    `LYKTA_LAPSE_MINUTES`, and its counsellor's duty ends. `in_use`: somebody has used it since it said so last, or a
    chat of hers has gone on; only that, and what she does, keeps the session."""
    if body.in_use:
        desk.sessions.find(counsellor.token)


@router.post("/languages", status_code=204, responses=refusals(NotAllowed, NotJson, BadRequest, TooLarge))
def languages(desk: TheDesk, counsellor: Answers, body: LanguagesBody) -> None:
    """The languages she takes, until she signs out. Going on duty begins with those of her turn on the rota."""
    desk.taken.languages.choose(counsellor.id, body.languages)
    desk.queue.bells.ring(LINE)


@router.post("/personas", status_code=204, responses=refusals(NotAllowed, NotJson, BadRequest, TooLarge))
def personas(desk: TheDesk, counsellor: Answers, body: PersonasBody) -> None:
    """Whom she takes by who writes, until she signs out; none named is all. Going on duty begins with those of her
    turn on the rota."""
    desk.taken.personas.choose(counsellor.id, body.personas)
    desk.queue.bells.ring(LINE)


@router.get("/roster", responses=refusals(NotAllowed, NoRoster))
def roster(desk: TheDesk, counsellor: Answers) -> Response:  # noqa: ARG001 (the permission is the point)
    """The signed roster, byte for byte as it was signed."""
    return Response(desk.roster.file(), media_type="application/json")
