"""A case moves from somebody's phone to their browser: the same case, from now on known by the page's own token."""

from sqlalchemy import select, update

from triage_api.errors import Refusal
from triage_api.queue.queue import ARRIVALS, LINE, CaseOver, Queue, bell_of_case, bell_of_counsellor
from triage_api.queue.tables import cases
from triage_api.words import CaseId, Channel, Verifier


class PageTaken(Refusal):
    status = 409
    code = "page_taken"
    say = "This page has, or has just had, a case of its own: load it again and make a new code."


def move_case(queue: Queue, old: Verifier, new: Verifier) -> CaseId:
    """Gives the living case of `old`, waiting or claimed, to the page whose token has the hash `new`.

    Place, claim and epoch stay as they are, so that the row looks like that of a case that always came from a page.
    Raises CaseOver when `old` has no living case, and PageTaken when `new` has one, or had one a moment ago.

    What was said while waiting is left sealed before this call (stand_in/leave_texts.py): the page does not have it.
    From here on `old` is like a verifier that never was: whoever watched the case by it does not look meanwhile, or
    would take the silence for the end of the case, and then forgets the keys of its chat. The chat's key was made where
    texts are read, so the counsellor's page begins a new epoch as soon as it hears of this; till then the new page
    reads nothing.
    """
    if queue.endings.of_person(new) is not None:
        raise PageTaken
    with queue.cases.writing(one_at_a_time=ARRIVALS) as connection:
        if connection.scalar(select(cases.c.case_id).where(cases.c.verifier == new)) is not None:
            raise PageTaken
        row = connection.execute(
            update(cases)
            .where(cases.c.verifier == old)
            .values(verifier=new, channel=Channel.web, reachable=True)
            .returning(cases.c.case_id, cases.c.claimed_by)
        ).one_or_none()
        if row is None:
            raise CaseOver
    # The journal (in PostgreSQL the table itself) still holds the row as it was. If readers keep it busy, the next case
    # that ends empties it.
    queue.cases.forget_deleted(cases)
    queue.bells.ring(LINE, bell_of_case(row.case_id), *([bell_of_counsellor(row.claimed_by)] if row.claimed_by else []))
    return CaseId(row.case_id)
