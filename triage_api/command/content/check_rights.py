"""The rights texts: every topic in every language, resting on known facts, reviewed in time, within its length."""

from collections.abc import Iterator
from datetime import date, timedelta

from triage_api.command.content.corpus import Corpus
from triage_api.command.content.finding import Finding
from triage_api.command.content.lengths import check_sms_length, check_web_length
from triage_api.command.content.rights import Right, Topic
from triage_api.command.content.yaml_lines import Document
from triage_api.door.redact.numbers_to_keep import host_of
from triage_api.words import Language

FRONT_MATTER = ("topic", "language", "facts", "sources", "reviewer", "reviewed", "review_by", "verify_before_launch")
LISTS = ("facts", "sources", "verify_before_launch")
LONGEST_REVIEW = timedelta(days=366)


def check_rights(corpus: Corpus, today: date) -> Iterator[Finding]:
    for id, line in corpus.known_topics.items():
        if id not in corpus.topics or not corpus.topics[id].written:
            remedy = f"write content/rights/{id}/ in four languages, or take the topic out of the list"
            yield Finding(corpus.topics_file, line, f"the topic {id} has no texts", remedy)
    stated: dict[tuple[str, str], Document] = {}
    for topic in corpus.topics.values():
        if topic.id not in corpus.known_topics and corpus.known_topics:
            wrong = f"{topic.id} is no topic of {corpus.topics_file.name}"
            yield Finding(topic.folder / "brief.yml", 1, wrong, "rename the folder, or add the topic there")
        yield from _languages(topic)
        if topic.brief:
            yield from _brief(topic.brief, topic.id, corpus)
        for language, right in topic.texts.items():
            yield from _place(right.front, topic.id, language, stated)
            yield from _front(right.front, topic.brief, corpus)
            yield from _dates(right.front, today)
            yield from _sources(right, corpus)
            yield from check_web_length(right.web)
            yield from check_sms_length(right.sms)
            yield from _braces(right)


def _languages(topic: Topic) -> Iterator[Finding]:
    if topic.written:
        for language in sorted(set(Language) - topic.written):
            yield Finding(topic.folder / f"{language}.md", 1, "is missing", "write it; other languages have the topic")


def _brief(brief: Document, id: str, corpus: Corpus) -> Iterator[Finding]:
    if brief.data.get("topic") != id:
        yield brief.finding(f"topic is not {id}", "name the topic of the folder", "topic")
    yield from _known(brief, corpus, "facts", "contacts")
    for i in range(len(brief.list("points"))):
        for fact in brief.strings("points", i, "facts"):
            if fact not in brief.strings("facts"):
                yield brief.finding(
                    f"a point rests on {fact}", "add it to the facts of the brief", "points", i, "facts"
                )


def _place(front: Document, id: str, language: Language, stated: dict[tuple[str, str], Document]) -> Iterator[Finding]:
    place = str(front.data.get("topic")), str(front.data.get("language"))
    if place != (id, language):
        name = "topic" if place[0] != id else "language"
        yield front.finding("topic and language are not those of its place", f"write {id} and {language}", name)
    if place in stated:
        other = f"{stated[place].file.parent.name}/{stated[place].file.name}"
        yield front.finding(f"{place[0]} in {place[1]} is stated here and in {other}", "keep one of the two", "topic")
    stated.setdefault(place, front)


def _front(front: Document, brief: Document | None, corpus: Corpus) -> Iterator[Finding]:
    for name in FRONT_MATTER:
        if name not in front.data:
            yield front.finding(f"the front matter lacks {name}", "add it as in the neighbouring files")
        elif name in LISTS and not isinstance(front.data[name], list):
            yield front.finding(f"{name} is no list", "write it as in the neighbouring files", name)
    for name in ("facts", "verify_before_launch"):
        if brief and (differ := sorted(set(front.strings(name)) ^ set(brief.strings(name)))):
            wrong = f"{name} differ from brief.yml ({', '.join(differ)})"
            yield front.finding(wrong, "let all texts of a topic rest on the same facts", name)
    yield from _known(front, corpus, "facts")
    unverified = {fact for fact in front.strings("facts") if corpus.facts.get(fact, {}).get("verify_before_launch")}
    if corpus.facts and "facts" in front.data and unverified != set(front.strings("verify_before_launch")):
        wrong = "verify_before_launch does not name the facts that must be verified"
        yield front.finding(wrong, f"write [{', '.join(sorted(unverified))}]", "verify_before_launch")


def _known(document: Document, corpus: Corpus, *names: str) -> Iterator[Finding]:
    for name in names:
        for i, fact in enumerate(document.strings(name)):
            if corpus.facts and fact not in corpus.facts:
                remedy = "use an id of content/facts.yml, or make that anew from the fact base"
                yield document.finding(f"the fact {fact} is unknown", remedy, name, i)


def _dates(front: Document, today: date) -> Iterator[Finding]:
    reviewed, due = front.data.get("reviewed"), front.data.get("review_by")
    for name, value in (("reviewed", reviewed), ("review_by", due)):
        if name in front.data and not isinstance(value, date):
            yield front.finding(f"{name} is no date", "write it as 2026-11-20", name)
    if not isinstance(reviewed, date) or not isinstance(due, date):
        return
    if reviewed > today:
        yield front.finding(
            f"it was reviewed {reviewed}, which is not yet", "write the day it was reviewed", "reviewed"
        )
    if due <= today:
        remedy = "hold the text against the facts and set new dates"
        yield front.finding(f"its review was due {due}", remedy, "review_by")
    elif not reviewed < due <= reviewed + LONGEST_REVIEW:
        remedy = "set a date within a year after the review"
        yield front.finding(f"its next review is {due}, its last {reviewed}", remedy, "review_by")


def _sources(right: Right, corpus: Corpus) -> Iterator[Finding]:
    front = right.front
    cited = {host for fact in corpus.facts.values() for host in fact.get("hosts", [])}
    if "sources" in front.data and not front.list("sources"):
        yield front.finding("it has no source", "name where its statements come from", "sources")
    for i, source in enumerate(front.list("sources")):
        if not isinstance(source, dict) or not source.get("name") or not source.get("url"):
            yield front.finding("a source lacks its name or url", "write both, in double quotes", "sources", i)
        elif (host := host_of(str(source["url"]))) and host not in cited:
            remedy = "name a source of the fact base, or enter it there"
            yield front.finding(f"no fact rests on {host}", remedy, "sources", i)


def _braces(right: Right) -> Iterator[Finding]:
    for text in (right.web, right.sms):
        offset = min((i for i in map(text.body.find, "{}") if i >= 0), default=-1)
        if offset >= 0:
            yield text.finding("it holds a curly brace", "write it without; the bot would put a value there", offset)
