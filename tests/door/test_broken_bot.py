"""The bot dead in every way it can die: 112 comes all the same, and the way to a counsellor stays open."""

import time
from collections.abc import Callable

import pytest

from tests.door.conftest import House, eventually, house
from tests.door.doubles import Process, slowly, state

VERIFIER = "v" * 43
DEATHS: dict[str, Callable[[Process], None]] = {
    "hung": lambda bot: bot.hang(),
    "slow": lambda bot: setattr(bot, "behave", slowly(3, [{"text": "too late"}])),
    "empty": lambda bot: setattr(bot, "behave", lambda _body: []),
    "state only": lambda bot: setattr(bot, "behave", lambda _body: [state()]),
    "error": lambda bot: setattr(bot, "behave", lambda _body: (500, b"Traceback")),
    "garbage": lambda bot: setattr(bot, "behave", lambda _body: (200, b"\xff<html>")),
    "not a list": lambda bot: setattr(bot, "behave", lambda _body: {"text": "x"}),
    "list of garbage": lambda bot: setattr(bot, "behave", lambda _body: [None, 3, "x"]),
    "deep": lambda bot: setattr(bot, "behave", lambda _body: (200, b"[" * 50_000)),
}


@pytest.fixture(params=DEATHS)
def bereft(request: pytest.FixtureRequest, at_home: House) -> House:
    DEATHS[request.param](at_home.bot)
    return at_home


def test_a_dead_bot_is_said_honestly_with_a_way_to_a_counsellor(bereft: House) -> None:
    (reply,) = bereft.person("en").writes("hello")["replies"]
    assert reply["kind"] == "notice"
    assert "not answering" in reply["text"]
    assert [choice["id"] for choice in reply["choices"]] == ["handoff.ask"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("sv", "han har en kniv"), ("en", "he has a knife"), ("th", "เขาถือมีดอยู่"), ("ro", "are un cuțit")],
)
def test_danger_is_answered_within_300_ms_with_the_bot_hung(at_home: House, language: str, text: str) -> None:
    at_home.bot.hang()
    person = at_home.person(language)
    for _ in range(2):  # the second waits behind a turn that hangs, and must not notice
        before = time.perf_counter()
        answer = person.writes(text)
        assert time.perf_counter() - before < 0.3
        danger, offer = answer["replies"]
        assert danger["kind"] == "danger"
        assert danger["text"].index("112") < 40
        assert danger["topic"] == "safety.immediate_danger"
        assert danger["sources"]
        assert danger["reviewed"]
        assert [choice["id"] for choice in offer["choices"]] == ["handoff.ask", "handoff.no"]
        assert answer["language"] == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "jag har tagit alla mina tabletter"),
        ("en", "I took an overdose"),
        ("th", "กินยานอนหลับไปทั้งขวดแล้ว"),
        ("ro", "am luat toate pastilele"),
    ],
)
def test_danger_of_ones_own_hand_has_its_own_text_also_without_the_bot(
    at_home: House, language: str, text: str
) -> None:
    at_home.bot.hang()
    danger, _offer = at_home.person(language).writes(text)["replies"]
    assert danger["topic"] == "safety.suicide_now"
    assert danger["text"].index("112") < 40
    assert "90101" in danger["text"]


def test_a_message_in_danger_still_reaches_the_bot_in_order_and_its_own_answer_is_dropped(at_home: House) -> None:
    at_home.bot.behave = slowly(0.2, [{"text": "bot"}, state(level="immediate")])
    person = at_home.person()
    person.writes("hej")
    danger = person.writes("min kille Ali har en kniv")["replies"]
    assert danger[0]["kind"] == "danger"
    answer = person.writes("är du där")
    assert [reply["text"] for reply in answer["replies"]] == ["bot"]
    assert at_home.bot.messages == ["hej", "min kille ⟦name⟧ har en kniv", "är du där"]
    assert at_home.bot.overlaps == 0
    metadata = at_home.bot.heard[1]["metadata"]
    assert metadata["level"] == "immediate"
    assert metadata["signs"][0]["id"] == "weapon_now"
    assert "Ali" not in str(at_home.bot.heard)
    at_once = {"topic": "safety.immediate_danger", "texts": [reply["text"] for reply in danger]}
    assert [body["metadata"].get("said_at_once") for body in at_home.bot.heard] == [None, at_once, None]


def test_danger_is_answered_whatever_else_is_wrong_with_the_message(at_home: House) -> None:
    stranger = at_home.person()
    stranger.token = "unknown"
    person = at_home.person()
    wrong = [
        (stranger, {"n": 1, "text": "han har en kniv"}),
        (person, {"n": 99, "text": "han har en kniv"}),
        (person, {"n": "x", "text": "han har en kniv", "more": []}),
        (person, {"text": "han har en kniv"}),
        (person, {"n": 1, "text": "han har en kniv " + "x" * 5000}),
    ]
    for who, body in wrong:
        answered = who.sends(body)
        assert answered.status_code == 200
        assert answered.json()["replies"][0]["kind"] == "danger"


def test_danger_is_answered_over_the_limit(at_home: House) -> None:
    with house(messages_per_minute=2) as home:
        person = home.person()
        person.writes("ett")
        person.writes("två")
        assert person.sends({"n": 3, "text": "tre"}).status_code == 429
        assert person.writes("han har en kniv")["replies"][0]["kind"] == "danger"
        assert home.bot.messages == ["ett", "två"]


def test_the_door_answers_in_the_language_of_the_danger_until_one_is_picked(at_home: House) -> None:
    assert at_home.person("sv").writes("he has a knife")["language"] == "en"
    assert at_home.person("sv").writes("he has a knife", language="th")["language"] == "th"


def test_without_the_bot_a_person_still_gets_to_a_counsellor(bereft: House) -> None:
    bereft.actions.behave = lambda _body: _outcome("arrived", 2)
    person = bereft.person("en")
    person.writes("he has a knife and I am Anna")
    (consent,) = person.presses("handoff.ask")["replies"]
    assert [choice["id"] for choice in consent["choices"]] == ["handoff.yes", "handoff.no"]
    answer = person.presses("handoff.yes", case_verifier=VERIFIER)
    assert answer["case"] == {"outcome": "arrived", "case_id": "c1", "place": 2}
    assert "2" in answer["replies"][0]["text"]
    assert len(answer["replies"]) == 2  # arrived, and that earlier words could not be included
    (call,) = bereft.actions.heard
    slots = call["tracker"]["slots"]
    assert call["next_action"] == "action_hand_off"
    assert call["tracker"]["events"] == []
    assert (slots["bot_lost"], slots["case_verifier"], slots["level"]) == (True, VERIFIER, "immediate")
    assert (slots["language"], slots["channel"], slots["writer"]) == ("en", "web", "self")
    assert slots["signs"][0]["id"] == "weapon_now"
    assert "Anna" not in str(call)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (lambda _body: _outcome("no_recipient", None), "no_recipient"),
        (lambda _body: _outcome("already", 1), "already"),
        (lambda _body: _outcome("nonsense", 1), "failed"),
        (lambda _body: (500, b""), "failed"),
        (lambda _body: {"responses": [{"text": "x"}]}, "failed"),
        (lambda _body: [1], "failed"),
    ],
)
def test_every_outcome_of_a_hand_off_is_told(at_home: House, said: Callable[[object], object], outcome: str) -> None:
    at_home.bot.behave = lambda _body: []
    at_home.actions.behave = said
    person = at_home.person("sv")
    person.presses("handoff.ask")
    answer = person.presses("handoff.yes", case_verifier=VERIFIER)
    assert answer["case"]["outcome"] == outcome
    assert answer["replies"][0]["text"]
    assert "{" not in answer["replies"][0]["text"]


def test_nobody_on_duty_is_said_before_the_consent_question() -> None:
    for on_duty, replies in [(0, 2), (1, 1)]:
        with house(on_duty=on_duty) as home:
            home.bot.behave = lambda _body: []
            said = home.person("en").presses("handoff.ask")["replies"]
            assert len(said) == replies
            assert said[-1]["choices"]


def test_with_nobody_to_seal_for_no_yes_is_asked_for() -> None:
    with house(anybody=False) as home:
        home.bot.behave = lambda _body: []
        person = home.person("en")
        (reply,) = person.presses("handoff.ask")["replies"]
        assert "116 016" in reply["text"]
        assert not reply["choices"]
        unasked = person.sends({"n": 2, "choice": "handoff.yes", "case_verifier": VERIFIER})
        assert unasked.status_code == 422
        assert home.actions.heard == []


def test_no_is_respected_without_the_bot(at_home: House) -> None:
    at_home.bot.behave = lambda _body: []
    person = at_home.person("en")
    person.presses("handoff.ask")
    assert "Nothing was shared" in person.presses("handoff.no")["replies"][0]["text"]


def test_a_bot_that_comes_back_is_used_again(at_home: House) -> None:
    at_home.bot.behave = lambda _body: []
    person = at_home.person()
    person.writes("hej")
    at_home.bot.behave = lambda _body: [{"text": "åter"}, state()]
    assert person.writes("hej igen")["replies"][0]["text"] == "åter"


def test_after_the_bot_hung_once_nobody_waits_for_it_long() -> None:
    with house(bot_timeout_seconds=2.0) as home:
        home.bot.hang()
        person = home.person()
        person.writes("hej")
        before = time.perf_counter()
        person.presses("handoff.ask")
        assert time.perf_counter() - before < 1.6


def test_what_hung_is_let_go_when_the_door_stops() -> None:
    before = time.perf_counter()
    with house(bot_timeout_seconds=60) as home:
        home.bot.hang()
        home.person().writes("han har en kniv")
        eventually(lambda: len(home.bot.heard) == 1)
    assert time.perf_counter() - before < 5


def _outcome(outcome: str, place: int | None) -> dict[str, object]:
    case = {"outcome": outcome, "case_id": "c1", "place": place}
    return {"events": [], "responses": [{"text": "said by the bot, when it lives"}, {"custom": {"case": case}}]}


def test_an_arrival_with_nobody_on_duty_says_so_once_more() -> None:
    for on_duty, says in [(0, "No counsellor is on duty"), (1, "Nobody is ahead of you")]:
        with house(on_duty=on_duty) as home:
            home.bot.behave = lambda _body: []
            home.actions.behave = lambda _body: _outcome("arrived", 1)
            person = home.person("en")
            person.presses("handoff.ask")
            assert says in person.presses("handoff.yes", case_verifier=VERIFIER)["replies"][0]["text"]
