"""The channel as one part: made from the settings, started after the door, stopped before it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter

from actions.readers import Readers
from triage_api.clock import Clock, seconds, written
from triage_api.door import DoorRoutes
from triage_api.door.background import Background
from triage_api.queue.queue import Queue
from triage_api.queue.reach import lose_texters
from triage_api.refusing import tell_of
from triage_api.roster import RosterFile
from triage_api.settings import Settings
from triage_api.sms.alone import Alone
from triage_api.sms.commands import load_commands
from triage_api.sms.copies import Copies
from triage_api.sms.counsellors import Counsellors
from triage_api.sms.incoming import Signed
from triage_api.sms.move import Move
from triage_api.sms.number import PhoneNumber
from triage_api.sms.outbox import Outbox
from triage_api.sms.outlive import outliving
from triage_api.sms.pace import Pace
from triage_api.sms.pairing import Pairs
from triage_api.sms.provider import Provider
from triage_api.sms.reception import TextReception
from triage_api.sms.route import Unsent
from triage_api.sms.short import load_short_texts
from triage_api.sms.spending import Spending
from triage_api.sms.split import split
from triage_api.sms.thread import Thread
from triage_api.sms.threads import Threads
from triage_api.sms.webhook import Webhook, webhook_routes
from triage_api.sms.wording import Wording

SWEEP_SECONDS = 60.0
LAST_SECONDS = 2.0


@dataclass(frozen=True)
class Standing:
    """For the operator and the desk, in numbers only: copies not yet gone, and today's cost against its ceiling;
    `opts_out`: the provider's own opt-out is seen to be on."""

    copies: int | None
    checked: str | None
    gone: str
    spent: float
    ceiling: float
    stopped: bool
    waiting: int
    opts_out: bool


class Sms:
    """Raises `CommandsMissing` when made without its words. `on_duty` is how many counsellors are; `start` and `stop`
    belong in the server's lifespan."""

    def __init__(
        self,
        settings: Settings,
        door: DoorRoutes,
        queue: Queue,
        pairs: Pairs,
        now: Clock,
        on_duty: Callable[[], int],
    ) -> None:
        token = settings.provider_token_file.read_text().strip()
        public = settings.sms_public_url.rstrip("/")
        self._door, self._queue = door.door, queue
        self._background = Background()
        self._provider = Provider(
            settings.sms_api, settings.sms_account, token, settings.sms_number, f"{public}/sms/status",
            discard=settings.sms_discard,
        )  # fmt: skip
        self._copy = outliving(settings.routes_url, settings.routes_key_file)
        self.threads = Threads(self._copy, partial(Pace, now, settings.sms_texts_per_day), now, self._forgotten)
        roster = RosterFile(settings.roster_file)
        wording = Wording(self._door.texts, lambda: bool(roster.view().recovery_key))
        readers = Readers(settings.roster_file, settings.root_public_key_file)
        self.counsellors = Counsellors(queue, readers, wording, self.threads, self._background)
        self._spending = Spending(settings.sms_price, settings.sms_ceiling, now, settings.texting_file)
        self.outbox = Outbox(
            self._provider, self._spending, self._background, self.threads.touch, self.counsellors.arrived
        )
        self.counsellors.outbox = self.outbox
        self._copies = Copies(self._provider, now)
        move = Move(pairs, self.counsellors, self.threads, wording, now)
        commands, short = load_commands(settings.config), load_short_texts(settings.config)
        alone = Alone(self._door, wording, commands, short, self.counsellors, move, self._spending, now, on_duty)
        reception = TextReception(
            self._door, wording, commands, short, self.threads, self.counsellors, move, alone, now
        )
        self._webhook = Webhook(
            reception, self.threads, self.outbox, self._spending, self._background, now,
            always_later=settings.sms_discard,
        )  # fmt: skip
        self.router: APIRouter = webhook_routes(
            Signed(token, public), self._webhook, self.outbox, settings.sms_countries
        )

    @property
    def standing(self) -> Standing:
        left = self._copies.left
        checked = written(seconds(left.checked)) if left.checked is not None else None
        waiting = sum(len(thread.route.unsent) for thread in self.threads)
        spending, opts_out = self._spending, self._provider.opts_out or self._webhook.opts_out
        gone = written(seconds(left.gone))
        return Standing(
            left.copies, checked, gone, spending.today, spending.ceiling, spending.stopped, waiting, opts_out
        )

    async def tell_counsellor(self, number: str, text: str) -> None:
        """A text to a duty phone, beyond the day's ceiling. Raises the provider's `NotNow` and `NotEver`."""
        await self._provider.send(PhoneNumber(number), text)
        self._spending.count(text)

    async def start(self) -> None:
        """Takes up what outlived a restart: cases go on, waiting texts are sent; who is lost is marked on the desk."""
        await self.threads.restore()
        for thread in self.threads:
            await self.counsellors.resume(thread)
            self._owes(thread)
            self.outbox.pump(thread)
        still = [thread.route.verifier for thread in self.threads if thread.route.case_id]
        await asyncio.to_thread(lose_texters, self._queue, still)
        self._background.start(self._copies.delete_for_ever())
        self._background.start(self._sweep())

    async def stop(self) -> None:
        """Sends what is owed, if that takes moments, and drops everything held here. Cases go on for those whose route
        outlives this process."""
        await self._webhook.finish(LAST_SECONDS)
        await self.outbox.finish(LAST_SECONDS)
        await self._background.stop()
        await asyncio.to_thread(self._save)
        await self._copy.close()
        await self._provider.close()

    def _forgotten(self, thread: Thread) -> None:
        self._door.leave(thread.token)
        self.outbox.forget(thread)
        self._webhook.forget(thread.route.number)
        if thread.has_case:
            self._background.start(self.counsellors.leave(thread))

    def _owes(self, thread: Thread) -> None:
        """Whoever was promised an answer when the process ended hears that it will not come."""
        if thread.route.owed:
            thread.route.owed = 0
            say = self._door.texts.say(thread.route.language, "door.server_error")
            self.outbox.put(thread, [Unsent(part) for part in split(say)])

    def _save(self) -> None:
        try:
            self._spending.save()
        except OSError as error:
            tell_of(error)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                self.threads.sweep()
                await asyncio.to_thread(self._save)
                self._webhook.sweep()
                for thread in self.threads:
                    if thread.has_case:
                        self._door.next_number(thread.token)  # keeps the door from forgetting somebody who only waits
            except Exception as error:  # noqa: BLE001 (the sweep must go on; the error may hold a number)
                tell_of(error)
