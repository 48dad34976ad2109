"""All texts that people or counsellors read, with where each stands. What cannot be read becomes a finding."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from triage_api.command.content.finding import Finding
from triage_api.command.content.rights import Topic, read_topic
from triage_api.command.content.text import Text
from triage_api.command.content.yaml_lines import Document, Malformed, read_document
from triage_api.words import Language


@dataclass(frozen=True)
class Bundle:
    """Sentences with the same ids in four languages: the phrases, or the phrasebook. `ids` is group → id → spec."""

    folder: Path
    ids: Document
    languages: dict[Language, Document]

    def texts(self, language: Language) -> dict[str, Text]:
        """By id. What is no text (a number, a list) is left out; the check of forms names it."""
        document = self.languages.get(language)
        if document is None:
            return {}
        return {
            name: Text(document.file, document.line(group, name), language, self.folder.name, name, body)
            for group, name, body in document.entries()
            if isinstance(body, str)
        }


@dataclass(frozen=True)
class Service:
    """One contact of the directory, as its file says."""

    id: str
    document: Document

    @property
    def listed(self) -> bool:
        return self.document.data.get("listed") is True

    @property
    def fact(self) -> str:
        return str(self.document.data.get("fact"))

    def texts(self, name: str) -> Iterator[Text]:
        """The texts under `name` or `says` that are there."""
        texts = self.document.data.get(name)
        for language in Language:
            body = texts.get(language) if isinstance(texts, dict) else None
            if isinstance(body, str):
                yield Text(self.document.file, self.document.line(name, language), language, name, self.id, body)


@dataclass
class Corpus:
    """`facts` is content/facts.yml; `known_topics` are the topics that need a text: all of bot/topics.yml but chat."""

    content: Path
    topics_file: Path
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    known_topics: dict[str, int] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    bundles: dict[str, Bundle] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    needs: Document | None = None
    unreadable: list[Finding] = field(default_factory=list)

    def texts(self) -> Iterator[Text]:
        """Every text once."""
        for topic in self.topics.values():
            for right in topic.texts.values():
                yield from (right.web, right.sms)
        for bundle in self.bundles.values():
            for language in Language:
                yield from bundle.texts(language).values()
        for service in self.services.values():
            yield from (*service.texts("name"), *service.texts("says"))

    def contact_numbers(self, contact: str) -> list[str]:
        """The numbers of a contact that may be shown, the usual one first."""
        fact = self.facts.get(contact, {})
        return [str(number) for number in (fact.get("phone"), *fact.get("also", [])) if number]


def read_corpus(content: Path, topics_file: Path) -> Corpus:
    """Reads everything there is; `unreadable` says what could not be."""
    corpus = Corpus(content, topics_file)

    def read(file: Path) -> Document | None:
        try:
            return read_document(file)
        except Malformed as problem:
            corpus.unreadable.append(problem.finding)
            return None

    if facts := read(content / "facts.yml"):
        corpus.facts = {name: fact for name, fact in facts.data.items() if isinstance(fact, dict)}
    if topics := read(topics_file):
        corpus.known_topics = {str(id): topics.line(id) for id in topics.data if not str(id).startswith("chat.")}
    for folder in sorted(path for path in (content / "rights").glob("*") if path.is_dir()):
        corpus.topics[folder.name], unreadable = read_topic(folder)
        corpus.unreadable += unreadable
    for name in ("phrases", "phrasebook"):
        if ids := read(content / name / "ids.yml"):
            found = {language: read(content / name / f"{language}.yml") for language in Language}
            written = {language: document for language, document in found.items() if document}
            corpus.bundles[name] = Bundle(content / name, ids, written)
    for file in sorted((content / "directory").glob("*.yml")):
        document = read(file)
        if document and file.stem == "needs":
            corpus.needs = document
        elif document:
            corpus.services[file.stem] = Service(file.stem, document)
    corpus.unreadable += _strays(content)
    return corpus


def _strays(content: Path) -> Iterator[Finding]:
    """Files in the folders of texts that nothing reads, such as a text saved under another name."""
    bundle = {"ids.yml", *(f"{language}.yml" for language in Language)}
    for name in ("rights", "phrases", "phrasebook", "directory"):
        for path in sorted((content / name).glob("*")):
            read = (
                path.is_dir()
                if name == "rights"
                else path.name in bundle or (name == "directory" and path.suffix == ".yml")
            )
            if not read:
                yield Finding(path, 1, "nothing reads this file", "name it as its neighbours are, or take it away")
