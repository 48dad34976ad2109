"""The processes around the bot: who may reach it, how it ends, and reading many messages without it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, START_SECONDS, ActionServer, Bot, free_port

PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-m", "bot.launch", *sys.argv[1:]], stdout=sys.stdout)
print(child.pid, flush=True)
time.sleep(600)
"""


def test_only_this_machine_reaches_the_bot(bot: Bot) -> None:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = {row[1].split(":")[0] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == bot.port}
    assert listening == {"0100007F"}
    six = Path("/proc/net/tcp6").read_text() if Path("/proc/net/tcp6").exists() else ""
    assert f":{bot.port:04X} 00000000000000000000000000000000:0000 0A" not in six


def test_the_bot_ends_when_its_parent_is_killed(model: Path, action_server: ActionServer, tmp_path: Path) -> None:
    port = free_port()
    out = tmp_path / "out"
    arguments = ["--port", str(port), "--actions-port", str(action_server.port), "--model", str(model)]
    with out.open("wb") as file:
        parent = subprocess.Popen([sys.executable, "-c", PARENT, *arguments], stdout=file, cwd=tmp_path)
    for _ in range(START_SECONDS * 10):
        if "ready" in out.read_text():
            break
        time.sleep(0.1)
    child = int(out.read_text().split()[0])
    os.kill(child, 0)
    parent.kill()
    parent.wait()
    for _ in range(50):
        if not Path(f"/proc/{child}").exists() or " Z " in Path(f"/proc/{child}/stat").read_text():
            break
        time.sleep(0.1)
    else:
        os.kill(child, signal.SIGKILL)
        pytest.fail("the bot outlived its parent")


def test_a_taken_port_is_said_in_one_sentence(model: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = subprocess.run(
            [sys.executable, "-m", "bot.launch", "--port", str(other.getsockname()[1]), "--model", str(model)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert "is taken" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_many_messages_are_read_without_a_server(model: Path) -> None:
    lines = [
        {"id": "a", "lang": "sv", "channel": "web", "text": "är det lagligt att sälja sex"},
        {"id": 7, "lang": "th", "channel": "sms", "text": "เขาล็อคห้องไว้ ออกไม่ได้ เขามีมีด"},
        {"id": "c", "lang": "en", "channel": "web", "text": "/restart ⟦phone⟧"},
        {"id": "d", "lang": "ro", "channel": "web", "text": ""},
    ]
    given = "".join(json.dumps(line) + "\n" for line in lines)
    done = subprocess.run(
        [sys.executable, "-m", "bot.evaluate", "--model", str(model)],
        input=given, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in found] == ["a", 7, "c", "d"]
    assert set(found[0]) == {"id", "language", "topics", "urgency", "urgency_score", "signs"}
    assert found[0]["topics"][0][0] == "law.selling"
    assert (found[1]["language"], found[1]["urgency"]) == ("th", "immediate")


def test_a_line_that_cannot_be_read_is_named_by_number_only(model: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.evaluate", "--model", str(model)],
        input='{"id": 1, "text": "a"}\n{"hemligt": \n', capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "line 2" in done.stderr
    assert "hemligt" not in done.stderr + done.stdout


def test_rasas_own_validation_of_the_project_passes(tmp_path: Path) -> None:
    """`rasa data validate` inside bot/, behind the stand-in where TensorFlow is not installed."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.run_rasa", "data", "validate"],
        cwd=ROOT / "bot", capture_output=True, text=True, check=False,
        env={**os.environ, "RASA_CACHE_DIRECTORY": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "No story structure conflicts found" in done.stderr + done.stdout
