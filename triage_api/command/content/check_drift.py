"""Meaning that drifts between languages: a number, an address, a service or a "not" that some languages lack.

A finding deserves a look; it is no proof. Where the difference is meant, the editor writes what differs and why, in the
topic's brief.yml, the phrase's entry in ids.yml, or the service's file:

    differs: {"18": "the Swedish text says it with other words"}

The keys are what the finding quotes. One that excuses nothing is itself a finding.

Web texts and sentences are compared with each other. SMS texts are not: the alphabets of Thai and Romanian leave them
half the room, so they say less. An SMS text may state no number or address that its own web text lacks; 112 stands in
all four or in none; and in Swedish and English, which have equal room, one may not negate what the other never does.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from triage_api.command.content.corpus import Corpus
from triage_api.command.content.finding import Finding
from triage_api.command.content.meaning import Meaning, meaning_of, says_number
from triage_api.command.content.names import proper_names
from triage_api.command.content.telephone import dialled
from triage_api.command.content.text import Text
from triage_api.command.content.yaml_lines import Document, Key
from triage_api.door.redact.numbers_to_keep import host_of
from triage_api.words import Language

NEGATION = "negation"
_EMERGENCY = "112"
_REMEDY = "say the same in all four, or state the difference under `differs`"


@dataclass(frozen=True)
class Difference:
    """`what` is the number, address, name or "negation"; `at` the text to look at first."""

    what: str
    at: Text
    wrong: str

    def finding(self) -> Finding:
        return self.at.finding(self.wrong, _REMEDY, max(self.at.body.find(self.what), 0))


@dataclass(frozen=True)
class Known:
    """What of the directory the texts are read with."""

    numbers: dict[str, str]
    names: dict[str, tuple[str, re.Pattern[str]]]
    """By service, its proper name and the pattern of it, with any ending."""
    reach: dict[str, frozenset[str]]
    """By service, its numbers as bare digits and its hosts: a text that gives one of them names the service."""


def check_drift(corpus: Corpus) -> Iterator[Finding]:
    known = _known(corpus)
    for topic in corpus.topics.values():
        if set(topic.texts) == set(Language):
            found = [
                *_between({language: right.web for language, right in topic.texts.items()}, known),
                *(one for right in topic.texts.values() for one in _sms_alone(right.sms, right.web, known)),
                *_sms_together({language: right.sms for language, right in topic.texts.items()}, known),
            ]
            yield from _unexcused(found, topic.brief, ())
    for bundle in corpus.bundles.values():
        texts = {language: bundle.texts(language) for language in Language}
        for group, name, _ in bundle.ids.entries():
            if all(name in texts[language] for language in Language):
                found = [*_between({language: texts[language][name] for language in Language}, known)]
                yield from _unexcused(found, bundle.ids, (group, name))
    for service in corpus.services.values():
        says = {text.language: text for text in service.texts("says")}
        if set(says) == set(Language):
            yield from _unexcused([*_between(says, known)], service.document, ())


def _known(corpus: Corpus) -> Known:
    numbers = dialled([_EMERGENCY, *(number for fact in corpus.facts for number in corpus.contact_numbers(fact))])
    reach = {}
    for service in corpus.services.values():
        digits = {re.sub(r"\D", "", number) for number in corpus.contact_numbers(service.fact)}
        hosts = {host_of(str(service.document.data.get(name) or "")) for name in ("web", "chat")}
        reach[service.id] = frozenset(digits | hosts)
    names = {id: (name, re.compile(rf"\b{re.escape(name)}")) for id, name in proper_names(corpus).items()}
    return Known(numbers, names, reach)


def _between(texts: Mapping[Language, Text], known: Known) -> Iterator[Difference]:
    meanings = {language: meaning_of(text.body, language, known.numbers) for language, text in texts.items()}
    for what in sorted(set[str]().union(*(meaning.stated for meaning in meanings.values()))):
        holders = {
            language
            for language, text in texts.items()
            if what in meanings[language].stated or says_number(text.body, what, language)
        }
        yield from _lacking(what, texts, holders)
    for service, (name, pattern) in known.names.items():
        named = {language for language, text in texts.items() if pattern.search(text.body)}
        if named:
            reached = {language for language in texts if meanings[language].stated & known.reach[service]}
            yield from _lacking(name, texts, named | reached)
    yield from _negations(texts, meanings)


def _lacking(what: str, texts: Mapping[Language, Text], holders: set[Language]) -> Iterator[Difference]:
    lacking = [language for language in texts if language not in holders]
    if not lacking:
        return
    if len(holders) == 1:
        (holder,) = holders
        yield Difference(what, texts[holder], f"“{what}” stands here and not in {', '.join(lacking)}")
    else:
        yield Difference(what, texts[lacking[0]], f"“{what}” is lacking in {', '.join(lacking)}")


def _negations(texts: Mapping[Language, Text], meanings: Mapping[Language, Meaning]) -> Iterator[Difference]:
    """Where one language negates nothing and every other does, or does much less than every other."""
    counts = {language: meaning.negations for language, meaning in meanings.items()}
    fewest = min(counts, key=lambda language: counts[language])
    others = [count for language, count in counts.items() if language != fewest]
    if min(others) > 0 and (counts[fewest] == 0 or min(others) >= counts[fewest] * 2 + 2):
        wrong = f"“{NEGATION}”: {counts[fewest]} here, {', '.join(map(str, others))} in the other languages"
        yield Difference(NEGATION, texts[fewest], wrong)


def _sms_alone(sms: Text, web: Text, known: Known) -> Iterator[Difference]:
    said, meant = (meaning_of(text.body, text.language, known.numbers) for text in (sms, web))
    for what in sorted(said.stated - meant.stated):
        if not says_number(web.body, what, web.language):
            yield Difference(what, sms, f"“{what}” stands in the SMS text and not in the web text above")


def _sms_together(texts: Mapping[Language, Text], known: Known) -> Iterator[Difference]:
    meanings = {language: meaning_of(text.body, language, known.numbers) for language, text in texts.items()}
    holders = {language for language, meaning in meanings.items() if _EMERGENCY in meaning.stated}
    if holders:
        yield from _lacking(_EMERGENCY, texts, holders)
    counts = {language: meanings[language].negations for language in (Language.sv, Language.en)}
    for language, other in ((Language.sv, Language.en), (Language.en, Language.sv)):
        if counts[language] == 0 and counts[other] > 1:
            wrong = f"“{NEGATION}”: 0 here, {counts[other]} in {other}"
            yield Difference(NEGATION, texts[language], wrong)


def _unexcused(found: list[Difference], document: Document | None, path: tuple[Key, ...]) -> Iterator[Finding]:
    excused = document.mapping(*path, "differs") if document else {}
    yield from (difference.finding() for difference in found if difference.what not in excused)
    for what in excused.keys() - {difference.what for difference in found}:
        if document:
            remedy = "take it away, or quote the finding"
            yield document.finding(f"differs: nothing differs in “{what}”", remedy, *path, "differs", what)
