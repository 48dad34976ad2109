"""How old the oldest roster is by which something was sealed that a counsellor may still have to open."""

import json

from sqlalchemy import func, select

from triage_api.queue.queue import Queue
from triage_api.queue.tables import cases, notes, offers, readers


def oldest_roster(queue: Queue, counsellor_id: str) -> int | None:
    """Of the living cases wrapped for her: of their envelopes and of what their pages left. Of those she holds: of the
    secrets, and of what a colleague handed on with them. And of what she is offered or asked, and the notes in answer
    to her. None when there is nothing.
    """
    for_her = select(func.min(cases.c.roster_number), func.min(cases.c.left_roster_number)).join(
        readers, readers.c.case_id == cases.c.case_id
    )
    held = cases.c.claimed_by == counsellor_id
    by_colleagues = (
        select(cases.c.handed).where(held, cases.c.handed.is_not(None)),
        select(offers.c.envelope).where(offers.c.asked == counsellor_id),
        select(notes.c.envelope)
        .join(offers, offers.c.offer_id == notes.c.offer_id)
        .where(offers.c.asked_by == counsellor_id),
    )
    with queue.cases.reading() as connection:
        wrapped = connection.execute(for_her.where(readers.c.counsellor_id == counsellor_id)).one()
        found = [*wrapped, connection.scalar(select(func.min(cases.c.secret_roster_number)).where(held))]
        # A few at most, so no column repeats what stands in them.
        for query in by_colleagues:
            found += [json.loads(envelope)["roster_number"] for envelope in connection.scalars(query)]
    return min((number for number in found if number is not None), default=None)
