"""What the browser's code makes and seals holds in Python: keys, the chat secret, both sides' messages."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.contract.counterpart import Along, Chat, Counsellor, Mailbox, fold_code_word, open_envelope, secret_info
from triage_api.base64url import b64u, from_b64u
from triage_api.command.node import find_npm
from triage_api.command.recovery.key import RecoveryKey
from triage_api.command.recovery.key import fingerprint as recovery_fingerprint
from triage_api.command.recovery.wrap import open_wrap
from triage_api.command.roster.next_roster import fingerprint
from triage_api.desk.pending import Pending
from triage_api.desk.ways.organisation import OrganisationWrap

WEB = Path(__file__).parents[2] / "triage_api" / "web"


@pytest.fixture(scope="module")
def sealed() -> list[dict[str, Any]]:
    npm = find_npm()
    command = [*npm.words, "run", "--silent", "seal-replies"]
    done = subprocess.run(command, cwd=WEB, env=npm.environment(), capture_output=True, check=True)
    made: list[dict[str, Any]] = json.loads(done.stdout)
    return made


def of(kind: str, made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    chosen = [vector for vector in made if vector["kind"] == kind]
    assert chosen, f"the browser's code made no {kind}"
    return chosen


def test_keys_made_in_the_browser_are_the_keys_of_their_seeds(sealed: list[dict[str, Any]]) -> None:
    for vector in of("keys", sealed):
        seeds = (from_b64u(vector["input"]["sign_seed"]), from_b64u(vector["input"]["seal_seed"]))
        made, kim = vector["output"], Counsellor("id", "Kim", *seeds)
        assert (made["sign_key"], made["seal_key"]) == (b64u(kim.sign_key), b64u(kim.seal_key))
        assert made["proof"] == b64u(kim.proof)
        pending = Pending("id", "Kim", "counsellor", made["sign_key"], made["seal_key"], made["proof"])
        assert made["fingerprint"] == fingerprint(pending), "what is read out at the desk is what the signer sees"


def test_what_the_desk_seals_to_the_organisation_opens_with_its_recovery_key(sealed: list[dict[str, Any]]) -> None:
    for vector in of("organisation_wrap", sealed):
        given = vector["input"]
        key = RecoveryKey(*Counsellor("", "", bytes(32), from_b64u(given["recovery_seed"])).expanded())
        wrap = OrganisationWrap.model_validate_json(given["wrap"])
        vault_key = open_wrap(wrap, key, given["counsellor_id"], from_b64u(given["sign_key"]))
        assert b64u(vault_key) == vector["output"]["vault_key"]
        assert recovery_fingerprint(b64u(key.public)) == vector["output"]["fingerprint"]


def test_a_chat_secret_sealed_by_the_page_opens_for_its_counsellor(sealed: list[dict[str, Any]]) -> None:
    for vector in of("chat_secret", sealed):
        given = vector["input"]
        kim = Counsellor(given["counsellor_id"], "Kim", bytes(32), from_b64u(given["seal_seed"]))
        info = secret_info(given["case_id"], given["epoch"], kim.id, given["roster_number"])
        assert b64u(kim.open(info, from_b64u(given["sealed"]))) == vector["output"]


def test_messages_of_both_sides_open_in_their_place(sealed: list[dict[str, Any]]) -> None:
    for vector in of("chat_message", sealed):
        given = vector["input"]
        chat = Chat(from_b64u(given["secret"]), given["case_id"], given["epoch"])
        assert chat.open(given["direction"], given["seq"], from_b64u(given["sealed"])) == vector["output"]


def test_a_letter_sealed_at_the_desk_opens_with_its_code(sealed: list[dict[str, Any]]) -> None:
    for vector in of("letter", sealed):
        given, output = vector["input"], vector["output"]
        mailbox = Mailbox(from_b64u(given["bits"]), fold_code_word(given["code_word"]))
        assert (mailbox.id, b64u(mailbox.key), b64u(mailbox.token)) == (
            *(output["mailbox"], output["key"], output["token"]),
        )
        assert mailbox.open(from_b64u(given["sealed"])) == output["letter"]


def test_what_a_page_leaves_opens_for_those_on_the_roster(sealed: list[dict[str, Any]]) -> None:
    for vector in of("left", sealed):
        given = vector["input"]
        kim = Counsellor(given["counsellor_id"], "Kim", bytes(32), from_b64u(given["seal_seed"]))
        assert open_envelope(json.loads(given["envelope"]), kim, "left") == vector["output"]


@pytest.mark.parametrize("kind", ["transfer", "consult", "along", "note"])
def test_what_one_counsellor_seals_to_another_opens_for_her(kind: str, sealed: list[dict[str, Any]]) -> None:
    for vector in of(kind, sealed):
        given = vector["input"]
        kim = Counsellor(given["counsellor_id"], "Kim", bytes(32), from_b64u(given["seal_seed"]))
        assert open_envelope(json.loads(given["envelope"]), kim, kind) == vector["output"]


def test_lines_for_who_reads_along_open_in_their_place(sealed: list[dict[str, Any]]) -> None:
    for vector in of("along_line", sealed):
        given = vector["input"]
        bound = (given["case_id"], given["epoch"], given["from"], given["to"], given["roster_number"])
        opened = Along(from_b64u(given["secret"]), *bound).open(given["seq"], from_b64u(given["sealed"]))
        assert opened == vector["output"]
