"""What a page leaves for whoever will take its case, so that its person need not stay beside it."""

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select, update

from triage_api.errors import BadRequest
from triage_api.queue.envelope_shape import Envelope
from triage_api.queue.queue import Holder, Queue
from triage_api.queue.receive import NoRecipient
from triage_api.queue.tables import cases


class LeftBody(BaseModel):
    """An envelope of this case, sealed by the page itself (config/envelope/v1.md, direction `left`)."""

    model_config = ConfigDict(extra="forbid")
    envelope: Envelope


def leave_behind(queue: Queue, person: Holder, body: LeftBody) -> None:
    """Keeps the envelope in the case's own row, in the place of an earlier one: it is destroyed with the case.

    Also while a counsellor has the case: if it goes back to the line with the page gone, the next one finds it there.
    """
    if not body.envelope.recipients:
        raise NoRecipient
    with queue.cases.writing() as connection:
        case_id = connection.scalar(select(cases.c.case_id).where(person.row).with_for_update())
        if case_id is None:
            raise person.refusal
        if body.envelope.case_id != case_id:
            raise BadRequest
        connection.execute(
            update(cases)
            .where(cases.c.case_id == case_id)
            .values(left_behind=body.envelope.model_dump_json(), left_roster_number=body.envelope.roster_number)
        )
