"""Training: only what changed, one sentence when it cannot, and a model that no change escapes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EACH = 60
"""Messages per language in the copy: enough to train on, few enough to train several times in a test."""


class Copy:
    """A copy of the project, small, whose training touches nothing of the real one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignore = shutil.ignore_patterns("messages", "models", ".rasa", "__pycache__")
        shutil.copytree(ROOT / "bot", folder / "bot", ignore=ignore)
        shutil.copytree(ROOT / "config", folder / "config")
        shutil.copytree(ROOT / "content", folder / "content")
        for language in ("sv", "en", "th", "ro"):
            lines = [
                line
                for file in sorted((ROOT / "bot" / "data" / "messages" / language).glob("*.jsonl"))
                for line in file.read_text(encoding="utf-8").splitlines()
            ]
            kept = folder / "bot" / "data" / "messages" / language / "all.jsonl"
            kept.parent.mkdir(parents=True)
            kept.write_text("\n".join(lines[:: max(1, len(lines) // EACH)]) + "\n", encoding="utf-8")

    def train(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("RASA_", "LYKTA_"))}
        return subprocess.run(
            [sys.executable, "-m", "bot.train", *arguments],
            cwd=self.folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def trained(self) -> tuple[set[str], str]:
        """The steps that really trained something, and the fingerprint."""
        done = self.train()
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        lines = done.stdout.splitlines()
        steps = {line.split(" ", 2)[2] for line in lines if line.startswith("step ") and "(cached)" not in line}
        return steps - {"reading content and messages"}, lines[-2].removeprefix("fingerprint ")


def change(file: Path, old: str, new: str) -> None:
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("copy"))


def test_each_change_trains_what_it_must_and_no_more(copy: Copy) -> None:
    """The slow one: it trains for real, seven times, on a small copy."""
    steps, first = copy.trained()
    assert steps == {"rules of the dialogue", "languages", "topics", "urgency"}

    again = copy.train()
    assert again.stdout.splitlines()[0] == "same fingerprint, no training"
    assert f"fingerprint {first}" in again.stdout

    change(copy.folder / "content" / "rights" / "law.selling" / "sv.md", "# sms", "En ny mening.\n\n# sms")
    steps, after_text = copy.trained()
    assert steps == set()
    assert after_text != first

    change(copy.folder / "config" / "signs" / "en.yml", "  weapon:\n", "  weapon:\n    - crossbow\n")
    steps, after_lexicon = copy.trained()
    assert steps == {"urgency"}
    assert after_lexicon != after_text

    change(copy.folder / "config" / "meanings" / "en.yml", "police: [police", "police: [rozzers, police")
    steps, after_meanings = copy.trained()
    assert steps == {"topics", "urgency"}
    assert after_meanings != after_lexicon

    messages = copy.folder / "bot" / "data" / "messages" / "en" / "all.jsonl"
    line = {
        "text": "is there a test for everything at once",
        "topic": "health.sti",
        "level": "routine",
        "persona": "self",
    }
    with messages.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    steps, after_message = copy.trained()
    assert steps == {"languages", "topics", "urgency"}
    assert after_message != after_meanings

    function = copy.folder / "bot" / "nlu" / "topic.py"
    function.write_text(function.read_text(encoding="utf-8") + "\n# a changed function\n", encoding="utf-8")
    steps, _ = copy.trained()
    assert steps == {"topics"}


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("bot/data/messages/sv/all.jsonl", "{not json\n", "all.jsonl, line 1"),
        ("content/rights/law.selling/th.md", "no front matter", "th.md, line 1: begin with the front matter"),
        ("content/phrases/ro.yml", "bot: [", "ro.yml, line 1"),
        ("config/meanings/th.yml", "police: [\n", "th.yml"),
        ("config/signs/en.yml", "signs: {weapon: ['(']}\nsofteners: {}\nfigures: []\n", "en.yml"),
    ],
)
def test_what_cannot_be_trained_is_said_in_one_sentence(copy: Copy, file: str, content: str, says: str) -> None:
    spoilt = copy.folder / file
    before = spoilt.read_text(encoding="utf-8")
    spoilt.write_text(content, encoding="utf-8")
    try:
        done = copy.train()
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
        assert says in done.stderr
        assert "Traceback" not in done.stderr
    finally:
        spoilt.write_text(before, encoding="utf-8")


def test_a_failed_training_leaves_no_half_model(copy: Copy) -> None:
    assert not list((copy.folder / "bot" / "models").glob(".half*"))


def test_the_launcher_says_what_to_do_without_a_model(tmp_path: Path) -> None:
    for module in ("bot.launch", "bot.evaluate"):
        done = subprocess.run(
            [sys.executable, "-m", module, "--model", str(tmp_path / "none.tar.gz")],
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 2
        assert "python -m bot.train" in done.stderr
