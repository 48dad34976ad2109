"""Where Lykta cannot run, the operator gets one sentence that says what to do, and nothing is left running."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from triage_api.command.children import Family, Part
from triage_api.command.first_run import prepare
from triage_api.command.parts import parts, phone_part
from triage_api.command.trouble import ChildFailed, DiskFull, NoBotPython, NoRootKey, PortTaken
from triage_api.phone.account import with_phone
from triage_api.settings import Settings

LYKTA = str(Path(sys.executable).parent / "lykta")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield int(listening.getsockname()[1])


def test_a_taken_port_stops_it_with_one_sentence(taken_port: int, tmp_path: Path) -> None:
    environment = {**os.environ, "LYKTA_PORT": str(taken_port), "LYKTA_VAR": str(tmp_path / "var")}
    done = subprocess.run(
        [LYKTA, "up", "--demo"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip() == str(PortTaken(taken_port, "LYKTA_PORT"))
    assert not (tmp_path / "var").exists()


def test_a_full_disk_stops_it_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage_api.command.first_run.NEEDED_MEGABYTES", 10**9)
    with pytest.raises(DiskFull):
        prepare(Settings(var=tmp_path / "var"))
    assert list(tmp_path.iterdir()) == []


def test_without_a_root_key_it_says_where_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(NoRootKey, match=r"root\.pub is missing: carry it here .* or try Lykta with `lykta up --demo`"):
        prepare(Settings(var=tmp_path / "var"))


def test_a_missing_bot_python_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from triage_api.command import parts

    monkeypatch.setattr(parts, "ROOT", tmp_path)
    with pytest.raises(NoBotPython, match="make setup"):
        parts.bot_python()


def test_keys_are_made_once_and_readable_by_us_alone(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var", demo=True)
    prepare(settings)
    kept = {file.name: (file.read_bytes(), file.stat().st_mode & 0o777) for file in settings.var.iterdir()}
    prepare(settings)
    assert {file.name: file.read_bytes() for file in settings.var.iterdir()} == {n: c for n, (c, _) in kept.items()}
    assert settings.var.stat().st_mode & 0o777 == 0o700
    for name in ("internal.key", "server.key", "demo-root.key", "twilio.token"):
        assert kept[name][1] == 0o600


def test_a_real_number_gets_no_invented_token(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var", demo=True, sms_number="+46701740698", sms_account="AC" + "0" * 32)
    prepare(with_phone(settings))
    assert not settings.provider_token_file.exists()
    assert phone_part(with_phone(settings)) is None


def test_the_demo_without_a_number_has_the_simulator_in_the_providers_place(tmp_path: Path) -> None:
    settings = with_phone(Settings(var=tmp_path / "var", demo=True, port=8001, phone_port=8011))
    assert (settings.sms_number, settings.sms_api) == ("+46701740699", "http://127.0.0.1:8011")
    assert settings.sms_public_url == settings.api_url == "http://127.0.0.1:8001"
    phone = phone_part(settings)
    assert phone is not None
    for told in (phone, *parts(settings, tmp_path / "model")):
        assert told.environment["LYKTA_SMS_NUMBER"] == settings.sms_number
        assert told.environment["LYKTA_SMS_API"] == settings.phone_url
        assert told.environment["LYKTA_SMS_ACCOUNT"] == settings.sms_account
        assert told.environment["LYKTA_SMS_PUBLIC_URL"] == settings.api_url


def test_outside_the_demo_there_is_no_simulator(tmp_path: Path) -> None:
    settings = with_phone(Settings(var=tmp_path / "var"))
    assert (settings.sms_number, phone_part(settings)) == ("", None)


def test_the_simulator_starts_as_a_part_and_says_what_it_is(tmp_path: Path) -> None:
    settings = with_phone(Settings(var=tmp_path / "var", demo=True, phone_port=free_port()))
    prepare(settings)
    phone = phone_part(settings)
    assert phone is not None
    with Family() as family:
        family.start(phone)
        family.wait_ready(phone, 30)
        page = httpx.get(phone.ready_url, trust_env=False).text
    assert "These phones are not real." in page


def part(code: str, port: int) -> Part:
    return Part("part", (sys.executable, "-c", code), port, "LYKTA_PORT", f"http://127.0.0.1:{port}/", {})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_bot_stands_back_for_the_part_that_says_112() -> None:
    settings = Settings()
    bot, actions, api = parts(settings, Path("model"))
    assert bot.nice > actions.nice == api.nice == 0
    ports = free_port(), free_port()
    usual, last = (part("import time; time.sleep(60)", port) for port in ports)
    with Family() as family:
        for one in (usual, replace(last, name="last", nice=bot.nice)):
            family.start(one)
        pids = family.pids()
        nice = [os.getpriority(os.PRIO_PROCESS, pids[name]) for name in ("part", "last")]
        assert nice[1] - nice[0] == bot.nice


def test_a_part_that_ends_says_its_last_sentence(tmp_path: Path) -> None:
    with Family() as family:
        broken = part("import sys; sys.exit('The roster has expired: sign a new one.')", free_port())
        family.start(broken)
        with pytest.raises(ChildFailed, match="The roster has expired"):
            family.wait_ready(broken, 10)


def test_a_part_that_writes_much_to_its_error_stream_is_not_stopped_by_it() -> None:
    port = free_port()
    talkative = (
        "import sys, http.server; sys.stderr.write('x' * 1_000_000 + '\\n'); sys.stderr.flush();"
        f"http.server.HTTPServer(('127.0.0.1', {port}), http.server.SimpleHTTPRequestHandler).serve_forever()"
    )
    with Family() as family:
        running = part(talkative, port)
        family.start(running)
        family.wait_ready(running, 10)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_when_the_supervisor_ends_every_child_ends(how: signal.Signals) -> None:
    child = "from triage_api.process import end_with_parent as end; end(); import time; time.sleep(60)"
    made = f"Part('part', (sys.executable, '-c', {child!r}), {free_port()}, 'P', 'http://127.0.0.1:9', {{}})"
    code = (
        "import sys, time\n"
        "from triage_api.command.children import Family, Part\n"
        "with Family() as family:\n"
        f"    family.start({made})\n"
        "    time.sleep(1); print(family.pids()['part'], flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as supervisor:
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline())
        supervisor.send_signal(how)
        supervisor.wait(10)
    deadline = time.monotonic() + 30
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()
