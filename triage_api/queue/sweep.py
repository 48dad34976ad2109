"""The sweep: what waited too long expires, what its counsellor has left lapses, what a colleague was offered and did
not answer ends, unfinished shredding is finished.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from triage_api.clock import seconds
from triage_api.errors import Refusal
from triage_api.queue.close import end_case
from triage_api.queue.give_back import give_back
from triage_api.queue.offers import expire_offers
from triage_api.queue.queue import Queue, the_counsellor, the_person
from triage_api.queue.shred import clear_what_a_kill_left, finish_all_shredding
from triage_api.queue.state import State, Step
from triage_api.queue.tables import cases
from triage_api.queue.wishes import expire_wishes
from triage_api.refusing import tell_of
from triage_api.words import CaseId, Verifier

SWEEP_SECONDS = 10.0

GoneSince = Callable[[str], datetime | None]
"""When a page of a counsellor's was last heard of; None while one is there."""


def sweep(queue: Queue, gone_since: GoneSince, unclaimed: timedelta, lapse: timedelta, *, by_age: bool = True) -> None:
    """One round. A case that ends or moves by itself in between is passed over; any other error waits for the next.
    Not `by_age`: the clock cannot be trusted, and nothing is too old or too long gone."""
    of_age: list[Callable[[], None]] = [
        lambda: _expire(queue, unclaimed),
        lambda: _lapse(queue, gone_since, lapse),
        lambda: expire_offers(queue),
        lambda: expire_wishes(queue),
        lambda: queue.endings.forget_old(queue.now()),
    ]
    unfinished: list[Callable[[], None]] = [
        lambda: finish_all_shredding(queue),
        lambda: clear_what_a_kill_left(queue),
    ]
    for step in [*(of_age if by_age else []), *unfinished]:
        try:
            step()
        except Exception as error:  # noqa: BLE001 (the sweep must live: a case left in the database is worse)
            tell_of(error)


def _expire(queue: Queue, unclaimed: timedelta) -> None:
    """Those that have waited too long since they came or, after a claim, since they were given back."""
    before = seconds(queue.now() - unclaimed)
    too_old = (cases.c.arrived_at < before) & or_(cases.c.moved_at.is_(None), cases.c.moved_at < before)
    with queue.cases.reading() as connection:
        old = connection.scalars(select(cases.c.verifier).where(cases.c.state == State.waiting, too_old)).all()
    for verifier in old:
        try:
            end_case(queue, the_person(Verifier(verifier)), Step.expire)
        except Refusal:
            continue  # claimed or ended since


def _lapse(queue: Queue, gone_since: GoneSince, lapse: timedelta) -> None:
    with queue.cases.reading() as connection:
        claimed = connection.execute(
            select(cases.c.case_id, cases.c.claimed_by).where(cases.c.state == State.claimed)
        ).all()
    for case_id, counsellor_id in claimed:
        gone = gone_since(counsellor_id)
        if gone is not None and queue.now() - gone >= lapse:
            try:
                give_back(queue, the_counsellor(counsellor_id, CaseId(case_id)), Step.lapse)
            except Refusal:
                continue  # closed or returned since
