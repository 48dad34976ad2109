"""Signs of danger that can be named: which words of a message show which sign, and what softens it.

The words stand in `config/signs/<language>.yml`, so that a counsellor can add one without a programmer. A sign near a
negation ("nobody hits me"), in the past and over, in a question about the law or in a film is found, but softened: it
tells the urgency model something and raises no level of its own. Figures of speech ("killing time") are no signs.
"""

import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from multiprocessing import get_context
from pathlib import Path

import yaml

from bot.nlu.clean import fold
from bot.nlu.words import LANGUAGES, LEVELS

LEXICONS = Path(__file__).resolve().parent.parent.parent / "config" / "signs"
CLAUSE_END = re.compile(r"[.!?;:,\n]|\b(?:but|men|dar|fast|however|ba)\b|แต่")
WORDS_BEFORE = 3
"""How many words before a sign a negation still reaches; further off it mostly belongs to something else."""
LETTERS_BEFORE = 12
"""The same for Thai, in characters."""


class LexiconError(Exception):
    """A file of signs cannot be used. One sentence: which file, which sign, what to do."""


@dataclass(frozen=True)
class Sign:
    """A sign in the person's own words. `softened` says what takes it out of the here and now, or is empty."""

    id: str
    level: str
    words: str
    softened: str = ""


@dataclass(frozen=True)
class Kind:
    """What a sign means, from ids.yml. `coercion` marks the small signs that add up, `fact` one that only a negation
    takes back: someone of 16 is 16 also when asking about the law."""

    level: str
    coercion: bool
    fact: bool


@dataclass(frozen=True)
class Lexicon:
    """One language's patterns, ready to search."""

    signs: dict[str, re.Pattern[str]]
    softeners: dict[str, re.Pattern[str]]
    figures: re.Pattern[str]
    spaced: bool


def find_signs(text: str, language: str) -> list[Sign]:
    """The signs in a cleaned text, each id at most once (one that is not softened first), in the lexicon's order.

    English is searched too in a message of another language: people mix.
    """
    found: dict[str, Sign] = {}
    for lexicon in (lexicon_of(language if language in LANGUAGES else "en"), lexicon_of("en")):
        for sign in _find(text, lexicon):
            if sign.id not in found or (found[sign.id].softened and not sign.softened):
                found[sign.id] = sign
        if language == "en":
            break
    return list(found.values())


def find_signs_in_all(texts: Sequence[str], languages: Sequence[str]) -> list[list[Sign]]:
    """The same for many cleaned texts, each with its language, on all cores: half of a training's time otherwise."""
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        return list(pool.map(find_signs, texts, languages, chunksize=500))


def _find(text: str, lexicon: Lexicon) -> Iterable[Sign]:
    folded = lexicon.figures.sub(lambda figure: " " * len(figure.group()), fold(text))
    about = {name for name in ("past", "hypothetical", "fiction") if lexicon.softeners[name].search(folded)}
    for sign_id, pattern in lexicon.signs.items():
        for match in pattern.finditer(folded):
            softened = "negation" if _negated(folded, match, lexicon) else next(iter(sorted(about)), "")
            if kinds()[sign_id].fact and softened != "negation":
                softened = ""
            yield Sign(sign_id, kinds()[sign_id].level, text[match.start() : match.end()].strip(), softened)


def _negated(folded: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    if lexicon.softeners["negation"].search(match.group()):
        return False  # "can't get out": the sign is itself a negation
    before = CLAUSE_END.split(folded[: match.start()])[-1]
    # A space in Thai stands where other languages have a comma.
    near = " ".join(before.split()[-WORDS_BEFORE:]) if lexicon.spaced else before.split(" ")[-1][-LETTERS_BEFORE:]
    return bool(lexicon.softeners["negation"].search(near))


@cache
def lexicon_of(language: str) -> Lexicon:
    """The patterns of one language, read once. Raises LexiconError for an unknown sign or a broken pattern."""
    file = LEXICONS / f"{language}.yml"
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    spaced = language != "th"
    unknown = set(raw["signs"]) - set(kinds())
    if unknown:
        raise LexiconError(f"{file}: '{min(unknown)}' does not stand in ids.yml; add it there or take it out here.")
    try:
        return Lexicon(
            {name: _pattern(patterns, spaced, "\\w*") for name, patterns in raw["signs"].items()},
            {
                name: _pattern(patterns, spaced, "" if not spaced else "\\b")
                if name == "negation"
                else _pattern(patterns, spaced, "")
                for name, patterns in raw["softeners"].items()
            },
            _pattern(raw["figures"], spaced, ""),
            spaced,
        )
    except re.error:
        raise LexiconError(f"{file}: a pattern is not a regular expression; mend the one you changed last.") from None


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Every sign by id."""
    raw = yaml.safe_load((LEXICONS / "ids.yml").read_text(encoding="utf-8"))
    for name, entry in raw.items():
        if entry["level"] not in LEVELS:
            raise LexiconError(f"{LEXICONS / 'ids.yml'}: the level of '{name}' must be one of {', '.join(LEVELS)}.")
    return {
        name: Kind(entry["level"], bool(entry.get("coercion")), bool(entry.get("fact"))) for name, entry in raw.items()
    }


def _pattern(patterns: list[str], spaced: bool, after: str) -> re.Pattern[str]:
    start, end = (r"\b", after) if spaced else ("", "")
    return re.compile(f"{start}(?:{'|'.join(fold(pattern.casefold()) for pattern in patterns)}){end}")
