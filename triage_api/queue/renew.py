"""A counsellor's page that was loaded again begins a new epoch of the case it holds.

It no longer knows which numbers it had used for messages that never arrived, and a number used twice under one key
would give both messages away (config/envelope/v1.md).
"""

from sqlalchemy import delete, update

from triage_api.queue.held import HeldCase, held_case
from triage_api.queue.offers import READ_ONLY, drop_offers
from triage_api.queue.queue import Holder, Queue, bell_of_case, bell_of_counsellor
from triage_api.queue.state import Step, comes_from, leads_to
from triage_api.queue.tables import cases, messages
from triage_api.words import CaseId


def renew(queue: Queue, holder: Holder) -> HeldCase:
    """The same case, held by the same counsellor, one epoch on: the person's page sends a fresh secret for it.

    What the person wrote goes; their page says it again under the new key. What she wrote stays until the new secret.
    """
    one_on = (
        update(cases)
        .where(holder.row, cases.c.state.in_(comes_from(Step.renew)))
        .values(state=leads_to(Step.renew), epoch=cases.c.epoch + 1, secret=None, secret_roster_number=None)
        .returning(cases)
    )
    with queue.cases.writing() as connection:
        row = connection.execute(one_on).one_or_none()
        if row is None:
            raise holder.refusal
        theirs = (messages.c.case_id == row.case_id) & (messages.c.direction == "person")
        connection.execute(delete(messages).where(theirs))
        # What ties notes to her question was known to the page that asked, as was the key of what is read along.
        bells = drop_offers(connection, CaseId(row.case_id), *READ_ONLY)
        held = held_case(connection, row)
    queue.bells.ring(bell_of_case(row.case_id), bell_of_counsellor(row.claimed_by), *bells)
    return held
