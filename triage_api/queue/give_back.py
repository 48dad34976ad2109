"""A case goes back to the line: returned by its counsellor, lapsed because her page has been away too long,
or taken back because she was removed."""

from typing import Literal

from sqlalchemy import delete, select, update

from triage_api.clock import rounded
from triage_api.queue.endings import GivenBack
from triage_api.queue.offers import Kind, drop_offers
from triage_api.queue.queue import LINE, Holder, Queue, bell_of_case, bell_of_counsellor
from triage_api.queue.state import Step, comes_from, leads_to
from triage_api.queue.tables import cases, messages
from triage_api.words import CaseId


def give_back(queue: Queue, holder: Holder, step: Literal[Step.give_back, Step.lapse, Step.take_back]) -> None:
    """The case waits again, at the place its level and arrival give it; the next claim begins a new epoch.

    The secret and what the person wrote to this counsellor go now. What she wrote stays until the next epoch's secret,
    so that a person who was offline for a moment can still read the last words.
    """
    mine = holder.row & cases.c.state.in_(comes_from(step))
    with queue.cases.writing() as connection:
        held = connection.execute(select(cases).where(mine).with_for_update()).one_or_none()
        if held is None:
            raise holder.refusal
        connection.execute(
            update(cases)
            .where(cases.c.case_id == held.case_id)
            .values(
                state=leads_to(step),
                claimed_by=None,
                moved_at=rounded(queue.now()),
                secret=None,
                secret_roster_number=None,
                handed=None,
            )
        )
        drop_offers(connection, CaseId(held.case_id), *Kind)
        theirs = (messages.c.case_id == held.case_id) & (messages.c.direction == "person")
        connection.execute(delete(messages).where(theirs))
        queue.endings.note_given_back(GivenBack(CaseId(held.case_id), held.claimed_by, queue.now()))
    queue.bells.ring(LINE, bell_of_case(held.case_id), bell_of_counsellor(held.claimed_by))
    for listener in queue.when_back:
        listener(CaseId(held.case_id), held.claimed_by, step)
