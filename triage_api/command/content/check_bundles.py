"""Phrases and phrasebook: every id of ids.yml in every language, with the same braces, within its length."""

import re
from collections.abc import Iterator
from typing import Any

from triage_api.command.content.corpus import Bundle, Corpus
from triage_api.command.content.finding import Finding
from triage_api.command.content.lengths import check_gsm7
from triage_api.command.content.text import Text
from triage_api.words import Language

BRACES = re.compile(r"\{(\w+)\}")
BY_TEXT = "sms"
"""The group of phrases that are sent as text messages."""


def check_bundles(corpus: Corpus) -> Iterator[Finding]:
    for bundle in corpus.bundles.values():
        yield from _specs(bundle, corpus)
        for language in bundle.languages:
            yield from _language(bundle, language)


def braces(text: str) -> set[str]:
    """The names in {braces}."""
    return set(BRACES.findall(text))


def _specs(bundle: Bundle, corpus: Corpus) -> Iterator[Finding]:
    for group, name, spec in bundle.ids.entries():
        if not isinstance(spec, dict) or not isinstance(spec.get("for"), str) or not isinstance(spec.get("max"), int):
            yield bundle.ids.finding(f"{name} lacks `for` or `max`", 'write {for: "...", max: 120}', group, name)
            continue
        for fact in bundle.ids.strings(group, name, "facts"):
            if corpus.facts and fact not in corpus.facts:
                remedy = "use an id of content/facts.yml, or make that anew from the fact base"
                yield bundle.ids.finding(f"{name} rests on the unknown fact {fact}", remedy, group, name, "facts")


def _language(bundle: Bundle, language: Language) -> Iterator[Finding]:
    document, texts = bundle.languages[language], bundle.texts(language)
    known = {name: (group, spec) for group, name, spec in bundle.ids.entries()}
    written = {name: (group, body) for group, name, body in document.entries()}
    for name, (group, _) in known.items():
        if name not in written:
            yield document.finding(f"{name} is missing", f"write it in {language}", group)
    for name, (group, body) in written.items():
        if name not in known:
            yield document.finding(f"{name} is not in ids.yml", "add it there, or take it away here", group, name)
        elif not isinstance(body, str) or not body.strip():
            yield document.finding(f"{name} is no text", "write it between double quotes", group, name)
        elif group != known[name][0]:
            yield document.finding(f"{name} stands under {group}", f"move it under {known[name][0]}", group, name)
        elif isinstance(spec := known[name][1], dict):
            yield from _sentence(texts[name], spec)
            if group == BY_TEXT:
                yield from check_gsm7(texts[name], BRACES.sub("", texts[name].body))


def _sentence(text: Text, spec: dict[str, Any]) -> Iterator[Finding]:
    wanted, found = braces(str(spec.get("for"))), braces(text.body)
    if wanted != found:
        wrong = f"holds {sorted(found)} where ids.yml says {sorted(wanted)}"
        yield text.finding(wrong, "use the same braces")
    if isinstance(spec.get("max"), int) and len(text.body) > spec["max"]:
        wrong = f"has {len(text.body)} characters of at most {spec['max']}"
        yield text.finding(wrong, "shorten it")
