"""Which place in Sweden a message names, and whether it says nothing else: "Malmö?", "near Malmö", "ใกล้มัลเมอ".

The names stand in `config/places.yml`, in the spellings of four languages. A place is never guessed: a name that is
also an ordinary word ("vara", "are", "kinda") counts only where something beside it says that it is a place.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.nlu.clean import LONGEST, REDACTED, TYPED_OTHERWISE, fold
from bot.nlu.words import LANGUAGES

PLACES = Path(__file__).resolve().parent.parent.parent / "config" / "places.yml"
WORD = re.compile(r"[^\W\d_\u0e00-\u0e7f]+")
THAI = re.compile(r"[\u0e00-\u0e7f]")
TONES = re.compile(r"[\u0e47-\u0e4b]")
"""Tone marks and the shortener: left out or typed otherwise in every second foreign name."""
DANISH = str.maketrans("øæ", "öä")
SENTENCE_END = ".!?\n:"
SUFFIXES = ("trakten", "omradet", "stakten", "strakten", "somradet", "s")
"""What Swedish writes behind a name, without a space: Stockholmstrakten, Malmös."""
OTHER_CAPITALS = 0.34
"""The share of capitalised words from which on a capital says nothing."""


class PlacesError(Exception):
    """The list of places cannot be used. One sentence: which file, what to do."""


@dataclass(frozen=True)
class Place:
    """`county` and `town` are ids of config/places.yml; a county named alone has no town. `bare`: the message is
    nothing but a place, so it answers "where?" whatever its words may mean elsewhere."""

    county: str
    town: str | None
    bare: bool


Where = tuple[str, str | None]
"""County and town."""


@dataclass(frozen=True)
class Cues:
    """What stands before a name (`near`, `to`, `origin`: from), behind it, round it, and takes it back; unmarked."""

    near: frozenset[str]
    to: frozenset[str]
    origin: frozenset[str]
    after: frozenset[str]
    idle: frozenset[str]
    negation: frozenset[str]


@dataclass(frozen=True)
class Gazetteer:
    """Every spelling. `typed` is looked up first, as written (håbo), then `folded` (habo), which tells how the name is
    written in full. None marks what is no place, though a name stands in it. `thai` goes from long to short, with its
    tone marks off."""

    typed: Mapping[str, Where | None]
    folded: Mapping[str, tuple[str, Where | None]]
    thai: tuple[tuple[str, Where | None], ...]
    words: Mapping[str, frozenset[str]]
    people: frozenset[str]
    cues: Mapping[str, Cues]
    thai_near: tuple[str, ...]
    thai_origin: tuple[str, ...]
    thai_idle: re.Pattern[str]
    starts: frozenset[str]
    longest: int


class _Word(NamedTuple):
    """One word in Latin letters: in lower case, without marks, where it stands, whether it begins with a capital."""

    typed: str
    folded: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True)
class _Found:
    """A place in a message. `near` says that it is neither an origin ("from Umeå") nor denied ("not in Umeå")."""

    where: Where
    start: int
    end: int
    near: bool


def find_place(text: str, language: str) -> Place | None:
    """The place a redacted message names, or None. A town goes before a county, and what comes first before the rest;
    where somebody comes from is taken only when no other place is named.

    Capitals matter, so the text is taken as it was written; anything that is not a text names no place.
    """
    if not isinstance(text, str):
        return None
    gazetteer = read_places()
    shown = _normal(text)
    low = shown.lower().translate(DANISH)
    plain = fold(low)
    words = [
        _Word(low[m.start() : m.end()], m.group(), *m.span(), shown[m.start()].isupper()) for m in WORD.finditer(plain)
    ]
    cues = gazetteer.cues[language if language in LANGUAGES else "en"]
    found = [*_in_latin(shown, words, language, gazetteer, cues)]
    if THAI.search(plain):
        found += _in_thai(plain, gazetteer)
    if not found:
        return None
    best = min(found, key=lambda one: (not one.near, one.where[1] is None, one.start))
    return Place(*best.where, bare=_is_bare(plain, words, found, gazetteer, cues))


@lru_cache(maxsize=1)
def read_places(file: Path = PLACES) -> Gazetteer:
    """The list, read once. Raises PlacesError when it is not as it should be."""
    try:
        return _gazetteer(yaml.safe_load(file.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise PlacesError(f"{file}:{mark.line + 1 if mark else 1}: this is not YAML; mend what you changed.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlacesError(f"{file}:1: {error!r}; mend the entry you changed last.") from None


def _in_latin(shown: str, words: list[_Word], language: str, gazetteer: Gazetteer, cues: Cues) -> Iterator[_Found]:
    """The places among the words, the longest name first at each."""
    at = 0
    while at < len(words):
        if words[at].folded not in gazetteer.starts and not words[at].folded.endswith(SUFFIXES):
            at += 1
            continue
        for many in range(min(gazetteer.longest, len(words) - at), 0, -1):
            run = words[at : at + many]
            known, where = _look_up(run, gazetteer)
            if known:
                if where and _counts(shown, words, at, many, language, gazetteer, cues):
                    before = [word.folded for word in words[max(0, at - 2) : at]]
                    near = cues.origin.isdisjoint(before[-1:]) and cues.negation.isdisjoint(before)
                    yield _Found(where, run[0].start, run[-1].end, near)
                at += many - 1
                break
        at += 1


def _look_up(run: list[_Word], gazetteer: Gazetteer) -> tuple[bool, Where | None]:
    typed, folded = " ".join(word.typed for word in run), " ".join(word.folded for word in run)
    if typed in gazetteer.typed:
        return True, gazetteer.typed[typed]
    if folded in gazetteer.folded:
        full, where = gazetteer.folded[folded]
        return _marks_fit(typed, full), where
    for suffix in SUFFIXES if len(run) == 1 else ():
        name = folded.removesuffix(suffix)
        if name != folded and name in gazetteer.folded and name not in gazetteer.words and name not in gazetteer.people:
            full, where = gazetteer.folded[name]
            return _marks_fit(typed[: len(name)], full), where
    return False, None


def _marks_fit(typed: str, full: str) -> bool:
    """Marks may be left out, but not be others: "vasteras" and "västeras" are Västerås, "tränas" is not Tranås."""
    return len(typed) != len(full) or all(a in (b, fold(b)) for a, b in zip(typed, full, strict=True))


def _counts(
    shown: str, words: list[_Word], at: int, many: int, language: str, gazetteer: Gazetteer, cues: Cues
) -> bool:
    """Whether a name is meant as a place, where it could be a word or a person."""
    name = words[at].typed
    foreign, person = gazetteer.words.get(name), name in gazetteer.people
    if many > 1 or (foreign is None and not person):
        return True
    if foreign is not None and language in foreign:
        return _stands_out(shown, words, at)
    if at + 1 < len(words) and words[at + 1].folded in cues.after:
        return True
    before = _plain_thai(shown[: words[at].start].rstrip())
    if THAI.search(before[-1:]):
        return before.endswith(gazetteer.thai_near) or not person
    steps = cues.near if person else cues.near | cues.to | cues.origin
    if at and words[at - 1].folded in steps and not shown[words[at - 1].end : words[at].start].strip():
        return True
    if all(one is words[at] or one.folded in cues.idle | steps for one in words):
        return True
    return not person and _stands_out(shown, words, at)


def _stands_out(shown: str, words: list[_Word], at: int) -> bool:
    """Whether a word has a capital that neither the sentence's start nor the writer's habit explains."""
    if not words[at].capital or words[at].folded.upper() == shown[words[at].start : words[at].end]:
        return False
    before = shown[: words[at].start].rstrip(" \"'“”„(-")
    if not before or before[-1] in SENTENCE_END:
        return False
    others = [word.capital for word in words[1:] if word is not words[at] and len(word.typed) > 1]
    return not others or sum(others) / len(others) < OTHER_CAPITALS


def _in_thai(plain: str, gazetteer: Gazetteer) -> Iterator[_Found]:
    """Places in Thai script. Thai has no spaces, so a name is sought as it stands, the longest first."""
    text = _plain_thai(plain)
    for name, where in gazetteer.thai:
        while (start := text.find(name)) >= 0:
            if where:
                # Positions are those of the text without tone marks: they order Thai names among themselves.
                yield _Found(where, start, start, not text[:start].rstrip().endswith(gazetteer.thai_origin))
            text = text[:start] + "\n" * len(name) + text[start + len(name) :]


def _is_bare(plain: str, words: list[_Word], found: list[_Found], gazetteer: Gazetteer, cues: Cues) -> bool:
    if any(char.isdigit() for char in plain):
        return False
    idle = cues.idle | cues.near | cues.to | cues.origin | cues.after
    for word in words:
        inside = any(one.start <= word.start and word.end <= one.end for one in found)
        if not inside and word.folded not in idle:
            return False
    if not THAI.search(plain):
        return True
    text = _plain_thai(plain)
    for name, where in gazetteer.thai:
        if where:
            text = text.replace(name, " ")
    return not THAI.search(gazetteer.thai_idle.sub(" ", text))


def _normal(text: str) -> str:
    """NFC, without the redaction's tokens; a character of it is a character of its folded lower case."""
    text = unicodedata.normalize("NFC", REDACTED.sub(" ", text[:LONGEST])).replace("İ", "I")
    for typed, meant in TYPED_OTHERWISE:
        text = text.replace(typed, meant)
    return text


def _plain_thai(text: str) -> str:
    return TONES.sub("", text)


# --- reading the list


def _gazetteer(raw: Mapping[str, Any]) -> Gazetteer:
    towns = town_ids(raw["counties"])
    named: list[tuple[str, Where | None]] = [(name, (county, town)) for town, (county, name) in towns.items()]
    for town, entry in raw["towns"].items():
        named += [(name, (towns[town][0], town)) for name in (*entry.get("th", ()), *entry.get("also", ()))]
    for town, names in raw["within"].items():
        named += [(name, (towns[town][0], town)) for name in names]
    for county, entry in raw["counties"].items():  # after the towns: "Kalmar" alone is the town
        named += [(name, (county, None)) for name in _names_of_county(entry)]
    named += [(name, None) for name in raw["no_places"]]
    typed: dict[str, Where | None] = {}
    folded: dict[str, tuple[str, Where | None]] = {}
    for name, where in named:
        typed.setdefault(_spaced(name.lower()), where)
    for name, where in sorted(named, key=lambda one: one[0].lower() != fold(one[0].lower())):  # Habo before Håbo
        for spelling in _spellings(name):
            folded.setdefault(spelling, (_spaced(name.lower()), where))
    typed |= {name: (towns[town][0], town) for town, names in raw["typed"].items() for name in names}
    thai = {_plain_thai(name): where for name, where in named if THAI.search(name)}
    thai |= dict.fromkeys(map(_plain_thai, raw["thai"]["no_places"]))
    return Gazetteer(
        typed,
        folded,
        tuple(sorted(thai.items(), key=lambda one: -len(one[0]))),
        {word: frozenset(languages) for word, languages in raw["words"].items()},
        frozenset(raw["people"]),
        {language: _cues(raw["cues"][language]) for language in LANGUAGES},
        tuple(map(_plain_thai, raw["thai"]["in"])),
        tuple(map(_plain_thai, raw["thai"]["from"] + raw["thai"]["not"])),
        _thai_words(raw["thai"]["in"] + raw["thai"]["from"] + raw["thai"]["with"]),
        frozenset(fold(name.split(" ")[0]) for name in (*typed, *folded)),
        max(name.count(" ") + 1 for name in folded),
    )


def town_ids(counties: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Every municipality by its id: its county and its Swedish name. Two of one id have their county behind it."""
    pairs = [(county, name) for county, entry in counties.items() for name in entry["towns"]]
    ids = [_spaced(fold(name.lower())).replace(" ", "_") for _, name in pairs]
    return {
        town if ids.count(town) == 1 else f"{town}_{county}": (county, name)
        for town, (county, name) in zip(ids, pairs, strict=True)
    }


def _names_of_county(entry: Mapping[str, Any]) -> Iterable[str]:
    call = entry["call"]
    with_county = ("{} län", "{}s län", "region {}", "{} county", "{} region", "regiunea {}", "județul {}", "länet {}")
    thai = entry["name"]["th"].split(" (")[0]
    return (*(form.format(call) for form in with_county), call, thai, *entry.get("also", ()))


def _spellings(name: str) -> set[str]:
    """Without marks, and as Swedes abroad and Germans write it: Malmo, Malmoe."""
    low = name.lower()
    written_out = low.replace("å", "aa").replace("ä", "ae").replace("ö", "oe")
    return {_spaced(fold(low)), _spaced(fold(written_out))}


def _spaced(name: str) -> str:
    return " ".join(WORD.findall(name)) or name


def _cues(entry: Mapping[str, Any]) -> Cues:
    kinds = ("in", "to", "from", "after", "with", "not")
    return Cues(*(frozenset(fold(word.lower()) for word in entry[kind]) for kind in kinds))


def _thai_words(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted({_plain_thai(word) for word in words}, key=len, reverse=True)))
