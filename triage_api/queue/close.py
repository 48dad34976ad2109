"""The end of a case, whoever ends it: its rows go, the disk forgets, and both sides are told when."""

from typing import Any, Literal

from sqlalchemy import Row, delete

from triage_api.clock import rounded
from triage_api.queue.endings import EndedBy, Ending
from triage_api.queue.over import CaseOverFacts
from triage_api.queue.queue import LINE, Holder, Queue, bell_of_case, bell_of_counsellor
from triage_api.queue.shred import finish_shredding
from triage_api.queue.state import Step, comes_from
from triage_api.queue.tables import cases
from triage_api.refusing import tell_of
from triage_api.words import CaseId, Channel, Language, Level, Verifier, Writer

BY: dict[Step, EndedBy] = {
    Step.leave: "person",
    Step.close: "counsellor",
    Step.stop: "stopped",
    Step.expire: "expired",
}


def end_case(queue: Queue, holder: Holder, step: Literal[Step.leave, Step.close, Step.stop, Step.expire]) -> Ending:
    """Deletes and shreds the case; `shredded_at` of the answer is when it was done.

    Asked for again, it answers how the case ended, as long as that is remembered. Raises ShredUnfinished, each time,
    until the journal is emptied: nobody must take a repeat for the end of it. The sweep finishes it too.
    """
    doomed = delete(cases).where(holder.row, cases.c.state.in_(comes_from(step))).returning(cases)
    with queue.cases.writing() as connection:
        row = connection.execute(doomed).one_or_none()
        if row is not None:
            case_id = CaseId(row.case_id)
            ending = Ending(case_id, Verifier(row.verifier), BY[step], row.claimed_by, queue.now())
            # Noted before the rows are gone: a page that asks in between must not take it for a wrong token.
            with queue.endings.noted_if_kept(ending):
                connection.commit()
    if row is None:
        return _ended_before(queue, holder)
    _tell_over(queue, row, step)
    queue.bells.ring(LINE, bell_of_case(case_id), *([bell_of_counsellor(row.claimed_by)] if row.claimed_by else []))
    return finish_shredding(queue, case_id)


def _ended_before(queue: Queue, holder: Holder) -> Ending:
    """Looked up after the delete that found nothing: only then whoever ended it has committed."""
    past = holder.ending(queue.endings)
    if past is None:
        raise holder.refusal
    return past if past.shredded_at is not None else finish_shredding(queue, past.case_id)


def _tell_over(queue: Queue, row: Row[Any], step: Step) -> None:
    facts = CaseOverFacts(
        case_id=CaseId(row.case_id),
        language=Language(row.language),
        channel=Channel(row.channel),
        writer=Writer(row.writer),
        level=Level(row.level),
        by=BY[step],
        taken_by=row.claimed_by,
        arrived_at=row.arrived_at,
        taken_at=row.moved_at or row.arrived_at,
        ended_at=rounded(queue.now()),
    )
    for listener in queue.when_over:
        try:
            listener(facts)
        except Exception as error:  # noqa: BLE001 (the case is gone either way, and shredding it must go on)
            tell_of(error)
