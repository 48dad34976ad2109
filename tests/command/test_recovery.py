"""The recovery key's whole way round, by the command line and the files that are carried; and what it refuses."""

import hashlib
import json
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typer.testing import CliRunner

from tests.contract.counterpart import seal_to_organisation
from tests.databases import both_databases, kind, on_sqlite
from tests.desk.counsellor import Counsellor
from tests.queue.world import HandClock, Server, install, serving
from triage_api.base64url import b64u, from_b64u
from triage_api.clock import utc_now
from triage_api.command import app
from triage_api.command.root_key import make_root
from triage_api.command.trouble import Trouble
from triage_api.desk.ways.organisation import sweep_organisation

__all__ = ["kind"]

ROOT_PASSPHRASE, KEY_PASSPHRASE = "five quiet words here now", "seven lanterns on a river"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass
class Failed(Exception):
    """What a command said that ended with an error."""

    said: str


def run(folder: Path, environment: dict[str, str], words: tuple[str, ...], typed: str = "") -> str:
    """The command as it is typed, with its files in this folder, but in this process: one of its own takes seconds."""
    with chdir(folder):
        done = CliRunner().invoke(app, words, typed, {"COLUMNS": "200", **environment})
    if isinstance(done.exception, Trouble):
        raise Failed(done.output + str(done.exception))
    if done.exit_code:
        raise Failed(done.output)
    return done.output


@dataclass
class Organisation:
    """A server, and a machine apart with the root key and the recovery key, which share nothing but carried files."""

    server: Server
    apart: Path
    maja: Counsellor
    vault_key: bytes

    def at_server(self, *words: str) -> str:
        settings = self.server.settings
        named = {"LYKTA_VAR": str(settings.var), "LYKTA_CASES_URL": settings.cases_url} | {
            "LYKTA_ACCOUNTS_URL": settings.accounts_url
        }
        return run(self.apart, {name: value for name, value in named.items() if value}, words)

    def apart_from_it(self, *words: str, typed: str) -> str:
        return run(self.apart, {"LYKTA_VAR": str(self.apart / "nowhere")}, words, typed)

    def signs(self, *words: str, answers: str = "") -> str:
        """What is wanted goes to the signer, and what was signed comes back."""
        self.at_server("roster", "pending", "--out", "wanted.json")
        said = self.apart_from_it(
            *("roster", "sign", "--root", "root.pem", "--from", "wanted.json", "--to", "signed.json", *words),
            typed=f"{ROOT_PASSPHRASE}\n{answers}",
        )
        return said + self.at_server("roster", "take", "signed.json")

    def makes_a_key(self, name: str = "recovery") -> str:
        return self.apart_from_it(
            *("recovery", "init", "--key", f"{name}.key", "--public", f"{name}.pub"),
            typed=f"{KEY_PASSPHRASE}\n{KEY_PASSPHRASE}\n",
        )

    def seals(self, one: Counsellor, vault_key: bytes, **changed: Any) -> None:
        """What her page does when she signs in."""
        public = from_b64u((self.apart / "recovery.pub").read_text().strip())
        wrap = seal_to_organisation(vault_key, one.id, one.sign_key.private_bytes_raw(), public) | changed
        assert one.call("POST", "ways/organisation", wrap).status_code == 204

    def exports(self, file: str = "out.json", name: str = "maja") -> dict[str, Any]:
        self.at_server("recovery", "export", name, "--to", file)
        written: dict[str, Any] = json.loads((self.apart / file).read_text())
        return written

    def opens(
        self,
        file: str = "out.json",
        to: str = "back.json",
        key: str = "recovery.key",
        root: str = "root.pub",
        passphrase: str = KEY_PASSPHRASE,
    ) -> str:
        return self.apart_from_it(
            *("recovery", "open", file, "--key", key, "--root-public", root, "--to", to), typed=f"{passphrase}\n"
        )

    def takes(self, file: str = "back.json") -> str:
        return self.at_server("recovery", "import", file)

    def audited(self) -> list[str]:
        return [line.split(maxsplit=2)[2] for line in self.at_server("audit", "show").splitlines()]


@pytest.fixture
def organisation(kind: str, tmp_path: Path) -> Iterator[Organisation]:
    """Maja answers, the roster carries a recovery key, and her page has sealed her vault key to it."""
    apart = tmp_path / "apart"
    apart.mkdir()
    make_root(apart / "root.pem", apart / "root.pub", ROOT_PASSPHRASE)
    clock = HandClock(utc_now())
    with both_databases(kind) as databases:
        settings = install(tmp_path, **databases)
        settings.root_public_key_file.write_text((apart / "root.pub").read_text())
        with serving(settings, clock) as server:
            one = Organisation(server, apart, Counsellor(server, clock).joins(), secrets.token_bytes(32))
            one.makes_a_key()
            one.signs("--recovery", "recovery.pub", answers="y\ny\n")
            one.seals(one.maja.signs_in(), one.vault_key)
            yield one


def code_in(said: str) -> bytes:
    """The secret of the code that was printed; its checksum holds."""
    written = next(line.strip() for line in said.splitlines() if line.count("-") == 7)
    number = 0
    for letter in written.replace("-", ""):
        number = number << 5 | LETTERS.index(letter)
    whole = number.to_bytes(20, "big")
    assert whole[17:] == hashlib.sha256(b"lykta recovery code v1\n" + whole[:17]).digest()[:3]
    return whole[:17]


def derived(secret: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=info).derive(secret)


def recovers(organisation: Organisation, secret: bytes, **second: str) -> tuple[int, bytes]:
    """What her page does with the printed code: the answer's status, and the vault key that it opens."""
    maja = organisation.maja
    body = {"sign_in_name": "maja", "auth_key": b64u(derived(secret, b"lykta recovery auth v1")), **second}
    answer = maja.call("POST", "recovery/open", body)
    maja.clock.moves(seconds=30)
    if answer.status_code != 200:
        return answer.status_code, b""
    (wrap,) = answer.json()["wraps"]
    bound = f"lykta vault v1\n{maja.id}\nrecovery\n{wrap['id']}".encode()
    cipher = AESGCM(derived(secret, b"lykta recovery wrap v1"))
    return 200, cipher.decrypt(from_b64u(wrap["nonce"]), from_b64u(wrap["ciphertext"]), bound)


def test_who_has_lost_everything_opens_the_same_keys_with_a_new_code_and_a_reset(organisation: Organisation) -> None:
    maja = organisation.maja
    exported = organisation.exports()
    assert set(exported) == {"v", "counsellor_id", "wrap", "roster"}
    said = organisation.opens()
    assert "For Maja Exempel (counsellor)" in said
    assert maja.call("POST", "recovery/open", {"sign_in_name": "maja"} | lost(maja)).status_code == 200, "not yet"
    maja.clock.moves(seconds=30)
    assert "Maja Exempel" in organisation.takes()
    secret = code_in(said)
    assert maja.call("POST", "recovery/open", {"sign_in_name": "maja"} | lost(maja)).status_code == 401
    assert recovers(organisation, secret, reset="A" * 16)[0] == 401, "the paper alone is not enough"
    reset = organisation.at_server("counsellor", "reset", "maja").strip()
    assert recovers(organisation, secret, reset=reset) == (200, organisation.vault_key)
    assert recovers(organisation, secret, totp=maja.code_now()) == (200, organisation.vault_key)
    hers = [line for line in organisation.audited() if "org_key_" in line]
    assert hers == ["operator  org_key_exported  Maja Exempel", "operator  org_key_used  Maja Exempel"]
    for carried in ("out.json", "back.json"):
        text = (organisation.apart / carried).read_text()
        assert b64u(organisation.vault_key) not in text
        assert b64u(derived(secret, b"lykta recovery auth v1")) not in text
        assert stat.S_IMODE((organisation.apart / carried).stat().st_mode) == 0o600


def lost(maja: Counsellor) -> dict[str, str]:
    """The paper that she had, and a code of her code app."""
    return {"auth_key": maja.recovery["auth_key"], "totp": maja.code_now()}


def test_a_file_works_once_and_none_that_is_older_than_her_last_signing_in(organisation: Organisation) -> None:
    organisation.exports()
    organisation.opens()
    organisation.takes()
    with pytest.raises(Failed, match="worth nothing any more"):
        organisation.takes()
    with pytest.raises(Failed, match="Nothing of theirs is sealed"):
        organisation.exports("again.json")
    organisation.seals(organisation.maja, organisation.vault_key)
    organisation.exports("second.json")
    organisation.opens("second.json", to="second-back.json")
    organisation.seals(organisation.maja, organisation.vault_key)
    with pytest.raises(Failed, match="worth nothing any more"):
        organisation.takes("second-back.json")


@on_sqlite
def test_a_wrong_key_and_a_wrong_passphrase_open_nothing(organisation: Organisation) -> None:
    organisation.exports()
    organisation.makes_a_key("other")
    with pytest.raises(Failed, match="sealed to another recovery key"):
        organisation.opens(key="other.key")
    with pytest.raises(Failed, match="check the passphrase"):
        organisation.opens(passphrase="not the one at all")
    with pytest.raises(Failed, match="holds no public root key"):
        organisation.opens(root="recovery.pub")
    with pytest.raises(Failed, match="is no recovery key"):
        organisation.opens(key="root.pem")
    assert not (organisation.apart / "back.json").exists()


def altered(exported: dict[str, Any]) -> dict[str, Any]:
    raw = bytearray(from_b64u(exported["wrap"]["sealed"]))
    raw[1130] ^= 1
    return exported | {"wrap": exported["wrap"] | {"sealed": b64u(bytes(raw))}}


def renamed(exported: dict[str, Any]) -> dict[str, Any]:
    return exported | {"wrap": exported["wrap"] | {"id": b64u(bytes(16))}}


def of_nobody(exported: dict[str, Any]) -> dict[str, Any]:
    return exported | {"counsellor_id": b64u(bytes(16))}


def unsigned(exported: dict[str, Any]) -> dict[str, Any]:
    fields = json.loads(from_b64u(exported["roster"]["payload"]))
    fields["people"][0]["name"] = "Nils Exempel"
    return exported | {"roster": exported["roster"] | {"payload": b64u(json.dumps(fields).encode())}}


def with_more(exported: dict[str, Any]) -> dict[str, Any]:
    return exported | {"wrapped_keys": {}}


@on_sqlite
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (altered, "was changed, or is not Maja Exempel's"),
        (renamed, "was changed, or is not Maja Exempel's"),
        (of_nobody, "does not name whose this is"),
        (unsigned, "is not signed by this root key"),
        (with_more, "is not what `lykta recovery export` writes"),
    ],
)
def test_what_the_server_changed_is_not_opened(
    change: Callable[[dict[str, Any]], dict[str, Any]], says: str, organisation: Organisation
) -> None:
    exported = organisation.exports()
    (organisation.apart / "changed.json").write_text(json.dumps(change(exported)))
    with pytest.raises(Failed, match=says):
        organisation.opens("changed.json")
    assert not (organisation.apart / "back.json").exists()


def test_one_counsellors_wrap_passes_for_no_other(organisation: Organisation) -> None:
    """Threat: whoever runs the server has one counsellor's keys opened under the name of another, who agreed."""
    nils = Counsellor(organisation.server, organisation.maja.clock, sign_in_name="nils", name="Nils Exempel").joins()
    organisation.signs(answers="y\n")
    organisation.seals(nils.signs_in(), secrets.token_bytes(32))
    hers, his = organisation.exports(), organisation.exports("nils.json", "nils")
    (organisation.apart / "mixed.json").write_text(json.dumps(his | {"wrap": hers["wrap"]}))
    with pytest.raises(Failed, match="is not Nils Exempel's"):
        organisation.opens("mixed.json")
    organisation.opens("nils.json")
    back = json.loads((organisation.apart / "back.json").read_text())
    (organisation.apart / "moved.json").write_text(json.dumps(back | {"counsellor_id": organisation.maja.id}))
    with pytest.raises(Failed, match="worth nothing any more"):
        organisation.takes("moved.json")
    organisation.takes()


def test_a_vault_key_that_somebody_else_sealed_is_not_taken_for_hers(organisation: Organisation) -> None:
    """Threat: the recovery key's public half is no secret, so whoever writes to the database can seal to it."""
    public = from_b64u((organisation.apart / "recovery.pub").read_text().strip())
    forged = seal_to_organisation(bytes(32), organisation.maja.id, secrets.token_bytes(32), public)
    assert organisation.maja.call("POST", "ways/organisation", forged).status_code == 204
    organisation.exports()
    with pytest.raises(Failed, match="was changed, or is not Maja Exempel's"):
        organisation.opens()


def test_it_is_put_on_by_a_yes_stays_on_and_is_taken_off(organisation: Organisation) -> None:
    fingerprint = organisation.makes_a_key("third").splitlines()[-1].strip()
    with pytest.raises(Failed, match="the recovery key was not confirmed"):
        organisation.signs("--recovery", "third.pub", answers="n\n")
    assert fingerprint in organisation.signs("--recovery", "third.pub", answers="y\n")
    Counsellor(organisation.server, organisation.maja.clock, sign_in_name="nils", name="Nils Exempel").joins()
    said = organisation.signs(answers="y\n")
    assert fingerprint in said, "each signing says that it is on"
    assert "It carries a recovery key" in said, "and so does the server that takes it"
    assert fingerprint in organisation.at_server("roster", "show")
    assert "is taken off" in organisation.signs("--no-recovery")
    assert "fingerprint" not in organisation.at_server("roster", "show")
    sweep_organisation(organisation.server.app.state.desk)
    with pytest.raises(Failed, match="carries no recovery key"):
        organisation.exports()
    payload = json.loads(from_b64u(json.loads(organisation.server.settings.roster_file.read_text())["payload"]))
    assert list(payload) == ["v", "number", "organisation", "demo", "issued", "expires", "people"]
    with pytest.raises(Failed, match="Nothing was signed"):
        organisation.signs()


@on_sqlite
def test_the_doctor_says_whether_it_is_on(organisation: Organisation) -> None:
    def told() -> str:
        try:
            return organisation.at_server("doctor")
        except Failed as other_findings:
            return other_findings.said

    assert "An organisation recovery key is on" in told()
    organisation.signs("--no-recovery")
    assert "No organisation recovery key is on (the default)." in told()


def test_who_was_removed_gets_no_new_code(organisation: Organisation) -> None:
    organisation.exports()
    organisation.opens()
    organisation.at_server("counsellor", "remove", "maja")
    with pytest.raises(Failed, match="worth nothing any more"):
        organisation.takes()
    with pytest.raises(Failed, match="Nobody with an account is called maja"):
        organisation.exports("again.json")


@on_sqlite
def test_no_file_is_overwritten_and_a_short_passphrase_is_refused(organisation: Organisation) -> None:
    organisation.exports()
    with pytest.raises(Failed, match="is there already"):
        organisation.exports()
    with pytest.raises(Failed, match="is there already"):
        organisation.makes_a_key()
    with pytest.raises(Failed, match="too short"):
        organisation.apart_from_it("recovery", "init", "--key", "k", "--public", "p", typed="short\nshort\n")
    assert stat.S_IMODE((organisation.apart / "recovery.key").stat().st_mode) == 0o600


@on_sqlite
def test_the_key_file_opens_with_its_passphrase_alone(organisation: Organisation) -> None:
    written = (organisation.apart / "recovery.key").read_bytes()
    public = from_b64u((organisation.apart / "recovery.pub").read_text().strip())
    assert public[-32:] not in written
    assert len(written) == len(b"lykta recovery key v1\n") + 16 + 12 + 96 + 16
    (organisation.apart / "bent.key").write_bytes(written[:-1] + bytes([written[-1] ^ 1]))
    organisation.exports()
    with pytest.raises(Failed, match="check the passphrase"):
        organisation.opens(key="bent.key")
