"""The counts of a month, for those who may see numbers: supervisors, and analysts, who see nothing else."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from triage_api.desk.counts.report import MonthNotOver, as_csv, counts_of, months_over, words_for
from triage_api.desk.permissions import SeesCounts, TheDesk
from triage_api.desk.refusals import NotAllowed, NotSignedIn
from triage_api.errors import BadRequest
from triage_api.refusing import ServerError, refusals

router = APIRouter(tags=["counts"], responses=refusals(NotSignedIn, NotAllowed, ServerError))

Month = Annotated[str, Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]


class Months(BaseModel):
    months: list[str]


class CountsOfMonth(BaseModel):
    """null is a number that is hidden: under five, or hidden so that such a one cannot be worked out."""

    month: str
    total: int | None
    one: dict[str, dict[str, int | None]]
    two: dict[str, dict[str, dict[str, int | None]]]
    words: dict[str, Any]


@router.get("/counts/months")
def months(desk: TheDesk, reader: SeesCounts) -> Months:  # noqa: ARG001 (the permission is the point)
    """The months that can be read, the newest first."""
    return Months(months=months_over(desk.counts, desk.now()))


@router.get("/counts", responses=refusals(MonthNotOver, BadRequest))
def counts(desk: TheDesk, reader: SeesCounts, month: Month) -> CountsOfMonth:  # noqa: ARG001
    found = counts_of(desk.counts, month, desk.now())
    words = words_for(found, desk.wording)
    return CountsOfMonth(month=month, total=found.total, one=found.one, two=found.two, words=words)


@router.get(
    "/counts.csv",
    responses={**refusals(MonthNotOver, BadRequest), 200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def counts_csv(desk: TheDesk, reader: SeesCounts, month: Month) -> Response:  # noqa: ARG001
    """The same as a table for a spreadsheet, with the definitions in it."""
    table = as_csv(month, counts_of(desk.counts, month, desk.now()), desk.wording)
    return Response(table, media_type="text/csv; charset=utf-8")
