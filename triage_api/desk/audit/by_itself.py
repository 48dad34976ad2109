"""What becomes of cases without a deed of the one who has them: so that in the audit a claim has an end."""

from triage_api.desk.audit.audit import Audit
from triage_api.desk.audit.row import SERVER, Deed
from triage_api.queue.over import CaseOverFacts
from triage_api.queue.queue import Queue
from triage_api.queue.state import Step
from triage_api.words import CaseId

BACK = {Step.lapse: Deed.lapsed, Step.take_back: Deed.taken_back}
"""A return of hers is noted where she asks for it."""


def note_what_happens(audit: Audit, queue: Queue) -> None:
    """From now on. The sweep writes it: neither a person who ends their case nor anybody else waits for a row."""

    def back(case_id: CaseId, counsellor_id: str, step: Step) -> None:
        if step in BACK:
            audit.note_later(counsellor_id, BACK[step], audit.tags.of(case_id))

    def over(facts: CaseOverFacts) -> None:
        tag = audit.tags.found(facts.case_id)
        if facts.by == "person" and tag:
            audit.note_later(SERVER, Deed.left, tag)
        elif facts.by == "expired":
            audit.note_later(SERVER, Deed.expired, tag)

    queue.when_back.append(back)
    queue.when_over.append(over)
