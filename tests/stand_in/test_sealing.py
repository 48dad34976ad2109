"""The person's half in Python holds to the same vectors as the browser's (config/envelope/vectors)."""

from typing import Any

import pytest

from tests.contract.counterpart import Chat, Counsellor, secret_info
from tests.contract.test_vectors import of
from triage_api.base64url import from_b64u
from triage_api.stand_in.sealed_chat import (
    Got,
    Lost,
    Place,
    Reader,
    SealRefused,
    Told,
    Words,
    Writer,
    new_secret,
    seal_secret,
)

PLACE = Place("ws8ileqdzPtzpXujD-3f5g", 3)


def fields(body: Words | Got | Told) -> dict[str, Any]:
    if isinstance(body, Told):
        return {"kind": body.what, "name": body.name}
    return {"kind": body.kind, "text": body.text} if isinstance(body, Words) else {"kind": "got", "upto": body.upto}


@pytest.mark.parametrize("vector", of("chat_message"))
def test_a_message_opens_only_in_its_place(vector: dict[str, Any]) -> None:
    given = vector["input"]
    place = Place(given["case_id"], given["epoch"])
    reader = Reader(from_b64u(given["secret"]), place, given["direction"], given["seq"] - 1)
    if vector["expect"] == "ok" and vector["output"]["kind"] in ("mailbox", "lost"):  # only the person sends these
        with pytest.raises(SealRefused):
            reader.open(given["epoch"], given["seq"], given["sealed"])
        assert reader.opened == given["seq"], "it is passed over, and the next one opens"
    elif vector["expect"] == "ok":
        assert fields(reader.open(given["epoch"], given["seq"], given["sealed"])) == vector["output"]
    else:
        with pytest.raises(SealRefused):
            reader.open(given["epoch"], given["seq"], given["sealed"])


@pytest.mark.parametrize("text", ["hej", "", "ไม่เป็นไร", "ș ț “ ” \u2028", "x" * 2000])
def test_what_is_sealed_here_opens_at_the_other_end_and_back(text: str) -> None:
    secret = new_secret()
    other = Chat(secret, PLACE.case_id, PLACE.epoch)
    writer, reader = Writer(secret, PLACE, "person"), Reader(secret, PLACE, "person")
    bodies: list[Words | Got] = [Words("earlier", text), Words("text", text), Got(7)]
    for n, body in enumerate(bodies, 1):
        seq, sealed = writer.seal(body)
        assert seq == n
        assert other.open("person", seq, from_b64u(sealed)) == fields(body)
        assert reader.open(PLACE.epoch, seq, sealed) == body
        assert len(from_b64u(sealed)) % 256 == 16


def test_what_never_arrived_is_told_as_the_format_says() -> None:
    secret = new_secret()
    seq, sealed = Writer(secret, PLACE, "person").seal(Lost(3))
    assert Chat(secret, PLACE.case_id, PLACE.epoch).open("person", seq, from_b64u(sealed)) == {"kind": "lost", "seq": 3}
    assert len(from_b64u(sealed)) == 256 + 16, "it is as long as a short text"


def test_each_number_opens_once_and_in_its_order() -> None:
    secret = new_secret()
    writer, reader = Writer(secret, PLACE, "person"), Reader(secret, PLACE, "person")
    first, second = writer.seal(Words("text", "1")), writer.seal(Words("text", "2"))
    with pytest.raises(SealRefused):
        reader.open(PLACE.epoch, *second)
    reader.open(PLACE.epoch, *first)
    with pytest.raises(SealRefused):
        reader.open(PLACE.epoch, *first)
    with pytest.raises(SealRefused):
        reader.open(PLACE.epoch + 1, *second)


def test_the_secret_opens_for_the_counsellor_it_was_sealed_for() -> None:
    kim, secret = Counsellor.new("Kim"), new_secret()
    sealed = seal_secret(secret, kim.seal_key, PLACE, kim.id, 7)
    assert kim.open(secret_info(PLACE.case_id, PLACE.epoch, kim.id, 7), from_b64u(sealed)) == secret
