"""What can be made to go wrong. Tests set it on this object; nothing that arrives over HTTP can."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from triage_api.phone.errors import ServerFailed, TooManyRequests, TwilioError

LOOK_SECONDS = 0.01


@dataclass
class Faults:
    """All off to begin with.

    `undelivered` and `failed` are numbers and the error code that their texts end with. `webhooks_repeated` posts each
    incoming text that many more times, as after a lost answer, with the same token; only the last answer counts.
    `deletes_refused` is how many deletions and emptyings are refused as too early also of a text that has arrived: the
    provider says that it can take minutes, and in rare cases days, until one is finished. `deletes_forbidden` is how
    many are refused for another reason.
    `webhooks_reversed` holds that many webhooks back and then posts them last first, once.
    """

    undelivered: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    webhooks_repeated: int = 0
    webhooks_reversed: int = 0
    hanging: bool = False
    deletes_refused: int = 0
    deletes_forbidden: int = 0
    _next: deque[TwilioError] = field(default_factory=deque)
    _answers_lost: int = 0

    def refuse_too_many(self, times: int = 1, retry_after: int = 1) -> None:
        """The next requests are answered with 429 and `Retry-After` in seconds."""
        self._next.extend(TooManyRequests(retry_after=retry_after) for _ in range(times))

    def fail(self, times: int = 1) -> None:
        """The next requests are answered with 500, and nothing is done."""
        self._next.extend(ServerFailed() for _ in range(times))

    def end(self) -> None:
        """Calls off what has been set for requests to come."""
        self._next.clear()
        self._answers_lost = self.deletes_refused = self.deletes_forbidden = 0
        self.hanging = False

    def lose_answers(self, times: int = 1) -> None:
        """The next texts are sent, and yet the answer is 500."""
        self._answers_lost += times

    async def before(self) -> None:
        """Called for each request to the API. Waits while `hanging`; raises the next fault that was set."""
        while self.hanging:
            await asyncio.sleep(LOOK_SECONDS)
        if self._next:
            raise self._next.popleft()

    def too_early(self) -> bool:
        """Called before a text is deleted or emptied. Raises the refusal that was set."""
        if self.deletes_forbidden:
            self.deletes_forbidden -= 1
            raise TwilioError
        refused = self.deletes_refused > 0
        self.deletes_refused -= refused
        return refused

    def after(self) -> None:
        """Called when a text was taken on."""
        if self._answers_lost:
            self._answers_lost -= 1
            raise ServerFailed
