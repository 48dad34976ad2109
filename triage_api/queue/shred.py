"""Shredding: after the rows are deleted, the disk is made to forget them, and only then anybody is told so."""

from triage_api.clock import seconds
from triage_api.queue.endings import Ending
from triage_api.queue.queue import Queue, ShredUnfinished, bell_of_case, bell_of_counsellor
from triage_api.queue.tables import OF_A_CASE
from triage_api.refusing import tell_of
from triage_api.words import CaseId


def finish_shredding(queue: Queue, case_id: CaseId) -> Ending:
    """Empties the journal and stamps the ending; ShredUnfinished when readers kept the journal busy."""
    if not queue.cases.forget_deleted(*OF_A_CASE):
        raise ShredUnfinished
    ending = queue.endings.shredded(case_id, seconds(queue.now()))
    if ending is None:
        raise ShredUnfinished
    queue.bells.ring(
        bell_of_case(case_id), *([bell_of_counsellor(ending.counsellor_id)] if ending.counsellor_id else [])
    )
    for callback in queue.when_ended:
        try:
            callback(ending.verifier)
        except Exception as error:  # noqa: BLE001 (the case is gone either way; one listener must not hide it from the next)
            tell_of(error)
    return ending


def finish_all_shredding(queue: Queue) -> None:
    """For the sweep: what a busy journal left unfinished."""
    for ending in queue.endings.unshredded():
        finish_shredding(queue, ending.case_id)


def clear_what_a_kill_left(queue: Queue) -> None:
    """For the sweep: once in each process, until it is done. The one before may have been killed after it had deleted
    rows and before the disk forgot them, and then nobody remembers which."""
    if not queue.is_cleared:
        queue.is_cleared = queue.cases.forget_deleted(*OF_A_CASE)
