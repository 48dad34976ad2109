"""A server and a signer that share nothing but two files carried between them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.sealing.roster import verify_roster
from tests.desk.counsellor import Counsellor
from tests.queue.world import HandClock, Server, install, serving
from triage_api.base64url import b64u, from_b64u
from triage_api.clock import utc_now
from triage_api.command.root_key import make_root
from triage_api.command.roster.exchange import take
from triage_api.command.trouble import Trouble

LYKTA = str(Path(sys.executable).parent / "lykta")
PASSPHRASE = "five quiet words here now"


@pytest.fixture
def signer(tmp_path: Path) -> Path:
    """The signer's machine: a folder with the root key, and no settings of any server."""
    folder = tmp_path / "signer"
    folder.mkdir()
    make_root(folder / "root.pem", folder / "root.pub", PASSPHRASE)
    return folder


@pytest.fixture
def server(tmp_path: Path, signer: Path) -> Iterator[Server]:
    folder = tmp_path / "server"
    folder.mkdir()
    settings = install(folder)
    settings.root_public_key_file.write_text((signer / "root.pub").read_text())
    with serving(settings) as running:
        yield running


@pytest.fixture
def maja(server: Server) -> Counsellor:
    return Counsellor(server, HandClock(utc_now())).joins()


def at_server(server: Server, *words: str) -> str:
    return _run({"LYKTA_VAR": str(server.settings.var)}, server.settings.var.parent, words)


def at_signer(signer: Path, *words: str, typed: str) -> str:
    """Nothing of the server is reachable: its folder is none of this process's settings."""
    return _run({"LYKTA_VAR": str(signer / "nowhere")}, signer, words, typed)


def _run(settings: dict[str, str], folder: Path, words: tuple[str, ...], typed: str = "") -> str:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path), "COLUMNS": "200", **settings}
    done = subprocess.run(
        [LYKTA, *words], cwd=folder, env=environment, input=typed, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def names(server: Server) -> list[str]:
    """Whom the roster in force names, verified with the root's public key."""
    signed = json.loads(server.settings.roster_file.read_bytes())
    root = from_b64u(server.settings.root_public_key_file.read_text().strip())
    return [person.name for person in verify_roster(signed, root, datetime.now(UTC), 0).people]


def goes_round(server: Server, signer: Path, answers: str = "") -> str:
    """What is wanted goes to the signer, and what was signed comes back."""
    wanted, signed = signer / "wanted.json", signer / "signed.json"
    at_server(server, "roster", "pending", "--out", str(wanted))
    said = at_signer(
        signer,
        *("roster", "sign", "--root", "root.pem", "--from", str(wanted), "--to", str(signed)),
        typed=f"{PASSPHRASE}\n{answers}",
    )
    at_server(server, "roster", "take", str(signed))
    return said


def test_somebody_new_is_compared_by_voice_and_put_into_force(server: Server, signer: Path, maja: Counsellor) -> None:
    shown = at_server(server, "roster", "pending")
    said = goes_round(server, signer, "y\n")
    spoken = next(line for line in shown.splitlines() if "fingerprint" in line)
    assert spoken.strip() in said, "both machines show the same numbers"
    assert "by voice?" in said
    assert names(server) == ["Maja Exempel"]
    assert maja.signs_in().call("GET", "me").json()["on_roster"] is True


def test_who_was_removed_leaves_with_the_next_roster(server: Server, signer: Path, maja: Counsellor) -> None:
    Counsellor(server, maja.clock, sign_in_name="nils", name="Nils Exempel").joins()
    goes_round(server, signer, "y\ny\n")
    assert sorted(names(server)) == ["Maja Exempel", "Nils Exempel"]
    at_server(server, "counsellor", "remove", "maja")
    assert "Maja Exempel was removed" in at_server(server, "roster", "pending")
    assert "Maja Exempel was removed" in goes_round(server, signer)
    assert names(server) == ["Nils Exempel"]


def test_a_server_that_shows_the_signer_an_old_roster_brings_nobody_back(
    server: Server, signer: Path, maja: Counsellor
) -> None:
    goes_round(server, signer, "y\n")
    old = server.settings.roster_file.read_bytes()
    at_server(server, "counsellor", "remove", "maja")
    goes_round(server, signer)
    server.settings.roster_file.write_bytes(old)
    Counsellor(server, maja.clock, sign_in_name="nils", name="Nils Exempel").joins()
    goes_round(server, signer, "y\n")
    assert names(server) == ["Nils Exempel"]
    assert json.loads(from_b64u(json.loads(server.settings.roster_file.read_bytes())["payload"]))["number"] == 3


def test_an_old_a_foreign_and_a_broken_file_are_not_taken(
    server: Server, signer: Path, maja: Counsellor, tmp_path: Path
) -> None:
    goes_round(server, signer, "y\n")
    now = datetime.now(UTC)
    with pytest.raises(Trouble, match="Roster 1 is no newer than roster 1, which is in force"):
        take(server.settings, signer / "signed.json", now)
    with pytest.raises(Trouble, match="has expired"):
        take(server.settings, signer / "signed.json", now + timedelta(days=8))
    signed = json.loads((signer / "signed.json").read_text())
    foreign, broken = tmp_path / "foreign.json", tmp_path / "broken.json"
    foreign.write_text(json.dumps(signed | {"signature": b64u(bytes(64))}))
    broken.write_text("{")
    with pytest.raises(Trouble, match="not signed by the organisation's root key"):
        take(server.settings, foreign, now)
    with pytest.raises(Trouble, match="no signed roster"):
        take(server.settings, broken, now)


def test_the_signer_refuses_what_no_server_wrote(signer: Path) -> None:
    (signer / "wanted.json").write_text('{"v": 1}')
    with pytest.raises(AssertionError, match="is not what `lykta roster pending --out` writes"):
        at_signer(
            signer,
            *("roster", "sign", "--root", "root.pem", "--from", "wanted.json", "--to", "signed.json"),
            typed=f"{PASSPHRASE}\n",
        )
    assert not (signer / "signed.json").exists()
