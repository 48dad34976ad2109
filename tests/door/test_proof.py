"""Proofs of work, good and bad: each bad one is called what it is and gets another challenge; nobody is locked out."""

import base64
import json
from collections.abc import Callable
from typing import Any

import altcha
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.door.conftest import House, Person, eventually, house
from triage_api.door import proof
from triage_api.door.proof import Proofs

DANGER = {
    "sv": "han har låst in mig och har en kniv",
    "en": "he locked me in and he has a knife",
    "th": "เขาขังฉันไว้ในห้อง เขามีมีด",
    "ro": "m-a încuiat în casă și are un cuțit",
}


class Clock:
    at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture(autouse=True)
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "COST", 10)
    monkeypatch.setattr(proof, "LEAST_TRIES", 3)
    monkeypatch.setattr(proof, "MOST_TRIES", 9)


def solved(challenge: dict[str, Any], change: Callable[[dict[str, Any]], None] = lambda _: None) -> str:
    """The proof a browser would send, with `change` done to it first."""
    found = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    assert found is not None
    payload = {"challenge": challenge, "solution": found.to_dict()}
    change(payload)
    return base64.b64encode(json.dumps(payload).encode()).decode()


def test_a_solved_challenge_opens_once() -> None:
    proofs = Proofs()
    good = solved(proofs.challenge(1))
    assert [proofs.fault(good), proofs.fault(good), proofs.fault(None)] == [None, "used", "missing"]


def test_the_work_asked_for_is_the_work_done() -> None:
    proofs = Proofs()
    tries = {json.loads(base64.b64decode(solved(proofs.challenge(4))))["solution"]["counter"] for _ in range(60)}
    assert min(tries) >= 4 * 3
    assert max(tries) <= 4 * 9


def test_a_proof_that_is_late_is_called_expired_whatever_any_clock_on_a_wall_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    proofs = Proofs(clock)
    early, late = solved(proofs.challenge(1)), solved(proofs.challenge(1))
    monkeypatch.setattr("time.time", lambda: 0.0)
    clock.at += proof.LIFE_SECONDS - 1
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert proofs.fault(early) is None
    clock.at += 2
    assert proofs.fault(late) == "expired"


def forge_signature(payload: dict[str, Any]) -> None:
    payload["challenge"]["signature"] = "0" * 64


def live_longer(payload: dict[str, Any]) -> None:
    payload["challenge"]["parameters"]["data"]["until"] += 10**6


def ask_less(payload: dict[str, Any]) -> None:
    payload["challenge"]["parameters"]["keyPrefix"] = "0"


def guess(payload: dict[str, Any]) -> None:
    payload["solution"]["derivedKey"] = payload["challenge"]["parameters"]["keyPrefix"] * 2


def unsign(payload: dict[str, Any]) -> None:
    del payload["challenge"]["signature"]


def turn_into_a_list(payload: dict[str, Any]) -> None:
    payload["challenge"]["parameters"]["data"] = [payload["challenge"]["signature"]]


def nest(payload: dict[str, Any]) -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    payload["challenge"]["parameters"]["data"] = {"until": deep}


@pytest.mark.parametrize("change", [forge_signature, live_longer, ask_less, guess, unsign, turn_into_a_list, nest])
def test_a_changed_proof_is_forged(change: Callable[[dict[str, Any]], None]) -> None:
    proofs = Proofs()
    assert proofs.fault(solved(proofs.challenge(1), change)) == "forged"


def test_a_proof_for_another_process_is_forged_here() -> None:
    assert Proofs().fault(solved(Proofs().challenge(1))) == "forged"


@given(st.one_of(st.text(max_size=300), st.binary(max_size=300).map(lambda raw: base64.b64encode(raw).decode())))
def test_whatever_is_sent_as_a_proof_is_only_forged(text: str) -> None:
    assert Proofs().fault(text) == "forged"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)


@given(JSON, JSON, st.sampled_from(["algorithm", "nonce", "salt", "cost", "keySignature", "expiresAt", "data"]))
def test_a_proof_of_the_right_form_with_wrong_values_is_only_forged(value: Any, solution: Any, name: str) -> None:
    proofs = Proofs()
    challenge = proofs.challenge(1)
    challenge["parameters"][name] = value
    for odd in ({"counter": solution, "derivedKey": solution}, solution):
        text = json.dumps({"challenge": challenge, "solution": odd})
        assert proofs.fault(base64.b64encode(text.encode("utf-8", "replace")).decode()) == "forged"


def test_what_is_remembered_is_bounded_and_nothing_opens_twice() -> None:
    proofs = Proofs(most_remembered=3)
    challenges = [proofs.challenge(1) for _ in range(5)]
    opened = [solved(one) for one in challenges]
    assert [proofs.fault(one) for one in opened] == [None, None, None, None, "forged"]
    assert [proofs.fault(one) for one in opened[:4]] == ["forged"] * 4
    assert proofs.fault(solved(proofs.challenge(1))) is None


def test_what_has_expired_is_forgotten() -> None:
    clock = Clock()
    proofs = Proofs(clock)
    for _ in range(5):
        assert proofs.fault(solved(proofs.challenge(1))) is None
        clock.at += proof.LIFE_SECONDS / 2
    assert len(proofs._used) <= 3


def ask(home: House, proof_: str | None = None, language: str = "sv") -> httpx.Response:
    body = {"language": language} | ({} if proof_ is None else {"proof": proof_})
    return home.client.post("/api/chat", json=body)


def under_load(home: House) -> httpx.Response:
    """Begins conversations until one is refused; that refusal."""
    while (answered := ask(home)).status_code == 201:
        pass
    return answered


def challenge_in(answered: httpx.Response, because: str) -> dict[str, Any]:
    assert answered.status_code == 429
    error = answered.json()["error"]
    assert (error["code"], error["because"]) == ("proof_needed", because)
    return dict(error["challenge"])


def test_without_load_nobody_is_asked_and_under_load_a_proof_opens() -> None:
    with house(openings_per_minute=4) as home:
        assert [ask(home).status_code for _ in range(2)] == [201, 201]
        refused = under_load(home)
        assert "112" in refused.json()["error"]["say"]
        good = solved(challenge_in(refused, "missing"))
        assert ask(home, good).status_code == 201
        again = solved(challenge_in(ask(home, good), "used"))
        assert ask(home, again).status_code == 201
        after_forgery = solved(challenge_in(ask(home, "e30="), "forged"))
        assert ask(home, after_forgery).status_code == 201
        assert ask(home, "x" * 4097).status_code == 422


def test_asking_in_vain_makes_it_no_dearer() -> None:
    with house(openings_per_minute=4) as home:
        under_load(home)
        before = home.routes.door.entrance._openings.per_minute()
        for _ in range(50):
            challenge_in(ask(home), "missing")
        assert home.routes.door.entrance._openings.per_minute() <= before


@pytest.mark.parametrize("language", DANGER)
def test_danger_needs_no_proof_for_its_112_nor_for_the_way_to_a_counsellor(language: str) -> None:
    with house(openings_per_minute=1) as home:
        under_load(home)
        person = Person(home.client)
        said = person.writes(DANGER[language])
        assert said["replies"][0]["kind"] == "danger"
        assert "112" in said["replies"][0]["text"]
        assert said["language"] == language
        person.token = said["token"]
        eventually(lambda: home.bot.messages[-1:] == [DANGER[language]])
        assert person.writes("hej")["token"] is None
        assert person.presses("handoff.ask")["replies"]


def test_a_conversation_that_stands_is_never_asked_for_a_proof() -> None:
    with house(openings_per_minute=1) as home:
        person = home.person()
        under_load(home)
        assert person.writes("hej")["replies"]
        assert person.presses("handoff.ask")["replies"]


def test_danger_after_the_conversation_was_forgotten_goes_on_in_a_new_one_by_the_same_count() -> None:
    with house(openings_per_minute=1) as home:
        person = home.person()
        person.writes("hej")
        person.leaves()
        under_load(home)
        said = person.writes(DANGER["sv"])
        person.token = said["token"]
        assert person.writes("är du kvar?")["replies"]
        assert person.n == 3


def test_danger_without_a_message_that_can_be_read_is_answered_and_begins_nothing() -> None:
    with house() as home:
        said = home.client.post("/api/chat/messages", json={"text": DANGER["sv"]}).json()
        assert said["replies"][0]["kind"] == "danger"
        assert said["token"] is None
        assert len(home.routes.door.conversations) == 0


def test_anything_else_without_a_conversation_is_refused_as_before() -> None:
    with house(openings_per_minute=1) as home:
        under_load(home)
        assert Person(home.client).sends({"n": 1, "text": "hej"}).status_code == 401
