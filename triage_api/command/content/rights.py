"""A topic's folder: brief.yml, which says what the texts state and on which facts, and one text a language."""

import re
from dataclasses import dataclass
from pathlib import Path

from triage_api.command.content.finding import Finding
from triage_api.command.content.text import Text
from triage_api.command.content.yaml_lines import Document, Malformed, parse_document, read_document, read_text
from triage_api.words import Language


@dataclass(frozen=True)
class Right:
    """A topic's answer in one language."""

    front: Document
    web: Text
    sms: Text


@dataclass(frozen=True)
class Topic:
    """`brief` is None when it cannot be read; `texts` holds the languages that can; `written` those with a file."""

    id: str
    folder: Path
    brief: Document | None
    texts: dict[Language, Right]
    written: frozenset[Language]


def read_topic(folder: Path) -> tuple[Topic, list[Finding]]:
    """The topic, and what of it could not be read."""
    unreadable: list[Finding] = []
    texts: dict[Language, Right] = {}
    brief: Document | None = None
    try:
        brief = read_document(folder / "brief.yml")
    except Malformed as problem:
        unreadable.append(problem.finding)
    written = frozenset(language for language in Language if (folder / f"{language}.md").exists())
    for language in sorted(written):
        try:
            texts[language] = _read_right(folder / f"{language}.md", folder.name, language)
        except Malformed as problem:
            unreadable.append(problem.finding)
    for file in sorted(folder.iterdir()):
        if file.name != "brief.yml" and file.name not in {f"{language}.md" for language in Language}:
            remedy = "a topic has brief.yml, sv.md, en.md, th.md and ro.md; take it away or name it so"
            unreadable.append(Finding(file, 1, "nothing reads this file", remedy))
    return Topic(folder.name, folder, brief, texts, written), unreadable


def _read_right(file: Path, topic: str, language: Language) -> Right:
    text = read_text(file)
    front = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if not front:
        raise Malformed(Finding(file, 1, "needs front matter", "begin with it, between two lines of ---"))
    parts = dict[str, Text]()
    headings = [*re.finditer(r"^# (.*)\n", text[front.end() :], re.MULTILINE)]
    for i, heading in enumerate(headings):
        begin = front.end() + heading.end()
        end = front.end() + headings[i + 1].start() if i + 1 < len(headings) else len(text)
        raw = text[begin:end]
        begin += len(raw) - len(raw.lstrip())
        line = text.count("\n", 0, begin) + 1
        name = heading[1].strip()
        if name not in ("web", "sms") or name in parts:
            wrong = f"the heading `# {name}` is none of the two, or stands twice"
            raise Malformed(Finding(file, line, wrong, "write `# web` and `# sms`, each once"))
        parts[name] = Text(file, line, language, name, topic, raw.strip())
    for name in ("web", "sms"):
        if name not in parts or not parts[name].body:
            raise Malformed(
                Finding(file, text.count("\n"), f"the {name} text is missing", f"write it under `# {name}`")
            )
    return Right(parse_document(file, front[1], 2), parts["web"], parts["sms"])
