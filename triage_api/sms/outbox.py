"""What goes out by the Messages API: in order for each person, again and again until the provider has it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from triage_api.door.background import Background
from triage_api.refusing import tell_of
from triage_api.sms.number import PhoneNumber
from triage_api.sms.provider import NotEver, NotNow
from triage_api.sms.route import Unsent
from triage_api.sms.spending import Spending
from triage_api.sms.thread import Thread

LONGEST_PAUSE = 60.0
MOST_ON_THEIR_WAY = 20_000
ARRIVED = frozenset({"delivered", "read"})
LOST = frozenset({"undelivered", "failed", "canceled"})


class Sender(Protocol):
    async def send(self, to: PhoneNumber, text: str) -> str: ...


@dataclass(frozen=True)
class Arrival:
    """What came of a counsellor's message, `seq` of `epoch`: all its parts are there, or one never will be."""

    thread: Thread
    epoch: int
    seq: int
    lost: bool


Told = Callable[[Arrival], Awaitable[None]]


class Outbox:
    """Texts wait in their route, which outlives this process where there is a Redis. `keep` is called whenever one has
    come or gone, `told` with what came of a counsellor's message."""

    def __init__(
        self,
        provider: Sender,
        spending: Spending,
        background: Background,
        keep: Callable[[Thread], None],
        told: Told,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._provider, self._spending, self._background = provider, spending, background
        self._keep, self._told, self._pause = keep, told, pause
        self._pumping: dict[str, asyncio.Task[None]] = {}
        self._on_their_way: OrderedDict[str, Thread] = OrderedDict()
        # Each person's own by themselves: whatever one of them needs must not take longer for all the others' texts.
        self._theirs: dict[str, dict[str, Unsent]] = {}
        self.waiting = 0
        self.troubled_since: float | None = None

    def put(self, thread: Thread, texts: list[Unsent]) -> None:
        if thread.over:
            return
        thread.route.unsent += texts
        self._keep(thread)
        self.pump(thread)

    def pump(self, thread: Thread) -> None:
        """Sends what waits in this route, if nobody does so already."""
        before = self._pumping.get(thread.route.id)
        # One that is done may stand here for a moment longer, and sends nothing any more.
        if thread.route.unsent and (before is None or before.done()):
            task: asyncio.Task[None] = self._background.start(self._send_all(thread))
            self._pumping[thread.route.id] = task
            task.add_done_callback(partial(self._pumped, thread.route.id))

    def _pumped(self, route_id: str, task: "asyncio.Task[None]") -> None:
        if self._pumping.get(route_id) is task:
            del self._pumping[route_id]

    def forget(self, thread: Thread) -> None:
        """What is on its way to somebody who is forgotten is followed no longer."""
        for sid in self._theirs.pop(thread.route.id, {}):
            self._on_their_way.pop(sid, None)

    async def emptied(self, thread: Thread) -> None:
        """Returns when nothing waits for this person any more."""
        while (task := self._pumping.get(thread.route.id)) is not None:
            await asyncio.wait({task})

    async def finish(self, seconds: float) -> None:
        """Waits for what is being sent, at most so long."""
        if self._pumping:
            await asyncio.wait(set(self._pumping.values()), timeout=seconds)

    async def arrived(self, sid: str, status: str) -> None:
        """What the provider says of a text that it took. Repeats and strangers change nothing."""
        if status not in ARRIVED | LOST or sid not in self._on_their_way:
            return
        thread = self._on_their_way.pop(sid)
        text = self._no_longer(sid, thread)
        if text is not None and text.seq and not thread.over:
            await self._tell(thread, text, lost=status in LOST)

    async def _send_all(self, thread: Thread) -> None:
        failures = 0
        while thread.route.unsent and not thread.over:
            text = thread.route.unsent[0]
            try:
                sid = await self._provider.send(thread.route.number, text.text)
            except NotNow as wait:
                failures += 1
                self.troubled_since = self.troubled_since or time.monotonic()
                await self._pause(max(wait.after_seconds, min(2.0 ** (failures - 1), LONGEST_PAUSE)))
                continue
            except NotEver:
                self._drop_first(thread, text)
                for other in thread.route.unsent if text.asks else []:
                    other.asks = False  # a part of the question is lost: a yes to the rest is none
                if text.seq:
                    await self._tell(thread, text, lost=True)
            else:
                failures, self.troubled_since = 0, None
                self._spending.count(text.text)
                self._drop_first(thread, text)
                thread.consent_sent |= text.asks and not thread.consent_waits
                self._follow(sid, thread, text)
            self._keep(thread)

    @staticmethod
    def _drop_first(thread: Thread, text: Unsent) -> None:
        if thread.route.unsent and thread.route.unsent[0] is text:
            thread.route.unsent.pop(0)

    def _follow(self, sid: str, thread: Thread, text: Unsent) -> None:
        if text.seq and not thread.over:
            self._on_their_way[sid] = thread
            self._theirs.setdefault(thread.route.id, {})[sid] = text
            while len(self._on_their_way) > MOST_ON_THEIR_WAY:
                self._no_longer(*self._on_their_way.popitem(last=False))

    def _no_longer(self, sid: str, thread: Thread) -> Unsent | None:
        theirs = self._theirs.get(thread.route.id, {})
        text = theirs.pop(sid, None)
        if not theirs:
            self._theirs.pop(thread.route.id, None)
        return text

    async def _tell(self, thread: Thread, text: Unsent, *, lost: bool) -> None:
        others = [*self._theirs.get(thread.route.id, {}).values(), *thread.route.unsent]
        if not lost and any((on.epoch, on.seq) == (text.epoch, text.seq) for on in others):
            return  # a part of it is still on its way
        try:
            await self._told(Arrival(thread, text.epoch, text.seq, lost))
        except Exception as error:  # noqa: BLE001 (a busy database must not stop what else waits)
            tell_of(error)
