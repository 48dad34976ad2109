"""The check against the provider's description finds faults; the real `twilio` package takes the double for it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.door.conftest import eventually
from tests.phone.contract import FACTS, Exchange, faults_of
from tests.phone.double import SOMEBODY, TOKEN, RunningDouble, SmallLykta
from triage_api.phone.account import DEMO_ACCOUNT, DEMO_NUMBER
from triage_api.phone.message import Status


class Rerouted:
    """The package's own HTTP client, sent to the double in the provider's place."""

    def __init__(self, double: RunningDouble) -> None:
        self.url, self.inner = double.url, TwilioHttpClient()
        self.inner.session.trust_env = False

    def request(self, method: str, url: str, *others: Any, **more: Any) -> Any:
        return self.inner.request(method, url.replace("https://api.twilio.com", self.url), *others, **more)


@pytest.fixture
def client(double: RunningDouble) -> Any:
    return Client(DEMO_ACCOUNT, TOKEN, http_client=Rerouted(double))


def test_the_real_package_sends_reads_empties_and_deletes(double: RunningDouble, client: Any) -> None:
    sent = client.messages.create(
        to=SOMEBODY, from_=DEMO_NUMBER, body="Hej", content_retention="retain", address_retention="retain"
    )
    assert (sent.status, sent.num_segments, sent.price_unit) == ("queued", "1", "SEK")
    assert sent.date_created.tzinfo is not None
    eventually(lambda: client.messages(sent.sid).fetch().status == "delivered")
    assert client.messages(sent.sid).update(body="").body == ""
    assert client.messages(sent.sid).delete() is True
    with pytest.raises(TwilioRestException) as gone:
        client.messages(sent.sid).fetch()
    assert (gone.value.status, gone.value.code) == (404, 20404)


def test_the_real_package_reads_all_pages(double: RunningDouble, client: Any) -> None:
    for n in range(5):
        double.sends(f"Text {n}")
    assert [text.body for text in client.messages.list(to=SOMEBODY, page_size=2)] == [
        f"Text {n}" for n in (4, 3, 2, 1, 0)
    ]


def test_the_real_package_reads_and_deletes_pictures(wired: RunningDouble, lykta: SmallLykta) -> None:
    client = Client(DEMO_ACCOUNT, TOKEN, http_client=Rerouted(wired))
    message = wired.writes("", picture=True)
    [media] = client.messages(message.sid).media.list()
    assert (media.content_type, media.parent_sid) == ("image/png", message.sid)
    assert client.messages(message.sid).media(media.sid).delete() is True
    assert client.messages(message.sid).media.list() == []


def test_the_real_package_is_told_what_was_wrong(double: RunningDouble, client: Any) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to="+46701740604", from_=DEMO_NUMBER, body="Hej")
    assert (refused.value.status, refused.value.code) == (400, 21211)


def test_every_status_of_the_double_is_one_of_the_providers() -> None:
    assert set(Status) <= set(FACTS["components"]["schemas"]["message_enum_status"]["enum"])


def sent_and_seen(double: RunningDouble) -> Exchange:
    assert double.sends(StatusCallback="http://127.0.0.1:9/sms/status").status_code == 201
    exchange = double.witness.exchanges[-1]
    assert faults_of(exchange) == []
    return exchange


def spoilt(change: Callable[[dict[str, Any]], object]) -> Callable[[Exchange], Exchange]:
    def spoil(exchange: Exchange) -> Exchange:
        resource = json.loads(exchange.body)
        change(resource)
        return replace(exchange, body=json.dumps(resource).encode())

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        spoilt(lambda resource: resource.pop("price")),
        spoilt(lambda resource: resource.update(tags=None)),
        spoilt(lambda resource: resource.update(sid="SM1")),
        spoilt(lambda resource: resource.update(status="gone")),
        spoilt(lambda resource: resource.update(num_segments=1)),
        spoilt(lambda resource: resource.update(date_created="2026-11-21T10:00:00Z")),
        spoilt(lambda resource: resource.update(price_unit="kronor")),
        spoilt(lambda resource: resource.update({"from": "070-1740605"})),
        spoilt(lambda resource: resource.update(subresource_uris={"media": "Media.json"})),
        lambda exchange: replace(exchange, status=200),
        lambda exchange: replace(exchange, status=429, body=b'{"code": 20429}'),
        lambda exchange: replace(exchange, authorization=""),
        lambda exchange: replace(exchange, path=exchange.path.replace("/AC", "/XY")),
        lambda exchange: replace(exchange, path=exchange.path.replace("Messages", "Calls")),
        lambda exchange: replace(exchange, query=[("Page", "first")]),
        lambda exchange: replace(exchange, form=[*exchange.form, ("Text", "Hej")]),
        lambda exchange: replace(exchange, form=[*exchange.form, ("Body", "Hej")]),
        lambda exchange: replace(exchange, form=[*exchange.form, ("ContentRetention", "forget")]),
        lambda exchange: replace(exchange, form=[*exchange.form, ("SmartEncoded", "yes")]),
        lambda exchange: replace(exchange, form=[pair for pair in exchange.form if pair[0] != "To"]),
        lambda exchange: replace(exchange, form=[pair for pair in exchange.form if pair[0] != "From"]),
        lambda exchange: replace(exchange, form=[(n, v.replace("http:", "htp:")) for n, v in exchange.form]),
    ],
)
def test_what_is_not_as_described_is_found(double: RunningDouble, spoil: Callable[[Exchange], Exchange]) -> None:
    assert faults_of(spoil(sent_and_seen(double))) != []


def test_what_a_refused_request_got_is_checked_too(double: RunningDouble) -> None:
    double.faults.refuse_too_many()
    double.sends()
    refused = double.witness.exchanges[-1]
    assert faults_of(refused) == []
    other = json.dumps({**json.loads(refused.body), "status": 400}).encode()
    assert faults_of(replace(refused, body=other)) != []
