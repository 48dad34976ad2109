"""Passkeys: made, used, and every answer refused that is not the right device's, now, here, for this."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.desk.audit.test_deeds import rows
from tests.desk.counsellor import Counsellor, new_wrap
from tests.desk.ways.authenticator import PRESENT, Authenticator, bent
from tests.queue.world import HandClock, Server, install, serving
from triage_api.base64url import b64u
from triage_api.desk.ways.passkeys import MOST


@dataclass
class Key:
    """Somebody's device and what the desk knows of it."""

    holder: Counsellor
    device: Authenticator
    id: str
    wrap: dict[str, str] | None

    def is_made(self, made: dict[str, Any] | None = None, **changed: Any) -> httpx.Response:
        if made is None:
            made = self.device.makes(self.asks_to_make())
        body = {"id": self.id, "name": "work laptop", "made": made, "wrap": self.wrap} | changed
        return self.holder.call("POST", "ways/passkeys", body)

    def asks_to_make(self) -> dict[str, Any]:
        answer = self.holder.call("POST", "ways/passkeys/begin")
        assert answer.status_code == 200, answer.text
        options: dict[str, Any] = answer.json()
        return options

    def asks_to_sign(self) -> dict[str, Any]:
        options: dict[str, Any] = self.holder.server.post("/desk/api/sign-in/passkey/begin").json()
        return options

    def sends(self, signed: dict[str, Any]) -> httpx.Response:
        return self.holder.server.post("/desk/api/sign-in/passkey", {"signed": signed})

    def signs_in(self, **said: Any) -> httpx.Response:
        return self.sends(self.device.signs(self.asks_to_sign(), **said))


def key_of(holder: Counsellor, opens: bool = True, **about: Any) -> Key:
    wrap = new_wrap("passkey") if opens else None
    device = Authenticator(holder.server.app.state.desk.ways.site.origin, **about)
    return Key(holder, device, wrap["id"] if wrap else b64u(secrets.token_bytes(16)), wrap)


@pytest.fixture
def key(maja: Counsellor) -> Key:
    one = key_of(maja)
    assert one.is_made().status_code == 204
    return one


def because(answer: httpx.Response) -> str:
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (401, "passkey_refused"), answer.text
    return str(error["because"])


def refusals_noted(server: Server) -> list[tuple[str, str]]:
    return [(row.who, row.about) for row in rows(server) if row.deed == "passkey_refused"]


def test_one_touch_signs_in_and_brings_what_opens_the_keys(key: Key, server: Server) -> None:
    answer = key.signs_in()
    assert answer.status_code == 200, answer.text
    session = answer.json()
    assert session["wraps"] == [key.wrap, key.holder.wrap]
    assert session["wrapped_keys"] == key.holder.wrapped_keys
    assert session["counsellor"]["id"] == key.holder.id
    key.holder.token = session["token"]
    assert key.holder.call("GET", "me").json()["name"] == "Maja Exempel"
    noted = [(row.deed, row.about) for row in rows(server) if row.who == key.holder.id]
    assert noted[-2:] == [("way_added", "passkey"), ("signed_in", "passkey")]


def test_a_device_without_a_secret_signs_in_and_leaves_the_opening_to_the_passphrase(maja: Counsellor) -> None:
    key = key_of(maja, opens=False)
    assert key.is_made().status_code == 204
    session = key.signs_in().json()
    assert session["wraps"] == [maja.wrap]
    assert len(session["kdf"]["salt"]) == 22


def test_it_is_listed_named_and_taken_away(key: Key) -> None:
    maja = key.holder
    silent = key_of(maja, opens=False)
    assert silent.is_made(name="  telefon ").status_code == 204
    listed = [way for way in maja.call("GET", "ways").json()["ways"] if way["kind"] == "passkey"]
    assert [(way["name"], way["opens"]) for way in listed] == [("telefon", False), ("work laptop", True)]
    assert maja.call("POST", f"ways/{key.id}/name", {"name": "hemma"}).status_code == 204
    assert "hemma" in maja.call("GET", "ways").text
    assert maja.call("POST", f"ways/{maja.wrap['id']}/name", {"name": "x"}).status_code == 404
    for one in (key, silent):
        assert maja.call("POST", f"ways/{one.id}/remove").status_code == 204
        assert because(one.signs_in()) == "unknown"
    assert [way["kind"] for way in maja.call("GET", "ways").json()["ways"]] == ["passphrase", "recovery"]


def test_nobody_names_or_takes_away_somebody_elses(key: Key, server: Server, clock: HandClock) -> None:
    robin = Counsellor(server, clock, sign_in_name="robin").joins().signs_in()
    assert robin.call("POST", f"ways/{key.id}/name", {"name": "mine"}).status_code == 404
    assert robin.call("POST", f"ways/{key.id}/remove").status_code == 404
    assert key.signs_in().status_code == 200


def test_a_replayed_answer_is_refused(key: Key, server: Server) -> None:
    signed = key.device.signs(key.asks_to_sign())
    assert key.sends(signed).status_code == 200
    assert because(key.sends(signed)) == "used"
    assert refusals_noted(server) == [(key.holder.id, "used")]


def test_a_replay_is_refused_of_devices_that_do_not_count_too(maja: Counsellor) -> None:
    key = key_of(maja, counts=False)
    assert key.is_made().status_code == 204
    signed = key.device.signs(key.asks_to_sign())
    assert key.sends(signed).status_code == 200
    assert because(key.sends(signed)) == "used"
    assert key.signs_in().status_code == 200


def test_of_the_same_answer_four_times_at_once_one_gets_in(key: Key) -> None:
    signed = key.device.signs(key.asks_to_sign())
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: key.sends(signed).status_code, range(4)))
    assert sorted(answers) == [200, 401, 401, 401]


def test_a_copy_of_the_device_shows_by_its_count(key: Key) -> None:
    assert key.signs_in().status_code == 200
    assert key.signs_in().status_code == 200
    key.device.count = 0
    assert because(key.signs_in()) == "old_count"


def test_an_answer_that_comes_late_is_refused(key: Key, clock: HandClock) -> None:
    signed = key.device.signs(key.asks_to_sign())
    clock.moves(minutes=3)
    assert because(key.sends(signed)) == "too_late"


@pytest.mark.parametrize("origin", ["http://localhost:1", "https://localhost", "http://127.0.0.1:8000", "null", ""])
def test_an_answer_made_for_another_page_is_refused(key: Key, origin: str) -> None:
    assert because(key.signs_in(origin=origin)) == "wrong_origin"


def test_an_answer_made_in_a_frame_is_refused(key: Key) -> None:
    assert because(key.signs_in(crossOrigin=True)) == "wrong_origin"


def test_an_answer_for_another_sites_name_is_refused(key: Key) -> None:
    key.device.rp_id = "example.org"
    assert because(key.signs_in()) == "forged"


def test_a_device_that_has_not_checked_who_holds_it_is_refused(key: Key, server: Server) -> None:
    assert because(key.signs_in(flags=PRESENT)) == "not_verified"
    assert because(key.signs_in(flags=0)) == "not_verified"
    assert refusals_noted(server) == [(key.holder.id, "not_verified")]


@pytest.mark.parametrize("part", ["signature", "authenticator_data"])
def test_a_bent_answer_is_refused(key: Key, part: str) -> None:
    signed = key.device.signs(key.asks_to_sign())
    assert because(key.sends(signed | {part: bent(signed[part])})) == "forged"
    assert key.sends(signed).status_code == 200, "the challenge was not used up by it"


def test_a_challenge_that_was_not_made_here_is_refused(key: Key) -> None:
    asked = key.asks_to_sign()
    for challenge in (bent(asked["challenge"]), b64u(bytes(56)), b64u(b"x"), ""):
        assert because(key.sends(key.device.signs({"challenge": challenge}))) == "not_asked"


def test_a_challenge_for_making_a_passkey_does_not_sign_in_nor_the_other_way_round(key: Key) -> None:
    assert because(key.sends(key.device.signs(key.asks_to_make()))) == "not_asked"
    other = key_of(key.holder)
    made = other.device.makes(key.asks_to_sign() | {"user_id": key.holder.id})
    assert because(other.is_made(made)) == "not_asked"
    assert because(key.signs_in(type="webauthn.create")) == "not_asked"


def test_an_answer_in_somebody_elses_name_is_refused(key: Key, server: Server, clock: HandClock) -> None:
    robin = Counsellor(server, clock, sign_in_name="robin").joins().signs_in()
    hers = key_of(robin)
    assert hers.is_made().status_code == 204
    signed = hers.device.signs(hers.asks_to_sign())
    assert because(hers.sends(signed | {"user_handle": key.holder.id})) == "other_person"
    assert because(hers.sends(signed | {"credential_id": b64u(key.device.id)})) == "other_person"
    both = signed | {"credential_id": b64u(key.device.id), "user_handle": key.holder.id}
    assert because(hers.sends(both)) == "forged"
    assert refusals_noted(server)[-1] == (key.holder.id, "forged")


def test_what_was_asked_of_one_is_not_answered_by_another(maja: Counsellor, server: Server, clock: HandClock) -> None:
    robin = Counsellor(server, clock, sign_in_name="robin").joins().signs_in()
    hers, asked = key_of(robin), key_of(maja).asks_to_make()
    assert because(hers.is_made(hers.device.makes(asked))) == "not_asked"


def test_making_is_checked_as_signing_in_is(maja: Counsellor, clock: HandClock) -> None:
    key = key_of(maja)
    assert because(key.is_made(key.device.makes(key.asks_to_make(), flags=PRESENT))) == "not_verified"
    assert because(key.is_made(key.device.makes(key.asks_to_make(), origin="https://example.org"))) == "wrong_origin"
    made = key.device.makes(key.asks_to_make())
    assert because(key.is_made(made | {"credential_id": b64u(bytes(32))})) == "forged"
    assert because(key.is_made(made | {"attestation": b64u(b"x")})) == "forged"
    assert because(key.is_made(made | {"client_data": b64u(b"[")})) == "unreadable"
    clock.moves(minutes=3)
    assert because(key.is_made(made)) == "too_late"
    made = key.device.makes(key.asks_to_make())
    assert key.is_made(made).status_code == 204
    assert because(key.is_made(made)) == "used"
    assert [way["kind"] for way in maja.call("GET", "ways").json()["ways"]].count("passkey") == 1


def test_a_passkey_is_somebodys_once(key: Key, server: Server, clock: HandClock) -> None:
    robin = Counsellor(server, clock, sign_in_name="robin").joins().signs_in()
    again = Key(robin, key.device, b64u(secrets.token_bytes(16)), None)
    assert again.is_made(again.device.makes(again.asks_to_make())).status_code == 422
    taken = key_of(robin, opens=False)
    assert taken.is_made(id=key.id).status_code == 422
    assert taken.is_made(id=robin.wrap["id"]).status_code == 422
    assert key_of(robin).is_made(id="A" * 22).status_code == 422, "the wrap is of another way in"


def test_there_are_ten_at_most(maja: Counsellor) -> None:
    for _ in range(MOST):
        assert key_of(maja).is_made().status_code == 204
    answer = maja.call("POST", "ways/passkeys/begin")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "too_many_ways")


def test_only_who_has_just_signed_in_makes_one(maja: Counsellor, clock: HandClock) -> None:
    key = key_of(maja)
    made = key.device.makes(key.asks_to_make())
    clock.moves(minutes=10)
    for answer in (maja.call("POST", "ways/passkeys/begin"), key.is_made(made)):
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "sign_in_again")


def test_what_a_device_is_asked_says_who_is_there_only_to_her(maja: Counsellor, key: Key) -> None:
    asked = key.asks_to_make()
    assert asked["rp_id"] == "localhost"
    assert (asked["user_id"], asked["user_name"], asked["exclude"]) == (maja.id, "maja", [b64u(key.device.id)])
    assert set(key.asks_to_sign()) == {"challenge", "rp_id"}


def test_a_removed_account_takes_its_passkeys_along(key: Key, server: Server) -> None:
    with server.app.state.desk.accounts.writing() as connection:
        connection.exec_driver_sql("DELETE FROM accounts")
    assert because(key.signs_in()) == "unknown"


def test_a_restart_makes_every_challenge_worthless(key: Key, server: Server, clock: HandClock) -> None:
    signed = key.device.signs(key.asks_to_sign())
    with serving(server.settings, clock) as again:
        key.holder.server = again
        assert because(key.sends(signed)) == "not_asked"
        assert key.signs_in().status_code == 200


def test_a_public_address_is_what_passkeys_answer_to(tmp_path: Any) -> None:
    settings = install(tmp_path, public_url="https://help.example.org")
    with serving(settings) as server:
        site = server.app.state.desk.ways.site
        assert (site.rp_id, site.origin) == ("help.example.org", "https://help.example.org")
        assert server.send("GET", "/healthz", headers={"Host": "help.example.org"}).status_code == 200


def test_only_the_desks_pages_may_ask_for_passkeys(server: Server) -> None:
    for path, may in (("/desk/", "(self)"), ("/", "()"), ("/api/roster", "()")):
        policy = server.get(path).headers["permissions-policy"]
        assert f"publickey-credentials-get={may}" in policy
        assert f"publickey-credentials-create={may}" in policy
