"""The words around the services: the `find.*` phrases and the names of places, each in four languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from unicodedata import normalize

from actions.directory.reading import MalformedContent, line_of, read_yaml

LANGUAGES = ("sv", "en", "th", "ro")
PHRASES: Mapping[str, frozenset[str]] = {
    "find.near": frozenset({"place"}),
    "find.none_near": frozenset({"place"}),
    "find.open_until": frozenset({"time"}),
    "find.opens_today": frozenset({"time"}),
    "find.opens_tomorrow": frozenset({"time"}),
    "find.opens_day": frozenset({"day", "time"}),
    "find.checked": frozenset({"date"}),
    **dict.fromkeys((f"find.day_{day}" for day in range(1, 8)), frozenset()),
    **dict.fromkeys((f"find.{name}" for name in ("anywhere", "also_anywhere", "none")), frozenset()),
    **dict.fromkeys((f"find.{name}" for name in ("open_always", "hours_unknown")), frozenset()),
    **dict.fromkeys((f"find.{name}" for name in ("interpreter", "anonymous", "address_by_text")), frozenset()),
}
"""Every phrase that is needed, and what stands in its braces."""

Texts = Mapping[str, Mapping[str, str]]
"""Language, then id, then text."""


@dataclass(frozen=True)
class PlaceNames:
    """How counties and towns are called, by id, then language; Swedish where a language has no name of its own."""

    counties: Texts
    towns: Texts

    def of(self, county: str, town: str | None, language: str) -> str | None:
        """The town's name, or the county's; None when neither is known."""
        names = self.towns.get(town or "") or self.counties.get(county)
        return names.get(language, names["sv"]) if names else None


def read_phrases(folder: Path) -> Texts:
    """The phrases under `find:` in each language's file. Raises MalformedContent."""
    return {language: _phrases_of(folder / f"{language}.yml") for language in LANGUAGES}


def read_place_names(file: Path) -> PlaceNames:
    """Names from config/places.yml. Raises MalformedContent."""
    raw = read_yaml(file)
    try:
        counties, more = raw["counties"], raw["towns"]
        every = [(county, name) for county, entry in counties.items() for name in entry["towns"]]
        plain = [_id_of(name) for _, name in every]
        towns = {}
        for town, (county, name) in zip(plain, every, strict=True):
            own = more.get(town, {})
            thai = {"th": f"{own['th'][0]} ({name})"} if "th" in own else {}
            english = {"en": own["en"]} if "en" in own else {}
            towns[town if plain.count(town) == 1 else f"{town}_{county}"] = {"sv": name, **english, **thai}
        return PlaceNames({county: entry["name"] for county, entry in counties.items()}, towns)
    except (KeyError, TypeError, AttributeError):
        raise MalformedContent(file, 1, "a county needs `name` and `towns`; mend the last change.") from None


def _phrases_of(file: Path) -> Mapping[str, str]:
    phrases = read_yaml(file).get("find")
    if not isinstance(phrases, dict):
        raise MalformedContent(file, 1, "write the group `find:` with a quoted text for each id.")
    for phrase_id, braces in PHRASES.items():
        if _braces_of(phrases.get(phrase_id)) != braces:
            wanted = " and ".join(f"{{{name}}}" for name in sorted(braces)) or "no braces"
            raise MalformedContent(file, line_of(file, phrase_id), f"'{phrase_id}' needs a text with {wanted}.")
    return phrases


def _braces_of(text: object) -> frozenset[str] | None:
    """The names in braces; None when it is no text, or its braces do not close."""
    if not isinstance(text, str):
        return None
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def _id_of(name: str) -> str:
    plain = "".join(normalize("NFD", char)[0] for char in name.lower())
    return plain.replace(" ", "_").replace("-", "_")
