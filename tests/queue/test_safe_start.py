"""Refusing to start unsafe, and the process as it is run."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest

from tests.queue.world import install, person
from triage_api.app import create_app
from triage_api.safe_start import UnsafeToStart
from triage_api.serve import IDLE_SECONDS
from triage_api.settings import Settings


@pytest.mark.parametrize("name", ["root.pub", "internal.key", "server.key"])
def test_without_its_keys_it_does_not_start(tmp_path: Path, name: str) -> None:
    settings = install(tmp_path)
    (settings.var / name).unlink()
    with pytest.raises(UnsafeToStart, match=name):
        create_app(settings)


@pytest.mark.parametrize("name", ["internal.key", "server.key"])
def test_with_a_short_or_readable_secret_it_does_not_start(tmp_path: Path, name: str) -> None:
    settings = install(tmp_path)
    file = settings.var / name
    file.chmod(0o640)
    with pytest.raises(UnsafeToStart, match="chmod 600"):
        create_app(settings)
    file.chmod(0o600)
    file.write_text("short")
    with pytest.raises(UnsafeToStart, match="too short"):
        create_app(settings)


@pytest.mark.parametrize("name", ["cases.sqlite", "accounts.sqlite", "cases.sqlite-wal", "accounts.sqlite-shm"])
def test_on_a_readable_database_it_does_not_start(tmp_path: Path, name: str) -> None:
    settings = install(tmp_path)
    file = settings.var / name
    file.touch(mode=0o600)
    file.chmod(0o604)
    with pytest.raises(UnsafeToStart, match="chmod 600"):
        create_app(settings)


def test_in_an_open_or_missing_folder_it_does_not_start(tmp_path: Path) -> None:
    settings = install(tmp_path)
    settings.var.chmod(0o750)
    with pytest.raises(UnsafeToStart, match="chmod 700"):
        create_app(settings)
    with pytest.raises(UnsafeToStart, match="make up"):
        create_app(Settings(var=tmp_path / "nowhere"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(settings: Settings, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "LYKTA_VAR": str(settings.var), "LYKTA_PORT": str(port)}
    command = [sys.executable, "-m", "triage_api.serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as one:
        try:
            yield one
        finally:
            one.kill()


def wait_until_ready(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def test_the_process_says_nothing_of_requests_keeps_its_files_to_itself_and_ends_at_once(tmp_path: Path) -> None:
    settings, port = install(tmp_path), free_port()
    with process(settings, port) as running:
        wait_until_ready(port, running)
        one = person("c" * 22)
        key = settings.internal_key_file.read_text().strip()
        answer = httpx.post(
            f"http://127.0.0.1:{port}/internal/cases",
            json=one.case,
            headers={"Authorization": f"Bearer {key}"},
            trust_env=False,
        )
        assert answer.status_code == 201
        assert "server" not in answer.headers
        httpx.get(f"http://127.0.0.1:{port}/canary-in-a-path?canary=in-a-query", trust_env=False)
        assert {file.stat().st_mode & 0o077 for file in settings.var.iterdir()} == {0}
        limits = Path(f"/proc/{running.pid}/limits").read_text()
        assert "Max core file size        0                    0" in limits
        headers = {"Authorization": f"Bearer {one.token}"}
        with httpx.Client(trust_env=False) as client:  # an open stream must not hold the end up
            with client.stream("GET", f"http://127.0.0.1:{port}/api/case/events", headers=headers) as stream:
                assert stream.status_code == 200
                running.send_signal(signal.SIGTERM)
                begun = time.monotonic()
                stream.read()
            output = running.communicate(timeout=10)[0]
        assert time.monotonic() - begun < 8
    assert "canary" not in output
    assert "127.0.0.1" not in output
    assert one.token not in output


def test_an_idle_connection_is_not_closed_before_whoever_stands_in_front_would_close_it(tmp_path: Path) -> None:
    """Closed by this side in the moment a text is sent on it, the text would be lost: a POST is not sent again."""
    assert IDLE_SECONDS > 120
    settings, port = install(tmp_path), free_port()
    with process(settings, port) as running:
        wait_until_ready(port, running)
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/healthz")
        assert connection.getresponse().read()
        connection.auto_open = 0  # only on the one that is open
        time.sleep(7)  # the server's own time would be five
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200


def test_it_says_one_sentence_and_fails_when_it_may_not_start_or_its_port_is_taken(tmp_path: Path) -> None:
    settings, port = install(tmp_path), free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with process(settings, port) as running:
            output = running.communicate(timeout=40)[0]
        assert (running.returncode, output.count("\n")) == (1, 1), output
        assert f"Port {port} is taken" in output
    settings.server_key_file.unlink()
    with process(settings, port) as running:
        output = running.communicate(timeout=40)[0]
    assert (running.returncode, output.count("\n")) == (1, 1), output
    assert "server key is missing" in output


def test_it_ends_when_its_parent_ends(tmp_path: Path) -> None:
    settings, port = install(tmp_path), free_port()
    serve = "[sys.executable, '-m', 'triage_api.serve']"
    start = f"import subprocess, sys, time; print(subprocess.Popen({serve}).pid, flush=True); time.sleep(60)"
    environment = {**os.environ, "LYKTA_VAR": str(settings.var), "LYKTA_PORT": str(port)}
    with subprocess.Popen([sys.executable, "-c", start], env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        wait_until_ready(port, parent)
        parent.kill()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _lives(child):
        time.sleep(0.1)
    assert not _lives(child)


def _lives(pid: int) -> bool:
    """A process that has ended but whose new parent has not looked yet does not live."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
