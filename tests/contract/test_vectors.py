"""The vectors of config/envelope/vectors hold in Python; triage_api/web runs the same files in the browser's code."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.exceptions import InvalidTag
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource

from actions.sealing.encoding import b64u, from_b64u
from actions.sealing.roster import RosterRefused, verify_roster
from tests.contract.counterpart import (
    Along,
    Chat,
    Counsellor,
    Mailbox,
    fold_code_word,
    open_envelope,
    read_code,
    secret_info,
)
from tests.contract.word_lists import LISTS
from triage_api.command.recovery.key import RecoveryKey
from triage_api.command.recovery.wrap import NotHers, OfAnotherKey, open_wrap
from triage_api.desk.ways.organisation import OrganisationWrap

ENVELOPE = Path(__file__).parents[2] / "config" / "envelope"
VECTORS = [json.loads(path.read_text("utf-8")) for path in sorted((ENVELOPE / "vectors").glob("*.json"))]


SCHEMAS: Registry[Any] = Registry().with_resources(
    (path.name, Resource.from_contents(json.loads(path.read_text("utf-8"))))
    for path in (ENVELOPE / "schema").glob("*.json")
)


def schema_of(kind: str) -> dict[str, Any]:
    return cast(dict[str, Any], SCHEMAS.contents(f"{kind}.json"))


def of(kind: str) -> list[Any]:
    return [pytest.param(v, id=v["name"]) for v in VECTORS if v["kind"] == kind]


@pytest.mark.parametrize("vector", of("roster"))
def test_a_roster_is_believed_only_when_all_of_it_holds(vector: dict[str, Any]) -> None:
    given = vector["input"]
    now = datetime.strptime(given["now"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

    def verify() -> dict[str, Any]:
        roster = verify_roster(given["roster"], from_b64u(given["root"]), now, given["highest_seen"])
        recovery = {"recovery_key": b64u(roster.recovery_key)} if roster.recovery_key is not None else {}
        return {"number": roster.number, "people": [person.id for person in roster.people], **recovery}

    if vector["expect"] == "ok":
        assert verify() == vector["output"]
    else:
        with pytest.raises(RosterRefused):
            verify()


@pytest.mark.parametrize("vector", of("envelope"))
def test_an_envelope_opens_for_its_readers_as_it_was_sealed(vector: dict[str, Any]) -> None:
    given = vector["input"]
    reader = Counsellor(given["counsellor_id"], "", bytes(32), from_b64u(given["seal_seed"]))

    def opened() -> dict[str, Any]:
        if given["envelope"]["v"] != 1 or given["envelope"]["case_id"] != given["case_id"]:
            raise ValueError("not this format, or not the claimed case")
        return open_envelope(given["envelope"], reader)

    if vector["expect"] == "ok":
        assert opened() == vector["output"]
    else:
        with pytest.raises((InvalidTag, StopIteration, ValueError)):
            opened()


@pytest.mark.parametrize("vector", of("chat_secret"))
def test_a_chat_secret_opens_only_for_its_claim(vector: dict[str, Any]) -> None:
    given = vector["input"]
    reader = Counsellor(given["counsellor_id"], "", bytes(32), from_b64u(given["seal_seed"]))
    info = secret_info(given["case_id"], given["epoch"], reader.id, given["roster_number"])
    if vector["expect"] == "ok":
        assert b64u(reader.open(info, from_b64u(given["sealed"]))) == vector["output"]
    else:
        with pytest.raises(InvalidTag):
            reader.open(info, from_b64u(given["sealed"]))


@pytest.mark.parametrize("vector", of("chat_message"))
def test_a_chat_message_opens_only_in_its_place(vector: dict[str, Any]) -> None:
    given = vector["input"]
    chat = Chat(from_b64u(given["secret"]), given["case_id"], given["epoch"])
    if vector["expect"] == "ok":
        assert chat.open(given["direction"], given["seq"], from_b64u(given["sealed"])) == vector["output"]
    else:
        with pytest.raises(InvalidTag):
            chat.open(given["direction"], given["seq"], from_b64u(given["sealed"]))


@pytest.mark.parametrize("vector", of("return_code"))
def test_a_return_code_is_read_or_its_mistake_is_named(vector: dict[str, Any]) -> None:
    typed = vector["input"]["typed"]
    if vector["expect"] == "ok":
        assert b64u(read_code(typed, LISTS)) == vector["output"]["bits"]
    else:
        with pytest.raises(ValueError, match=vector["output"]["kind"]):
            read_code(typed, LISTS)


@pytest.mark.parametrize("vector", of("letter"))
def test_a_letter_opens_for_its_code_and_code_word_only(vector: dict[str, Any]) -> None:
    given = vector["input"]
    mailbox = Mailbox(from_b64u(given["bits"]), fold_code_word(given["code_word"]))
    if vector["expect"] == "ok":
        output = vector["output"]
        assert (mailbox.id, b64u(mailbox.token), b64u(mailbox.key)) == (
            *(output["mailbox"], output["token"], output["key"]),
        )
        assert mailbox.open(from_b64u(given["sealed"])) == output["letter"]
    else:
        with pytest.raises(InvalidTag):
            mailbox.open(from_b64u(given["sealed"]))


@pytest.mark.parametrize("vector", of("left"))
def test_what_a_page_left_opens_for_its_readers(vector: dict[str, Any]) -> None:
    given = vector["input"]
    reader = Counsellor(given["counsellor_id"], "", bytes(32), from_b64u(given["seal_seed"]))

    def opened() -> dict[str, Any]:
        if given["envelope"]["case_id"] != given["case_id"]:
            raise ValueError("not the claimed case")
        inside = open_envelope(given["envelope"], reader, "left")
        if ("mailbox" in inside) != ("key" in inside):
            raise ValueError("half an address")
        return inside

    if vector["expect"] == "ok":
        assert opened() == vector["output"]
    else:
        with pytest.raises((InvalidTag, StopIteration, ValueError)):
            opened()


@pytest.mark.parametrize("vector", [*of("transfer"), *of("consult"), *of("along"), *of("note")])
def test_what_counsellors_seal_to_each_other_opens_for_the_one_alone(vector: dict[str, Any]) -> None:
    given = vector["input"]
    reader = Counsellor(given["counsellor_id"], "", bytes(32), from_b64u(given["seal_seed"]))

    def opened() -> dict[str, Any]:
        if given["envelope"]["v"] != 1 or given["envelope"]["case_id"] != given["case_id"]:
            raise ValueError("not this format, or not the case")
        inside = open_envelope(given["envelope"], reader, vector["kind"])
        Draft202012Validator(schema_of(vector["kind"]), registry=SCHEMAS).validate(inside)
        if inside.get("ask") != given.get("ask", inside.get("ask")):
            raise ValueError("of another question")
        return inside

    if vector["expect"] == "ok":
        assert opened() == vector["output"]
    else:
        with pytest.raises((InvalidTag, StopIteration, ValueError, ValidationError)):
            opened()


@pytest.mark.parametrize("vector", of("along_line"))
def test_a_line_for_who_reads_along_opens_only_in_its_place(vector: dict[str, Any]) -> None:
    given = vector["input"]
    bound = (given["case_id"], given["epoch"], given["from"], given["to"], given["roster_number"])

    def opened() -> dict[str, Any]:
        line = Along(from_b64u(given["secret"]), *bound).open(given["seq"], from_b64u(given["sealed"]))
        Draft202012Validator(schema_of("along_line")).validate(line)
        return line

    if vector["expect"] == "ok":
        assert opened() == vector["output"]
    else:
        with pytest.raises((InvalidTag, ValidationError)):
            opened()


@pytest.mark.parametrize("vector", of("organisation_wrap"))
def test_what_a_page_seals_to_the_organisation_opens_for_its_key_and_its_counsellor_alone(
    vector: dict[str, Any],
) -> None:
    given = vector["input"]
    key = RecoveryKey(*Counsellor("", "", bytes(32), from_b64u(given["recovery_seed"])).expanded())
    wrap = OrganisationWrap.model_validate(given["wrap"])

    def opened() -> str:
        return b64u(open_wrap(wrap, key, given["counsellor_id"], from_b64u(given["sign_key"])))

    if vector["expect"] == "ok":
        assert opened() == vector["output"]
    else:
        with pytest.raises((NotHers, OfAnotherKey)):
            opened()


def test_every_kind_of_wrong_that_the_format_names_has_a_vector() -> None:
    names = {f"{v['kind']}-{v['name']}" for v in VECTORS if v["expect"] == "refuse"}
    assert names >= {
        "roster-unsigned", "roster-expired", "roster-older", "roster-unknown-version", "envelope-wrong-recipient",
        "envelope-truncated", "envelope-swapped-header", "envelope-unknown-version", "chat_message-forged",
        "chat_message-reflected", "chat_message-replayed", "return_code-wrong-checksum", "return_code-unknown-word",
        "letter-another-code", "letter-another-code-word", "letter-moved-to-another-mailbox", "letter-truncated",
        "left-of-another-case", "left-half-an-address", "envelope-left-shown-as-handoff",
        "transfer-wrong-recipient", "transfer-swapped-header", "transfer-of-another-case", "transfer-altered",
        "transfer-consult-shown-as-transfer", "consult-transfer-shown-as-consult", "note-of-another-question",
        "along-wrong-recipient", "along-swapped-header", "along-of-another-case", "along-consult-shown-as-along",
        "consult-along-shown-as-consult", "along-without-secret", "along_line-replayed", "along_line-moved-up",
        "along_line-other-case", "along_line-other-epoch", "along_line-other-reader", "along_line-other-sender",
        "along_line-other-roster", "along_line-forged", "along_line-altered", "along_line-truncated",
        "roster-recovery-key-unsigned", "roster-recovery-key-short", "organisation_wrap-another-counsellor",
        "organisation_wrap-forged", "organisation_wrap-wrong-key",
    }  # fmt: skip


def test_sealed_transcripts_and_envelopes_follow_their_schemas() -> None:
    named = ("transcript", "envelope", "roster", "roster_payload", "letter", "left", "chat_message_body")
    schemas = {name: json.loads((ENVELOPE / "schema" / f"{name}.json").read_text("utf-8")) for name in named}
    checked = 0
    for vector in VECTORS:
        if vector["expect"] == "ok" and vector["kind"] == "envelope":
            Draft202012Validator(schemas["transcript"]).validate(vector["output"])
            Draft202012Validator(schemas["envelope"]).validate(vector["input"]["envelope"])
            checked += 1
        if vector["expect"] == "ok" and vector["kind"] == "roster":
            Draft202012Validator(schemas["roster"]).validate(vector["input"]["roster"])
            payload = json.loads(from_b64u(vector["input"]["roster"]["payload"]))
            Draft202012Validator(schemas["roster_payload"]).validate(payload)
            checked += 1
        if vector["expect"] == "ok" and vector["kind"] == "letter":
            Draft202012Validator(schemas["letter"]).validate(vector["output"]["letter"])
            checked += 1
        if vector["expect"] == "ok" and vector["kind"] == "left":
            Draft202012Validator(schemas["left"]).validate(vector["output"])
            Draft202012Validator(schemas["envelope"]).validate(vector["input"]["envelope"])
            checked += 1
        if vector["expect"] == "ok" and vector["kind"] == "chat_message":
            Draft202012Validator(schemas["chat_message_body"]).validate(vector["output"])
            checked += 1
    assert checked >= 18
