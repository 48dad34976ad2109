"""What a page leaves for whoever will take its case, so that its person need not wait beside it."""

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select, update

from triage_api.errors import BadRequest, Refusal
from triage_api.queue.envelope_shape import Envelope
from triage_api.queue.queue import Holder, Queue
from triage_api.queue.receive import NoRecipient
from triage_api.queue.state import State
from triage_api.queue.tables import cases


class NotWaiting(Refusal):
    status = 409
    code = "not_waiting"
    say = "A counsellor has the case: what there is to say goes to them."


class LeftBody(BaseModel):
    """An envelope of this case, sealed by the page itself (config/envelope/v1.md, direction `left`)."""

    model_config = ConfigDict(extra="forbid")
    envelope: Envelope


def leave_behind(queue: Queue, person: Holder, body: LeftBody) -> None:
    """Keeps the envelope in the case's own row, in the place of an earlier one: it is destroyed with the case."""
    if not body.envelope.recipients:
        raise NoRecipient
    with queue.cases.writing() as connection:
        row = connection.execute(
            select(cases.c.case_id, cases.c.state).where(person.row).with_for_update()
        ).one_or_none()
        if row is None:
            raise person.refusal
        if row.state != State.waiting:
            raise NotWaiting
        if body.envelope.case_id != row.case_id:
            raise BadRequest
        connection.execute(
            update(cases).where(cases.c.case_id == row.case_id).values(left_behind=body.envelope.model_dump_json())
        )
