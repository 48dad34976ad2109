"""Editing the plan: for supervisors and administrators. Each call is one whole change."""

from typing import Annotated

from fastapi import APIRouter, Body, Path
from pydantic import BaseModel
from sqlalchemy import Connection

from triage_api.desk.audit.row import Deed
from triage_api.desk.desk import Desk
from triage_api.desk.permissions import Counsellor, EditsRota, TheDesk
from triage_api.desk.refusals import NotAllowed, NotForRole, NotSignedIn
from triage_api.desk.rota import kept
from triage_api.desk.rota.forms import ChangeForm, RowId, ShiftForm
from triage_api.desk.rota.local_time import local
from triage_api.desk.rota.plan import Added, Change, Plan, Replaced
from triage_api.desk.rota.refusals import NobodyToPlan, NoSuchShift
from triage_api.desk.rota.turns import turns_of_day
from triage_api.errors import BadRequest, TooLarge
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(
    tags=["rota"], responses=refusals(NotSignedIn, NotAllowed, NotForRole, NotJson, BadRequest, TooLarge, ServerError)
)

RowInPath = Annotated[RowId, Path()]


class Made(BaseModel):
    id: str


@router.post("/rota/shifts", status_code=201, responses=refusals(NobodyToPlan))
def add_shift(desk: TheDesk, editor: EditsRota, form: ShiftForm) -> Made:
    with desk.accounts.writing() as connection:
        _check_can_be_planned(connection, form.counsellor_id)
        _note(desk, connection, editor, "shift", form.counsellor_id)
        return Made(id=kept.add_shift(connection, form.shift()))


@router.post("/rota/shifts/{shift_id}", status_code=204, responses=refusals(NobodyToPlan, NoSuchShift))
def alter_shift(desk: TheDesk, editor: EditsRota, shift_id: RowInPath, form: ShiftForm) -> None:
    """From now on, also on the days it has already been planned for; its changes stay."""
    with desk.accounts.writing() as connection:
        _check_can_be_planned(connection, form.counsellor_id)
        if not kept.alter_shift(connection, form.shift(shift_id)):
            raise NoSuchShift
        _note(desk, connection, editor, "shift_altered", form.counsellor_id)


@router.post("/rota/shifts/{shift_id}/remove", status_code=204, responses=refusals(NoSuchShift))
def remove_shift(desk: TheDesk, editor: EditsRota, shift_id: RowInPath) -> None:
    """With its changes."""
    with desk.accounts.writing() as connection:
        if not kept.remove_shift(connection, shift_id):
            raise NoSuchShift
        _note(desk, connection, editor, "shift_removed")


@router.post("/rota/changes", status_code=201, responses=refusals(NobodyToPlan, NoSuchShift))
def add_change(desk: TheDesk, editor: EditsRota, form: Annotated[ChangeForm, Body()]) -> Made:
    """Cancels or replaces the shift that begins on a day, or adds one to a day. NoSuchShift when none begins then."""
    change = form.change()
    with desk.accounts.writing() as connection:
        _check_change(connection, change)
        _note(desk, connection, editor, form.kind, getattr(form, "counsellor_id", ""))
        return Made(id=kept.add_change(connection, change, local(desk.now()).date()))


@router.post("/rota/changes/{change_id}/remove", status_code=204, responses=refusals(NoSuchShift))
def remove_change(desk: TheDesk, editor: EditsRota, change_id: RowInPath) -> None:
    """That day is again as every week."""
    with desk.accounts.writing() as connection:
        if not kept.remove_change(connection, change_id):
            raise NoSuchShift
        _note(desk, connection, editor, "change_removed")


def _note(desk: Desk, connection: Connection, editor: Counsellor, how: str, whom: str = "") -> None:
    desk.audit.note(connection, editor.id, Deed.planned, f"{how} {whom}".strip())


def _check_change(connection: Connection, change: Change) -> None:
    if isinstance(change, Added):
        _check_can_be_planned(connection, change.takes.counsellor_id)
        return
    if isinstance(change, Replaced):
        _check_can_be_planned(connection, change.counsellor_id)
    plan = kept.read_plan(connection)
    weekly = Plan(plan.shifts)  # what is already changed may be changed again
    if not any(turn.shift_id == change.shift_id for turn in turns_of_day(weekly, change.day)):
        raise NoSuchShift


def _check_can_be_planned(connection: Connection, counsellor_id: str) -> None:
    if counsellor_id not in kept.read_people(connection):
        raise NobodyToPlan
