"""The rights texts: `content/rights/<topic>/<language>.md`, front matter and then a web and an SMS text."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.content.errors import ContentError
from bot.content.phrases import LANGUAGES

FIELDS = ("topic", "language", "sources", "reviewed", "review_by")


@dataclass(frozen=True)
class RightsText:
    """One topic's answer in one language, with where it comes from and when it was checked."""

    topic: str
    language: str
    web: str
    sms: str
    about: dict[str, Any]
    """As docs/wire.md says: topic, sources, reviewed, review_by, reviewer."""


def read_rights(folder: Path) -> dict[str, dict[str, RightsText]]:
    """Every text that stands, by topic and language. A language file not written yet is simply absent."""
    texts: dict[str, dict[str, RightsText]] = {}
    for file in sorted(folder.glob("*/*.md")):
        if file.stem in LANGUAGES:
            text = read_rights_file(file)
            texts.setdefault(text.topic, {})[text.language] = text
    return texts


def read_rights_file(file: Path) -> RightsText:
    """One file. Raises ContentError with file, line and remedy for anything missing, empty or in the wrong place."""
    rows = file.read_text(encoding="utf-8").splitlines()
    if not rows or rows[0].strip() != "---" or "---" not in [row.strip() for row in rows[1:]]:
        raise ContentError(file, 1, "begin with the front matter between two lines of '---'.")
    end = next(i for i, row in enumerate(rows[1:], 1) if row.strip() == "---")
    front = _front_matter(file, "\n".join(rows[1:end]))
    if front["topic"] != file.parent.name or front["language"] != file.stem:
        raise ContentError(file, 2, "topic and language must be those of the folder and the file name.")
    sections = _sections(file, rows, end + 1)
    about = {
        "topic": front["topic"],
        "sources": [{"name": source["name"], "url": source["url"]} for source in front["sources"]],
        "reviewed": _day(front["reviewed"]),
        "review_by": _day(front["review_by"]),
        "reviewer": front.get("reviewer"),
    }
    return RightsText(front["topic"], front["language"], sections["web"], sections["sms"], about)


def _front_matter(file: Path, text: str) -> dict[str, Any]:
    try:
        front = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(file, mark.line + 2 if mark else 2, "this is not YAML; mend the line.") from None
    if not isinstance(front, dict):
        raise ContentError(file, 2, "the front matter needs lines like `topic: law.selling`.")
    for field in FIELDS:
        if front.get(field) is None:
            raise ContentError(file, 2, f"the front matter lacks '{field}'; add it.")
    sources = front["sources"]
    if not isinstance(sources, list) or not all(
        isinstance(source, dict) and source.get("name") and source.get("url") for source in sources
    ):
        raise ContentError(file, 2, "each of the sources needs a name and a url.")
    return front


def _sections(file: Path, rows: list[str], start: int) -> dict[str, str]:
    headings = {row[2:].strip(): i for i, row in enumerate(rows) if i >= start and row.startswith("# ")}
    for name in ("web", "sms"):
        if name not in headings:
            raise ContentError(file, len(rows), f"the heading '# {name}' is missing; add it with its text.")
    starts = sorted(headings.values())
    texts = {}
    for name, i in headings.items():
        stop = next((other for other in starts if other > i), len(rows))
        text = "\n".join(rows[i + 1 : stop]).strip()
        if not text:
            raise ContentError(file, i + 1, f"'# {name}' has no text; write it.")
        brace = next((j for j in range(i + 1, stop) if "{" in rows[j] or "}" in rows[j]), None)
        if brace is not None:
            # Rasa would read {word} as a slot and put its value there.
            raise ContentError(file, brace + 1, "write the text without curly braces.")
        texts[name] = text
    return texts


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
