"""Calendar files out and in, each by a call of a signed-in page: no address that a calendar could subscribe to, since
whoever had the address would have the plan."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from triage_api.desk.audit.row import Deed
from triage_api.desk.permissions import EditsRota, Staff, TheDesk
from triage_api.desk.refusals import NotAllowed, NotForRole, NotSignedIn
from triage_api.desk.rota.calendar_in import read_calendar
from triage_api.desk.rota.calendar_out import write_calendar
from triage_api.desk.rota.forms import TakesForm
from triage_api.desk.rota.kept import read_people, read_plan
from triage_api.desk.rota.local_time import local
from triage_api.desk.rota.refusals import NobodyToPlan, NotUnderstood
from triage_api.desk.rota.take_over import take_over
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.envelope_shape import CounsellorId
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(
    tags=["rota"], responses=refusals(NotSignedIn, NotAllowed, NobodyToPlan, NotJson, BadRequest, TooLarge, ServerError)
)


class WhoseCalendar(BaseModel):
    model_config = ConfigDict(extra="forbid")
    counsellor_id: CounsellorId


class CalendarFile(TakesForm):
    """Whose shifts the file holds, and what they take where an event says nothing of it."""

    calendar: Annotated[str, Field(max_length=60_000)]


class TakenOverTold(BaseModel):
    shifts: int
    changes: int
    already: int
    past: int


@router.post("/rota/calendar", response_class=Response, responses={200: {"content": {"text/calendar": {}}}})
def calendar(desk: TheDesk, counsellor: Staff, whose: WhoseCalendar) -> Response:  # noqa: ARG001
    """One counsellor's shifts as a file."""
    with desk.accounts.reading() as connection:
        if whose.counsellor_id not in read_people(connection):
            raise NobodyToPlan
        plan = read_plan(connection)
    return Response(
        write_calendar(plan, whose.counsellor_id, desk.now()),
        media_type="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="shifts.ics"'},
    )


@router.post("/rota/calendar/import", responses=refusals(NotForRole, NotUnderstood))
def take_in(desk: TheDesk, editor: EditsRota, file: CalendarFile) -> TakenOverTold:
    """Takes a whole file over, or nothing of it; twice the same file changes nothing the second time."""
    found = read_calendar(file.calendar, file.takes())
    with desk.accounts.writing() as connection:
        if file.counsellor_id not in read_people(connection):
            raise NobodyToPlan
        told = TakenOverTold(**asdict(take_over(connection, found, local(desk.now()).date())))
        if told.shifts or told.changes:
            desk.audit.note(connection, editor.id, Deed.planned, f"calendar {file.counsellor_id}")
        return told
