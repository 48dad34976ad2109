"""The provider's bad days, hours of them in a moment: nothing that was taken on is lost, and each person's texts come
in their order, once.

The outbox and the real library against the provider's double; only the pauses are played, by a clock that they move.
"""

import asyncio
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from starlette.types import Receive, Scope, Send

from tests.phone.double import RunningDouble, running_double, server_of
from triage_api.clock import utc_now
from triage_api.door.background import Background
from triage_api.phone.account import FICTION
from triage_api.phone.message import Message, Status
from triage_api.sms.copies import EVERY_SECONDS, Copies
from triage_api.sms.number import PhoneNumber
from triage_api.sms.outbox import LONGEST_PAUSE, Arrival, Outbox
from triage_api.sms.pace import Pace
from triage_api.sms.provider import Provider
from triage_api.sms.route import Route, Unsent
from triage_api.sms.spending import Spending
from triage_api.sms.thread import Thread
from triage_api.words import Language

pytestmark = pytest.mark.anyio

PEOPLE = 6
EACH = 4
MINUTE, HOUR = 60.0, 3600.0
WITHIN = 15.0
"""True seconds, in which days of the played ones pass."""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Played:
    """Time that only pauses move: whoever pauses comes back in a moment, and by then it is as late as they wished, or
    later. What stands in `at` happens once its time has come, before whoever paused goes on."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.at: list[tuple[float, Callable[[], None]]] = []
        self.pauses: list[float] = []

    def __call__(self) -> datetime:
        return utc_now() + timedelta(seconds=self.seconds)

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        until = self.seconds + seconds
        await asyncio.sleep(0.002)
        self.seconds = max(self.seconds, until)
        for moment, happens in [one for one in self.at if one[0] <= self.seconds]:
            self.at.remove((moment, happens))
            happens()


class Day:
    """An outbox and some people, with the provider's double at the other end. `got` is what each phone has."""

    def __init__(self, double: RunningDouble) -> None:
        self.double, self.time, self.background = double, Played(), Background()
        account = double.account
        self.provider = Provider(
            double.url, account.sid, account.token, account.number, "http://127.0.0.1:9/sms/status", discard=False
        )
        spending = Spending(0.55, 1e9, self.time)
        self.outbox = Outbox(self.provider, spending, self.background, self._keep, self._told, self.time.pause)
        self.people = [self._person(number) for number in FICTION[:PEOPLE]]
        self.got: defaultdict[str, list[str]] = defaultdict(list)
        self.sids: defaultdict[str, list[str]] = defaultdict(list)
        self.arrivals: list[Arrival] = []
        self.ends: dict[str, Status] = {}
        double.network.watch(self._note)

    def _person(self, number: str) -> Thread:
        route = Route(PhoneNumber(number), Language.sv, int(self.time().timestamp()))
        return Thread(route, Pace(self.time, 150))

    def _keep(self, _thread: Thread) -> None:
        return

    async def _told(self, arrival: Arrival) -> None:
        self.arrivals.append(arrival)

    def _note(self, message: Message, _trouble: int | None) -> None:
        if message.outbound and message.sid not in self.sids[message.to]:
            self.sids[message.to].append(message.sid)
            self.got[message.to].append(message.body)
        if message.final:
            self.ends[message.sid] = message.status

    async def everybody_is_written_to(self) -> None:
        """A counsellor's messages, one after the other to each in turn."""
        for seq in range(1, EACH + 1):
            for person in self.people:
                self.outbox.put(person, [Unsent(f"text {seq}", epoch=1, seq=seq)])

    async def all_is_sent(self) -> None:
        await asyncio.wait_for(asyncio.gather(*map(self.outbox.emptied, self.people)), WITHIN)

    def each_has_all_in_order_and_once(self) -> bool:
        whole = [f"text {seq}" for seq in range(1, EACH + 1)]
        return all(self.got[person.route.number] == whole for person in self.people)

    async def statuses_are_told(self) -> None:
        """As the provider would, of every text that has come to its end."""
        sent = [sid for sids in self.sids.values() for sid in sids]
        async with asyncio.timeout(WITHIN):
            while any(sid not in self.ends for sid in sent):
                await asyncio.sleep(0.01)
        for sid in sent:
            await self.outbox.arrived(sid, self.ends[sid].value)


@contextmanager
def something_in_between(status: int) -> Iterator[str]:
    """Answers everything with this status and a page of HTML."""

    async def page(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/html"), (b"location", b"http://127.0.0.1:9/")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"<h1>The line is down</h1>"})

    listening = socket.create_server(("127.0.0.1", 0))
    with server_of(page).serving(listening):
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
async def day() -> AsyncIterator[Day]:
    with running_double() as double:
        day = Day(double)
        yield day
        await day.background.stop()
        await day.provider.close()


async def test_a_good_day_needs_no_pause(day: Day) -> None:
    await day.everybody_is_written_to()
    await day.all_is_sent()
    assert day.each_has_all_in_order_and_once()
    assert day.time.pauses == []


@pytest.mark.parametrize("minutes", [1, 10, 60])
async def test_429_for_minutes_delays_everything_and_loses_nothing(day: Day, minutes: int) -> None:
    day.double.faults.refuse_too_many(100_000, retry_after=3)
    day.time.at.append((minutes * MINUTE, day.double.faults.end))
    await day.everybody_is_written_to()
    await day.all_is_sent()
    assert day.each_has_all_in_order_and_once()
    assert min(day.time.pauses) >= 3, "never before the provider wants to be asked again"
    assert max(day.time.pauses) <= LONGEST_PAUSE, "whoever waits is not kept waiting long after the end"


@pytest.mark.parametrize("minutes", [1, 10, 60])
async def test_5xx_for_minutes_delays_everything_and_loses_nothing(day: Day, minutes: int) -> None:
    day.double.faults.fail(100_000)
    day.time.at.append((minutes * MINUTE, day.double.faults.end))
    await day.everybody_is_written_to()
    await day.all_is_sent()
    assert day.each_has_all_in_order_and_once()
    assert day.time.pauses.count(1) == PEOPLE, "the first pause of each is a second, and the next ones are longer"
    assert max(day.time.pauses) <= LONGEST_PAUSE, "whoever waits is not kept waiting long after the end"


async def test_an_hour_of_silence_is_waited_out(day: Day) -> None:
    day.double.stop()
    back = asyncio.Event()
    day.time.at.append((HOUR, back.set))
    await day.everybody_is_written_to()
    await asyncio.wait_for(back.wait(), WITHIN)
    assert not any(day.got.values())
    assert sum(len(person.route.unsent) for person in day.people) == PEOPLE * EACH
    day.double.restart()
    await day.all_is_sent()
    assert day.each_has_all_in_order_and_once()


async def test_only_a_text_whose_answer_was_lost_comes_twice(day: Day) -> None:
    day.double.faults.lose_answers(2)
    await day.everybody_is_written_to()
    await day.all_is_sent()
    twice = [number for number, got in day.got.items() if len(got) > EACH]
    assert sum(len(got) for got in day.got.values()) == PEOPLE * EACH + 2
    for number, got in day.got.items():
        assert list(dict.fromkeys(got)) == [f"text {seq}" for seq in range(1, EACH + 1)], "and still in order"
        assert number in twice or len(got) == EACH


async def test_one_who_cannot_be_reached_holds_up_nobody_and_the_counsellor_is_told(day: Day) -> None:
    gone, off, *others = [person.route.number for person in day.people]
    day.double.faults.undelivered[gone] = 30003
    day.double.faults.failed[off] = 30008
    await day.everybody_is_written_to()
    await day.all_is_sent()
    assert day.each_has_all_in_order_and_once()
    await day.statuses_are_told()
    lost = {(arrival.thread.route.number, arrival.seq) for arrival in day.arrivals if arrival.lost}
    shown = {(arrival.thread.route.number, arrival.seq) for arrival in day.arrivals if not arrival.lost}
    assert lost == {(number, seq) for number in (gone, off) for seq in range(1, EACH + 1)}
    assert shown == {(number, seq) for number in others for seq in range(1, EACH + 1)}


async def test_a_number_that_is_never_taken_is_told_of_and_what_comes_after_goes_on(day: Day) -> None:
    nobody = Thread(Route(PhoneNumber("+15005550001"), Language.en, 0), Pace(day.time, 150))
    day.outbox.put(nobody, [Unsent("text 1", 1, 1), Unsent("text 2", 1, 2)])
    await day.everybody_is_written_to()
    await asyncio.wait_for(day.outbox.emptied(nobody), WITHIN)
    await day.all_is_sent()
    assert [(arrival.seq, arrival.lost) for arrival in day.arrivals if arrival.thread is nobody] == [
        (1, True),
        (2, True),
    ]
    assert day.each_has_all_in_order_and_once()


@pytest.mark.parametrize("status", [301, 302, 404, 405, 407, 413])
async def test_what_something_in_between_says_is_no_word_of_the_providers(day: Day, status: int) -> None:
    """A proxy, a firewall, a page that says the line is down: only the provider's own codes say never."""
    with something_in_between(status) as url:
        account = day.double.account
        lost = Provider(url, account.sid, account.token, account.number, "http://127.0.0.1:9/", discard=False)
        outbox = Outbox(lost, Spending(0.55, 1e9, day.time), day.background, day._keep, day._told, day.time.pause)
        back = asyncio.Event()
        day.time.at.append((10 * MINUTE, back.set))
        outbox.put(day.people[0], [Unsent("text 1", 1, 1)])
        await asyncio.wait_for(back.wait(), WITHIN)
        assert [text.text for text in day.people[0].route.unsent] == ["text 1"]
        assert day.arrivals == []
        await lost.close()


async def test_what_is_put_in_while_the_last_goes_out_is_not_left_lying(day: Day) -> None:
    """The moment between the last text and the end of the task that sent it."""
    person = day.people[0]
    for n in range(60):
        day.outbox.put(person, [Unsent(f"a {n}")])
        while person.route.unsent:
            await asyncio.sleep(0)
        day.outbox.put(person, [Unsent(f"b {n}")])
        await asyncio.wait_for(day.outbox.emptied(person), WITHIN)
        assert person.route.unsent == []


async def test_copies_are_deleted_after_a_day_on_which_the_provider_deleted_nothing(day: Day) -> None:
    await day.everybody_is_written_to()
    await day.all_is_sent()
    await day.statuses_are_told()
    copies = Copies(day.provider, day.time, day.time.pause)
    day.double.faults.fail(100_000)
    day.time.at.append((24 * HOUR, day.double.faults.end))
    rounds = asyncio.create_task(copies.delete_for_ever())
    async with asyncio.timeout(WITHIN):
        while copies.left.copies != 0:
            await asyncio.sleep(0.01)
    rounds.cancel()
    assert not list(day.double.network.newest_first())
    tries = [seconds for seconds in day.time.pauses if seconds != EVERY_SECONDS]
    assert len(tries) < 120, "whoever has been down all day is not asked each minute"
