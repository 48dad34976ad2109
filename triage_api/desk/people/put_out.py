"""What the running desk does about a removal, whoever made it: in memory, and in the case database."""

from sqlalchemy import delete, select

from triage_api.clock import days
from triage_api.desk.audit.prune import KEPT
from triage_api.desk.desk import Desk
from triage_api.desk.reading_along import stop_if_signed_out
from triage_api.desk.tables import accounts
from triage_api.errors import Refusal
from triage_api.queue.give_back import give_back
from triage_api.queue.queue import LINE, bell_of_counsellor, the_counsellor
from triage_api.queue.state import State, Step
from triage_api.queue.tables import cases
from triage_api.words import CaseId


def put_out(desk: Desk) -> None:
    """Of everybody who was removed: ends sessions, streams and duty, and gives the cases they hold back to the line.

    Called by the removal itself and by every sweep, so that one which was made by another process, or was cut short by
    a crash, is made whole. It changes nothing where there is nothing to do.
    """
    removed = _removed(desk)
    for counsellor_id in removed:
        was_in = desk.sessions.end_all_of(counsellor_id)
        if was_in or desk.duty.is_on(counsellor_id):
            desk.duty.set(counsellor_id, False)
            desk.queue.bells.ring(LINE, bell_of_counsellor(counsellor_id))
        stop_if_signed_out(desk, counsellor_id)
    take_cases_back(desk, removed)


def take_cases_back(desk: Desk, counsellors: list[str]) -> None:
    """Whom they had wait again, as after a lapse: at their place in line, and told that the connection was lost."""
    with desk.queue.cases.reading() as connection:
        theirs = cases.c.claimed_by.in_(counsellors) & (cases.c.state == State.claimed)
        held = connection.execute(select(cases.c.case_id, cases.c.claimed_by).where(theirs)).all()
    for case_id, counsellor_id in held:
        try:
            give_back(desk.queue, the_counsellor(counsellor_id, CaseId(case_id)), Step.take_back)
        except Refusal:
            continue  # its person has ended it since


def forget_removed(desk: Desk) -> None:
    """Deletes what is left of those who were removed before the oldest row of the audit, for which their names stay."""
    old = (accounts.c.state == "removed") & (accounts.c.removed_on < days(desk.now() - KEPT) - 1)
    with desk.accounts.reading() as connection:
        if connection.scalar(select(accounts.c.counsellor_id).where(old).limit(1)) is None:
            return
    with desk.accounts.writing() as connection:
        connection.execute(delete(accounts).where(old))


def _removed(desk: Desk) -> list[str]:
    with desk.accounts.reading() as connection:
        return list(connection.scalars(select(accounts.c.counsellor_id).where(accounts.c.state == "removed")))
