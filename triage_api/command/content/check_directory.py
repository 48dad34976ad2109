"""The directory: one well-formed file for each contact of the fact base, with that fact's number and address."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from triage_api.command.content.corpus import Corpus, Service
from triage_api.command.content.finding import Finding
from triage_api.command.content.yaml_lines import Malformed, read_document
from triage_api.words import Language

LONGEST_SAYS = 230
WHO = frozenset({"self", "friend", "minor", "buyer", "other"})
GENDERS = frozenset({"any", "women", "men", "trans", "lgbtqi"})
DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
LANGUAGES = frozenset({*Language, "interpreter"})
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")


def check_directory(corpus: Corpus, places_file: Path) -> Iterator[Finding]:
    """`places_file` is config/places.yml, whose counties and towns a service may be in."""
    yield from _needs(corpus)
    yield from _places(corpus, places_file)
    by_fact: dict[str, Service] = {}
    for service in corpus.services.values():
        if service.fact in by_fact:
            wrong = f"{service.fact} stands here and in {by_fact[service.fact].id}.yml"
            yield service.document.finding(wrong, "keep one of the two", "fact")
        by_fact.setdefault(service.fact, service)
        yield from _service(service, corpus)
    for fact, row in corpus.facts.items():
        if row.get("kind") == "contact" and fact not in by_fact:
            file = corpus.content / "directory" / f"{fact.removeprefix('c-')}.yml"
            yield Finding(file, 1, f"the contact {fact} has no file", "write it, listed or not")


def _places(corpus: Corpus, file: Path) -> Iterator[Finding]:
    try:
        places = read_document(file)
    except Malformed as problem:
        yield problem.finding
        return
    counties = places.mapping("counties")
    towns = {_id_of(town) for county in counties for town in places.strings("counties", county, "towns")}
    for service in corpus.services.values():
        for name, known in (("counties", counties.keys()), ("towns", towns)):
            for place in service.document.strings("where", name):
                if place not in known:
                    remedy = f"use the ids of {file.name}"
                    yield service.document.finding(f"{place} is none of the {name}", remedy, "where", name)


def _id_of(place: str) -> str:
    """Västra Götaland → vastra_gotaland"""
    plain = "".join(c for c in unicodedata.normalize("NFKD", place.lower()) if c.isascii())
    return re.sub(r"[ -]", "_", plain)


def _needs(corpus: Corpus) -> Iterator[Finding]:
    if corpus.needs is None:
        file = corpus.content / "directory" / "needs.yml"
        if file not in {finding.file for finding in corpus.unreadable}:
            yield Finding(file, 1, "the file is missing", "write the needs, and the needs of each topic")
        return
    known, topics = corpus.needs.mapping("needs"), corpus.needs.mapping("topics")
    if not known or not topics:
        yield corpus.needs.finding("it lacks `needs` or `topics`", "write both as mappings")
        return
    for topic in topics:
        if topic not in corpus.known_topics:
            yield corpus.needs.finding(f"{topic} is no topic", "use the ids of bot/topics.yml", "topics", topic)
        for need in corpus.needs.strings("topics", topic):
            if need not in known:
                yield corpus.needs.finding(f"the need {need} is unknown", "add it under needs", "topics", topic)
    for topic in corpus.known_topics.keys() - topics.keys():
        yield corpus.needs.finding(f"the topic {topic} has no needs", "add it; [] if no service helps", "topics")


def _service(service: Service, corpus: Corpus) -> Iterator[Finding]:
    document = service.document
    needs = corpus.needs.mapping("needs") if corpus.needs else {}
    for name, (holds, remedy) in _FORM.items():
        if name not in document.data:
            yield document.finding(f"it lacks {name}", remedy)
        elif not holds(document.data[name]):
            yield document.finding(f"{name} is not in form", remedy, name)
    for name in document.data.keys() - _FORM.keys() - {"why_not", "chat", "never_without_says", "differs"}:
        yield document.finding(f"nothing reads {name}", "take it away, or see its spelling", name)
    for need in document.strings("needs"):
        if needs and need not in needs:
            yield document.finding(f"the need {need} is unknown", "use the ids of needs.yml", "needs")
    if document.data.get("listed") is False and not document.data.get("why_not"):
        yield document.finding("it is not listed, and does not say why", "add why_not", "listed")
    for name in ("name", "says"):
        yield from _texts(service, name)
    yield from _as_the_fact(service, corpus)


def _texts(service: Service, name: str) -> Iterator[Finding]:
    texts = {text.language: text for text in service.texts(name)}
    for language in Language:
        if language not in texts or not texts[language].body.strip():
            yield service.document.finding(f"{name} lacks {language}", f"write it in {language}", name)
    for text in texts.values():
        if name == "says" and len(text.body) > LONGEST_SAYS:
            yield text.finding(f"says has {len(text.body)} characters of at most {LONGEST_SAYS}", "shorten it")


def _as_the_fact(service: Service, corpus: Corpus) -> Iterator[Finding]:
    document, fact = service.document, corpus.facts.get(service.fact)
    if fact is None or fact.get("kind") != "contact":
        if corpus.facts:
            remedy = "use a contact's id of content/facts.yml"
            yield document.finding(f"{service.fact} is no contact of the fact base", remedy, "fact")
        return
    if service.fact.removeprefix("c-") != service.id:
        yield document.finding("the file is not named after its fact", f"name it {service.fact[2:]}.yml", "fact")
    for name in ("phone", "web", "chat", "verify_before_launch"):
        if document.data.get(name) != fact.get(name):
            wrong = f"{name} is {document.data.get(name)}, and {fact.get(name)} in content/facts.yml"
            yield document.finding(wrong, "write it as the fact does", name)


def _one_of(values: frozenset[Any]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str | bool) and value in values


def _list_of(values: frozenset[Any]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(isinstance(one, str) and one in values for one in value)


def _ages(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"from", "to"}
        and all(age is None or (isinstance(age, int) and 0 < age < 120) for age in value.values())
        and (value["from"] or 0) <= (value["to"] or 120)
    )


def _where(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"national", "counties", "towns"}:
        return False
    towns = isinstance(value["towns"], list) and all(re.fullmatch("[a-z_]+", str(town)) for town in value["towns"])
    somewhere = value["national"] is True or (value["national"] is False and bool(value["counties"]))
    return towns and somewhere and isinstance(value["counties"], list)


def _hours(value: Any) -> bool:
    if isinstance(value, str):
        return value in ("always", "unknown")
    return isinstance(value, list) and bool(value) and all(map(_opening, value))


def _opening(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"days", "from", "to"} or not value["days"]:
        return False
    times = all(isinstance(value[name], str) and _TIME.fullmatch(value[name]) for name in ("from", "to"))
    return times and value["from"] != value["to"] and _list_of(DAYS)(value["days"])


_MAYBE = _one_of(frozenset({True, False, "unknown"}))
_FORM: dict[str, tuple[Callable[[Any], bool], str]] = {
    "fact": (lambda value: isinstance(value, str), "name the contact's id"),
    "listed": (lambda value: isinstance(value, bool), "write true or false"),
    "name": (lambda value: isinstance(value, dict), "write it in four languages"),
    "phone": (lambda value: value is None or isinstance(value, str), "write the number between double quotes, or null"),
    "web": (lambda value: value is None or isinstance(value, str), "write the address, or null"),
    "needs": (lambda value: isinstance(value, list), "write a list of ids of needs.yml"),
    "who": (lambda value: bool(value) and _list_of(WHO)(value), f"write a list of {', '.join(sorted(WHO))}"),
    "ages": (_ages, "write {from: 15, to: null}, whole years or null"),
    "gender": (_one_of(GENDERS), f"write one of {', '.join(sorted(GENDERS))}"),
    "where": (_where, "write {national: true, counties: [], towns: []}, or at least one county by its id"),
    "hours": (_hours, 'write always, unknown, or [{days: [mon], from: "08:00", to: "16:30"}]'),
    "holidays": (_one_of(frozenset({"open", "closed", "unknown"})), "write open, closed or unknown"),
    "languages": (_list_of(LANGUAGES), f"write a list of {', '.join(sorted(LANGUAGES))}"),
    "anonymous": (_MAYBE, "write true, false or unknown"),
    "free": (_MAYBE, "write true, false or unknown"),
    "says": (lambda value: isinstance(value, dict), "write it in four languages"),
    "checked": (lambda value: isinstance(value, date), "write the day as 2026-11-20"),
    "verify_before_launch": (lambda value: isinstance(value, bool), "write true or false"),
}
