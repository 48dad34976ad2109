"""The words this room goes by, from config/conversation, read once: regular expressions over messages without marks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from bot.conversation.message import Said
from bot.nlu.fingerprints import CONFIG

FOLDER = CONFIG / "conversation"
WORD_ENDS = r"(?:\b|(?=[\u0e00-\u0e7f]))"
PART = re.compile(r"\{([a-z_]+)\}")


class ConversationError(Exception):
    """A file of words cannot be used. One sentence: which file, which entry, what to do."""


@dataclass(frozen=True)
class FollowUp:
    """A short question that leans on the topic just answered; `leads_to` by the first part of that topic."""

    leads_to: Mapping[str, str | None]
    words: Mapping[str, re.Pattern[str]]

    def answers(self, about: str) -> str | None:
        """The topic that answers it after `about`, by the whole of it or its first part; `near` and `same` have their
        own meaning. None where it means nothing after that."""
        part = about.split(".")[0]
        return next((self.leads_to[key] for key in (about, part, "otherwise") if key in self.leads_to), None)


@dataclass(frozen=True)
class Professionals:
    """How someone writes from their work, in one language; `unless` takes it back."""

    names: re.Pattern[str]
    work: re.Pattern[str]
    meets: re.Pattern[str]
    unless: re.Pattern[str]


@cache
def follow_ups() -> dict[str, FollowUp]:
    """Every follow-up by its name, in the order in which they are looked for."""
    entries = _read("follow_ups.yml")["follow_ups"]
    return {
        name: FollowUp(entry["leads_to"], _by_language("follow_ups.yml", entry["words"]))
        for name, entry in entries.items()
    }


@cache
def begins() -> dict[str, re.Pattern[str]]:
    """How a follow-up begins, by language."""
    entries = _read("follow_ups.yml")["begins"].items()
    return {name: re.compile(rf"(?:{'|'.join(words)}){WORD_ENDS}") for name, words in entries}


def has(file: str, part: str, said: Said) -> bool:
    """Whether a message says what this part of a file of words (`danger`, `plainly`) is about."""
    return bool(patterns(file, part)[said.language].search(said.plain))


@cache
def patterns(file: str, part: str) -> dict[str, re.Pattern[str]]:
    """One part of danger.yml or plainly.yml, by language."""
    return _by_language(f"{file}.yml", _read(f"{file}.yml")[part])


@cache
def roles() -> dict[str, dict[str, tuple[str, ...]]]:
    """Who writes, then topic, then the topics that may answer them in its place, best first."""
    entries = _read("writers.yml")["roles"].items()
    return {
        role: {topic: (instead,) if isinstance(instead, str) else tuple(instead) for topic, instead in turned.items()}
        for role, turned in entries
    }


@cache
def answers_to_signs() -> dict[str, str]:
    """The topic that answers a sign of danger which is new in the conversation."""
    found: dict[str, str] = _read("signs.yml")["answers"]
    return found


@cache
def follows() -> dict[str, frozenset[str]]:
    """A topic, then those that people ask after it."""
    entries = _read("next.yml")["follows"].items()
    return {topic: frozenset(after) for topic, after in entries}


@cache
def brings_somebody_new() -> frozenset[str]:
    """Topics about somebody whom nobody has spoken of."""
    return frozenset(_read("next.yml")["brings_somebody_new"])


@cache
def own_partner() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """By language: how someone names their own partner, and how somebody else."""
    entries = _read("writers.yml")["own_partner"].items()
    return {name: (_any("writers.yml", entry["is"]), _any("writers.yml", entry["unless"])) for name, entry in entries}


@cache
def professionals() -> dict[str, Professionals]:
    """By language."""
    found = {}
    for name, entry in _read("writers.yml")["professionals"].items():
        parts = entry.get("parts", {})
        names, work, meets, unless = (
            _any("writers.yml", entry[part], parts) for part in ("names", "is", "meets", "unless")
        )
        found[name] = Professionals(names, work, meets, unless)
    return found


def forget() -> None:
    """Reads everything anew when next asked: a new model may stand on changed words."""
    words = (follow_ups, begins, patterns, roles, answers_to_signs, own_partner, professionals)
    for kept in (*words, follows, brings_somebody_new, _read):
        kept.cache_clear()


@cache
def _read(name: str) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ConversationError(f"{FOLDER / name}, line {line}: this is not YAML; mend the line.") from None
    return loaded


def _by_language(file: str, entries: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {name: _any(file, words) for name, words in entries.items()}


def _any(file: str, patterns: Iterable[str], parts: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """One pattern of many; `{name}` stands for a part. No pattern at all finds nothing."""
    whole = [PART.sub(lambda found: (parts or {})[found[1]], pattern) for pattern in patterns]
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in whole) if whole else r"(?!)")
    except re.error as error:
        raise ConversationError(
            f"{FOLDER / file}: '{str(error.pattern)[:60]}' is no regular expression; mend the one changed last."
        ) from None
