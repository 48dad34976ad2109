"""What could not be given to the queue waits and goes as the very bytes that were sealed."""

import asyncio

from tests.contract.counterpart import Chat
from triage_api.base64url import from_b64u
from triage_api.queue.relay import MessageBody, StaleEpoch
from triage_api.stand_in.exchange import Exchange
from triage_api.stand_in.lines import Said
from triage_api.stand_in.sealed_chat import Place, Words, new_secret

PLACE = Place("ws8ileqdzPtzpXujD-3f5g", 2)


class Post:
    """A queue whose database is busy, or whose claim is over, as often as it is told."""

    def __init__(self, *troubles: Exception) -> None:
        self.troubles = list(troubles)
        self.tried: list[MessageBody] = []

    def __call__(self, message: MessageBody) -> None:
        self.tried.append(message)
        if self.troubles:
            raise self.troubles.pop(0)


def test_a_busy_database_loses_nothing_and_no_number_is_sealed_twice() -> None:
    post, secret, line = Post(OSError()), new_secret(), Said("ett", to_counsellor=True)
    exchange = Exchange(secret, PLACE, post)

    async def talk() -> None:
        await exchange.write(Words("text", "ett"), line)
        assert line.mark == ""
        await exchange.write(Words("text", "två"), Said("två"))

    asyncio.run(talk())
    assert [message.seq for message in post.tried] == [1, 1, 2]
    assert post.tried[0] == post.tried[1], "the same bytes"
    assert line.mark == "sent"
    other = Chat(secret, PLACE.case_id, PLACE.epoch)
    assert other.open("person", 2, from_b64u(post.tried[2].sealed)) == {"kind": "text", "text": "två"}


def test_what_another_claim_has_overtaken_is_not_marked_as_sent() -> None:
    line = Said("ett")
    asyncio.run(Exchange(new_secret(), PLACE, Post(StaleEpoch())).write(Words("text", "ett"), line))
    assert line.mark == ""
