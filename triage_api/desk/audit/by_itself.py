"""What has its row without a deed at the desk: what becomes of cases by itself, so that a claim has an end, and what
is refused before any of the desk's calls hears of it."""

from starlette.datastructures import Headers
from starlette.types import Scope

from triage_api.bearer import token_in
from triage_api.desk.audit.audit import Audit
from triage_api.desk.audit.row import SERVER, Deed
from triage_api.desk.desk import Desk
from triage_api.queue.over import CaseOverFacts
from triage_api.queue.queue import Queue
from triage_api.queue.state import Step
from triage_api.words import CaseId

BACK = {Step.lapse: Deed.lapsed, Step.take_back: Deed.taken_back}
"""A return of hers is noted where she asks for it."""


def note_too_large(desk: Desk, scope: Scope) -> None:
    """Whose session it came with, if it came with one; once in five minutes for each."""
    if scope["path"].startswith("/desk/api/"):
        token = token_in(Headers(scope=scope).get("authorization"))
        desk.audit.note_later(desk.sessions.whose(token), Deed.too_large)


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
