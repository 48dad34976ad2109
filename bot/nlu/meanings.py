"""What words mean, whatever the language: "cops", "snuten", "ตำรวจ" and "tamruat" are one meaning, `police`.

A model of few messages does not learn this by itself, and what it learns in one language it can then use in another.
The words stand in `config/meanings/<language>.yml`, the same ids in each. All four are searched in every message:
people mix, and nothing here depends on the language having been guessed rightly.

An entry is one word or several in a row, without regard to marks (å = a) and to what ties a word together (can't =
cant, mi-a = mia); a word ending in * may go on in any way.
Thai is written without spaces: an entry in Thai script is found anywhere in the text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from bot.nlu.clean import clean, fold
from bot.nlu.tokens import THAI
from bot.nlu.words import LANGUAGES

FOLDER = Path(__file__).resolve().parent.parent.parent / "config" / "meanings"
SHORTEST_BEGINNING = 2
TIES = str.maketrans("", "", "-'")


class MeaningsError(Exception):
    """A file of meanings cannot be used. One sentence: which file, which meaning, what to do."""


@dataclass
class Node:
    """A place in the tree of entries, one word a step: what ends here, and which words lead on."""

    ends: set[str] = field(default_factory=set)
    words: dict[str, "Node"] = field(default_factory=dict)
    beginnings: dict[str, "Node"] = field(default_factory=dict)

    def after(self, word: str) -> Iterable["Node"]:
        """The places one more word of a message leads to."""
        if word in self.words:
            yield self.words[word]
        for length in range(SHORTEST_BEGINNING, len(word) + 1):
            if word[:length] in self.beginnings:
                yield self.beginnings[word[:length]]

    def add(self, entry: str, meaning: str) -> None:
        node = self
        for word in entry.split():
            steps = node.beginnings if word.endswith("*") else node.words
            node = steps.setdefault(word.rstrip("*"), Node())
        node.ends.add(meaning)


@dataclass(frozen=True)
class Meanings:
    """All entries, ready to search: those of words as a tree, those in Thai script one by one."""

    tree: Node
    thai: tuple[tuple[str, str], ...]


def meanings_of(text: str, words: Sequence[str]) -> set[str]:
    """The ids of the meanings in a cleaned text and its words."""
    known = load_meanings()
    found: set[str] = set()
    reached: list[Node] = []
    for word in map(_plain, words):
        reached = [further for node in (known.tree, *reached) for further in node.after(word)]
        found.update(*(node.ends for node in reached))
    if THAI.search(text):
        found.update(meaning for entry, meaning in known.thai if entry in text)
    return found


@lru_cache(maxsize=1)
def load_meanings(folder: Path = FOLDER) -> Meanings:
    """Reads the four files, once. Raises MeaningsError when one lacks a meaning another has, or an entry is none."""
    raw = {language: _read(folder / f"{language}.yml") for language in LANGUAGES}
    tree, thai = Node(), []
    for language, meanings in raw.items():
        for meaning, entries in meanings.items():
            for name in LANGUAGES:
                if meaning not in raw[name]:
                    raise MeaningsError(f"{folder / f'{name}.yml'}: '{meaning}' of {language}.yml is missing; add it.")
            for entry in map(clean, entries):
                if THAI.search(entry):
                    thai.append((entry, meaning))
                else:
                    tree.add(_plain(entry), meaning)
    return Meanings(tree, tuple(thai))


def _plain(word: str) -> str:
    return fold(word).translate(TIES)


def _read(file: Path) -> dict[str, list[str]]:
    try:
        raw: dict[str, list[str]] = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except yaml.YAMLError:
        raise MeaningsError(f"{file}: this is not YAML; mend the line you changed last.") from None
    except OSError:
        raise MeaningsError(f"{file}: this file cannot be read; bring it back.") from None
    for meaning, entries in raw.items():
        if not entries or not all(isinstance(entry, str) and entry.strip("* ") for entry in entries):
            raise MeaningsError(f"{file}: '{meaning}' must be a list of words; put those YAML misreads in quotes.")
    return raw
