"""Bad input: a clear refusal of the right status, in the person's language, with nothing of the input in it."""

import logging
from typing import Any

import pytest

from tests.door.conftest import House, house

CANARY = "Rosengard-kanariefågel"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "bad_request"),
        (b"{", 400, "bad_request"),
        (b'{"n": 1, "text": "\xff\xfe"}', 400, "bad_request"),
        (b"[" * 9000, 400, "bad_request"),
        (b'{"n": ' + b"9" * 5000 + b"}", 400, "bad_request"),
        (b"[]", 422, "bad_request"),
        (b"null", 422, "bad_request"),
        (b'{"n": 1}', 422, "bad_request"),
        (b'{"n": 0, "text": "x"}', 422, "bad_request"),
        (b'{"n": -1, "text": "x"}', 422, "bad_request"),
        (b'{"n": 1.5, "text": "x"}', 422, "bad_request"),
        (b'{"n": "1", "text": "x"}', 422, "bad_request"),
        (b'{"n": true, "text": "x"}', 422, "bad_request"),
        (b'{"n": 1, "text": 7}', 422, "bad_request"),
        (b'{"n": 1, "text": "x", "choice": "chat.greet"}', 422, "bad_request"),
        (b'{"n": 1, "text": "x", "language": "de"}', 422, "bad_request"),
        (b'{"n": 1, "text": "x", "extra": 1}', 422, "bad_request"),
        (b'{"n": 1, "text": "x", "case_verifier": "' + b"a" * 43 + b'"}', 422, "bad_request"),
        (b'{"n": 1, "choice": "handoff.yes"}', 422, "bad_request"),
        (b'{"n": 1, "choice": "handoff.yes", "case_verifier": "short"}', 422, "bad_request"),
        (b'{"n": 1, "choice": "no.such.topic"}', 422, "unknown_choice"),
        (b'{"n": 1, "choice": "/restart"}', 422, "unknown_choice"),
        (b'{"n": 1, "text": ""}', 422, "empty"),
        (b'{"n": 1, "text": " \\n\\t "}', 422, "empty"),
        (b'{"n": 1, "text": "\\u0000\\u0007\\u200b\\u202e\\ud800"}', 422, "empty"),
        (b'{"n": 2, "text": "x"}', 409, "out_of_order"),
        (b'{"n": 1, "text": "' + b"x" * 2001 + b'"}', 413, "too_large"),
        (b'{"n": 1, "text": "' + b"x" * 20_000 + b'"}', 413, "too_large"),
    ],
)
def test_a_bad_message_is_refused_and_nothing_comes_of_it(
    at_home: House, content: bytes, status: int, code: str
) -> None:
    person = at_home.person("sv")
    refused = at_home.client.post("/api/chat/messages", content=content, headers=person.headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)
    assert refused.json()["error"]["say"] in at_home.routes.door.texts.phrases["sv"].values() or "2000" in refused.text  # type: ignore[index]
    assert at_home.bot.heard == []
    assert person.writes("hej")["replies"]  # number 1 is still free


def test_control_characters_are_taken_out_and_the_words_go_on(at_home: House) -> None:
    person = at_home.person()
    content = rb'{"n": 1, "text": "h\u0000e\u200bj\u202e\ud83d v\u00e4n\r\nny rad"}'
    answered = at_home.client.post("/api/chat/messages", content=content, headers=person.headers)
    assert answered.json()["seen"] == "hej vän\nny rad"
    assert at_home.bot.messages == ["hej vän\nny rad"]


def test_two_thousand_characters_are_not_too_many(at_home: House) -> None:
    assert at_home.person().writes("ก" * 2000)["seen"] == "ก" * 2000


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Basic abc", "Bearer ÅÄÖ".encode("latin-1"), "Bearer x"])
def test_no_token_and_a_wrong_one_answer_alike(at_home: House, authorization: Any) -> None:
    headers = {"authorization": authorization} if authorization is not None else {}
    refused = at_home.client.post("/api/chat/messages", json={"n": 1, "text": "x", "language": "ro"}, headers=headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "session_over")
    assert refused.json()["error"]["say"] == at_home.routes.door.texts.phrases["ro"]["page.session_over"]  # type: ignore[index]
    assert at_home.client.post("/api/chat/leave", headers=headers).status_code == 204


@pytest.mark.parametrize(
    "body", [{}, {"language": "de"}, {"language": None}, {"language": "sv", "name": "x"}, [], "sv"]
)
def test_a_conversation_opens_in_a_language_of_ours_only(at_home: House, body: Any) -> None:
    assert at_home.client.post("/api/chat", json=body).status_code == 422


def test_too_fast_is_refused_without_taking_the_number() -> None:
    with house(messages_per_minute=3) as home:
        person = home.person("en")
        for text in ("one", "two", "three"):
            person.writes(text)
        refused = person.sends({"n": 4, "text": "four"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_fast")
        assert person.sends({"n": 3, "text": "three"}).status_code == 200  # a repeat costs nothing


def test_nothing_a_person_wrote_nor_their_token_nor_id_is_logged(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """At DEBUG, with every library talking, in success, refusal, danger, and with the bot and the door broken."""
    caplog.set_level(logging.DEBUG)
    with house() as home:
        person = home.person()
        person.writes(f"{CANARY} hej")
        person.writes(f"{CANARY} han har en kniv")
        home.bot.behave = lambda _body: (500, CANARY.encode())
        person.writes(f"{CANARY} igen")
        person.sends({"n": 99, "text": CANARY})
        person.sends({"n": CANARY, "text": CANARY})
        home.client.post("/api/chat/messages", content=b"\xff" + CANARY.encode(), headers=person.headers)
        object.__setattr__(home.routes.door.reception, "redactor", None)  # the door itself breaks
        broken = person.sends({"n": person.n + 1, "text": f"{CANARY} sist"})
        assert (broken.status_code, broken.json()["error"]["code"]) == (500, "server_error")
        secrets = [CANARY, person.token, *(str(body["sender"]) for body in home.bot.heard)]
        person.leaves()
    printed = caplog.text + "".join(capfd.readouterr()) + "".join(str(record.__dict__) for record in caplog.records)
    assert len(caplog.records) > 5
    assert [secret for secret in secrets if secret in printed] == []


def test_a_door_that_breaks_gives_the_number_back(at_home: House) -> None:
    person = at_home.person()
    reception = at_home.routes.door.reception
    redactor = reception.redactor
    object.__setattr__(reception, "redactor", None)
    assert person.sends({"n": 1, "text": "hej"}).status_code == 500
    object.__setattr__(reception, "redactor", redactor)
    assert person.writes("hej")["replies"]


def test_the_openapi_names_every_status(at_home: House) -> None:
    paths = at_home.client.get("/openapi.json").json()["paths"]
    assert set(paths["/api/chat/messages"]["post"]["responses"]) == {
        "200", "400", "401", "409", "413", "422", "429", "500",
    }  # fmt: skip
    assert "requestBody" in paths["/api/chat/messages"]["post"]
