"""Claiming: a counsellor takes the next person, and nobody else gets the same one."""

from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, select, update

from triage_api.clock import rounded
from triage_api.errors import Refusal
from triage_api.queue.given import EVERYBODY, Given, may_be_given
from triage_api.queue.held import HeldCase, held_case
from triage_api.queue.queue import LINE, Queue, bell_of_case, bell_of_counsellor
from triage_api.queue.state import Step, comes_from, leads_to
from triage_api.queue.tables import cases, readers, urgency


class EnoughHeld(Refusal):
    status = 409
    code = "enough_chats"
    say = "You have as many chats at once as are set for one counsellor: close one or return it first."


def claim_next(
    queue: Queue, counsellor_id: str, at_most: int | None = None, given: Given = EVERYBODY
) -> HeldCase | None:
    """The most urgent case, then the longest waiting, of those that may be `given` to this counsellor and whose
    envelope she can open. Whom no answer can reach comes after everybody else, however urgent: there is nobody to talk
    with any more.

    One statement chooses and takes: two counsellors who press at once get two people, or one of them gets None.
    A new epoch begins, with a secret of its own; nothing of an earlier one is handed over. EnoughHeld when she holds
    `at_most` cases already; her own claims wait for each other, so that two at once do not both find room.
    """
    with queue.cases.writing(one_at_a_time=f"claims of {counsellor_id}") as connection:
        if at_most is not None:
            refuse_if_full(connection, counsellor_id, at_most)
        row = _take(queue, connection, next_person(counsellor_id, given), counsellor_id, skip_locked=True)
        if row is None and queue.cases.has_many_writers:
            # Whoever is left was locked a moment ago, and perhaps not by a counsellor: a page may have left something
            # for her, or the level may have risen. Saying that nobody waits would leave that person alone.
            row = _take(queue, connection, next_person(counsellor_id, given), counsellor_id, skip_locked=False)
        if row is None:
            return None
        held = held_case(connection, row)
    queue.bells.ring(LINE, bell_of_case(held.case_id), bell_of_counsellor(counsellor_id))
    return held


def refuse_if_full(connection: Connection, counsellor_id: str, at_most: int) -> None:
    """Raises EnoughHeld. Within her turn of claims, or two at once would both find room."""
    if int(connection.scalar(select(func.count()).where(cases.c.claimed_by == counsellor_id)) or 0) >= at_most:
        raise EnoughHeld


_WAITS = cases.c.state.in_(comes_from(Step.claim))


def next_person(counsellor_id: str, given: Given = EVERYBODY) -> Select[tuple[int]]:
    """The `arrival` of whom she would take now; found in the order of the index `line`, however many wait. Passed over
    on the way are those she does not take who are neither urgent nor long there: never many."""
    for_her = exists().where(readers.c.case_id == cases.c.case_id, readers.c.counsellor_id == counsellor_id)
    return (
        select(cases.c.arrival)
        .where(_WAITS, for_her, may_be_given(given))
        .order_by(cases.c.reachable.desc(), urgency.desc(), cases.c.arrival)
        .limit(1)
    )


def _take(
    queue: Queue, connection: Connection, person: Select[tuple[int]], counsellor_id: str, *, skip_locked: bool
) -> Row[Any] | None:
    chosen = person.with_for_update(skip_locked=skip_locked, of=cases)  # left out by SQLite
    take = (
        update(cases)
        .where(cases.c.arrival == chosen.scalar_subquery(), _WAITS)
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
    return connection.execute(take).one_or_none()
