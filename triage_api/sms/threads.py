"""All conversations by text: found by number, forgotten at their end, at STOP, and after 24 quiet hours."""

from collections.abc import Callable, Iterator

from triage_api.clock import Clock, seconds
from triage_api.sms.number import PhoneNumber
from triage_api.sms.outlive import Outliving
from triage_api.sms.pace import Pace
from triage_api.sms.route import KEPT_SECONDS, Route
from triage_api.sms.thread import Thread
from triage_api.sms.today import MOST_STOPS, Drawers, Today
from triage_api.words import Language

MOST_THREADS = 20_000


class NoRoom(Exception):
    """There are as many conversations as the machine may hold, and each has a living case."""


class Threads:
    """`on_forgotten` hears of each that goes, however it goes, after it can no longer be found."""

    def __init__(
        self,
        copy: Outliving,
        pace: Callable[[Today], Pace],
        now: Clock,
        on_forgotten: Callable[[Thread], None],
        most: int = MOST_THREADS,
    ) -> None:
        self._copy, self._pace, self._now, self._on_forgotten, self._most = copy, pace, now, on_forgotten, most
        self._held: dict[PhoneNumber, Thread] = {}
        self._drawers = Drawers(now)

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[Thread]:
        return iter(list(self._held.values()))

    async def restore(self) -> None:
        """The routes that outlived a restart. What was said to the bot did not."""
        for route in await self._copy.living():
            self._held[route.number] = Thread(route, self._pace(route.today))
        self.sweep()

    def find(self, number: PhoneNumber) -> Thread | None:
        return self._held.get(number)

    def open(self, number: PhoneNumber, language: Language) -> Thread:
        """Raises `NoRoom`."""
        if len(self._held) >= self._most:
            self._make_room()
        route = Route(number, language, seconds(self._now()), today=self._drawers.of(number))
        thread = Thread(route, self._pace(route.today))
        self._held[number] = thread
        return thread

    def touch(self, thread: Thread) -> None:
        """A text came or went: 24 hours from now. Does nothing for what was forgotten meanwhile."""
        if not thread.over:
            thread.route.last_at = seconds(self._now())
            self._copy.keep(thread.route)

    def stop(self, thread: Thread) -> bool:
        """Forgets somebody who says STOP; whether that is still to be confirmed today."""
        today = thread.route.today
        today.turn(self._now)
        today.texts += 1
        today.stops += 1
        self._drawers.put(thread.route.number, today)
        self.forget(thread)
        return today.stops <= MOST_STOPS

    def forget(self, thread: Thread) -> None:
        """The number is held no more, nor anything that leads to it."""
        if self._held.get(thread.route.number) is thread:
            del self._held[thread.route.number]
        if not thread.over:
            thread.over = True
            self._copy.drop(thread.route)
            self._on_forgotten(thread)

    def sweep(self) -> None:
        oldest = seconds(self._now()) - KEPT_SECONDS
        for thread in [held for held in self if held.route.last_at <= oldest]:
            self.forget(thread)

    def _make_room(self) -> None:
        # Threat: a flood from many numbers must not push out anybody with a counsellor.
        free = [held for held in self if not held.has_case]
        if not free:
            raise NoRoom
        self.forget(min(free, key=lambda held: held.route.last_at))
