"""Nothing is sealed for a reader whom a valid, newest, signed roster does not name."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from actions.readers import Readers
from actions.sealing.encoding import b64u
from actions.sealing.envelope import NoRecipients, seal_transcript
from actions.sealing.roster import NotSigned, Older
from tests.contract.counterpart import Counsellor, open_envelope, roster_fields, sign_roster, stamp

NOW = datetime.now(UTC)
KIM = Counsellor.new("Kim")
ALEX = Counsellor.new("Alex")


@pytest.fixture
def root() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def readers(tmp_path: Path, root: Ed25519PrivateKey) -> Readers:
    (tmp_path / "root.pub").write_text(b64u(root.public_key().public_bytes_raw()))
    return Readers(tmp_path / "roster.json", tmp_path / "root.pub")


def put(readers: Readers, roster: dict[str, object]) -> None:
    readers.roster_file.write_text(json.dumps(roster))


def test_everyone_on_the_roster_can_open_what_is_sealed(readers: Readers, root: Ed25519PrivateKey) -> None:
    put(readers, sign_roster(root, roster_fields([KIM, ALEX], 3)))
    roster, people = readers.now(NOW)
    case_id = b64u(bytes(16))
    envelope = seal_transcript({"case_id": case_id, "text": "ที่ถูกขังไว้"}, case_id, people, roster.number)
    assert open_envelope(envelope, KIM) == open_envelope(envelope, ALEX) == {"case_id": case_id, "text": "ที่ถูกขังไว้"}


def test_the_length_of_an_envelope_tells_little_of_what_is_in_it(readers: Readers, root: Ed25519PrivateKey) -> None:
    put(readers, sign_roster(root, roster_fields([KIM], 3)))
    _, people = readers.now(NOW)
    short, longer = (seal_transcript({"text": "x" * n}, b64u(bytes(16)), people, 3)["ciphertext"] for n in (1, 3000))
    assert len(short) == len(longer)


def test_no_roster_means_that_the_person_is_told_not_that_it_fails(readers: Readers) -> None:
    with pytest.raises(NoRecipients):
        readers.now(NOW)


def test_an_empty_recipient_set_is_an_error_of_its_own() -> None:
    with pytest.raises(NoRecipients):
        seal_transcript({}, b64u(bytes(16)), [], 1)


def test_a_person_outside_their_dates_is_not_a_reader(readers: Readers, root: Ed25519PrivateKey) -> None:
    fields = roster_fields([KIM, ALEX], 3)
    fields["people"][0]["until"] = stamp(NOW - timedelta(seconds=1))
    put(readers, sign_roster(root, fields))
    assert [person.id for person in readers.now(NOW)[1]] == [ALEX.id]


def test_a_roster_signed_by_another_key_adds_no_reader(readers: Readers) -> None:
    put(readers, sign_roster(Ed25519PrivateKey.generate(), roster_fields([KIM], 3)))
    with pytest.raises(NotSigned):
        readers.now(NOW)


def test_an_older_roster_brings_nobody_back(readers: Readers, root: Ed25519PrivateKey) -> None:
    put(readers, sign_roster(root, roster_fields([KIM], 4)))
    readers.now(NOW)
    put(readers, sign_roster(root, roster_fields([KIM, ALEX], 3)))
    with pytest.raises(Older):
        readers.now(NOW)


ROBIN = Counsellor.new("Robin")


@pytest.fixture
def three(readers: Readers, root: Ed25519PrivateKey) -> Readers:
    """Kim and Alex, and Robin, who supervises."""
    fields = roster_fields([KIM, ALEX, ROBIN], 3)
    fields["people"][2]["role"] = "supervisor"
    put(readers, sign_roster(root, fields))
    return readers


def sealed_for(readers: Readers, *may_own: Counsellor) -> set[str]:
    return {person.name for person in readers.now(NOW, frozenset(one.id for one in may_own))[1]}


def test_those_who_may_come_to_own_the_case_and_the_supervisors_can_open_it(three: Readers) -> None:
    assert sealed_for(three, KIM) == {"Kim", "Robin"}
    assert sealed_for(three, KIM, ALEX) == {"Kim", "Alex", "Robin"}
    assert sealed_for(three, ROBIN) == {"Robin"}


def test_where_nobody_is_planned_everyone_on_the_roster_can_open_it(three: Readers) -> None:
    assert {person.name for person in three.now(NOW, None)[1]} == {"Kim", "Alex", "Robin"}
    assert sealed_for(three) == {"Kim", "Alex", "Robin"}


def test_a_plan_of_people_who_are_not_signed_adds_nobody_and_leaves_nobody_out(three: Readers) -> None:
    stranger = Counsellor.new("Stranger")
    assert sealed_for(three, stranger) == {"Kim", "Alex", "Robin"}
    assert sealed_for(three, stranger, ALEX) == {"Alex", "Robin"}


def test_somebody_planned_whose_key_has_expired_is_passed_over(three: Readers, root: Ed25519PrivateKey) -> None:
    fields = roster_fields([KIM, ALEX, ROBIN], 4)
    fields["people"][0]["until"] = stamp(NOW - timedelta(seconds=1))
    put(three, sign_roster(root, fields))
    assert sealed_for(three, KIM) == {"Alex", "Robin"}


def test_those_to_seal_for_are_in_the_order_the_envelope_wants(three: Readers) -> None:
    ids = [person.id for person in three.now(NOW, frozenset({KIM.id, ALEX.id}))[1]]
    assert ids == sorted(ids)
