"""What a press of a button does: with the bot, on the way to a counsellor, with them, and at the end."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.door.conftest import eventually
from tests.plain.browser import Browser
from tests.plain.conftest import House, house, recovery_key_on
from tests.queue.world import another_process
from triage_api.door.texts import load_texts
from triage_api.queue.claim import claim_next
from triage_api.settings import Settings
from triage_api.words import Language

SCRIPT = '<script>alert("x")</script>&"\'{place}'
KNIFE = "han har låst in mig och har en kniv"
READABLE = "plain.readable"


def test_a_press_begins_and_says_honestly_who_can_read(at_home: House) -> None:
    person = at_home.person("en")
    welcome = person.page.one("welcome")
    assert welcome is not None
    assert load_texts(Settings().content).phrases[Language.en][READABLE] in welcome.text
    assert person.page.token != ""
    assert '<html lang="en"' in person.page.html


def test_a_colleague_is_asked_and_takes_over_and_the_page_tells_each_by_name(at_home: House) -> None:
    person = at_home.live()
    person.writes("han tar mina nycklar")
    at_home.kim.tells("asked", "Bea")
    told = at_home.until(person, lambda page: "live.asked" in page.notices).html
    assert load_texts(Settings().content).say(Language.sv, "live.asked", name="Bea") in told
    at_home.kim.writes("Bea tar över nu.")
    at_home.kim.hands_on_to(at_home.bea)
    page = at_home.until(person, lambda page: "live.taken_over" in page.notices)
    assert page.html.index("Bea tar över nu.") < page.html.index("live.taken_over")
    assert {"kind": "earlier", "text": "han tar mina nycklar"} in at_home.bea.reads()
    at_home.bea.writes("Hej, det är Bea.")
    at_home.until(person, lambda page: "Hej, det är Bea." in page.html)
    at_home.bea.closes()


def test_who_reads_along_is_told_by_name_and_also_when_it_is_over_because_the_talk_goes_elsewhere(
    at_home: House,
) -> None:
    person = at_home.live()
    texts = load_texts(Settings().content)
    at_home.kim.tells("along", "Sam")
    told = at_home.until(person, lambda page: "live.along" in page.notices).html
    assert texts.say(Language.sv, "live.along", name="Sam") in told
    stands = texts.say(Language.sv, "live.reads_along", name="Sam")
    assert told.count(stands) == 1
    at_home.kim.tells("along_over", "Sam")
    assert stands not in at_home.until(person, lambda page: page.notices[-1] == "live.along_over").html
    at_home.kim.tells("along", "Bea")
    at_home.kim.returns()
    page = at_home.until(person, lambda page: page.notices[-1] == "waiting.back_in_queue")
    assert [notice for notice in page.notices if "along" in notice] == ["live.along", "live.along_over"] * 2
    assert page.html.count(texts.say(Language.sv, "live.along_over", name="Bea")) == 1
    person.presses("leave")


def test_a_message_is_answered_and_the_conversation_stays_on_the_page(at_home: House) -> None:
    person = at_home.person()
    person.writes("hej")
    page = person.writes("och en sak till")
    assert page.said_by("person") == ["Duhej", "Duoch en sak till"]
    assert [said.removeprefix("Boten") for said in page.said_by("bot")] == ["svar på hej", "svar på och en sak till"]
    assert page.draft == ""


def test_what_was_hidden_from_the_bot_is_told_and_is_not_kept(at_home: House) -> None:
    page = at_home.person().writes("ring 070-174 06 05")
    hidden = page.one("hidden")
    assert hidden is not None
    assert "telefonnummer" in hidden.text
    assert "070-174" not in page.html


@pytest.mark.parametrize("step", ["bot", "live"])
def test_script_in_every_field_stays_text(step: str, at_home: House) -> None:
    person = at_home.person() if step == "bot" else at_home.live()
    person.writes(SCRIPT)
    assert "<script>" not in person.page.html
    assert SCRIPT in person.page.said_by("person")[-1]
    fields = {"token": SCRIPT, "n": SCRIPT, "language": SCRIPT, "text": SCRIPT}
    for button in ("begin", "pick", "choice", "look", "end", "send"):
        person.posts({**fields, button: SCRIPT})
        person.posts({**fields, "token": "", button: SCRIPT})
        assert "<script>" not in person.page.html
    if step == "live":
        at_home.kim.closes()


def test_reload_back_and_a_double_click_send_once(at_home: House) -> None:
    person = at_home.person()
    person.writes("bara en gång")
    before = len(at_home.bot.heard)
    person.reloads()
    person.writes("två")
    person.posts(person.sent[1])  # Back, and sent again
    assert person.page.said_by("person") == ["Dubara en gång", "Dutvå"]
    with ThreadPoolExecutor(4) as hands:
        fields = {**person.page.fields["chat"], "text": "snabbt", "send": "1"}
        answers = list(hands.map(lambda _: at_home.client.post("/", data=fields, headers=person.headers), range(4)))
    assert all("svar på snabbt" in answer.text for answer in answers)
    assert len(at_home.bot.heard) == before + 2


def test_other_words_from_an_older_page_are_not_lost(at_home: House) -> None:
    person = at_home.person()
    old = person.page
    person.writes("ett")
    person.page = old
    assert person.writes("ett annat").said_by("person")[-1] == "Duett annat"


def test_what_is_refused_stands_in_the_field_again(at_home: House) -> None:
    person = at_home.person()
    person.writes("x" * 2001)
    assert "2000" in person.page.trouble
    assert person.page.draft == "x" * 2001
    person.writes("  \n ")
    assert person.page.trouble
    assert person.writes("nu går det").said_by("bot")[-1].endswith("svar på nu går det")


def test_a_language_is_picked_without_sending_what_stands_in_the_field(at_home: House) -> None:
    person = at_home.person()
    person.presses("pick", "th", text="halvfärdig")
    assert '<html lang="th"' in person.page.html
    assert person.page.draft == "halvfärdig"
    assert person.page.said_by("person") == []
    person.writes("hej")
    assert at_home.bot.heard[-1]["metadata"]["language"] == "th"
    assert at_home.bot.heard[-1]["metadata"]["picked"] is True


def test_danger_is_answered_first_whatever_is_wrong(at_home: House) -> None:
    person = at_home.person()
    assert person.writes(KNIFE).kinds()[0] == "danger"
    for fields in (
        {"text": KNIFE, "send": "1"},
        {"text": KNIFE, "send": "1", "token": "no such conversation", "n": "-3", "language": "xx"},
        {"text": KNIFE + " x" * 3000, "send": "1", "token": person.page.token, "n": "9"},
    ):
        person.posts(fields)
        assert "danger" in person.page.kinds()
    person.posts(
        {"text": KNIFE, "send": "1"},
    )
    strange = Browser(at_home.client, headers={"sec-fetch-site": "cross-site"})
    answered = strange.posts({"text": KNIFE, "send": "1", "token": person.page.token, "n": "1"})
    assert answered.status_code == 403
    assert strange.page.kinds() == ["danger"]
    assert "112" in strange.page.said_by("bot")[0]


def test_before_the_question_of_consent_stands_that_the_server_reads(at_home: House) -> None:
    page = at_home.person().writes("jag vill prata med en människa")
    assert page.html.index(f'data-phrase="{READABLE}"') < page.html.index('value="handoff.yes"')


@pytest.mark.parametrize("language", list(Language))
def test_a_recovery_key_is_told_in_what_is_kept(language: Language, at_home: House) -> None:
    told = load_texts(Settings().content).say(language, "page.recovery_key")
    assert told not in at_home.person(language.value).page.html
    with recovery_key_on(at_home.server):
        assert told in at_home.person(language.value).page.html


def test_a_recovery_key_is_told_before_the_yes(at_home: House) -> None:
    told = load_texts(Settings().content).say(Language.sv, "page.recovery_key")
    assert told not in at_home.person().writes("jag vill prata med en människa").html
    with recovery_key_on(at_home.server):
        html = at_home.person().writes("jag vill prata med en människa").html
    assert html.index("Vill du?") < html.rindex(told) < html.index('value="handoff.yes"')


def test_to_a_counsellor_and_back(at_home: House) -> None:
    person = at_home.waiting()
    assert person.writes("en sak medan jag väntar, ring 070-174 06 05").said_by("bot")
    at_home.kim.takes_next()
    at_home.until(person, lambda page: page.state == "live")
    assert person.page.notices[-1] == "plain.begun"
    assert "Kim" in person.page.html
    eventually(lambda: bool(at_home.kim.reads()))  # what was written while waiting goes right after the secret
    earlier = at_home.kim.reads()
    assert [one["kind"] for one in earlier] == ["earlier"]
    assert "070" not in earlier[0]["text"]

    at_home.kim.writes("Jag läser. <b>Hur är det?</b>")
    at_home.until(person, lambda page: bool(page.said_by("counsellor")))
    assert "<b>" not in person.page.html
    eventually(lambda: {"kind": "got", "upto": 1} in at_home.kim.reads())

    person.writes("mitt nummer är 070-174 06 05")
    assert at_home.kim.reads()[-1] == {"kind": "text", "text": "mitt nummer är 070-174 06 05"}
    at_home.kim.says_got(3)
    at_home.until(person, lambda page: "delivered" in page.html)
    person.reloads()
    assert len(at_home.kim.reads()) == 3, "earlier, got, text: nothing twice"

    at_home.kim.writes("Sista ordet")
    at_home.until(person, lambda page: "Sista ordet" in page.said_by("counsellor")[-1])
    at_home.kim.closes()
    at_home.until(person, lambda page: page.state == "ended")
    assert "Sista ordet" in person.page.said_by("counsellor")[-1], "and it stays"
    assert person.page.notices[-1] == "live.ended_by_counsellor"
    assert person.page.token not in ("", person.sent[-1]["token"])
    assert "Sista ordet" not in person.reloads().html, "shown once, and forgotten"


def test_a_talk_that_cannot_go_on_ends_with_where_help_is(at_home: House) -> None:
    person = at_home.waiting()
    at_home.kim.takes_next()
    at_home.until(person, lambda page: page.state == "live")
    at_home.kim.stops()
    at_home.until(person, lambda page: page.state == "ended")
    assert person.page.notices[-1] == "live.stopped"
    assert "116 016" in person.page.html.replace("\u00a0", " ")


def test_a_second_look_at_the_end_says_only_that_it_is_over(at_home: House) -> None:
    person = at_home.live()
    person.writes("hemligt")
    token = person.page.token
    person.presses("end")
    assert person.page.one("confirm-end") is not None
    person.presses("end_sure")
    assert person.page.state == "ended"
    assert person.page.notices[-1] == "live.ended_by_you"
    person.posts({"token": token, "look": "1"})
    assert "hemligt" not in person.page.html
    assert person.page.trouble
    assert person.writes("igen").said_by("bot")[-1].endswith("svar på igen"), "what is written next begins anew"


def test_an_end_that_is_not_done_is_not_shown_as_done_when_it_is_asked_for_again(at_home: House) -> None:
    person = at_home.live()
    queue = at_home.kim.queue
    reader = another_process(queue)
    queue.cases.busy_seconds = 0.05
    with reader.cases.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM cases").fetchall()
        for _ in range(2):
            person.presses("end")
            person.presses("end_sure")
            assert person.page.state != "ended"
            assert person.page.trouble
    person.presses("end")
    person.presses("end_sure")
    assert person.page.notices[-1] == "live.ended_by_you"
    reader.cases.close()


def test_danger_told_to_a_counsellor_is_answered_with_112_at_once(at_home: House) -> None:
    person = at_home.live()
    person.writes(KNIFE)
    assert person.page.kinds()[-1] == "danger"
    assert at_home.kim.reads()[-1]["text"] == f"{KNIFE}\n\n⟦told_112⟧"
    assert KNIFE in str(person.page.nodes)
    assert "told_112" not in str(person.page.nodes), "that is for the counsellor"
    person.writes(f"{KNIFE} " + "x" * 2001)
    assert "2000" in person.page.trouble
    assert person.page.kinds()[-2:] == ["danger", "danger"]
    at_home.kim.closes()


def test_who_waits_is_told_once_that_nobody_has_answered(at_home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    person, queue = at_home.waiting(), at_home.kim.queue
    monkeypatch.setattr(queue, "unanswered", lambda _case_id: True)
    queue.bells.ring("line")
    at_home.until(person, lambda page: "waiting.unanswered" in page.notices)
    assert person.page.state == "waiting"
    queue.bells.ring("line")
    at_home.kim.takes_next()
    at_home.until(person, lambda page: page.state == "live")
    assert person.page.notices.count("waiting.unanswered") == 1
    at_home.kim.closes()


def test_after_a_counsellor_has_gone_the_next_is_given_what_was_written(at_home: House) -> None:
    person = at_home.live()
    person.writes("till den första")
    at_home.kim.returns()
    at_home.until(person, lambda page: page.state == "waiting")
    assert "waiting.back_in_queue" in person.page.notices
    at_home.kim.takes_next()
    at_home.until(person, lambda page: page.state == "live")
    assert at_home.kim.reads()[0] == {"kind": "earlier", "text": "till den första"}
    at_home.kim.writes("hej igen", kind="earlier")
    at_home.kim.writes("hej igen", kind="earlier")
    at_home.kim.writes("nytt")
    at_home.until(person, lambda page: "nytt" in str(page.said_by("counsellor")))
    assert len(person.page.said_by("counsellor")) == 2, "said earlier is not shown twice"
    at_home.kim.closes()


def test_a_message_that_is_not_the_counsellors_is_refused_and_not_shown(at_home: House) -> None:
    person = at_home.live()
    assert at_home.kim.chat is not None
    at_home.kim.seq = 1
    at_home.kim.relays("A" * 363)
    at_home.until(person, lambda page: "live.refused" in page.notices)
    assert person.page.said_by("counsellor") == []
    at_home.kim.closes()


def test_who_is_not_on_the_roster_is_not_written_with(at_home: House) -> None:
    file = at_home.server.settings.roster_file
    signed = file.read_text()
    person = at_home.waiting()
    file.unlink()
    assert claim_next(at_home.kim.queue, at_home.kim.keys.id) is not None
    at_home.until(person, lambda page: page.state == "not_verified")
    assert "live.not_verified" in person.page.notices
    file.write_text(signed)
    person.presses("leave")


@pytest.mark.parametrize("step", ["begun", "answered", "waiting", "live"])
def test_leaving_ends_session_and_case_and_says_nothing(step: str, at_home: House) -> None:
    person = {
        "begun": at_home.person, "answered": at_home.person, "waiting": at_home.waiting, "live": at_home.live,
    }[step]()  # fmt: skip
    if step in ("answered", "live"):
        person.writes(f"hemligt, {KNIFE}")
        person.writes(f"hemligt, {KNIFE} " + "x" * 3000)
    last = person.page.fields["chat"]
    answered = person.presses("leave")
    assert (answered.status_code, answered.headers["location"]) == (303, "/left#sv")
    assert answered.text == ""
    cleared = at_home.client.get("/left")
    assert cleared.headers["clear-site-data"] == '"cookies", "storage"'
    eventually(lambda: at_home.living_cases() == 0)
    for sent in [{**last, "text": "hemligt", "send": "1"}, *person.sent[1:-1]]:
        person.posts(sent)
        assert "hemligt" not in person.page.html, "Back and Reload show nothing of it"
        assert person.page.kinds() == [], "nor that there was danger"
    assert person.page.state == "none"
    assert at_home.server.post("/api/chat/messages", {"n": 9, "text": "?"}, last["token"]).status_code == 401


def test_one_who_is_silent_too_long_is_forgotten_with_the_case(tmp_path: Path) -> None:
    with house(tmp_path, idle_minutes=1.0 / 60) as running:
        person = running.live()
        person.writes("hemligt")
        time.sleep(1.3)
        person.presses("send", text="är du kvar?")
        assert "hemligt" not in person.page.html
        assert person.page.trouble
        assert person.page.draft == "är du kvar?", "what was not sent comes back"
        eventually(lambda: running.kim.queue.endings.of_counsellor(running.kim.keys.id) != [])


def test_too_many_in_a_short_time_are_asked_to_wait(tmp_path: Path) -> None:
    with house(tmp_path, messages_per_minute=4) as running:
        person = running.live()
        for n in range(4):
            person.writes(f"ett {n}")
        assert person.writes("ett till").trouble
        assert person.page.draft == "ett till"
        assert person.writes(KNIFE).kinds()[-1] == "danger", "112 stands before every limit"


def test_who_leaves_while_the_yes_is_on_its_way_leaves_no_case(at_home: House) -> None:
    person = at_home.person()
    person.writes("jag vill prata med en människa")
    fields, usual, asked = person.page.fields["chat"], at_home.bot.behave, threading.Event()

    def slow(body: dict[str, Any]) -> Any:
        if "handoff.yes" in body["message"]:
            asked.set()
            time.sleep(0.5)
        return usual(body)

    at_home.bot.behave = slow
    with ThreadPoolExecutor(1) as hands:
        yes = hands.submit(at_home.client.post, "/", data={**fields, "choice": "handoff.yes"}, headers=person.headers)
        assert asked.wait(5)
        person.presses("leave")
        yes.result()
    at_home.bot.behave = usual
    eventually(lambda: at_home.living_cases() == 0)


def test_in_a_flood_danger_opens_the_way_to_a_counsellor_for_who_can_prove_nothing(tmp_path: Path) -> None:
    with house(tmp_path, openings_per_minute=1e-6) as running:
        first, harmless, in_danger = (Browser(running.client) for _ in range(3))
        for person in (first, harmless):
            person.posts({"text": "hej", "send": "1", "language": "sv"})
        in_danger.posts({"text": KNIFE, "send": "1", "language": "sv"})
        assert not harmless.page.token
        assert in_danger.page.kinds()[0] == "danger"
        assert in_danger.page.token
        assert in_danger.writes("jag vill prata med en människa").state
