"""How old the oldest roster is by which something was sealed that a counsellor may still have to open."""

from sqlalchemy import func, select

from triage_api.queue.queue import Queue
from triage_api.queue.tables import cases, readers


def oldest_roster(queue: Queue, counsellor_id: str) -> int | None:
    """Of the living cases wrapped for her: of their envelopes, of what their pages left, and of the secrets of those
    she holds. None when there is nothing.
    """
    for_her = select(func.min(cases.c.roster_number), func.min(cases.c.left_roster_number)).join(
        readers, readers.c.case_id == cases.c.case_id
    )
    held = select(func.min(cases.c.secret_roster_number)).where(cases.c.claimed_by == counsellor_id)
    with queue.cases.reading() as connection:
        wrapped = connection.execute(for_her.where(readers.c.counsellor_id == counsellor_id)).one()
        found = [*wrapped, connection.scalar(held)]
    return min((number for number in found if number is not None), default=None)
