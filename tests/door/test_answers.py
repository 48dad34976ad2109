"""The way of a message while the bot is alive: what goes to it, what comes back, and in what order."""

import threading
import time
from typing import Any

import httpx

from tests.door.conftest import House, Person, eventually, house
from tests.door.doubles import slowly, state

ABOUT = {
    "topic": "law.selling",
    "sources": [
        {"name": "Brottsbalken", "url": "https://example.org/law"},
        {"name": "no", "url": "javascript:alert(1)"},
    ],
    "reviewed": "2026-11-20",
    "review_by": "2027-02-20",
    "reviewer": None,
}


def test_a_message_goes_redacted_to_the_bot_and_its_answer_comes_back(at_home: House) -> None:
    at_home.bot.behave = lambda _body: [
        {"text": "Att sälja är lagligt.", "buttons": [{"title": "Kurator", "payload": "/handoff.ask"}]},
        {"custom": {"about": ABOUT}},
        {
            "text": "Mer?",
            "buttons": [{"title": "?", "payload": "rm -rf"}, {"title": "Polis", "payload": "law.police_visit"}],
        },
        state(language="sv", level="elevated"),
    ]
    person = at_home.person()
    answer = person.writes("jag heter Anna, ring 070-174 06 05. är det lagligt?")
    sent = at_home.bot.heard[0]
    assert sent["message"] == answer["seen"] == "jag heter ⟦name⟧, ring ⟦phone⟧. är det lagligt?"
    known = {
        "language": "sv",
        "picked": False,
        "begun": False,
        "consent": False,
        "channel": "web",
        "level": "routine",
        "signs": [],
    }
    leant_on: dict[str, Any] = {
        "topic": None,
        "asked": None,
        "lately": [],
        "told": [],
        "danger": None,
        "writer": "self",
        "known": [],
    }
    assert sent["metadata"] == {**known, **leant_on}
    assert person.token not in str(sent)
    assert answer["hidden"] == ["name", "phone"]
    first, second = answer["replies"]
    assert first["choices"] == [{"id": "handoff.ask", "label": "Kurator"}]
    assert (first["topic"], first["reviewed"], first["review_by"]) == ("law.selling", "2026-11-20", "2027-02-20")
    assert first["sources"] == [{"name": "Brottsbalken", "url": "https://example.org/law"}]
    assert [choice["id"] for choice in second["choices"]] == ["law.police_visit"]
    assert answer["case"] is None


def test_what_the_bot_found_goes_with_the_next_message_and_a_picked_language_stays(at_home: House) -> None:
    sign = {"id": "debt", "level": "high", "words": "jag är skyldig"}
    at_home.bot.behave = lambda _body: [{"text": "ok"}, state(language="en", level="high", signs=[sign])]
    person = at_home.person()
    person.writes("hej")
    person.writes("och", language="th")
    assert person.writes("mer")["language"] == "th"
    assert at_home.bot.heard[1]["metadata"] == {
        "language": "th", "picked": True, "begun": True, "consent": False, "channel": "web", "level": "high",
        "signs": [sign],
        "topic": None, "asked": None, "lately": [], "told": [], "danger": None, "writer": "self", "known": [],
    }  # fmt: skip
    at_home.bot.behave = lambda _body: [{"text": "ok"}, state(level="routine")]
    person.writes("x")
    person.writes("y")
    assert at_home.bot.heard[-1]["metadata"]["level"] == "high"


def test_a_leading_slash_is_no_command_and_the_words_stay(at_home: House) -> None:
    person = at_home.person()
    for text, heard in [("/restart", "restart"), ("  //restart{}", "restart{}"), ("/ / hej", "hej")]:
        person.writes(text)
        assert at_home.bot.messages[-1] == heard
    refused = person.sends({"n": person.n + 1, "text": "///"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "empty")


def test_a_choice_goes_as_a_payload_with_language_and_channel(at_home: House) -> None:
    person = at_home.person("ro")
    answer = person.presses("law.selling")
    assert at_home.bot.messages == ['/law.selling{"language": "ro", "channel": "web", "level": "routine"}']
    assert (answer["seen"], answer["hidden"]) == (None, [])


def test_the_danger_reply_of_the_bot_stands_first(at_home: House) -> None:
    at_home.bot.behave = lambda _body: [
        {"text": "first"},
        {"text": "Ring 112."},
        {"custom": {"kind": "danger"}},
        {"text": "offer"},
        state(level="immediate"),
    ]
    assert [r["text"] for r in at_home.person().writes("han bestämmer")["replies"]] == ["Ring 112.", "first", "offer"]


def test_when_only_the_level_tells_of_danger_the_door_says_112_once(at_home: House) -> None:
    at_home.bot.behave = lambda _body: [{"text": "Hm."}, state(level="immediate")]
    person = at_home.person()
    replies = person.writes("nu är det värre")["replies"]
    assert replies[0]["kind"] == "danger"
    assert "112" in replies[0]["text"]
    assert replies[-1]["text"] == "Hm."
    assert [r["kind"] for r in person.writes("mer")["replies"]] == ["answer"]
    assert at_home.bot.heard[-1]["metadata"]["danger"] == "safety.immediate_danger", "they lean on what they were told"


def test_nothing_leans_on_what_the_bot_said_while_the_door_had_answered(at_home: House) -> None:
    """Neither a number that counts its buttons, nor a topic that counts as told."""
    person = at_home.person()
    at_home.bot.behave = lambda _body: [
        {"text": "Att sälja är lagligt.", "buttons": [{"title": "Polis", "payload": "law.police_visit"}]},
        {"custom": {"about": ABOUT, "ask": "safe_now"}},
        state(signs=[{"id": "debt", "level": "high", "words": "skyldig"}]),
    ]
    person.writes("han har en kniv")
    eventually(lambda: len(at_home.bot.heard) == 1)
    person.writes("är du kvar")
    leant_on = at_home.bot.heard[-1]["metadata"]
    assert (leant_on["danger"], leant_on["told"], leant_on["topic"]) == ("safety.immediate_danger", [], None)
    assert (leant_on["asked"], leant_on["consent"]) == (None, False)
    assert "debt" in [sign["id"] for sign in leant_on["signs"]], "what it found stays"
    person.writes("han har en kniv")
    eventually(lambda: len(at_home.bot.heard) == 3)
    person.writes("1")
    assert at_home.bot.messages[-1].startswith("/handoff.ask"), "the first under what stands before them"


def test_the_same_number_again_gives_the_same_answer_again(at_home: House) -> None:
    at_home.bot.behave = lambda body: [{"text": f"{len(at_home.bot.heard)} {body['message']}"}, state()]
    person = at_home.person()
    first = person.writes("ett")
    assert person.sends({"n": 1, "text": "ett"}).json() == first
    assert len(at_home.bot.heard) == 1


def test_a_repeat_while_the_answer_is_on_its_way_waits_for_the_same_one(at_home: House) -> None:
    at_home.bot.behave = slowly(0.4, [{"text": "klar"}, state()])
    person = at_home.person()
    answers = _at_once(person, [{"n": 1, "text": "hej"}] * 3)
    assert [answered.status_code for answered in answers] == [200, 200, 200]
    assert len({answered.text for answered in answers}) == 1
    assert len(at_home.bot.heard) == 1


def test_a_gap_is_refused_with_the_number_expected_and_nothing_is_lost(at_home: House) -> None:
    person = at_home.person()
    person.writes("ett")
    for n in (3, 7):
        refused = person.sends({"n": n, "text": "x"})
        assert (refused.status_code, refused.json()["error"]["expected"]) == (409, 2)
    assert person.sends({"n": 2, "text": "två"}).status_code == 200
    assert at_home.bot.messages == ["ett", "två"]


def test_twenty_posts_at_once_reach_the_bot_in_order_and_never_two_at_a_time() -> None:
    with house(messages_per_minute=40) as home:
        home.bot.behave = slowly(0.02, [{"text": "ok"}, state()])
        person = home.person()

        def insist(n: int) -> None:
            with httpx.Client(base_url=home.client.base_url, timeout=20, trust_env=False) as client:
                while (got := client.post(
                    "/api/chat/messages", json={"n": n, "text": f"nummer {n}"}, headers=person.headers
                )).status_code == 409 and got.json()["error"]["expected"] <= n:  # fmt: skip
                    time.sleep(0.01)

        threads = [threading.Thread(target=insist, args=(n,)) for n in range(20, 0, -1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        eventually(lambda: len(home.bot.heard) == 20)
        assert home.bot.messages == [f"nummer {n}" for n in range(1, 21)]
        assert home.bot.overlaps == 0


def test_two_conversations_do_not_wait_for_each_other(at_home: House) -> None:
    quickly, late = slowly(0, [{"text": "ok"}, state()]), slowly(0.6, [{"text": "ok"}, state()])
    at_home.bot.behave = lambda body: (late if body["message"] == "slow" else quickly)(body)
    slow, quick = at_home.person(), at_home.person()
    thread = threading.Thread(target=slow.writes, args=("slow",))
    thread.start()
    time.sleep(0.1)
    before = time.perf_counter()
    quick.writes("quick")
    assert time.perf_counter() - before < 0.4
    thread.join()


def test_leaving_forgets_at_once_here_and_in_the_bot(at_home: House) -> None:
    person = at_home.person()
    person.writes("hej")
    person.leaves()
    person.leaves()
    eventually(lambda: at_home.bot.messages == ["hej", "/case_closed"])
    assert at_home.bot.heard[0]["sender"] == at_home.bot.heard[1]["sender"]
    assert person.sends({"n": 2, "text": "x"}).status_code == 401


def test_a_message_still_waiting_when_the_person_leaves_is_not_passed_on(at_home: House) -> None:
    at_home.bot.behave = slowly(0.3, [{"text": "ok"}, state()])
    person = at_home.person()
    waiting = [threading.Thread(target=person.sends, args=({"n": n, "text": f"m{n}"},)) for n in (1, 2)]
    for thread in waiting:
        thread.start()
        time.sleep(0.1)
    person.leaves()
    for thread in waiting:
        thread.join()
    eventually(lambda: at_home.bot.messages == ["m1", "/case_closed"])


def _at_once(person: Person, bodies: list[dict[str, Any]]) -> list[httpx.Response]:
    answers: list[httpx.Response] = []
    threads = [threading.Thread(target=lambda body=body: answers.append(person.sends(body))) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
