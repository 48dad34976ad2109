"""Runs in the bot's own world: `.venv-bot/bin/python -m pytest tests/bot`. One trained bot serves most tests."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.nlu import language, linear
from bot.nlu.messages import read_everyday, read_messages

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
CALIBRATED_FROM = 0.7


class ActionServer(ThreadingHTTPServer):
    """A small action server: consent and hand-off as docs/wire.md §3 says; told to hang, it answers nothing."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Action)
        self.called: list[dict[str, Any]] = []
        self.hanging = threading.Event()
        self.nobody_reads = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Action(BaseHTTPRequestHandler):
    server: ActionServer

    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.called.append(call)
        while self.server.hanging.is_set():
            time.sleep(0.05)
        said = {
            "action_ask_consent": [{"response": "utter_handoff.consent"}],
            "action_find_help": [{"text": "a list of services"}],
            "action_hand_off": [
                {"response": "utter_handoff.arrived", "place": 2},
                {"custom": {"case": {"outcome": "arrived", "case_id": "c", "place": 2}}},
            ],
        }[call["next_action"]]
        events: list[dict[str, Any]] = []
        if call["next_action"] == "action_ask_consent" and self.server.nobody_reads.is_set():
            said = [{"response": "utter_handoff.no_reader"}]
            events = [{"event": "slot", "timestamp": None, "name": "case_verifier", "value": None}]
        body = json.dumps({"events": events, "responses": said}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@dataclass
class Bot:
    """A running bot, and what it has put on its standard output and error so far."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def hears(self, text: str, sender: str = "someone", timeout: float = 20.0, **metadata: Any) -> list[dict[str, Any]]:
        """What the bot answers to a text, as the door would get it."""
        return ask(self.port, {"sender": sender, "message": text, "metadata": metadata}, timeout)

    def hears_choice(self, choice: str, sender: str = "someone", **entities: Any) -> list[dict[str, Any]]:
        """What the bot answers to a button."""
        return ask(self.port, {"sender": sender, "message": f"/{choice}{json.dumps(entities)}"}, 20.0)

    def printed(self) -> str:
        return (self.folder / "stdout").read_text() + (self.folder / "stderr").read_text()

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def ask(port: int, body: Any, timeout: float) -> list[dict[str, Any]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    address = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310 (to this machine)
        said = json.load(answer)
    return [{key: value for key, value in item.items() if key != "recipient_id"} for item in said]


def state_of(said: list[dict[str, Any]]) -> dict[str, Any]:
    """The state, which every turn ends with."""
    return dict(said[-1]["custom"]["state"])


def texts_of(said: list[dict[str, Any]]) -> list[str]:
    return [item["text"] for item in said if "text" in item]


def choices_of(said: list[dict[str, Any]]) -> list[str]:
    return [button["payload"] for item in said for button in item.get("buttons", [])]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(model: Path, actions_port: int, folder: Path, code: str | None = None, **environment: str) -> Bot:
    """Starts the launcher (or `code`, which ends in starting it) and waits until it says that it is ready."""
    port = free_port()
    arguments = ["--port", str(port), "--actions-port", str(actions_port), "--model", str(model)]
    command = (
        [sys.executable, "-m", "bot.launch", *arguments] if code is None else [sys.executable, "-c", code, *arguments]
    )
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    settings = {**os.environ, "TMPDIR": str(folder / "tmp"), **environment}
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=folder, env=settings)
    bot = Bot(port, process, folder, settings)
    for _ in range(START_SECONDS * 10):
        if (folder / "stdout").read_text().strip().endswith("ready"):
            return bot
        if process.poll() is not None:
            break
        time.sleep(0.1)
    bot.process.kill()
    pytest.fail(f"the bot did not start: {bot.printed()[-2000:]}")


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of the data and content as they stand; what Rasa has in its cache is not trained again."""
    folder = tmp_path_factory.mktemp("model")
    done = subprocess.run(
        [sys.executable, "-m", "bot.train", "--out", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "lykta.tar.gz"


@pytest.fixture(scope="session")
def action_server() -> Iterator[ActionServer]:
    server = ActionServer()
    yield server
    server.shutdown()


@pytest.fixture(scope="session")
def bot(model: Path, action_server: ActionServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    running = start(model, action_server.port, tmp_path_factory.mktemp("bot"))
    yield running
    running.end()


@pytest.fixture(scope="session")
def language_model() -> linear.LinearModel:
    """Learned from the messages that are not held out."""
    messages = [m for m in read_messages() if not m.is_held_out]
    return language.train_language(messages, read_everyday(), CALIBRATED_FROM)
