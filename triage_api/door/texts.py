"""Every sentence the door says without the bot: read from content/ once, so that a broken disk cannot hush 112."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from triage_api.door.answer import Reply, Source
from triage_api.door.cannot_open import CannotOpen
from triage_api.door.yaml_file import read_yaml
from triage_api.words import Channel, Language

IMMEDIATE_DANGER = "safety.immediate_danger"
SUICIDE_NOW = "safety.suicide_now"
DANGER_OTHER = "safety.danger_other"
DANGER_TOPICS = (IMMEDIATE_DANGER, SUICIDE_NOW, DANGER_OTHER)
# What the door says itself. A phrase that is missing here stops the start, not a person's message at three o'clock.
NEEDED = [
    "bot.danger_offer",
    "bot.cannot_call",
    "bot.button_counsellor",
    "bot.button_yes",
    "bot.button_no",
    "bot.button_safe",
    "handoff.consent",
    "handoff.declined",
    "handoff.nobody_on_duty",
    "handoff.arrived",
    "handoff.arrived_alone",
    "handoff.arrived_unstaffed",
    "handoff.failed",
    "handoff.no_reader",
    "handoff.no_recipient",
    "handoff.already",
    "handoff.bot_lost",
    "door.bot_dead",
    "door.bad_request",
    "door.empty",
    "door.unknown_choice",
    "door.server_error",
    "page.too_long",
    "page.too_fast",
    "page.session_over",
]
NEEDED_BRACES = {"handoff.arrived": "{place}", "handoff.already": "{place}", "page.too_long": "{limit}"}
CHAT_TOPICS = ("greet", "thanks", "goodbye", "affirm", "deny", "abuse", "out_of_scope")


class TextsMissing(CannotOpen):
    """The content cannot be used; the sentence names the file and what to do. The door does not start without it."""


@dataclass(frozen=True)
class Texts:
    """`phrases[language][id]`; `danger[topic][language]` are the replies that say 112, `danger_by_text` their short
    texts; `topics` those with a label."""

    phrases: dict[Language, dict[str, str]]
    danger: dict[str, dict[Language, Reply]]
    danger_by_text: dict[str, dict[Language, str]]
    topics: frozenset[str]

    def say(self, language: Language, phrase: str, **braces: object) -> str:
        """The phrase with its {braces} filled in."""
        return self.phrases[language][phrase].format(**braces)

    def say_on(self, channel: Channel, language: Language, phrase: str, **braces: object) -> str:
        """The same as it is said there: for texts `sms.arrived` stands for `handoff.arrived`, where it exists."""
        by_text = f"sms.{phrase.partition('.')[2]}"
        there = by_text if channel is Channel.sms and by_text in self.phrases[language] else phrase
        return self.say(language, there, **braces)

    def by_text(self, reply: Reply, language: Language) -> str:
        """What a reply says as a text message: of danger the short text of what the door says at length; all else, and
        what the bot says of danger in its place, is short already."""
        topic = reply.topic or ""
        whole, short = self.danger.get(topic), self.danger_by_text.get(topic)
        said_whole = whole is not None and reply.text.strip() == whole[language].text.strip()
        return short[language] if short is not None and said_whole else reply.text


def load_texts(content: Path) -> Texts:
    """Reads `content/phrases` and the danger texts in all four languages. Raises `TextsMissing`."""
    phrases = {language: _phrases(content / "phrases" / f"{language}.yml") for language in Language}
    files = {
        topic: {language: content / "rights" / topic / f"{language}.md" for language in Language}
        for topic in DANGER_TOPICS
    }
    danger = {topic: {of: _danger(topic, file) for of, file in each.items()} for topic, each in files.items()}
    by_text = {topic: {of: _danger_by_text(file) for of, file in each.items()} for topic, each in files.items()}
    labels = {name.removeprefix("topic.") for name in phrases[Language.sv] if name.startswith("topic.")}
    return Texts(phrases, danger, by_text, frozenset(labels | {f"chat.{name}" for name in CHAT_TOPICS}))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise TextsMissing(f"{file} cannot be read as UTF-8; restore it from the repository.") from None


def _phrases(file: Path) -> dict[str, str]:
    try:
        groups = read_yaml(_read(file))
        flat = {name: text for group in groups.values() for name, text in group.items()}
    except (yaml.YAMLError, AttributeError):
        raise TextsMissing(f"{file} is not groups of `id: text`; compare it with ids.yml.") from None
    for name in NEEDED:
        if not isinstance(flat.get(name), str) or not flat[name].strip():
            raise TextsMissing(f"{file} lacks the phrase {name}; write it as ids.yml describes.")
        if NEEDED_BRACES.get(name, "") not in flat[name]:
            raise TextsMissing(f"{file}: the phrase {name} must contain {NEEDED_BRACES[name]}.")
        try:
            flat[name].format(place=1, limit=1)
        except (KeyError, IndexError, ValueError):
            raise TextsMissing(f"{file}: the phrase {name} has braces that ids.yml does not name.") from None
    return {name: str(text) for name, text in flat.items()}


def _danger_by_text(file: Path) -> str:
    text = _read(file).partition("\n# sms\n")[2].strip()
    if "112" not in text:
        raise TextsMissing(f"{file} needs a `# sms` text that says 112.")
    return text


def _danger(topic: str, file: Path) -> Reply:
    opening, fence, rest = _read(file).removeprefix("---\n").partition("\n---\n")
    _, heading, web = rest.partition("# web\n")
    text = web.partition("\n# sms")[0].strip()
    if not (fence and heading) or "112" not in text:
        raise TextsMissing(f"{file} needs front matter between --- lines and a `# web` text that says 112.")
    try:
        facts: dict[str, Any] = read_yaml(opening)
        sources = [Source(name=source["name"], url=source["url"]) for source in facts["sources"]]
        reviewed, review_by, reviewer = (str(v) if (v := facts.get(key)) is not None else None for key in _DATES)
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError):
        raise TextsMissing(
            f"{file}: the front matter must list sources with name and url, and the review dates."
        ) from None
    return Reply(
        text=text,
        kind="danger",
        topic=topic,
        sources=sources,
        reviewed=reviewed,
        review_by=review_by,
        reviewer=reviewer,
    )


_DATES = ("reviewed", "review_by", "reviewer")
