"""The signer puts on the roster only keys whose holder proved them, and never loses anyone who is on it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from actions.sealing.roster import verify_roster
from tests.contract.counterpart import Counsellor
from triage_api.base64url import b64u
from triage_api.command.root_key import load_root, make_root
from triage_api.command.signer import _publish, fingerprint
from triage_api.command.trouble import Trouble
from triage_api.desk.pending import Pending
from triage_api.settings import Settings

NOW = datetime.now(UTC)
WEEK = timedelta(days=7)


def pending(person: Counsellor, proof: bytes | None = None) -> Pending:
    keys = (b64u(person.sign_key), b64u(person.seal_key), b64u(proof or person.proof))
    return Pending(person.id, person.name, "counsellor", *keys)


def on_roster(settings: Settings, root: Ed25519PrivateKey) -> list[str]:
    signed = json.loads(settings.roster_file.read_bytes())
    roster = verify_roster(signed, root.public_key().public_bytes_raw(), NOW, 0)
    return [person.name for person in roster.people]


def test_each_signing_keeps_those_before_and_counts_up(tmp_path: Path) -> None:
    settings, root = Settings(var=tmp_path), Ed25519PrivateKey.generate()
    assert _publish(settings, root, [pending(Counsellor.new("Kim"))], NOW, WEEK, demo=False) == 1
    assert _publish(settings, root, [pending(Counsellor.new("Alex"))], NOW, WEEK, demo=False) == 2
    assert on_roster(settings, root) == ["Kim", "Alex"]


def test_a_key_without_its_holders_proof_never_gets_onto_it(tmp_path: Path) -> None:
    settings, root = Settings(var=tmp_path), Ed25519PrivateKey.generate()
    kim, thief = Counsellor.new("Kim"), Counsellor.new("Thief")
    _publish(settings, root, [pending(kim), pending(thief, proof=kim.proof)], NOW, WEEK, demo=False)
    assert on_roster(settings, root) == ["Kim"]


def test_the_fingerprint_changes_with_either_key() -> None:
    kim, alex = Counsellor.new("Kim"), Counsellor.new("Alex")
    mixed = Pending(kim.id, "Kim", "counsellor", b64u(kim.sign_key), b64u(alex.seal_key), b64u(kim.proof))
    prints = {fingerprint(pending(kim)), fingerprint(pending(alex)), fingerprint(mixed)}
    assert len(prints) == 3
    assert all(len(one.split()) == 8 for one in prints)


def test_a_root_key_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    make_root(tmp_path / "root.pem", tmp_path / "root.pub", "five quiet words here now")
    assert load_root(tmp_path / "root.pem", "five quiet words here now")
    for wrong in (None, "another"):
        with pytest.raises(Trouble, match="passphrase"):
            load_root(tmp_path / "root.pem", wrong)
