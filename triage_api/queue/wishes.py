"""A supervisor's wish to read along with a counsellor. It names no case: in which of hers, if any, she says herself."""

from sqlalchemy import ColumnElement, delete, func, insert, select

from triage_api.clock import rounded, seconds
from triage_api.errors import Refusal
from triage_api.queue.offers import silent_since
from triage_api.queue.queue import Queue, bell_of_counsellor
from triage_api.queue.state import State
from triage_api.queue.tables import cases, wishes


class HoldsNoChat(Refusal):
    status = 409
    code = "holds_no_chat"
    say = "This colleague talks with nobody now: there is nothing to read along with."


class NoSuchWish(Refusal):
    """Answered, taken back, too old, or never there, without saying which."""

    status = 404
    code = "no_such_wish"
    say = "Nobody asks this any more."


def make_wish(queue: Queue, supervisor_id: str, counsellor_id: str) -> bool:
    """Keeps the wish for ten minutes; false when it stood already. Raises HoldsNoChat."""
    with queue.cases.writing(one_at_a_time=f"wishes of {supervisor_id}") as connection:
        hers = select(func.count()).where(cases.c.claimed_by == counsellor_id, cases.c.state == State.claimed)
        if counsellor_id == supervisor_id or not connection.scalar(hers):
            raise HoldsNoChat
        if connection.scalar(select(wishes.c.asked).where(_between(supervisor_id, counsellor_id))) is not None:
            return False
        connection.execute(
            insert(wishes).values(asked_by=supervisor_id, asked=counsellor_id, wished_at=rounded(queue.now()))
        )
    queue.bells.ring(bell_of_counsellor(supervisor_id), bell_of_counsellor(counsellor_id))
    return True


def end_wish(queue: Queue, one: str, other: str) -> bool:
    """Taken back by who asked, or "not now" of who was asked; whether it was the latter. Raises NoSuchWish."""
    both = _between(one, other) | _between(other, one)
    with queue.cases.writing() as connection:
        gone = connection.scalars(delete(wishes).where(both).returning(wishes.c.asked)).all()
    if not gone:
        raise NoSuchWish
    queue.bells.ring(bell_of_counsellor(one), bell_of_counsellor(other))
    return one in gone


def who_wish(queue: Queue, counsellor_id: str) -> frozenset[str]:
    """The supervisors who ask her now."""
    with queue.cases.reading() as connection:
        return frozenset(connection.scalars(select(wishes.c.asked_by).where(wishes.c.asked == counsellor_id)))


def forget_wishes(queue: Queue, counsellor_id: str) -> None:
    """Of somebody who is gone: what she asks of others goes with her."""
    _drop(queue, wishes.c.asked_by == counsellor_id)


def expire_wishes(queue: Queue) -> None:
    """A wish that nobody has answered is as if it had not been made."""
    _drop(queue, wishes.c.wished_at <= seconds(silent_since(queue.now())))


def _drop(queue: Queue, which: ColumnElement[bool]) -> None:
    with queue.cases.reading() as connection:
        if connection.scalar(select(wishes.c.asked).where(which).limit(1)) is None:
            return
    with queue.cases.writing() as connection:
        gone = connection.execute(delete(wishes).where(which).returning(wishes.c.asked_by, wishes.c.asked)).all()
    queue.bells.ring(*(bell_of_counsellor(who) for row in gone for who in row))


def _between(asked_by: str, asked: str) -> ColumnElement[bool]:
    return (wishes.c.asked_by == asked_by) & (wishes.c.asked == asked)
