"""What somebody texted while they waited, left sealed for whoever takes the case, before it goes on in their page.

The page is not given those texts (sms/pairing.py says why), and the hand-off's envelope was sealed before them. Without
this the counsellor would never read what was perhaps the worst of it.
"""

from collections.abc import Sequence

from actions.readers import Readers
from actions.sealing.envelope import NoRecipients, seal_texts_left
from actions.sealing.roster import RosterRefused
from triage_api.errors import Refusal
from triage_api.queue.envelope_shape import Envelope
from triage_api.queue.leave_behind import LeftBody, leave_behind
from triage_api.queue.queue import Queue, the_person
from triage_api.words import Verifier

MOST_TEXT_BYTES = 60_000


def leave_texts(queue: Queue, readers: Readers, verifier: Verifier, case_id: str, texts: Sequence[str]) -> bool:
    """Seals the texts, oldest first, for everyone on the roster now, and gives them to the queue; says whether it did.

    False when there is nothing to leave, nobody to seal for, or no living case. For a case that waits: a counsellor
    who has claimed it is told in the talk. What is beyond 60,000 bytes is left out, the oldest first.
    """
    kept = newest(texts)
    if not kept:
        return False
    try:
        roster, people = readers.now(queue.now())
        sealed = seal_texts_left(kept, case_id, people, roster.number)
        leave_behind(queue, the_person(verifier), LeftBody(envelope=Envelope.model_validate(sealed)))
    except (NoRecipients, RosterRefused, Refusal):
        return False
    return True


def newest(texts: Sequence[str]) -> list[str]:
    """As many of the last as fit."""
    kept: list[str] = []
    room = MOST_TEXT_BYTES
    for text in reversed(texts):
        room -= len(text.encode("utf-8"))
        if room < 0:
            break
        kept.append(text)
    return kept[::-1]
