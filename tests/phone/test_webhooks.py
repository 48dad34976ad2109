"""A phone's text reaches Lykta as a signed webhook, what Lykta answers reaches the phone, and each status is told."""

import httpx
import pytest
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from tests.door.conftest import eventually
from tests.phone.double import ANOTHER, NOBODY, SOMEBODY, TOKEN, RunningDouble, SmallLykta, as_json, running_double
from triage_api.phone.account import DEMO_ACCOUNT, DEMO_NUMBER
from triage_api.phone.twiml import NotTwiml, Reply, read_twiml
from triage_api.phone.webhook_forms import signature

DOCUMENTED = {
    "MessageSid", "SmsSid", "SmsMessageSid", "AccountSid", "From", "To", "Body", "NumMedia", "NumSegments", "SmsStatus",
    "ApiVersion", "FromCity", "FromState", "FromZip", "FromCountry", "ToCity", "ToState", "ToZip", "ToCountry",
}  # fmt: skip


def saying(*bodies: str, **more: str) -> str:
    response = MessagingResponse()
    for body in bodies:
        response.message(body, **more)
    return str(response)


def test_our_signature_is_the_one_the_provider_makes() -> None:
    form = {"Body": "ä & b+c", "From": SOMEBODY, "To": DEMO_NUMBER, "A": ""}
    for url in ("https://help.example.org/sms/incoming", "http://127.0.0.1:8000/sms/incoming"):
        made = signature(TOKEN, url, form)
        assert made == RequestValidator(TOKEN).compute_signature(url, form)
        assert RequestValidator(TOKEN).validate(url, form, made)


def test_a_text_reaches_lykta_signed_with_every_documented_field(wired: RunningDouble, lykta: SmallLykta) -> None:
    message = wired.writes("Hej, är det någon där?")
    assert lykta.unsigned == 0
    [form] = lykta.heard
    assert set(form) == DOCUMENTED
    assert (form["From"], form["To"], form["Body"]) == (SOMEBODY, DEMO_NUMBER, "Hej, är det någon där?")
    assert form["MessageSid"] == form["SmsSid"] == message.sid
    assert (form["AccountSid"], form["NumMedia"], form["NumSegments"]) == (DEMO_ACCOUNT, "0", "1")
    assert as_json(wired.client.get(f"/Messages/{message.sid}.json"))["direction"] == "inbound"


def test_a_webhook_for_another_address_does_not_pass_for_signed(wired: RunningDouble, lykta: SmallLykta) -> None:
    lykta.url = "https://help.example.org"
    wired.writes("Hej")
    assert lykta.unsigned == 1


def test_what_lykta_answers_reaches_the_phone_in_its_order(wired: RunningDouble, lykta: SmallLykta) -> None:
    lykta.answer = lambda form: saying("Ett & två", f"Du skrev {form['Body']}")
    wired.writes("<hej>")
    assert wired.texts_to() == ["Ett & två", "Du skrev <hej>"]
    [latest, *_] = as_json(wired.client.get("/Messages.json"))["messages"]
    assert latest["direction"] == "outbound-reply"


def test_an_answer_without_texts_sends_none(wired: RunningDouble, lykta: SmallLykta) -> None:
    wired.writes("Hej")
    assert (len(lykta.heard), wired.texts_to()) == (1, [])


def test_a_picture_is_named_and_can_be_fetched_and_deleted(wired: RunningDouble, lykta: SmallLykta) -> None:
    message = wired.writes("", picture=True)
    [form] = lykta.heard
    assert (form["NumMedia"], form["MediaContentType0"]) == ("1", "image/png")
    assert wired.client.get(form["MediaUrl0"]).content.startswith(b"\x89PNG")
    assert httpx.get(form["MediaUrl0"], trust_env=False).status_code == 401
    [media] = as_json(wired.client.get(f"/Messages/{message.sid}/Media.json"))["media_list"]
    address = f"/Messages/{message.sid}/Media/{media['sid']}.json"
    assert as_json(wired.client.get(address)) == media
    assert wired.client.delete(address).status_code == 204
    assert wired.client.get(address).status_code == 404
    assert as_json(wired.client.get(f"/Messages/{message.sid}/Media.json"))["media_list"] == []


def test_each_status_is_told_signed_and_in_order(wired: RunningDouble, lykta: SmallLykta) -> None:
    sid = as_json(wired.sends(StatusCallback=f"{lykta.url}/sms/status"))["sid"]
    eventually(lambda: len(lykta.statuses) == 3)
    assert [form["MessageStatus"] for form in lykta.statuses] == ["sending", "sent", "delivered"]
    assert {form["MessageSid"] for form in lykta.statuses} == {sid}
    assert (lykta.unsigned, lykta.statuses[0]["To"], lykta.statuses[0]["From"]) == (0, SOMEBODY, DEMO_NUMBER)


def test_a_text_of_an_answer_tells_its_statuses_where_the_answer_says(wired: RunningDouble, lykta: SmallLykta) -> None:
    lykta.answer = lambda _form: saying("Hej", status_callback=f"{lykta.url}/sms/status")
    wired.writes("Hej")
    eventually(lambda: [form["MessageStatus"] for form in lykta.statuses][-1:] == ["delivered"])


def test_a_text_that_does_not_arrive_tells_why(wired: RunningDouble, lykta: SmallLykta) -> None:
    wired.faults.undelivered[SOMEBODY] = 30003
    wired.sends(StatusCallback=f"{lykta.url}/sms/status")
    eventually(lambda: len(lykta.statuses) == 3)
    assert (lykta.statuses[-1]["MessageStatus"], lykta.statuses[-1]["ErrorCode"]) == ("undelivered", "30003")


def test_a_webhook_can_come_twice_with_one_token_and_is_answered_once(wired: RunningDouble, lykta: SmallLykta) -> None:
    wired.faults.webhooks_repeated = 1
    lykta.answer = lambda _form: saying("Hej")
    wired.writes("Hej")
    assert lykta.heard[0] == lykta.heard[1]
    assert lykta.tokens[0] == lykta.tokens[1]
    assert wired.texts_to() == ["Hej"]


def test_statuses_can_come_in_the_wrong_order(wired: RunningDouble, lykta: SmallLykta) -> None:
    wired.faults.webhooks_reversed = 3
    wired.sends(StatusCallback=f"{lykta.url}/sms/status")
    eventually(lambda: len(lykta.statuses) == 3)
    assert [form["MessageStatus"] for form in lykta.statuses] == ["delivered", "sent", "sending"]


def test_texts_can_overtake_each_other(wired: RunningDouble, lykta: SmallLykta) -> None:
    wired.faults.webhooks_reversed = 2
    wired.writes_together("Ett", "Två")
    assert [form["Body"] for form in lykta.heard] == ["Två", "Ett"]


@pytest.mark.parametrize("word", ["STOP", "stop ", "Unsubscribe", "REVOKE"])
def test_who_sends_stop_gets_nothing_more_until_start(wired: RunningDouble, lykta: SmallLykta, word: str) -> None:
    lykta.answer = lambda _form: saying("Hej")
    wired.writes(word)
    assert wired.texts_to() == []
    refused = wired.sends()
    assert (refused.status_code, as_json(refused)["code"]) == (400, 21610)
    assert wired.sends(to=ANOTHER).status_code == 201
    wired.writes("start")
    assert wired.texts_to() == ["Hej"]
    assert [form["Body"] for form in lykta.heard] == [word, "start"]


def test_an_operator_can_have_the_stop_words_turned_off(lykta: SmallLykta) -> None:
    with running_double(lykta.url, stop_words=False) as double:
        lykta.answer = lambda _form: saying("Hej")
        double.writes("STOP")
        assert double.texts_to() == ["Hej"]


def trouble_of(double: RunningDouble) -> int:
    return int(double.phones()["phones"][0]["texts"][0]["trouble"])


def test_a_lykta_that_does_not_answer_is_told_on_the_phone() -> None:
    with running_double(NOBODY) as double:
        double.writes("Hej")
        assert trouble_of(double) == 11200


@pytest.mark.parametrize(
    ("status", "kind", "body", "trouble"),
    [
        (403, "text/xml", "<Response/>", 11200),
        (200, "text/xml", "<Response><Message>Hej", 12100),
        (200, "text/xml", "<!DOCTYPE x><Response/>", 12100),
        (200, "text/xml", "<Other/>", 12100),
        (200, "text/xml", "<Response><Redirect/></Response>", 12200),
        (200, "application/json", "{}", 12300),
        (200, "text/xml", "<Response><Message/></Response>", 21602),
        (200, "text/plain", "a" * 1601, 21617),
        (200, "text/xml", "<Response><Message to='+46701740604'>Hej</Message></Response>", 21211),
    ],
)
def test_an_answer_that_cannot_be_used_sends_nothing_and_is_told(
    wired: RunningDouble, lykta: SmallLykta, status: int, kind: str, body: str, trouble: int
) -> None:
    lykta.status, lykta.kind, lykta.answer = status, kind, lambda _form: body
    wired.writes("Hej")
    assert (wired.texts_to(), trouble_of(wired)) == ([], trouble)


def test_answers_are_read_in_each_way_they_may_be_written() -> None:
    both = b"<Response><Message>Ett</Message><Message to='+1'><Body>Tv\xc3\xa5</Body></Message></Response>"
    assert read_twiml("application/xml; charset=utf-8", both) == [Reply("Ett"), Reply("Två", "+1")]
    assert read_twiml("text/plain", b"Hej") == [Reply("Hej")]
    assert read_twiml("text/xml", b"") == []
    with pytest.raises(NotTwiml, match="12300"):
        read_twiml("image/png", b"x")
