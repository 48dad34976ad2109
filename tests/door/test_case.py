"""A conversation and its case: consent first, one case only, the level can still rise, the end forgets everything."""

import pytest

from tests.door.conftest import House, Person, eventually
from tests.door.doubles import state
from triage_api.door.texts import load_texts
from triage_api.settings import Settings
from triage_api.words import Language, Level

VERIFIER = "v" * 43
ARRIVED = {"case": {"outcome": "arrived", "case_id": "c1", "place": 1}}


@pytest.fixture
def handed_over(at_home: House) -> tuple[House, Person]:
    """A person who has said yes and whose case waits."""
    person = _consents(at_home)
    at_home.bot.behave = lambda _body: [{"text": "Framme."}, {"custom": ARRIVED}, state(level="elevated")]
    assert person.presses("handoff.yes", case_verifier=VERIFIER)["case"] == ARRIVED["case"]
    at_home.bot.behave = lambda _body: [{"text": "ok"}, state(level="elevated")]
    return at_home, person


def test_yes_is_refused_before_the_consent_text_was_shown(at_home: House) -> None:
    person = at_home.person()
    refused = person.sends({"n": 1, "choice": "handoff.yes", "case_verifier": VERIFIER})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "unknown_choice")
    assert at_home.bot.heard == []


def test_yes_carries_the_verifier_to_the_bot(at_home: House) -> None:
    person = _consents(at_home)
    person.presses("handoff.yes", case_verifier=VERIFIER)
    assert at_home.bot.messages[-1].startswith("/handoff.yes{")
    assert f'"case_verifier": "{VERIFIER}"' in at_home.bot.messages[-1]


def test_a_second_yes_makes_no_second_case(handed_over: tuple[House, Person]) -> None:
    home, person = handed_over
    home.queue.places = {VERIFIER: 3}  # type: ignore[dict-item]
    heard = len(home.bot.heard)
    answer = person.presses("handoff.yes", case_verifier="w" * 43)
    assert answer["case"] == {"outcome": "already", "case_id": "c1", "place": 3}
    assert "3" in answer["replies"][0]["text"]
    assert len(home.bot.heard) == heard


def test_what_is_written_while_waiting_can_raise_the_case(handed_over: tuple[House, Person]) -> None:
    home, person = handed_over
    person.writes("hej")
    home.bot.behave = lambda _body: [{"text": "ok"}, state(level="high")]
    person.writes("han har mitt pass")
    eventually(lambda: home.queue.raised[-1:] == [(VERIFIER, Level.high)])
    answer = person.writes("han har en kniv")
    eventually(lambda: home.queue.raised[-1:] == [(VERIFIER, Level.immediate)])
    assert [reply["kind"] for reply in answer["replies"]] == ["danger"]  # no offer: a counsellor is on the way
    person.writes("mer")
    assert home.queue.raised[-2:] == [(VERIFIER, Level.high), (VERIFIER, Level.immediate)]


def test_danger_written_while_the_hand_off_is_under_way_raises_it(at_home: House) -> None:
    person = _consents(at_home)

    def hand_off(body: dict[str, object]) -> list[dict[str, object]]:
        if str(body["message"]).startswith("/handoff.yes"):
            person.n += 1
            sent = {"n": person.n, "text": "han har en kniv"}
            assert person.sends(sent).json()["replies"][0]["kind"] == "danger"
            return [{"text": "Framme."}, {"custom": ARRIVED}, state()]
        return [{"text": "ok"}, state()]

    at_home.bot.behave = hand_off
    person.n += 1
    assert person.sends({"n": person.n, "choice": "handoff.yes", "case_verifier": VERIFIER}).status_code == 200
    eventually(lambda: at_home.queue.raised[-1:] == [(VERIFIER, Level.immediate)])


def test_who_waits_already_is_told_of_112_and_not_offered_a_counsellor_again(
    handed_over: tuple[House, Person],
) -> None:
    home, person = handed_over
    offer = {
        "text": load_texts(Settings().content).say(Language.sv, "bot.danger_offer"),
        "buttons": [{"title": "Skriv med en kurator", "payload": "handoff.ask"}],
    }
    home.bot.behave = lambda _body: [{"text": "Ring 112."}, {"custom": {"kind": "danger"}}, offer, state()]
    assert [reply["text"] for reply in person.writes("snart är han tillbaka")["replies"]] == ["Ring 112."]
    before = home.person()
    assert [reply["text"] for reply in before.writes("snart är han tillbaka")["replies"]] == [
        "Ring 112.",
        offer["text"],
    ]


def test_when_the_case_ends_door_and_bot_forget(handed_over: tuple[House, Person]) -> None:
    home, person = handed_over
    home.queue.ends(VERIFIER)  # type: ignore[arg-type]
    eventually(lambda: home.bot.messages[-1:] == ["/case_closed"])
    assert person.sends({"n": person.n + 1, "text": "x"}).status_code == 401
    assert len(home.routes.door.conversations) == 0


def test_somebody_elses_case_ending_changes_nothing(handed_over: tuple[House, Person]) -> None:
    home, person = handed_over
    home.queue.ends("other")  # type: ignore[arg-type]
    assert person.writes("hej")["replies"][0]["text"] == "ok"


def _consents(home: House) -> Person:
    home.bot.behave = lambda _body: [{"text": "Vill du?"}, {"custom": {"consent": True}}, state()]
    person = home.person()
    person.presses("handoff.ask")
    return person
