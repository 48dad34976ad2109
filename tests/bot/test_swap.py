"""New texts reach people without a restart, and texts that cannot be used reach nobody."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, ActionServer, Bot, start, texts_of

SWAP_SECONDS = 90


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


@pytest.fixture
def served(model: Path, action_server: ActionServer, tmp_path: Path) -> Iterator[Bot]:
    (tmp_path / "models").mkdir()
    own = Path(shutil.copy(model, tmp_path / "models" / "lykta.tar.gz"))
    running = start(own, action_server.port, tmp_path)
    yield running
    running.end()


def train(content: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.train", "--out", str(content.parent / "models"), "--content", str(content)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def answer(bot: Bot, sender: str = "someone") -> str:
    return texts_of(bot.hears("hej", sender, language="sv", channel="web"))[0]


def test_a_new_text_is_swapped_in_while_conversations_go_on(served: Bot, content: Path) -> None:
    before = answer(served)
    rewrite(content / "phrases" / "sv.yml", before[:20], "Hej igen, " + before[:20])
    assert train(content).returncode == 0
    until = time.monotonic() + SWAP_SECONDS
    while (said := answer(served, "another")) == before:
        assert time.monotonic() < until, "the new model never came"
        time.sleep(0.2)
    assert said == "Hej igen, " + before
    told = served.hears_choice("law.selling", language="sv", channel="web")
    again = served.hears_choice("law.selling", language="sv", channel="web")
    assert len(texts_of(again)[0]) < len(texts_of(told)[0]), "the conversation is remembered across the swap"


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("rights/law.selling/th.md", "# web", "# net", r"law.selling/th.md, line"),
        ("phrases/ro.yml", 'bot.greet: "', 'bot.greet: ""', r"ro.yml, line"),
        ("rights/law.selling/sv.md", "topic: law.selling", "topic: law.buying", r"law.selling/sv.md, line 2"),
    ],
)
def test_a_text_that_cannot_be_used_is_named_and_the_last_good_content_goes_on(
    content: Path, model: Path, file: str, old: str, new: str, named: str
) -> None:
    models = content.parent / "models"
    models.mkdir()
    kept = Path(shutil.copy(model, models / "lykta.tar.gz")).read_bytes()
    rewrite(content / file, old, new)
    done = train(content)
    assert done.returncode == 2
    assert named in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert (models / "lykta.tar.gz").read_bytes() == kept


def test_a_file_that_is_no_model_changes_nothing(served: Bot, content: Path) -> None:
    before = answer(served)
    (content.parent / "models" / "lykta.tar.gz").write_bytes(b"not a model")
    time.sleep(5)
    assert answer(served, "another") == before
