"""How a conversation begins: freely, under load by a proof of work, in danger always freely."""

import time
from collections.abc import Callable

from triage_api.door.conversation import Conversation
from triage_api.door.conversations import Conversations, NoRoom
from triage_api.door.load import Openings
from triage_api.door.proof import Proofs
from triage_api.door.refusals import ProofNeeded, TooFast
from triage_api.words import Language

Begun = tuple[str, Conversation]
"""A new conversation after its token, which only the person keeps."""


class Entrance:
    """`openings_per_minute` is what this installation takes of all people together; half of it is no load."""

    def __init__(
        self, conversations: Conversations, openings_per_minute: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._conversations = conversations
        self._openings = Openings(openings_per_minute, now)
        self._proofs = Proofs(now)

    def open(self, language: Language, proof: str | None = None) -> Begun:
        """Raises `ProofNeeded` under load, when no good proof came along, and `TooFast` when there is no room."""
        if times := self._openings.work():
            fault = self._proofs.fault(proof)
            if fault is not None:
                raise ProofNeeded(because=fault, challenge=self._proofs.challenge(times))
        begun = self._begin(language)
        self._openings.count()
        return begun

    def open_in_danger(self, language: Language) -> Begun:
        """For who has just written of danger: no proof, and no dearer for others. Raises `TooFast` without room."""
        return self._begin(language)

    def _begin(self, language: Language) -> Begun:
        try:
            return self._conversations.open(language)
        except NoRoom:
            raise TooFast from None
