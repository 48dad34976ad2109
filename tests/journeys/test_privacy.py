"""What a person writes reaches no disk: canaries go the whole way, then every written file is searched for them."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.journeys.people import Counsellor, Person
from tests.journeys.stack import MODELS, Stack, running
from triage_api.settings import ROOT

CANARIES = {
    "phone": "070-174 06 27",
    "personal_number": "19900101-2384",
    "name": "Quillaminta",
    "email": "kanarie.gul@example.org",
    "sentence": "papegojan sover under sju gröna trappor",
    "live": "the violet kettle hums at low tide",
    "reply": "a counsellor answers with an amber umbrella",
    "slash": "restart igelkotten vandrar baklänges",
    "eval": "zebrafinken räknar till nittiotre",
}


def spellings(canary: str) -> Iterator[bytes]:
    """As it could stand in a file: raw, percent-, JSON- or base64-encoded at any alignment, or its digits alone."""
    raw = canary.encode()
    yield raw
    yield quote(canary).encode()
    yield json.dumps(canary)[1:-1].encode()
    yield canary.encode("utf-16-le")
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + raw)
        inner = encoded[4 if shift else 0 : -4]  # without the letters that neighbouring bytes would change
        yield inner
        yield inner.replace(b"+", b"-").replace(b"/", b"_")
    digits = "".join(filter(str.isdigit, canary))
    if len(digits) >= 9:
        yield digits.encode()


def files_written(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def find_canaries(folders: list[Path]) -> list[str]:
    found = []
    wanted = [(name, spelling) for name, canary in CANARIES.items() for spelling in spellings(canary)]
    for file in files_written(folders):
        content = file.read_bytes()
        found += [f"{name} in {file}" for name, spelling in wanted if spelling in content]
    return found


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    """An installation whose temporary folder is its own, and whose output goes to files that are searched too."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    with running(tmp_path) as stack:
        yield stack


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    for n, spelling in enumerate(spellings(CANARIES["sentence"])):
        (tmp_path / str(n)).write_bytes(b"before " + spelling + b" after")
    assert len(find_canaries([tmp_path])) >= len(list(tmp_path.iterdir()))


def test_no_word_of_a_whole_journey_reaches_a_file(watched: Stack, browser: Browser, tmp_path: Path) -> None:
    kim = Counsellor.accepts(browser, watched, "Kim")
    kim.goes_on_duty()
    person = Person.opens(browser, watched, "sv-SE")
    person.writes(f"ring mig på {CANARIES['phone']}, jag heter {CANARIES['name']}")
    person.writes(f"{CANARIES['personal_number']} och {CANARIES['email']}")
    person.writes(CANARIES["sentence"])
    person.writes("/" + CANARIES["slash"])
    person.writes("jag vill prata med en människa")
    person.agrees_to_hand_off()
    kim.takes_next()
    assert CANARIES["sentence"] in kim.transcript()
    for hidden in ("phone", "personal_number", "name", "email"):
        assert CANARIES[hidden] not in kim.transcript(), f"{hidden} was redacted before the bot saw it"
    kim.writes(CANARIES["reply"])
    person.sees("counsellor", CANARIES["reply"])
    person.sends(CANARIES["live"])
    kim.sees(CANARIES["live"])
    searched = [tmp_path, MODELS, ROOT / "bot" / ".rasa"]
    assert find_canaries(searched) == [], "while the chat is live"
    person.ends()
    watched.family.end()
    assert find_canaries(searched) == [], "after all has ended"


def test_a_bot_that_dies_in_mid_sentence_leaves_nothing(watched: Stack, browser: Browser, tmp_path: Path) -> None:
    person = Person.opens(browser, watched, "sv-SE")
    person.writes(CANARIES["sentence"])
    watched.family.end_one("actions")
    person.writes("jag vill prata med en människa")
    watched.family.end_one("bot")
    person.writes(CANARIES["live"])
    watched.family.end()
    assert find_canaries([tmp_path, MODELS]) == []


def test_lykta_eval_writes_only_what_was_asked_for(watched: Stack, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-asked"
    outside.mkdir()
    line = {"id": "1", "lang": "sv", "text": CANARIES["eval"], "topic": "chat.out_of_scope", "urgency": "routine"}
    (outside / "in.jsonl").write_text(json.dumps(line) + "\n")
    lykta = Path(sys.executable).parent / "lykta"
    done = subprocess.run(
        [lykta, "eval", outside / "in.jsonl", "--out", outside / "out.jsonl"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((outside / "out.jsonl").read_text())["id"] == "1"
    assert CANARIES["eval"] not in done.stdout + done.stderr
    assert find_canaries([tmp_path, MODELS]) == []
