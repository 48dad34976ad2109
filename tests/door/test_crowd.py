"""Many people at once before a bot that understands one message at a time."""

import asyncio

import httpx
import pytest

from triage_api.door.bot import AT_ONCE, MOST_WAITING, Bot, BotDead
from triage_api.door.conversation import Conversation
from triage_api.door.limits import Bucket
from triage_api.words import ConversationId, Language, RedactedText

pytestmark = pytest.mark.anyio

MANY = 3 * AT_ONCE


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_only_so_many_messages_are_before_the_bot_at_once_and_the_others_wait_here() -> None:
    asked, go_on = 0, asyncio.Event()

    async def slow(_request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        await go_on.wait()
        return httpx.Response(200, json=[])

    async with httpx.AsyncClient(transport=httpx.MockTransport(slow)) as client:
        bot = Bot(client, "http://127.0.0.1:9", timeout_seconds=20)
        said = [asyncio.create_task(bot.forget(ConversationId(str(n)))) for n in range(MANY)]
        await asyncio.sleep(0.2)
        assert asked == AT_ONCE
        go_on.set()
        await asyncio.gather(*said)
        assert asked == MANY


async def test_who_has_waited_here_to_the_end_of_their_patience_is_not_asked_for_afterwards() -> None:
    asked: list[str] = []

    async def never(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        await asyncio.Event().wait()
        raise AssertionError

    async with httpx.AsyncClient(transport=httpx.MockTransport(never)) as client:
        hung = Bot(client, "http://127.0.0.1:9", timeout_seconds=2)
        first = [asyncio.create_task(hung.forget(ConversationId(str(n)))) for n in range(AT_ONCE)]
        await asyncio.sleep(0.2)
        late = asyncio.create_task(hung.forget(ConversationId("late")))
        await asyncio.sleep(0.2)
        late.cancel()
        await asyncio.gather(*first, late, return_exceptions=True)
        assert len(asked) == AT_ONCE


async def test_whoever_comes_after_a_full_line_is_told_at_once_that_the_bot_has_no_time() -> None:
    async def never(_request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async with httpx.AsyncClient(transport=httpx.MockTransport(never)) as client:
        bot = Bot(client, "http://127.0.0.1:9", timeout_seconds=20)
        line = [asyncio.create_task(bot.forget(ConversationId(str(n)))) for n in range(AT_ONCE + MOST_WAITING)]
        await asyncio.sleep(0.1)
        late = Conversation(b"late", Language.sv, 0.0, Bucket(1, 1, lambda: 0.0))
        with pytest.raises(BotDead):
            await asyncio.wait_for(bot.hear_text(late, RedactedText("hej")), 0.5)
        for one in line:
            one.cancel()
        await asyncio.gather(*line, return_exceptions=True)
        answering = httpx.AsyncClient(transport=httpx.MockTransport(lambda _request: httpx.Response(200, json=[])))
        bot._client = answering
        await asyncio.wait_for(bot.forget(ConversationId("later")), 1)
        await answering.aclose()
