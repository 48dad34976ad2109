"""Conversations in memory, and out of it again: after 30 idle minutes, and when the door says that one has ended.

Rasa's own in-memory store keeps every conversation until the process ends. What a person wrote must not be there for
whoever takes the machine in the morning.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

IDLE_MINUTES = 30.0
SWEEPS_PER_IDLE_TIME = 30
"""A conversation is gone one thirtieth of the idle time late at most: a minute for 30 minutes."""
CLOSING_INTENT = "case_closed"


class ForgettingTrackerStore(InMemoryTrackerStore):
    """Rasa's in-memory store, with expiry by a clock of its own, so that it forgets also when nobody writes any more.

    The idle time is LYKTA_IDLE_MINUTES, or 30. `clock` counts seconds and is monotonic.
    """

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        clock: Callable[[], float] = time.monotonic,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.idle_seconds = float(os.environ.get("LYKTA_IDLE_MINUTES") or IDLE_MINUTES) * 60
        self.clock = clock
        self.touched: dict[str, float] = {}
        self.lock = threading.Lock()
        threading.Thread(target=self._sweep_for_ever, name="forget idle conversations", daemon=True).start()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the conversation, or, when this turn closed it, forgets it."""
        if tracker.latest_message and tracker.latest_message.intent_name == CLOSING_INTENT:
            self.forget(tracker.sender_id)
            return
        await super().save(tracker)
        with self.lock:
            self.touched[tracker.sender_id] = self.clock()

    async def keys(self) -> Iterable[str]:
        """The ids of the conversations in memory."""
        return list(self.store)

    def forget(self, sender_id: str) -> None:
        """The conversation is gone; forgetting twice is forgetting."""
        with self.lock:
            self.store.pop(sender_id, None)
            self.touched.pop(sender_id, None)

    def sweep(self) -> int:
        """Forgets what has been idle for too long; returns how many conversations that were."""
        limit = self.clock() - self.idle_seconds
        with self.lock:
            idle = [sender_id for sender_id, at in self.touched.items() if at <= limit]
        for sender_id in idle:
            self.forget(sender_id)
        return len(idle)

    def _sweep_for_ever(self) -> None:
        while True:
            time.sleep(max(self.idle_seconds / SWEEPS_PER_IDLE_TIME, 0.05))
            self.sweep()
