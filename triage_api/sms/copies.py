"""The provider's copies of texts, deleted as soon as nothing more will happen to them.

Everything on the account is listed and deleted, so that no ids need to be kept here: the account is Lykta's alone
(docs/sms.md says so where it is set up).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from triage_api.clock import Clock
from triage_api.refusing import tell_of
from triage_api.sms.provider import Copy, NotEver, NotNow, NotYet

EVERY_SECONDS = 60.0
LONGEST_PAUSE = 900.0
AT_ONCE = 8


class Copying(Protocol):
    def copies(self) -> AsyncIterator[Copy]: ...
    async def delete(self, copy: Copy) -> None: ...


@dataclass(frozen=True)
class Left:
    """How many copies should be gone and are not, when the provider was last asked; None before it has answered once.
    Those of texts that are on their way are not among them. `gone` is when none was left; at first, when Lykta began to
    ask."""

    gone: datetime
    copies: int | None = None
    checked: datetime | None = None


class Copies:
    def __init__(
        self, provider: Copying, now: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._provider, self._now, self._pause = provider, now, pause
        self.left = Left(now())

    async def delete_for_ever(self) -> None:
        """Each minute; after a failure later and later, a quarter of an hour at most. No failure ends it."""
        failures = 0
        while True:
            wished = 0.0
            try:
                await self.delete_all()
                failures = 0
            except NotNow as wait:
                failures, wished = failures + 1, wait.after_seconds
            except Exception as error:  # noqa: BLE001 (copies must not stay for ever because of one that is odd)
                tell_of(error)
                failures += 1
            await self._pause(max(wished, min(EVERY_SECONDS * 2.0**failures, LONGEST_PAUSE)))

    async def delete_all(self) -> None:
        """One round. What is not final yet, or would not go, is counted and left to the next. Raises `NotNow`."""
        found = [copy async for copy in self._provider.copies()]
        limit = asyncio.Semaphore(AT_ONCE)

        async def gone(copy: Copy) -> NotNow | NotYet | NotEver | None:
            async with limit:
                try:
                    await self._provider.delete(copy)
                except (NotNow, NotYet, NotEver) as trouble:
                    return trouble
                return None

        final = [copy for copy in found if copy.final(self._now())]
        troubles = [trouble for trouble in await asyncio.gather(*map(gone, final)) if trouble is not None]
        now = self._now()
        self.left = Left(self.left.gone if troubles else now, len(troubles), now)
        # One that may not go yet must not slow down the others.
        if waits := [trouble for trouble in troubles if isinstance(trouble, NotNow)]:
            raise waits[0]
