"""What counsellors may send of `content/`, as it is published: the rights texts and the services, in one language."""

import re
import threading
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from triage_api.errors import Refusal
from triage_api.refusing import tell_of
from triage_api.words import Language

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Stamp = tuple[tuple[str, int, int], ...]


class ContentMissing(Refusal):
    status = 503
    code = "content_missing"
    say = "The texts could not be read: run lykta content check and mend what it names."


class Source(BaseModel):
    name: str
    url: str


class RightText(BaseModel):
    """A topic's answer. `reviewed` is when it was compared with its sources; `reviewer` who of the trade read it."""

    topic: str
    web: str
    sms: str
    sources: list[Source]
    reviewed: date
    review_by: date
    reviewer: str | None


class ServiceText(BaseModel):
    """A service of the directory. `places` are where it is, in the language's own names; empty for all of Sweden.
    `always`: open day and night; other hours are on its own page."""

    id: str
    name: str
    says: str
    phone: str | None
    web: str | None
    places: list[str]
    always: bool
    checked: date


class Sendable(BaseModel):
    rights: list[RightText]
    services: list[ServiceText]


class Published:
    """Reads a language again when a file of it has changed, and keeps what it had when that cannot be read."""

    def __init__(self, content: Path, config: Path) -> None:
        self._content, self._places = content, config / "places.yml"
        self._lock = threading.Lock()
        self._kept: dict[Language, tuple[Stamp, Sendable]] = {}

    def of(self, language: Language) -> Sendable:
        with self._lock:
            kept = self._kept.get(language)
            try:
                stamp = self._stamp(language)
                if kept is None or kept[0] != stamp:
                    kept = self._kept[language] = (stamp, self._read(language))
            except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
                tell_of(error)
                if kept is None:
                    raise ContentMissing from None
            return kept[1]

    def _stamp(self, language: Language) -> Stamp:
        files = [*self._rights(language), *self._services(), self._places]
        return tuple((str(file), stat.st_mtime_ns, stat.st_size) for file in files if (stat := file.stat()))

    def _read(self, language: Language) -> Sendable:
        places = _names(_mapping(self._places.read_text("utf-8")), language)
        rights = [_right(file, language) for file in self._rights(language)]
        services = [_service(_mapping(file.read_text("utf-8")), places, language) for file in self._services()]
        return Sendable(rights=rights, services=[one for one in services if one is not None])

    def _rights(self, language: Language) -> list[Path]:
        return sorted((self._content / "rights").glob(f"*/{language}.md"))

    def _services(self) -> list[Path]:
        return sorted(file for file in (self._content / "directory").glob("*.yml") if file.name != "needs.yml")


def _mapping(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506 (both loaders are the safe ones)
    return found


def _right(file: Path, language: Language) -> RightText:
    _, front, body = file.read_text("utf-8").split("---\n", 2)
    facts = _mapping(front)
    parts = dict(re.findall(r"^# (web|sms)\n(.*?)(?=^# (?:web|sms)\n|\Z)", body, re.DOTALL | re.MULTILINE))
    return RightText(
        topic=file.parent.name,
        web=parts["web"].strip(),
        sms=parts["sms"].strip(),
        sources=[Source(name=_said(one["name"], language), url=one["url"]) for one in facts["sources"]],
        reviewed=facts["reviewed"],
        review_by=facts["review_by"],
        reviewer=facts["reviewer"],
    )


def _service(raw: dict[str, Any], places: dict[str, str], language: Language) -> ServiceText | None:
    if not raw["listed"]:
        return None
    where = raw["where"]
    at = [] if where["national"] else [*where["towns"], *where["counties"]]
    return ServiceText(
        id=raw["fact"],
        name=_said(raw["name"], language),
        says=_said(raw["says"], language),
        phone=raw["phone"],
        web=raw["web"],
        places=[places[one] for one in at if one in places],
        always=raw["hours"] == "always",
        checked=raw["checked"],
    )


def _names(raw: dict[str, Any], language: Language) -> dict[str, str]:
    """How counties and towns are called, by id; a town is called as in Swedish where the language has no own name."""
    towns = {_id(town): town for county in raw["counties"].values() for town in county["towns"]}
    for town, also in raw["towns"].items():
        own = also.get(language) or []
        if town in towns and own:
            towns[town] = own if isinstance(own, str) else own[0]  # the first spelling is the one that is shown
    return towns | {county: _said(one["name"], language) for county, one in raw["counties"].items()}


def _id(town: str) -> str:
    return town.lower().translate(str.maketrans("åäöé -", "aaoe__"))


def _said(texts: Any, language: Language) -> str:
    return str(texts if isinstance(texts, str) else texts.get(language) or texts["sv"])
