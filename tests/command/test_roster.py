"""The signer puts on the roster only keys whose holder proved them, keeps who is on it, and leaves out the removed."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from actions.readers import Readers
from actions.sealing.roster import Older, verify_roster
from tests.contract.counterpart import Counsellor
from triage_api.base64url import b64u
from triage_api.command.root_key import load_root, make_root
from triage_api.command.roster.next_roster import (
    Last,
    Signed,
    fingerprint,
    needs_no_voice,
    read_last,
    sign_next,
)
from triage_api.command.trouble import Trouble
from triage_api.desk.key_request import request_of
from triage_api.desk.pending import Pending
from triage_api.roster import RosterFile

NOW = datetime.now(UTC).replace(microsecond=0)
WEEK = timedelta(days=7)
NOBODY: frozenset[str] = frozenset()


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def pending(person: Counsellor, proof: bytes | None = None) -> Pending:
    keys = (b64u(person.sign_key), b64u(person.seal_key), b64u(proof or person.proof))
    return Pending(person.id, person.name, "counsellor", *keys)


def asks_for_next(person: Counsellor, made: datetime, by: Counsellor | None = None) -> tuple[Counsellor, Pending]:
    """The same person with a new sealing key, and the request for it, signed by their identity key or by another's."""
    now = replace(person, seal_seed=Counsellor.new("").seal_seed)
    signer = Ed25519PrivateKey.from_private_bytes((by or now).sign_seed)
    request = signer.sign(request_of(now.id, stamp(made), b64u(now.seal_key)))
    return now, replace(pending(now), made=stamp(made), request=b64u(request))


class Root:
    """A root key and the last roster it signed."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.signed: Signed | None = None

    @property
    def last(self) -> Last:
        return read_last(self.signed, self.key.public_key())

    def signs(self, *people: Pending, removed: frozenset[str] = NOBODY, now: datetime = NOW) -> list[str]:
        """Signs the next roster; the names of those who can be read for, once it is verified as a sealer does."""
        self.signed = sign_next(self.key, self.last, people, removed, now, WEEK, demo=False)
        roster = verify_roster(self.signed, self.key.public_key().public_bytes_raw(), now, 0)
        return sorted(person.name for person in roster.readers(now))


def test_each_signing_keeps_those_before_and_counts_up() -> None:
    root = Root()
    assert root.signs(pending(Counsellor.new("Kim"))) == ["Kim"]
    assert root.signs(pending(Counsellor.new("Alex"))) == ["Alex", "Kim"]
    assert root.last.number == 2


def test_a_key_without_its_holders_proof_never_gets_onto_it() -> None:
    kim, thief = Counsellor.new("Kim"), Counsellor.new("Thief")
    assert Root().signs(pending(kim), pending(thief, proof=kim.proof)) == ["Kim"]


def test_the_fingerprint_changes_with_either_key() -> None:
    kim, alex = Counsellor.new("Kim"), Counsellor.new("Alex")
    mixed = Pending(kim.id, "Kim", "counsellor", b64u(kim.sign_key), b64u(alex.seal_key), b64u(kim.proof))
    prints = {fingerprint(pending(kim)), fingerprint(pending(alex)), fingerprint(mixed)}
    assert len(prints) == 3
    assert all(len(one.split()) == 8 for one in prints)


def test_who_was_removed_is_not_on_the_next_one_also_not_with_a_new_key() -> None:
    root, kim, alex = Root(), Counsellor.new("Kim"), Counsellor.new("Alex")
    root.signs(pending(kim), pending(alex))
    _, again = asks_for_next(kim, NOW + timedelta(days=5))
    assert root.signs(again, removed=frozenset({kim.id}), now=NOW + timedelta(days=5)) == ["Alex"]
    assert kim.id not in str(root.signed), "nor is their name kept"


def test_a_roster_that_somebody_else_changed_is_not_signed_on() -> None:
    root, thief = Root(), Root()
    root.signs(pending(Counsellor.new("Kim")))
    thief.signs(pending(Counsellor.new("Thief")))
    with pytest.raises(Trouble, match="not signed by this root key"):
        read_last(thief.signed, root.key.public_key())
    with pytest.raises(Trouble, match="not signed by this root key"):
        read_last({"payload": "AAAA"}, root.key.public_key())


def test_the_next_key_of_a_known_identity_needs_no_voice() -> None:
    root, kim = Root(), Counsellor.new("Kim")
    assert not needs_no_voice(pending(kim), root.last, NOW), "the first time always does"
    root.signs(pending(kim))
    later = NOW + timedelta(days=6)
    now, request = asks_for_next(kim, NOW + timedelta(days=5))
    assert needs_no_voice(request, root.last, later)
    root.signs(request, now=later)
    assert root.last.entry_of(kim.id) == root.last.people[0]
    assert root.last.people[0]["seal_key"] == b64u(now.seal_key)


@pytest.mark.parametrize("changed", ["sign_key", "name", "role", "id", "made", "request", "old", "kept back", "future"])
def test_whatever_else_is_changed_needs_a_voice_again(changed: str) -> None:
    root, kim, thief = Root(), Counsellor.new("Kim"), Counsellor.new("Kim")
    root.signs(pending(kim))
    made, later = NOW + timedelta(days=5), NOW + timedelta(days=6)
    _, request = asks_for_next(kim, made)
    if changed == "sign_key":  # somebody else's identity, under her id and name
        _, request = asks_for_next(replace(thief, id=kim.id), made)
    elif changed == "request":
        _, request = asks_for_next(kim, made, by=thief)
    elif changed == "id":
        request = replace(request, counsellor_id=thief.id)
    elif changed == "old":  # from before the key that is on the roster: that one may have been stolen since
        _, request = asks_for_next(kim, NOW - timedelta(seconds=1))
    elif changed == "kept back":
        later = made + timedelta(days=15)
    elif changed == "future":
        later = made - timedelta(hours=1)
    else:
        other = {"name": "Robin", "role": "supervisor", "made": stamp(made + timedelta(seconds=1))}[changed]
        request = replace(request, **{changed: other})
    assert not needs_no_voice(request, root.last, later)


def test_who_was_away_for_weeks_is_still_known_and_read_by_nobody_meanwhile() -> None:
    root, kim, alex = Root(), Counsellor.new("Kim"), Counsellor.new("Alex")
    root.signs(pending(kim))
    back = NOW + timedelta(days=40)
    assert root.signs(pending(alex), now=back) == ["Alex"]
    _, request = asks_for_next(kim, back)
    assert needs_no_voice(request, root.last, back)
    assert root.signs(request, now=back) == ["Alex", "Kim"]
    years_later = back + timedelta(days=120)
    root.signs(pending(Counsellor.new("Robin")), now=years_later)
    assert root.last.entry_of(kim.id) is None


def test_a_sealer_that_has_seen_the_next_roster_takes_no_older_one_back(tmp_path: Path) -> None:
    """The queue may give the old file back: nobody seals for whoever was removed."""
    root, kim, alex = Root(), Counsellor.new("Kim"), Counsellor.new("Alex")
    file, key = tmp_path / "roster.json", tmp_path / "root.pub"
    key.write_text(b64u(root.key.public_key().public_bytes_raw()))
    readers = Readers(file, key)

    def in_force() -> list[str]:
        file.write_text(json.dumps(root.signed))
        return sorted(person.name for person in readers.now(NOW)[1])

    root.signs(pending(kim), pending(alex))
    old = root.signed
    assert in_force() == ["Alex", "Kim"]
    root.signs(removed=frozenset({kim.id}))
    assert in_force() == ["Alex"]
    root.signed = old
    with pytest.raises(Older):
        in_force()
    assert RosterFile(file).view().number == 1


def test_a_root_key_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    make_root(tmp_path / "root.pem", tmp_path / "root.pub", "five quiet words here now")
    assert load_root(tmp_path / "root.pem", "five quiet words here now")
    for wrong in (None, "another"):
        with pytest.raises(Trouble, match="passphrase"):
            load_root(tmp_path / "root.pem", wrong)
