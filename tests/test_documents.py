"""The documents tell the truth: their commands exist, their links lead somewhere, and the project's words are kept."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "config" / "envelope" / "v1.md", *sorted((ROOT / "docs").rglob("*.md"))]
LYKTA = str(Path(sys.executable).parent / "lykta")


def code_lines(document: Path) -> list[str]:
    return [line.strip() for line in document.read_text("utf-8").splitlines() if line.startswith("    ")]


def commands(program: str) -> list[str]:
    """Each `program …` that stands in a code block or between backticks of any document, without its comment."""
    found = set()
    for document in DOCUMENTS:
        quoted = re.findall(r"`([^`\n]+)`", document.read_text("utf-8"))
        for line in [*code_lines(document), *quoted]:
            match = re.match(rf"(?:\.venv/bin/)?{program} ([a-z][a-z -]*)", line)
            if match and not re.match(r"lykta [a-z ]+ v\d+\b", line):  # a label of the wire format, not a command
                found.add(re.split(r"  | -", match[1])[0].strip())
    return sorted(found)


@pytest.mark.parametrize("target", commands("make"))
def test_every_make_target_that_is_named_exists(target: str) -> None:
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", commands("lykta"))
def test_every_lykta_command_that_is_named_exists(words: str) -> None:
    names = words.split()
    for length in (2, 1):  # a command of a group, or one of its own whose argument follows
        done = subprocess.run([LYKTA, *names[:length], "--help"], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
    pytest.fail(f"lykta {words}: {done.stderr}")


def test_the_documents_do_name_commands() -> None:
    assert {"up", "test", "bench", "lint"} <= set(commands("make"))
    assert {"doctor", "content check", "roster sign"} <= set(commands("lykta"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
    broken = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert broken == []


def test_no_file_carries_a_path_of_one_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    bad = re.compile(r"/(?:root|work|farm|home/\w+)/")
    guilty = [
        name
        for name in tracked.split("\0")
        if name.endswith((".py", ".ts", ".tsx", ".md", ".yml", ".toml", ".json", ".jsonl", "Makefile"))
        and name != "tests/test_documents.py"
        and bad.search((ROOT / name).read_text("utf-8"))
    ]
    assert guilty == []
