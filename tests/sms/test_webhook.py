"""The provider's webhook: only what it signed is heard, each text once, and nobody gets a stack trace or silence."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qsl
from uuid import uuid4

import httpx
import pytest
from twilio.request_validator import RequestValidator

from tests.door.conftest import eventually
from tests.door.doubles import slowly, state
from tests.phone.double import TOKEN
from tests.sms.house import KNIFE, TEXTS, House, Phone, house, say
from triage_api.phone.account import DEMO_ACCOUNT, DEMO_NUMBER
from triage_api.sms.webhook import ANSWER_SECONDS, REMEMBERED_SECONDS, WORDS_SECONDS
from triage_api.sms.wording import LANGUAGES
from triage_api.words import Language

SID = "SM" + "0" * 32
GIVES_UP_SECONDS = 15
"""The provider does, and then the answer is lost."""


def form(sid: str, body: str = "hej", **more: str) -> dict[str, str]:
    fields = {"MessageSid": sid, "From": "+46701740690", "To": DEMO_NUMBER, "Body": body, "NumMedia": "0"}
    return {**fields, "AccountSid": DEMO_ACCOUNT, **more}


def a_sid() -> str:
    return "SM" + uuid4().hex


def signed(home: House, fields: dict[str, str], path: str = "/sms/incoming", token: str = TOKEN) -> dict[str, str]:
    signature = RequestValidator(token).compute_signature(f"{home.server.url}{path}", fields)
    return {"x-twilio-signature": signature}


def posts(home: House, fields: dict[str, str], path: str = "/sms/incoming", **headers: str) -> httpx.Response:
    headers = headers or signed(home, fields, path)
    return httpx.post(f"{home.server.url}{path}", data=fields, headers=headers, trust_env=False, timeout=20)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as running:
        yield running


def test_an_answer_is_twiml(at_home: House) -> None:
    answered = posts(at_home, form("SM" + "1" * 32, **{"From": "+46701740670"}))
    assert answered.status_code == 200
    assert answered.headers["content-type"].startswith("application/xml")
    assert "<Message>svar på hej</Message>" in answered.text


@pytest.mark.parametrize("headers", [{"x-twilio-signature": "bm8="}, {"x-twilio-signature": ""}, {"x-nothing": "1"}])
def test_what_is_not_signed_is_refused_and_never_heard(headers: dict[str, str], at_home: House) -> None:
    before = len(at_home.bot.heard)
    answered = posts(at_home, form(SID, KNIFE), **headers)
    assert answered.status_code == 403
    assert answered.json()["error"]["code"] == "not_signed"
    assert len(at_home.bot.heard) == before


def test_another_accounts_token_another_path_and_an_altered_text_are_not_signed(at_home: House) -> None:
    fields = form(SID)
    assert posts(at_home, fields, **signed(at_home, fields, token="f" * 32)).status_code == 403
    assert posts(at_home, fields, **signed(at_home, fields, path="/sms/status")).status_code == 403
    assert posts(at_home, {**fields, "Body": "annat"}, **signed(at_home, fields)).status_code == 403


def test_the_query_is_part_of_what_is_signed(at_home: House) -> None:
    fields = form("SM" + "2" * 32, **{"From": "+46701740671"})
    path = "/sms/incoming?from=console"
    assert posts(at_home, fields, path, **signed(at_home, fields, path)).status_code == 200
    assert posts(at_home, fields, path, **signed(at_home, fields)).status_code == 403


def test_a_field_named_twice_is_not_what_was_signed(at_home: House) -> None:
    fields = form(SID)
    body = str(httpx.QueryParams(fields)) + "&Body=annat"
    headers = {**signed(at_home, fields), "content-type": "application/x-www-form-urlencoded"}
    answered = httpx.post(f"{at_home.server.url}/sms/incoming", content=body, headers=headers, trust_env=False)
    assert answered.status_code == 403


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_only_forms_are_read(kind: str, at_home: House) -> None:
    url = f"{at_home.server.url}/sms/incoming"
    assert httpx.post(url, content=b"{}", headers={"content-type": kind}, trust_env=False).status_code == 415
    assert httpx.get(url, trust_env=False).status_code == 405


@pytest.mark.parametrize(
    "changed", [{"MessageSid": ""}, {"MessageSid": "../../etc"}, {"MessageSid": "SM12"}, {"NumMedia": "many"}]
)
def test_a_signed_form_that_is_no_text_message_is_refused(changed: dict[str, str], at_home: House) -> None:
    fields = {**form(SID), **changed}
    assert posts(at_home, fields).status_code == 422
    for missing in ("From", "Body", "MessageSid"):
        lacking = {name: value for name, value in form(SID).items() if name != missing}
        assert posts(at_home, lacking).status_code == 422


@pytest.mark.parametrize("sender", ["72333", "Posten", "+4690012345", "", "anonymous", "+0", "sip:a@example.org"])
def test_who_cannot_be_answered_is_not_answered(sender: str, at_home: House) -> None:
    answered = posts(at_home, form("SM" + f"{abs(hash(sender)):032d}"[:32], **{"From": sender}))
    assert answered.status_code == 200
    assert "<Message>" not in answered.text


def test_a_number_of_a_country_that_is_not_named_costs_nothing(tmp_path: Path) -> None:
    with house(tmp_path, sms_countries=("SE",)) as home:
        far = posts(home, form("SM" + "4" * 32, KNIFE, **{"From": "+12025550123"}))
        assert (far.status_code, "<Message>" in far.text, home.sms.standing.spent) == (200, False, 0.0)
        assert "<Message>" in posts(home, form("SM" + "5" * 32)).text


def test_a_repeat_is_heard_once_and_answered_with_the_same_words(at_home: House) -> None:
    fields = form("SM" + "3" * 32, "en gång", **{"From": "+46701740672"})
    first, again = posts(at_home, fields), posts(at_home, fields)
    assert first.text == again.text
    assert at_home.bot.messages.count("en gång") == 1


@pytest.mark.parametrize("body", ["", " ", "\n\n", "\u200b\u202e", "\x00\x07", "\ufeff"])
def test_a_text_without_a_word_is_told_that_it_was_empty(body: str, at_home: House) -> None:
    assert texts_of(at_home, at_home.greeted(), body) == [say("blank")]


def test_an_opt_out_of_the_providers_own_is_noticed(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        posts(home, form("SM" + "8" * 32))
        assert not home.sms.standing.opts_out
        posts(home, form("SM" + "9" * 32, "stop", OptOutType="STOP"))
        assert home.sms.standing.opts_out


def answers_kept(home: House) -> list[str]:
    kept = [heard.answer for heard in home.sms._webhook._heard.values()]
    return [said for task in kept if task is not None for said in task.result().texts]


def test_after_stop_no_answer_to_them_is_kept_and_no_number(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        phone, other = home.phone(), home.phone()
        phone.texts("det här är känsligt")
        other.texts("hej")
        assert "svar på det här är känsligt" in answers_kept(home)
        phone.texts("STOP")
        assert [said for said in answers_kept(home) if "svar på" in said] == ["svar på hej"]
        assert [heard.sender for heard in home.sms._webhook._heard.values()] == [None, other.number, None]


def test_answers_are_kept_for_minutes_and_a_late_repeat_is_still_not_heard_twice(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        fields = form("SM" + "6" * 32, "bara en gång")
        posts(home, fields)
        home.clock.moves(WORDS_SECONDS)
        home.sms._webhook.sweep()
        assert answers_kept(home) == []
        assert "<Message>" not in posts(home, fields).text
        assert home.bot.messages.count("bara en gång") == 1
        home.clock.moves(REMEMBERED_SECONDS)
        home.sms._webhook.sweep()
        assert not home.sms._webhook._heard


def test_a_repeat_while_the_first_is_under_way_gets_its_answer_and_is_heard_once(tmp_path: Path) -> None:
    with house(tmp_path) as home, ThreadPoolExecutor(3) as three:
        home.bot.behave = slowly(0.5, [{"text": "ett svar"}, state()])
        fields = form("SM" + "7" * 32, "tre gånger")
        texts = {answered.text for answered in three.map(lambda _n: posts(home, fields), range(3))}
        assert len(texts) == 1
        assert "<Message>ett svar</Message>" in texts.pop()
        assert home.bot.messages.count("tre gånger") == 1


@pytest.mark.parametrize("body", ["😀" * 400, "<script>alert(1)</script>", "å" * 1530, "/restart", "\ufffd", "12\x003"])
def test_whatever_stands_in_a_text_is_answered_in_words(body: str, at_home: House) -> None:
    got = texts_of(at_home, at_home.greeted(), body)
    assert "svar på " in got[0]
    assert "Traceback" not in "".join(got)


def texts_of(home: House, phone: Phone, body: str) -> list[str]:
    """As `Phone.texts`, for bodies that the double would not take."""
    phone.clock.moves(30)
    return re.findall("<Message>(.*?)</Message>", posts(home, form(a_sid(), body, **{"From": phone.number})).text)


@pytest.mark.parametrize("raw", ["%ED%A0%BD", "%D8%3D", "%FF%FE", "hej+%ED%A0%BD%ED"])
def test_broken_ucs2_is_answered_in_words(raw: str, at_home: House) -> None:
    """Half a character, as some networks cut one: the provider signs the text as it reads it."""
    phone = at_home.greeted()
    fields = form(a_sid(), "BROKEN", **{"From": phone.number})
    body = str(httpx.QueryParams(fields)).replace("BROKEN", raw)
    read = dict(parse_qsl(body, keep_blank_values=True))
    assert "\ufffd" in read["Body"]
    headers = {**signed(at_home, read), "content-type": "application/x-www-form-urlencoded"}
    phone.clock.moves(30)
    answered = httpx.post(f"{at_home.server.url}/sms/incoming", content=body, headers=headers, trust_env=False)
    assert answered.status_code == 200
    assert "<Message>svar på " in answered.text


def test_danger_is_answered_with_the_bot_dead(alone: House) -> None:
    alone.bot.hang()
    phone = alone.phone()
    begun = time.monotonic()
    assert "112" in phone.texts(KNIFE)[0]
    assert time.monotonic() - begun < ANSWER_SECONDS


def test_when_the_bot_needs_longer_the_answer_follows_by_the_messages_api(alone: House) -> None:
    alone.bot.behave = slowly(4.5, [{"text": "till slut"}, state()])
    phone = alone.phone()
    begun = time.monotonic()
    assert phone.texts("hej") == []
    assert time.monotonic() - begun < GIVES_UP_SECONDS
    phone.gets("till slut")


def test_with_retention_off_everything_but_danger_goes_by_the_messages_api(tmp_path: Path) -> None:
    with house(tmp_path, sms_discard=True) as home:
        phone = home.phone()
        phone.texts("hej")
        phone.gets("svar på hej")
        sent = [exchange for exchange in home.provider.witness.exchanges if exchange.method == "POST"]
        assert ("Body", "svar på hej") in sent[0].form
        assert all(("ContentRetention", "discard") in exchange.form for exchange in sent)
        assert all(("AddressRetention", "obfuscate") in exchange.form for exchange in sent)
        assert "112" in phone.texts(KNIFE)[0]


def test_beyond_the_days_ceiling_only_danger_and_counsellors_are_answered(tmp_path: Path) -> None:
    with house(tmp_path, sms_price=1.0, sms_ceiling=3.0) as home:
        phone = home.phone()
        phone.texts("hej")
        assert home.sms.standing.stopped
        assert phone.texts("hej igen") == [say("ceiling")]
        assert phone.texts("och igen") == []
        assert "112" in phone.texts(KNIFE)[0]


def test_a_yes_to_a_question_that_has_not_been_sent_is_none(tmp_path: Path) -> None:
    with house(tmp_path, sms_discard=True) as home:
        phone = home.phone()
        phone.texts("hej")
        phone.gets(LANGUAGES)
        home.provider.faults.fail(100_000)
        phone.texts("människa")
        eventually(lambda: home.sms.standing.waiting == 1)
        phone.texts("ja")
        eventually(lambda: home.sms.standing.waiting == 2)
        assert home.living_cases() == 0
        home.provider.faults.end()
        phone.gets(say("consent_again"))
        assert phone.got.index("Vill du?") < phone.got.index(say("consent_again"))
        phone.texts("ja")
        phone.gets("Framme.")


def test_a_yes_to_a_question_that_was_never_taken_asks_it_again(tmp_path: Path) -> None:
    with house(tmp_path, sms_discard=True) as home:
        phone = home.phone()
        phone.texts("hej")
        phone.gets(LANGUAGES)
        home.provider.network.opt_out.numbers.add(phone.number)
        phone.texts("människa")
        eventually(lambda: any(exchange.status == 400 for exchange in home.provider.witness.exchanges))
        home.provider.network.opt_out.numbers.clear()
        phone.texts("ja")
        phone.gets("Vill du?")
        assert home.living_cases() == 0
        phone.texts("ja")
        phone.gets("Framme.")


def test_a_filter_that_says_stop_to_everything_is_answered_once(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        phone = home.phone()
        assert [phone.texts("STOP") for _ in range(5)] == [[]] * 5, "nothing is known of them that could stop"
        phone.texts("hej")
        assert [phone.texts("STOP") for _ in range(5)] == [[say("stop")]] + [[]] * 4
        assert home.sms.threads.find(phone.number) is None  # type: ignore[arg-type]


def test_stop_after_every_text_gives_nobody_a_new_day(tmp_path: Path) -> None:
    with house(tmp_path, sms_texts_per_day=20) as home:
        phone, got = home.phone(), []
        for _ in range(30):
            got += phone.texts("hej")
            got += phone.texts("STOP")
            assert home.sms.threads.find(phone.number) is None  # type: ignore[arg-type]
        assert got.count("svar på hej") == 10
        assert (got.count(say("stop")), got.count(say("day_limit"))) == (3, 3)
        assert phone.texts("hej") == []
        assert "112" in phone.texts(KNIFE)[0]
        home.clock.moves(24 * 3600)
        phone.texts("STOP")
        assert "svar på hej" in phone.texts("hej")


def test_beyond_the_days_ceiling_stop_after_every_text_costs_next_to_nothing(tmp_path: Path) -> None:
    with house(tmp_path, sms_price=1.0, sms_ceiling=3.0) as home:
        home.phone().texts("hej")
        phone, got = home.phone(), []
        for _ in range(30):
            got += phone.texts("hej")
            got += phone.texts("STOP")
        assert (got.count(say("ceiling")), got.count(say("stop")), len(got)) == (3, 3, 6)


def test_beyond_the_days_ceiling_danger_that_only_the_bot_understands_is_answered(tmp_path: Path) -> None:
    with house(tmp_path, sms_price=1.0, sms_ceiling=3.0) as home:
        home.phone().texts("hej")
        phone = home.phone()
        assert phone.texts("hej") == [say("ceiling")]
        home.bot.behave = lambda _body: [{"text": "Ring 90101."}, state(level="high")]
        assert phone.texts("jag orkar inte leva") == ["Ring 90101.", say("welcome")]
        home.bot.behave = lambda _body: [{"text": "Jag är kvar."}, state()]
        assert phone.texts("är du där") == ["Jag är kvar."]


def test_beyond_the_days_ceiling_a_counsellor_can_be_asked_for(tmp_path: Path) -> None:
    with house(tmp_path, sms_price=1.0, sms_ceiling=3.0) as home:
        phone = home.greeted()
        assert home.sms.standing.stopped
        assert phone.texts("jag vill prata med en människa") == ["Vill du?"]
        assert phone.texts("Ja") == ["Framme."]


def test_an_answering_machine_is_not_answered_for_ever(at_home: House) -> None:
    phone, got = at_home.greeted(), []
    for _ in range(8):
        before = len(phone.got)
        at_home.provider.writes("Jag kör bil och svarar senare.", phone.number)
        got.append(len(phone.got) - before)
    assert got[:3] == [1, 1, 1]
    assert got[-3:] == [0, 0, 0]
    assert "112" in phone.texts(KNIFE)[0]


def test_the_answer_to_a_long_day_is_said_once(tmp_path: Path) -> None:
    with house(tmp_path, sms_texts_per_day=2) as home:
        phone = home.phone()
        phone.texts("ett")
        phone.texts("två")
        assert phone.texts("tre") == [say("day_limit")]
        assert phone.texts("fyra") == []


def test_the_limit_of_a_day_keeps_nothing_from_a_counsellor(tmp_path: Path) -> None:
    with house(tmp_path, sms_texts_per_day=4) as home:
        phone = home.live()
        for n in range(6):
            assert phone.texts(f"till kuratorn {n}") == []
        said = [f"till kuratorn {n}" for n in range(6)]
        eventually(lambda: [body["text"] for body in home.kim.reads() if body["kind"] == "text"] == said)


def test_where_the_door_has_no_room_danger_is_answered_all_the_same(alone: House) -> None:
    alone.sms._door.conversations._most = 0
    danger = TEXTS.danger_by_text["safety.immediate_danger"][Language.sv]
    assert alone.phone().texts(KNIFE)[0] == danger
    assert alone.phone().texts("hej") == [TEXTS.say(Language.sv, "page.too_fast")]


def test_a_silent_provider_for_long_loses_nothing(alone: House) -> None:
    phone = alone.live()
    with alone.provider.refuses_connections():
        alone.kim.writes("så småningom")
        eventually(lambda: alone.sms.standing.waiting == 1)
    phone.gets("så småningom")
    eventually(lambda: alone.sms.standing.waiting == 0)
