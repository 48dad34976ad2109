"""Claiming: a counsellor takes the next person, and nobody else gets the same one."""

from sqlalchemy import select, update

from triage_api.clock import rounded
from triage_api.queue.held import HeldCase, held_case
from triage_api.queue.queue import LINE, Queue, bell_of_case, bell_of_counsellor
from triage_api.queue.state import Step, comes_from, leads_to
from triage_api.queue.tables import cases, readers
from triage_api.queue.waiting import urgency


def claim_next(queue: Queue, counsellor_id: str) -> HeldCase | None:
    """The most urgent case, then the longest waiting, of those whose envelope this counsellor can open. Whom no answer
    can reach comes after everybody else, however urgent: there is nobody to talk with any more.

    One statement chooses and takes: two counsellors who press at once get two people, or one of them gets None.
    A new epoch begins, with a secret of its own; nothing of an earlier one is handed over.
    """
    waits = cases.c.state.in_(comes_from(Step.claim))
    for_her = select(readers.c.case_id).where(readers.c.counsellor_id == counsellor_id)
    next_person = (
        select(cases.c.arrival)
        .where(waits, cases.c.case_id.in_(for_her))
        .order_by(cases.c.reachable.desc(), urgency.desc(), cases.c.arrival)
        .limit(1)
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has its one writer and leaves this out
        .scalar_subquery()
    )
    take = (
        update(cases)
        .where(cases.c.arrival == next_person, waits)
        .values(
            state=leads_to(Step.claim),
            epoch=cases.c.epoch + 1,
            claimed_by=counsellor_id,
            moved_at=rounded(queue.now()),
            secret=None,
            secret_roster_number=None,
        )
        .returning(cases)
    )
    with queue.cases.writing() as connection:
        row = connection.execute(take).one_or_none()
        if row is None:
            return None
        held = held_case(connection, row)
    queue.bells.ring(LINE, bell_of_case(held.case_id), bell_of_counsellor(counsellor_id))
    return held
