"""The provider's copies: gone soon after a text has arrived, in both directions, whatever goes wrong meanwhile."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.counterpart import Counsellor
from tests.door.conftest import eventually
from tests.door.doubles import Process
from tests.phone.double import SOMEBODY, RunningDouble, running_double
from tests.sms.house import Ahead, free_port, texting, texting_settings
from triage_api.clock import utc_now
from triage_api.sms.copies import Copies
from triage_api.sms.number import PhoneNumber
from triage_api.sms.provider import NotEver, NotNow, NotYet, Provider

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def double() -> Iterator[RunningDouble]:
    with running_double() as running:
        yield running


def provider(double: RunningDouble) -> Provider:
    account = double.account
    return Provider(
        double.url, account.sid, account.token, account.number, "http://127.0.0.1:9/sms/status", discard=False
    )


def held(double: RunningDouble) -> int:
    return len(list(double.network.newest_first()))


async def test_a_text_is_sent_and_its_copy_deleted_when_nothing_more_can_happen(double: RunningDouble) -> None:
    there = provider(double)
    copies = Copies(there, utc_now)
    await there.send(PhoneNumber(SOMEBODY), "hej")
    await copies.delete_all()
    assert (copies.left.copies, held(double)) == (0, 1), "it is on its way still: nothing that should be gone"
    eventually(lambda: all(message.final for message in double.network.newest_first()))
    await copies.delete_all()
    assert (copies.left.copies, held(double)) == (0, 0)
    await there.close()


async def test_pictures_and_what_people_wrote_go_too_over_many_pages(double: RunningDouble) -> None:
    there = provider(double)
    for n in range(30):
        double.writes(f"text {n}", picture=n % 3 == 0)
    eventually(lambda: all(message.final for message in double.network.newest_first()))
    copies = Copies(there, utc_now)
    await copies.delete_all()
    assert held(double) == 0
    await there.close()


async def test_what_would_not_go_is_counted_and_tried_again(double: RunningDouble) -> None:
    there = provider(double)
    double.writes("en", picture=False)
    copies = Copies(there, utc_now)
    double.faults.refuse_too_many(1, retry_after=7)
    with pytest.raises(NotNow) as wait:
        await copies.delete_all()
    assert wait.value.after_seconds == 7
    assert copies.left.copies is None, "nothing is claimed that was not seen"
    double.faults.fail(0)
    await copies.delete_all()
    assert copies.left.copies == 0
    await there.close()


async def test_a_copy_that_may_not_go_yet_holds_up_no_other(double: RunningDouble) -> None:
    there = provider(double)
    double.writes("en")
    double.writes("två")
    double.faults.deletes_refused = 1
    copies = Copies(there, utc_now)
    await copies.delete_all()
    assert copies.left.copies == 1
    assert held(double) == 1
    await copies.delete_all()
    assert copies.left.copies == 0
    await there.close()


async def test_a_copy_that_the_provider_refuses_to_delete_is_not_gone(double: RunningDouble) -> None:
    there, clock = provider(double), Ahead()
    double.writes("en")
    double.writes("två")
    double.faults.deletes_forbidden = 1
    copies = Copies(there, clock)
    begun = copies.left.gone
    clock.moves(60)
    await copies.delete_all()
    assert (copies.left.copies, copies.left.gone, held(double)) == (1, begun, 1)
    await copies.delete_all()
    assert (copies.left.copies, held(double)) == (0, 0)
    assert copies.left.gone > begun
    await there.close()


async def test_a_picture_that_is_gone_already_keeps_its_text_no_longer(
    double: RunningDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = provider(double)
    sid = double.writes("se här", picture=True).sid
    eventually(lambda: all(message.final for message in double.network.newest_first()))
    pictures = there._pictures

    async def first_gone(message: Any) -> Any:
        found = await pictures(message)
        double.network.find(sid).media.clear()
        return found

    monkeypatch.setattr(there, "_pictures", first_gone)
    await Copies(there, utc_now).delete_all()
    assert held(double) == 0
    await there.close()


async def test_no_error_ends_the_deleting(double: RunningDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    there, gone = provider(double), asyncio.Event()
    double.writes("en")
    copies = Copies(there, utc_now, pause=lambda _seconds: asyncio.sleep(0))
    rounds, errors = copies.delete_all, [ValueError("oväntat"), NotEver(), NotYet()]

    async def delete_all() -> None:
        if errors:
            raise errors.pop()
        await rounds()
        if copies.left.copies == 0:
            gone.set()

    monkeypatch.setattr(copies, "delete_all", delete_all)
    deleting = asyncio.create_task(copies.delete_for_ever())
    await asyncio.wait_for(gone.wait(), 20)
    deleting.cancel()
    assert held(double) == 0
    await there.close()


async def test_pauses_grow_while_the_provider_fails_and_shrink_after(double: RunningDouble) -> None:
    there, pauses = provider(double), []

    class Enough(Exception):
        pass

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 4:
            raise Enough

    double.faults.fail(3)
    with pytest.raises(Enough):
        await Copies(there, utc_now, pause).delete_for_ever()
    assert pauses == [120, 240, 480, 60]
    await there.close()


async def test_what_the_provider_will_never_do_is_told_from_what_it_cannot_do_now(double: RunningDouble) -> None:
    there = provider(double)
    with pytest.raises(NotEver):
        await there.send(PhoneNumber("+15005550001"), "hej")
    double.faults.fail(1)
    with pytest.raises(NotNow):
        await there.send(PhoneNumber(SOMEBODY), "hej")
    with double.refuses_connections(), pytest.raises(NotNow):
        await there.send(PhoneNumber(SOMEBODY), "hej")
    wrong = Provider(
        double.url, double.account.sid, "f" * 32, double.account.number, "http://127.0.0.1:9/", discard=False
    )
    with pytest.raises(NotNow):
        await wrong.send(PhoneNumber(SOMEBODY), "hej")
    await wrong.close()
    await there.close()


def test_in_the_house_copies_go_by_themselves_and_the_operator_sees_it(tmp_path: Path) -> None:
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    with Process().running() as bot, running_double(public, stop_words=False) as provider:
        provider.writes("medan Lykta är av")
        assert held(provider) == 1
        settings = texting_settings(tmp_path, public, provider.url, bot_port=bot.port)
        with texting(settings, port, provider, bot, Counsellor.new("Kim")) as home:
            eventually(lambda: held(provider) == 0)
            eventually(lambda: home.sms.standing.copies == 0)
            key = settings.internal_key_file.read_text().strip()
            url, headers = f"{home.server.url}/internal/texting", {"authorization": f"Bearer {key}"}
            asked = httpx.get(url, headers=headers, trust_env=False).json()
            assert (asked["on"], asked["copies"]) == (True, 0)
            assert asked["copies_gone"] == asked["copies_checked"]
            assert httpx.get(url, trust_env=False).status_code == 401


async def test_a_stop_that_the_provider_remembers_is_noticed(double: RunningDouble) -> None:
    there = provider(double)
    double.writes("hej")
    await there.send(PhoneNumber(SOMEBODY), "hej")
    assert not there.opts_out
    double.writes("STOP")
    with pytest.raises(NotEver):
        await there.send(PhoneNumber(SOMEBODY), "hej")
    assert there.opts_out
    await there.close()
