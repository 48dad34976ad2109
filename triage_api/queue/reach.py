"""Whom an answer can no longer reach: the numbers of those who text are in memory only, and a restart can lose them."""

from collections.abc import Iterable

from sqlalchemy import select, update

from triage_api.queue.queue import LINE, Queue, bell_of_case, bell_of_counsellor
from triage_api.queue.tables import cases
from triage_api.words import Channel, Verifier


def lose_texters(queue: Queue, still: Iterable[Verifier]) -> int:
    """Marks every living case that goes by text and whose verifier is not among those `still` known; answers how many.

    For the start of a process, once it is known which numbers have outlived the last one. It is never taken back: who
    texts again begins a new conversation. A marked case stays until it is closed or expires, so that nobody is told
    that a person left who did not.
    """
    known = set(still)
    texters = (
        select(cases.c.case_id, cases.c.verifier, cases.c.claimed_by)
        .where(cases.c.channel == Channel.sms, cases.c.reachable.is_(True))
        .order_by(cases.c.arrival)
        .with_for_update()  # none of them moves to a page in between
    )
    with queue.cases.writing() as connection:
        lost = [row for row in connection.execute(texters).all() if row.verifier not in known]
        for row in lost:
            connection.execute(update(cases).where(cases.c.case_id == row.case_id).values(reachable=False))
    if lost:
        theirs = [bell_of_counsellor(row.claimed_by) for row in lost if row.claimed_by]
        queue.bells.ring(LINE, *(bell_of_case(row.case_id) for row in lost), *theirs)
    return len(lost)
