"""What is learnt from: data/messages/<language>/<group>.jsonl, one JSON object a line, and everyday lines."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.words import LANGUAGES, LEVELS

MESSAGES = Path(__file__).resolve().parent.parent / "data" / "messages"
EVERYDAY = MESSAGES.parent / "everyday"
HELD_OUT_FROM = 0.8
FIELDS = ("text", "topic", "level", "persona")
PERSONAS = ("self", "friend", "minor", "buyer", "other")


class MessagesError(Exception):
    """The training messages cannot be used. One sentence: which file, which line, what to do; never the text itself."""


@dataclass(frozen=True)
class TrainingMessage:
    """One message as a person might write it, with what the label guide says of it."""

    text: str
    language: str
    topic: str
    level: str
    persona: str
    tags: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """0 to 1, from the text alone: the same message is always on the same side of a split."""
        return int.from_bytes(hashlib.sha256(self.text.encode()).digest()[:4], "big") / 2**32

    @property
    def is_held_out(self) -> bool:
        """One message in five is kept from a first fit, to see how sure the model may be of itself."""
        return self.share >= HELD_OUT_FROM


def read_messages(folder: Path = MESSAGES) -> list[TrainingMessage]:
    """Every message, in the order of languages, files and lines. Raises MessagesError; never returns an empty list."""
    messages = [
        _message(file, number, line, language)
        for language in LANGUAGES
        for file in sorted((folder / language).glob("*.jsonl"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip()
    ]
    if not messages:
        raise MessagesError(
            f"{folder}: there are no messages to learn from; restore the files <language>/<group>.jsonl."
        )
    return messages


def read_everyday(folder: Path = EVERYDAY) -> list[tuple[str, str]]:
    """Everyday lines, each with its language: <language>.txt, one a line. The words of a language that messages about
    danger, law and money do not hold; romanised Thai in th.txt."""
    return [
        (line.strip(), language)
        for language in LANGUAGES
        for line in (folder / f"{language}.txt").read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def hash_of_messages(folder: Path = MESSAGES) -> str:
    """SHA-256 over the files' names and bytes: what the components' fingerprints stand on."""
    digest = hashlib.sha256()
    for language in LANGUAGES:
        for file in (EVERYDAY / f"{language}.txt", *sorted((folder / language).glob("*.jsonl"))):
            digest.update(f"{language}/{file.name}\n".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _message(file: Path, number: int, line: str, language: str) -> TrainingMessage:
    try:
        entry = json.loads(line)
    except ValueError:
        raise MessagesError(f"{file}, line {number}: this is not one JSON object; mend or delete the line.") from None
    if not isinstance(entry, dict) or any(not isinstance(entry.get(field), str) for field in FIELDS):
        raise MessagesError(f"{file}, line {number}: give it {', '.join(FIELDS)}, each a text.")
    if entry["level"] not in LEVELS or entry["persona"] not in PERSONAS:
        raise MessagesError(f"{file}, line {number}: level is one of {LEVELS}, persona one of {PERSONAS}.")
    return TrainingMessage(
        entry["text"], language, entry["topic"], entry["level"], entry["persona"], tuple(entry.get("tags") or ())
    )
